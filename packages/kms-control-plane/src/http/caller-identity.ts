import { type ApiError, encodeXml, FrameworkError } from '@keystorm/aws-api';
import type { UserIdentity } from '../trail/index.ts';
import type { HttpResponse } from './messages.ts';
import { respond } from './respond.ts';

const CONTENT_TYPE = 'text/xml';
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
/** Ids of IAM users begin with AIDA and have 21 characters. */
const USER_ID = 'AIDAKEYSTORM000000000';

interface Caller {
  readonly accountId: string;
  readonly callerArn: string;
}

/** The caller as events name it. */
export function userIdentity({ accountId, callerArn: arn }: Caller, accessKeyId: string): UserIdentity {
  const userName = arn.slice(arn.lastIndexOf('/') + 1);
  return { type: 'IAMUser', principalId: USER_ID, arn, accountId, accessKeyId, userName };
}

/** What STS calls the errors of a signature. It answers them with 403. Source: AWS STS API Reference, "Common Errors". */
const CODES: Readonly<Record<string, string | undefined>> = {
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

/** STS GetCallerIdentity, the only operation of that service; its requests are forms and its answers XML. */
export function callerIdentity(form: Buffer, { accountId, callerArn }: Caller, requestId: string): HttpResponse {
  const action = new URLSearchParams(form.toString('utf8')).get('Action');
  if (action !== 'GetCallerIdentity') throw new FrameworkError('UnknownOperationException');
  const body = {
    GetCallerIdentityResult: { Arn: callerArn, UserId: USER_ID, Account: accountId },
    ResponseMetadata: { RequestId: requestId },
  };
  return respond(200, CONTENT_TYPE, encodeXml('GetCallerIdentityResponse', NAMESPACE, body), requestId);
}

export function errorForSts(error: ApiError, requestId: string): HttpResponse {
  const code = CODES[error.code];
  const body = {
    Error: {
      Type: error.spec.fault === 'server' ? 'Receiver' : 'Sender',
      Code: code ?? error.code,
      Message: error.message,
    },
    RequestId: requestId,
  };
  const status = code === undefined ? error.spec.status : 403;
  return respond(status, CONTENT_TYPE, encodeXml('ErrorResponse', NAMESPACE, body), requestId);
}
