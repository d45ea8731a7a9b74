import { ApiError, type ErrorSpec, FRAMEWORK_ERRORS } from '@keystorm/aws-api';

/** Source: AWS CloudHSM API Reference, "Errors" of each operation. */
const CLOUDHSM_ERRORS = {
  ...FRAMEWORK_ERRORS,
  CloudHsmAccessDeniedException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmInternalFailureException: { status: 500, retryable: true, fault: 'server' },
  CloudHsmInvalidRequestException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmResourceLimitExceededException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmResourceNotFoundException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmServiceException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmTagException: { status: 400, retryable: false, fault: 'client' },
} as const satisfies Record<string, ErrorSpec>;

export type CloudHsmErrorCode = keyof typeof CLOUDHSM_ERRORS;

/** What an operation fails with. `message` goes to the caller as it is. Compare `code`, not class or text. */
export class CloudHsmError extends ApiError {
  override readonly name = 'CloudHsmError';
  declare readonly code: CloudHsmErrorCode;

  constructor(code: CloudHsmErrorCode, message: string, options?: ErrorOptions) {
    super(code, CLOUDHSM_ERRORS[code], message, options);
  }
}

/** The caller asks for something that cannot be. */
export function invalidRequest(message: string): CloudHsmError {
  return new CloudHsmError('CloudHsmInvalidRequestException', message);
}

export function notFound(message: string): CloudHsmError {
  return new CloudHsmError('CloudHsmResourceNotFoundException', message);
}

/** Source: Amazon CloudWatch Logs API Reference, "Errors" of each operation. */
const LOGS_ERRORS = {
  InvalidParameterException: { status: 400, retryable: false, fault: 'client' },
  ResourceNotFoundException: { status: 400, retryable: false, fault: 'client' },
} as const satisfies Record<string, ErrorSpec>;

/** What an operation of CloudWatch Logs fails with. */
export class LogsError extends ApiError {
  override readonly name = 'LogsError';
  declare readonly code: keyof typeof LOGS_ERRORS;

  constructor(code: keyof typeof LOGS_ERRORS, message: string) {
    super(code, LOGS_ERRORS[code], message);
  }
}

export function invalidParameter(message: string): LogsError {
  return new LogsError('InvalidParameterException', message);
}

/** `Cluster 'x' is in state S; Operation requires A, B.` */
export function wrongState(
  noun: string,
  id: string,
  state: string,
  operation: string,
  required: readonly string[],
): CloudHsmError {
  return invalidRequest(`${noun} '${id}' is in state ${state}; ${operation} requires ${required.join(', ')}.`);
}
