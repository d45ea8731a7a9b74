import { type HsmErrorCode, isHsmError } from '@keystorm/protocol';
import { KmsError, type KmsErrorCode } from '../errors.ts';

// Source: AWS KMS Developer Guide, "Troubleshooting a custom key store", "How to fix a failing KMS key".
const CANNOT_COMMUNICATE =
  'KMS cannot communicate with your CloudHSM cluster. This might be a transient network issue. If you see this error ' +
  'repeatedly, verify that the Network ACLs and the security group rules for the VPC of your AWS CloudHSM cluster are correct.';
const LOCKED_OUT =
  'KMS cannot communicate with your CloudHSM cluster because the kmsuser is locked out. If you see this error ' +
  'repeatedly, disconnect the AWS CloudHSM key store and reset the kmsuser account password. Update the kmsuser ' +
  'password for the custom key store and try the request again.';
const NO_SESSIONS =
  'There are no PKCS #11 sessions available in the associated CloudHSM cluster. Back off and retry the request.';
const BUSY = 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.';
const INTERNAL = 'AWS KMS could not complete the request in the associated CloudHSM cluster. Retry the request.';

/** Why a call to a cluster failed, as its caller needs to tell it. */
type Failure = 'unreachable' | 'locked out' | 'missing' | 'not authentic' | 'no sessions' | 'busy' | 'internal';

/** Every HSM error, so that a new one compiles only once it is mapped. */
const FAILURE_OF = {
  USER_NOT_FOUND: 'unreachable',
  WRONG_PASSWORD: 'unreachable',
  SECOND_FACTOR_REQUIRED: 'unreachable',
  QUORUM_REQUIRED: 'internal',
  INVALID_SIGNATURE: 'internal',
  USER_LOCKED_OUT: 'locked out',
  USER_ALREADY_EXISTS: 'internal',
  USER_LOGGED_IN: 'internal',
  USER_OWNS_KEYS: 'internal',
  NOT_LOGGED_IN: 'unreachable',
  NOT_PERMITTED: 'internal',
  INVALID_PASSWORD: 'internal',
  NO_SPACE: 'internal',
  FOREIGN_OBJECT: 'internal',
  NOT_ACTIVATED: 'unreachable',
  LIMITED_WRITE_MODE: 'internal',
  KEY_NOT_AVAILABLE: 'internal',
  ALREADY_LOGGED_IN: 'internal',
  INVALID_USER_TYPE: 'internal',
  INVALID_ARGUMENT: 'internal',
  KEY_NOT_FOUND: 'missing',
  KEY_ACCESS_DENIED: 'missing',
  POLICY_VIOLATION: 'internal',
  INVALID_CIPHERTEXT: 'not authentic',
  HSM_BUSY: 'busy',
  NO_FREE_SESSION: 'no sessions',
  HSM_NOT_LEVEL: 'unreachable',
  WRONG_STATE: 'unreachable',
  STORE_FAILED: 'internal',
  INTERNAL: 'internal',
  HSM_UNREACHABLE: 'unreachable',
  CERTIFICATE_REFUSED: 'unreachable',
  NO_ANSWER: 'unreachable',
} as const satisfies Record<HsmErrorCode, Failure>;

/** The exception of each failure: for a call with a KMS key, and for one that creates a key or draws random bytes. */
const EXCEPTION: Record<Failure, { readonly key: KmsErrorCode; readonly store: KmsErrorCode; readonly text: string }> =
  {
    unreachable: { key: 'KMSInvalidStateException', store: 'DependencyTimeoutException', text: CANNOT_COMMUNICATE },
    'locked out': { key: 'KMSInvalidStateException', store: 'DependencyTimeoutException', text: LOCKED_OUT },
    missing: { key: 'KMSInvalidStateException', store: 'KMSInternalException', text: INTERNAL },
    // The exception has no message.
    'not authentic': { key: 'InvalidCiphertextException', store: 'KMSInternalException', text: '' },
    'no sessions': { key: 'KMSInternalException', store: 'KMSInternalException', text: NO_SESSIONS },
    busy: { key: 'ThrottlingException', store: 'ThrottlingException', text: BUSY },
    internal: { key: 'KMSInternalException', store: 'KMSInternalException', text: INTERNAL },
  };

/** What a call with a KMS key fails with. Errors that are none of an HSM pass through: they are bugs. */
export function keyFailure(error: unknown, keyArn: string, clusterId: string): unknown {
  if (!isHsmError(error)) return error;
  const failure = FAILURE_OF[error.code];
  const { key, text } = EXCEPTION[failure];
  const message = failure === 'missing' ? missingMaterial(keyArn, clusterId) : text;
  return new KmsError(key, message, { cause: error });
}

/** What the creation of a key, or the drawing of random bytes, fails with. */
export function storeFailure(error: unknown): unknown {
  if (!isHsmError(error)) return error;
  const { store, text } = EXCEPTION[FAILURE_OF[error.code]];
  return new KmsError(store, text, { cause: error });
}

/** No HSM of the store can be used at all. */
export function cannotCommunicate(cause?: unknown): KmsError {
  return new KmsError('KMSInvalidStateException', CANNOT_COMMUNICATE, { cause });
}

function missingMaterial(keyArn: string, clusterId: string): string {
  return `The key material for ${keyArn} cannot be found in the associated CloudHSM cluster ${clusterId}.`;
}

/** What a call with a key in KMS's own HSM fails with; without an error, because there is no session with it. */
export function ownKeyFailure(error: unknown, keyArn: string): unknown {
  if (error !== undefined && !isHsmError(error)) return error;
  const failure = error === undefined ? 'unreachable' : FAILURE_OF[error.code];
  if (failure === 'not authentic') return new KmsError('InvalidCiphertextException', '', { cause: error });
  return new KmsError('KeyUnavailableException', `${keyArn} is not available. Retry the request.`, { cause: error });
}
