import { ApiError, encodeError, encodeResponse, FrameworkError } from '@keystorm/aws-api';
import { KmsError } from '../errors.ts';
import type { HttpResponse } from './messages.ts';

const JSON_1_1 = 'application/x-amz-json-1.1';

/** Headers that every answer of AWS carries. Those of length and date are added by the server. */
const NO_CACHE = {
  'cache-control': 'no-cache, no-store, must-revalidate, private',
  expires: '0',
  pragma: 'no-cache',
};

/** Any answer of the AWS endpoint. */
export function respond(status: number, contentType: string, body: string | Buffer, requestId: string): HttpResponse {
  return { status, headers: { 'x-amzn-requestid': requestId, ...NO_CACHE, 'content-type': contentType }, body };
}

/** The answer of an operation; the body is empty where the operation has no output. */
export function respondJson(output: object | undefined, requestId: string): HttpResponse {
  return respond(200, JSON_1_1, output === undefined ? '' : encodeResponse(output), requestId);
}

export function respondError(
  error: ApiError,
  service: 'kms' | 'cloudhsm' | 'cloudtrail' | 'logs',
  requestId: string,
): HttpResponse {
  return respond(error.spec.status, JSON_1_1, encodeError(error, service), requestId);
}

/** What the caller is told of an error. One that is nobody's answer is a bug of ours, and its cause is for the log. */
export function asApiError(error: unknown, service: string): ApiError {
  if (error instanceof ApiError) return error;
  const message = 'An internal error occurred.';
  return service === 'kms'
    ? new KmsError('KMSInternalException', message, { cause: error })
    : new FrameworkError('InternalFailure', message, { cause: error });
}
