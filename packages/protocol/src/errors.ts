import { status as GRPC } from '@grpc/grpc-js';

interface HsmErrorSpec {
  /** gRPC status with which it travels. */
  readonly grpc: number;
  /** Code that the CloudHSM tools print. From 0xf01 on: our own, because AWS publishes none. */
  readonly vendor: number;
  /** Text that the CloudHSM tools print after `HSM Error: `. */
  readonly text: string;
  /** True when another HSM of the cluster may answer the same call differently. */
  readonly elsewhere: boolean;
}

/**
 * Everything that an HSM, or the way to it, can answer instead of a result.
 * Source: AWS CloudHSM User Guide, "key_mgmt_util reference", Error2String; vendor codes from 0xf01 on are ours.
 */
export const HSM_ERRORS = {
  USER_NOT_FOUND: {
    grpc: GRPC.NOT_FOUND,
    vendor: 0x9d,
    text: "user isn't initialized or user with this name doesn't exist",
    elsewhere: false,
  },
  WRONG_PASSWORD: { grpc: GRPC.UNAUTHENTICATED, vendor: 0xa3, text: 'RET_USER_LOGIN_FAILURE', elsewhere: false },
  USER_LOCKED_OUT: { grpc: GRPC.PERMISSION_DENIED, vendor: 0xf01, text: 'User is locked out', elsewhere: false },
  USER_ALREADY_EXISTS: { grpc: GRPC.ALREADY_EXISTS, vendor: 0xf02, text: 'User already exists', elsewhere: false },
  USER_LOGGED_IN: {
    grpc: GRPC.FAILED_PRECONDITION,
    vendor: 0xf03,
    text: 'User is logged in on another session',
    elsewhere: false,
  },
  USER_OWNS_KEYS: { grpc: GRPC.FAILED_PRECONDITION, vendor: 0xf04, text: 'User owns keys', elsewhere: false },
  NOT_LOGGED_IN: {
    grpc: GRPC.UNAUTHENTICATED,
    vendor: 0xf05,
    text: 'User is not logged in or not permitted',
    elsewhere: true,
  },
  NOT_PERMITTED: {
    grpc: GRPC.PERMISSION_DENIED,
    vendor: 0xf05,
    text: 'User is not logged in or not permitted',
    elsewhere: false,
  },
  INVALID_PASSWORD: { grpc: GRPC.INVALID_ARGUMENT, vendor: 0xf06, text: 'Invalid password', elsewhere: false },
  NO_SPACE: { grpc: GRPC.RESOURCE_EXHAUSTED, vendor: 0xf07, text: 'No space left on the HSM', elsewhere: false },
  FOREIGN_OBJECT: {
    grpc: GRPC.PERMISSION_DENIED,
    vendor: 0xf08,
    text: 'Object belongs to another cluster',
    elsewhere: false,
  },
  NOT_ACTIVATED: { grpc: GRPC.FAILED_PRECONDITION, vendor: 0xf09, text: 'Cluster is not activated', elsewhere: false },
  LIMITED_WRITE_MODE: {
    grpc: GRPC.FAILED_PRECONDITION,
    vendor: 0xf0a,
    text: 'Cluster is in limited-write mode',
    elsewhere: false,
  },
  KEY_NOT_AVAILABLE: {
    grpc: GRPC.FAILED_PRECONDITION,
    vendor: 0xf0b,
    text: 'Key does not meet availability requirements',
    elsewhere: false,
  },
  ALREADY_LOGGED_IN: {
    grpc: GRPC.FAILED_PRECONDITION,
    vendor: 0xf0c,
    text: 'A user is already logged in on this session',
    elsewhere: false,
  },
  INVALID_USER_TYPE: { grpc: GRPC.INVALID_ARGUMENT, vendor: 0xdb, text: 'Invalid User Type.', elsewhere: false },
  INVALID_ARGUMENT: { grpc: GRPC.INVALID_ARGUMENT, vendor: 0xf0d, text: 'Invalid argument', elsewhere: false },
  QUORUM_REQUIRED: { grpc: GRPC.PERMISSION_DENIED, vendor: 0xf15, text: 'RET_MXN_AUTH_FAILED', elsewhere: false },
  SECOND_FACTOR_REQUIRED: {
    grpc: GRPC.UNAUTHENTICATED,
    vendor: 0xf16,
    text: 'User needs a second factor',
    elsewhere: false,
  },
  INVALID_SIGNATURE: { grpc: GRPC.INVALID_ARGUMENT, vendor: 0xf17, text: 'Signature is not valid', elsewhere: false },
  KEY_NOT_FOUND: {
    grpc: GRPC.NOT_FOUND,
    vendor: 0xa8,
    text: 'Invalid object handle is passed to this operation',
    elsewhere: true,
  },
  KEY_ACCESS_DENIED: { grpc: GRPC.PERMISSION_DENIED, vendor: 0xc6, text: 'Key Access is denied', elsewhere: false },
  POLICY_VIOLATION: {
    grpc: GRPC.FAILED_PRECONDITION,
    vendor: 0xb3,
    text: 'This operation violates the current configured/FIPS policies',
    elsewhere: false,
  },
  INVALID_CIPHERTEXT: {
    grpc: GRPC.INVALID_ARGUMENT,
    vendor: 0xf0e,
    text: 'Ciphertext or additional data is not authentic',
    elsewhere: false,
  },
  HSM_BUSY: {
    grpc: GRPC.RESOURCE_EXHAUSTED,
    vendor: 0xbb,
    text: 'HSM is already busy generating the keys(or random bytes) for another request.',
    elsewhere: true,
  },
  NO_FREE_SESSION: { grpc: GRPC.RESOURCE_EXHAUSTED, vendor: 0xf0f, text: 'No free session', elsewhere: true },
  HSM_NOT_LEVEL: { grpc: GRPC.UNAVAILABLE, vendor: 0xf10, text: 'HSM is being synchronized', elsewhere: true },
  WRONG_STATE: {
    grpc: GRPC.FAILED_PRECONDITION,
    vendor: 0xf11,
    text: 'HSM is not in a state for this operation',
    elsewhere: false,
  },
  STORE_FAILED: { grpc: GRPC.UNAVAILABLE, vendor: 0xf12, text: 'HSM cannot write its store', elsewhere: true },
  INTERNAL: { grpc: GRPC.INTERNAL, vendor: 0xf13, text: 'Internal HSM error', elsewhere: true },
  /** Nobody answered, and the request did not reach the HSM. */
  HSM_UNREACHABLE: {
    grpc: GRPC.UNAVAILABLE,
    vendor: 0x30000085,
    text: 'HSM CLUSTER ERROR: Server in cluster is unavailable',
    elsewhere: true,
  },
  /** The peer's certificate does not chain to the trust anchor, or ours was refused. */
  CERTIFICATE_REFUSED: {
    grpc: GRPC.UNAUTHENTICATED,
    vendor: 0xf14,
    text: 'Certificate is not trusted',
    elsewhere: true,
  },
  /** No answer within the deadline, or the connection died: the call may have happened. */
  NO_ANSWER: {
    grpc: GRPC.DEADLINE_EXCEEDED,
    vendor: 0x30000085,
    text: 'HSM CLUSTER ERROR: Server in cluster is unavailable',
    elsewhere: true,
  },
} as const satisfies Record<string, HsmErrorSpec>;

export type HsmErrorCode = keyof typeof HSM_ERRORS;

/** A call that failed. Compare `code`, not class or text. `message` never holds a secret. */
export class HsmError extends Error {
  readonly code: HsmErrorCode;

  constructor(code: HsmErrorCode, message: string = HSM_ERRORS[code].text, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HsmError';
    this.code = code;
  }
}

/** True for an HsmError; with codes, for one of these. */
export function isHsmError(error: unknown, ...codes: readonly HsmErrorCode[]): error is HsmError {
  return error instanceof HsmError && (codes.length === 0 || codes.includes(error.code));
}

/** Name of the gRPC trailing metadata entry that holds an HsmErrorCode. */
export const ERROR_METADATA = 'keystorm-error';
/** Name of the gRPC metadata entry that holds the id of the request that a call serves. */
export const REQUEST_ID_METADATA = 'keystorm-request-id';
