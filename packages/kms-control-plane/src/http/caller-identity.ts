import { type ApiError, FrameworkError } from '@keystorm/aws-api';
import type { HttpResponse } from './messages.ts';
import { respond } from './respond.ts';

const CONTENT_TYPE = 'text/xml';
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
/** Ids of IAM users begin with AIDA and have 21 characters. */
const USER_ID = 'AIDAKEYSTORM000000000';

/** What STS calls the errors of a signature. It answers them with 403. Source: AWS STS API Reference, "Common Errors". */
const CODES: Readonly<Record<string, string | undefined>> = {
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

/** STS GetCallerIdentity, the only operation of that service; its requests are forms and its answers XML. */
export function callerIdentity(
  body: Buffer,
  { accountId, callerArn }: { readonly accountId: string; readonly callerArn: string },
  requestId: string,
): HttpResponse {
  const action = new URLSearchParams(body.toString('utf8')).get('Action');
  if (action !== 'GetCallerIdentity') throw new FrameworkError('UnknownOperationException');
  return respond(
    200,
    CONTENT_TYPE,
    `<GetCallerIdentityResponse xmlns="${NAMESPACE}">
  <GetCallerIdentityResult>
    <Arn>${callerArn}</Arn>
    <UserId>${USER_ID}</UserId>
    <Account>${accountId}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
`,
    requestId,
  );
}

export function errorForSts(error: ApiError, requestId: string): HttpResponse {
  const code = CODES[error.code];
  return respond(
    code === undefined ? error.spec.status : 403,
    CONTENT_TYPE,
    `<ErrorResponse xmlns="${NAMESPACE}">
  <Error>
    <Type>${error.spec.fault === 'server' ? 'Receiver' : 'Sender'}</Type>
    <Code>${code ?? error.code}</Code>
    <Message>${escapeXml(error.message)}</Message>
  </Error>
  <RequestId>${requestId}</RequestId>
</ErrorResponse>
`,
    requestId,
  );
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
