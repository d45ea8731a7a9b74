/** What a client and a log need to know of an error, besides its code. */
export interface ErrorSpec {
  /** HTTP status. */
  readonly status: number;
  /** True when the same request may succeed later without anybody's repair. */
  readonly retryable: boolean;
  /** Who is at fault: the caller (`client`) or the service (`server`). */
  readonly fault: 'client' | 'server';
}

/**
 * Errors that any operation of an AWS JSON service may answer, whatever its model says. All are 400, as the recorded
 * answers of AWS KMS are; the exceptions are faults of the service.
 * Source: AWS KMS API Reference, "Common Error Types".
 */
export const FRAMEWORK_ERRORS = {
  UnknownOperationException: { status: 400, retryable: false, fault: 'client' },
  SerializationException: { status: 400, retryable: false, fault: 'client' },
  ValidationException: { status: 400, retryable: false, fault: 'client' },
  MissingAuthenticationTokenException: { status: 400, retryable: false, fault: 'client' },
  IncompleteSignatureException: { status: 400, retryable: false, fault: 'client' },
  InvalidSignatureException: { status: 400, retryable: false, fault: 'client' },
  UnrecognizedClientException: { status: 400, retryable: false, fault: 'client' },
  AccessDeniedException: { status: 400, retryable: false, fault: 'client' },
  NotAuthorizedException: { status: 400, retryable: false, fault: 'client' },
  ThrottlingException: { status: 400, retryable: true, fault: 'client' },
  RequestEntityTooLargeException: { status: 413, retryable: false, fault: 'client' },
  /** Refused, and not to be repeated by itself; named in the model of CloudHSM. */
  CloudHsmServiceException: { status: 400, retryable: false, fault: 'client' },
  InternalFailure: { status: 500, retryable: true, fault: 'server' },
  ServiceUnavailableException: { status: 503, retryable: true, fault: 'server' },
} as const satisfies Record<string, ErrorSpec>;

export type FrameworkErrorCode = keyof typeof FRAMEWORK_ERRORS;

/** An error that goes to the caller as it is. An empty message is not sent at all. Compare `code`, not class or text. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly code: string;
  readonly spec: ErrorSpec;

  constructor(code: string, spec: ErrorSpec, message = '', options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.spec = spec;
  }
}

/** An error of FRAMEWORK_ERRORS. */
export class FrameworkError extends ApiError {
  override readonly name = 'FrameworkError';
  declare readonly code: FrameworkErrorCode;

  constructor(code: FrameworkErrorCode, message = '', options?: ErrorOptions) {
    super(code, FRAMEWORK_ERRORS[code], message, options);
  }
}

/**
 * The body of an error. Services write `message`; a denied access is told by what stands before them, which writes
 * `Message`. CloudHSM's model says `Message`, and gets both so that every client finds one. Some errors have no message
 * at all.
 */
export function encodeError(error: ApiError, service: 'kms' | 'cloudhsm' | 'cloudtrail' | 'logs'): string {
  if (error.message === '') return JSON.stringify({ __type: error.code });
  if (service === 'cloudhsm') {
    return JSON.stringify({ __type: error.code, Message: error.message, message: error.message });
  }
  const member = error.code === 'AccessDeniedException' ? 'Message' : 'message';
  return JSON.stringify({ __type: error.code, [member]: error.message });
}
