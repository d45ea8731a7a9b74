import { type ApiError, encodeEc2Error, type FrameworkErrorCode } from '@keystorm/aws-api';
import type { HttpResponse } from './messages.ts';
import { respond } from './respond.ts';

/** By which requests to EC2 are told from other forms. */
export const EC2_API_VERSION = '2016-11-15';

const NOT_AUTHENTIC = 'AWS was not able to validate the provided access credentials';

interface Ec2Form {
  readonly code: string;
  /** HTTP status; the error's own where it is absent. */
  readonly status?: number;
  readonly message?: string;
}

/** What EC2 calls the errors on the way to it. Source: Amazon EC2 API Reference, "Error codes for the Amazon EC2 API". */
const FORMS: { readonly [C in FrameworkErrorCode]?: Ec2Form } = {
  UnrecognizedClientException: { code: 'AuthFailure', status: 401, message: NOT_AUTHENTIC },
  InvalidSignatureException: { code: 'SignatureDoesNotMatch', status: 403 },
  MissingAuthenticationTokenException: { code: 'MissingAuthenticationToken', status: 403 },
  IncompleteSignatureException: { code: 'IncompleteSignature' },
  ServiceUnavailableException: { code: 'Unavailable' },
  // It may have been done, and clients repeat by themselves what looks like a failure of the server.
  CloudHsmServiceException: { code: 'InternalError' },
  InternalFailure: { code: 'InternalError' },
};

export function errorForEc2(error: ApiError, requestId: string): HttpResponse {
  const { code, status, message }: Ec2Form = FORMS[error.code as FrameworkErrorCode] ?? { code: error.code };
  const told = { code, message: message ?? error.message };
  return respond(status ?? error.spec.status, 'text/xml;charset=UTF-8', encodeEc2Error(told, requestId), requestId);
}
