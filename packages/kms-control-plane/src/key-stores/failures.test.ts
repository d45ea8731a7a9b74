import { HSM_ERRORS, HsmError, type HsmErrorCode } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { KmsError } from '../errors.ts';
import { keyFailure, ownKeyFailure, storeFailure } from './failures.ts';

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const CLUSTER_ID = 'cluster-abcdefg2345';

const CUT_OFF =
  'KMS cannot communicate with your CloudHSM cluster. This might be a transient network issue. If you see this error ' +
  'repeatedly, verify that the Network ACLs and the security group rules for the VPC of your AWS CloudHSM cluster are correct.';
const LOCKED_OUT =
  'KMS cannot communicate with your CloudHSM cluster because the kmsuser is locked out. If you see this error ' +
  'repeatedly, disconnect the AWS CloudHSM key store and reset the kmsuser account password. Update the kmsuser ' +
  'password for the custom key store and try the request again.';
const MISSING = `The key material for ${ARN} cannot be found in the associated CloudHSM cluster ${CLUSTER_ID}.`;
const NO_SESSIONS =
  'There are no PKCS #11 sessions available in the associated CloudHSM cluster. Back off and retry the request.';
const TOO_MANY = 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.';
const INTERNAL = 'AWS KMS could not complete the request in the associated CloudHSM cluster. Retry the request.';

/** What a call with a key, and one with a store, fail with. */
type Outcome = readonly [withKey: string, withStore: string];
const UNREACHABLE: Outcome = [`KMSInvalidStateException: ${CUT_OFF}`, `DependencyTimeoutException: ${CUT_OFF}`];
const BOTH_INTERNAL: Outcome = [`KMSInternalException: ${INTERNAL}`, `KMSInternalException: ${INTERNAL}`];
const ABSENT: Outcome = [`KMSInvalidStateException: ${MISSING}`, `KMSInternalException: ${INTERNAL}`];

// Source: AWS KMS Developer Guide, "Troubleshooting a custom key store", "How to fix a failing KMS key".
const OUTCOMES: Partial<Record<HsmErrorCode, Outcome>> = {
  HSM_UNREACHABLE: UNREACHABLE,
  NO_ANSWER: UNREACHABLE,
  CERTIFICATE_REFUSED: UNREACHABLE,
  HSM_NOT_LEVEL: UNREACHABLE,
  WRONG_STATE: UNREACHABLE,
  NOT_ACTIVATED: UNREACHABLE,
  NOT_LOGGED_IN: UNREACHABLE,
  // KMS cannot log in again with what it has on file.
  USER_NOT_FOUND: UNREACHABLE,
  WRONG_PASSWORD: UNREACHABLE,
  SECOND_FACTOR_REQUIRED: UNREACHABLE,
  USER_LOCKED_OUT: [`KMSInvalidStateException: ${LOCKED_OUT}`, `DependencyTimeoutException: ${LOCKED_OUT}`],
  KEY_NOT_FOUND: ABSENT,
  KEY_ACCESS_DENIED: ABSENT,
  INVALID_CIPHERTEXT: ['InvalidCiphertextException: ', 'KMSInternalException: '],
  NO_FREE_SESSION: [`KMSInternalException: ${NO_SESSIONS}`, `KMSInternalException: ${NO_SESSIONS}`],
  HSM_BUSY: [`ThrottlingException: ${TOO_MANY}`, `ThrottlingException: ${TOO_MANY}`],
};
const CODES = Object.keys(HSM_ERRORS) as HsmErrorCode[];

function toldAs(failure: unknown): string {
  expect(failure).toBeInstanceOf(KmsError);
  const { code, message } = failure as KmsError;
  return `${code}: ${message}`;
}

test.each(CODES)('%s', (code) => {
  const error = new HsmError(code);
  const [withKey, withStore] = OUTCOMES[code] ?? BOTH_INTERNAL;
  expect(toldAs(keyFailure(error, ARN, CLUSTER_ID))).toBe(withKey);
  expect(toldAs(storeFailure(error))).toBe(withStore);
});

test.each(CODES)("%s of the HSM of KMS itself, which is no owner's concern", (code) => {
  const expected =
    code === 'INVALID_CIPHERTEXT'
      ? 'InvalidCiphertextException: '
      : `KeyUnavailableException: ${ARN} is not available. Retry the request.`;
  expect(toldAs(ownKeyFailure(new HsmError(code), ARN))).toBe(expected);
});

test('what is no error of an HSM is a bug, and passes through', () => {
  const bug = new TypeError('a bug');
  expect([keyFailure(bug, ARN, CLUSTER_ID), storeFailure(bug), ownKeyFailure(bug, ARN)]).toEqual([bug, bug, bug]);
});
