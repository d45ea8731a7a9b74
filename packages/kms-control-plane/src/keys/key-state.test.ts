import type { OperationName } from '@keystorm/aws-api/kms';
import { IllegalTransitionError, next } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import { OWN_STORE_ID } from '../key-stores/index.ts';
import { unnoticedMutations } from '../table-mutations.fixture.ts';
import { KEY_STATE_RULES, KEY_STATES, type KeyState, keyStateOf, requireUsable } from './key-state.ts';
import { KEY_WISH, type KeyWish, type KmsKey } from './kms-key.ts';
import { testKey } from './kms-key.fixture.ts';

const key = testKey();
const OK = 'ok';
const DISABLED = `DisabledException: ${key.arn} is disabled.`;
const PENDING = `KMSInvalidStateException: ${key.arn} is pending deletion.`;
const NOT_PENDING = `KMSInvalidStateException: ${key.arn} is not pending deletion.`;
const UNAVAILABLE = `KMSInvalidStateException: ${key.arn} is unavailable.`;
const ORIGIN = `UnsupportedOperationException: ${key.arn} origin is AWS_CLOUDHSM which is not valid for this operation.`;
const NOT_MULTI_REGION = `UnsupportedOperationException: ${key.arn} is not a multi-region primary key.`;
const usage = (operation: OperationName) =>
  `InvalidKeyUsageException: ${key.arn} key usage is ENCRYPT_DECRYPT which is not valid for ${operation}.`;

type Cells = readonly [enabled: string, disabled: string, pending: string, unavailable: string];
const always = (outcome: string): Cells => [outcome, outcome, outcome, outcome];

/** Operations that are about no key, or about one that does not exist yet. */
type WithoutKey =
  | 'ConnectCustomKeyStore'
  | 'CreateCustomKeyStore'
  | 'CreateKey'
  | 'DeleteCustomKeyStore'
  | 'DescribeCustomKeyStores'
  | 'DisconnectCustomKeyStore'
  | 'GenerateRandom'
  | 'ListKeys'
  | 'ListRetirableGrants'
  | 'UpdateCustomKeyStore';

// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys", the table, by its columns.
const MATRIX: Record<Exclude<OperationName, WithoutKey>, Cells> = {
  CancelKeyDeletion: [NOT_PENDING, NOT_PENDING, OK, NOT_PENDING],
  CreateAlias: [OK, OK, PENDING, OK],
  CreateGrant: [OK, DISABLED, PENDING, OK],
  Decrypt: [OK, DISABLED, PENDING, UNAVAILABLE],
  DeleteAlias: always(OK),
  DeleteImportedKeyMaterial: always(ORIGIN),
  DeriveSharedSecret: always(usage('DeriveSharedSecret')),
  DescribeKey: always(OK),
  DisableKey: [OK, OK, PENDING, OK],
  DisableKeyRotation: always(ORIGIN),
  EnableKey: [OK, OK, PENDING, OK],
  EnableKeyRotation: always(ORIGIN),
  Encrypt: [OK, DISABLED, PENDING, UNAVAILABLE],
  GenerateDataKey: [OK, DISABLED, PENDING, UNAVAILABLE],
  GenerateDataKeyPair: always(ORIGIN),
  GenerateDataKeyPairWithoutPlaintext: always(ORIGIN),
  GenerateDataKeyWithoutPlaintext: [OK, DISABLED, PENDING, UNAVAILABLE],
  GenerateMac: always(usage('GenerateMac')),
  GetKeyLastUsage: always(OK),
  GetKeyPolicy: always(OK),
  GetKeyRotationStatus: always(ORIGIN),
  GetParametersForImport: always(ORIGIN),
  GetPublicKey: always(
    `UnsupportedOperationException: ${key.arn}'s KeySpec is SYMMETRIC_DEFAULT which is not valid for GetPublicKey`,
  ),
  ImportKeyMaterial: always(ORIGIN),
  ListAliases: always(OK),
  ListGrants: always(OK),
  ListKeyPolicies: always(OK),
  ListKeyRotations: always(ORIGIN),
  ListResourceTags: always(OK),
  PutKeyPolicy: always(OK),
  ReEncrypt: [OK, DISABLED, PENDING, UNAVAILABLE],
  ReplicateKey: always(NOT_MULTI_REGION),
  RetireGrant: always(OK),
  RevokeGrant: always(OK),
  RotateKeyOnDemand: always(ORIGIN),
  ScheduleKeyDeletion: [OK, OK, PENDING, OK],
  Sign: always(usage('Sign')),
  TagResource: [OK, OK, PENDING, OK],
  UntagResource: [OK, OK, PENDING, OK],
  UpdateAlias: [OK, OK, PENDING, OK],
  UpdateKeyDescription: [OK, OK, PENDING, OK],
  UpdatePrimaryRegion: always(NOT_MULTI_REGION),
  Verify: always(usage('Verify')),
  VerifyMac: always(usage('VerifyMac')),
};
const COLUMNS: readonly KeyState[] = ['Enabled', 'Disabled', 'PendingDeletion', 'Unavailable'];

/** What differs for a key that is in no custom key store, and so never Unavailable. */
const STANDARD: Partial<typeof MATRIX> = {
  DeleteImportedKeyMaterial: always(ORIGIN.replace('AWS_CLOUDHSM', 'AWS_KMS')),
  DisableKeyRotation: [OK, DISABLED, PENDING, OK],
  EnableKeyRotation: [OK, DISABLED, PENDING, OK],
  GenerateDataKeyPair: [OK, DISABLED, PENDING, OK],
  GenerateDataKeyPairWithoutPlaintext: [OK, DISABLED, PENDING, OK],
  GetKeyRotationStatus: always(OK),
  GetParametersForImport: always(ORIGIN.replace('AWS_CLOUDHSM', 'AWS_KMS')),
  ImportKeyMaterial: always(ORIGIN.replace('AWS_CLOUDHSM', 'AWS_KMS')),
  ListKeyRotations: always(OK),
  RotateKeyOnDemand: [OK, DISABLED, PENDING, OK],
};

function outcome(operation: OperationName, state: KeyState, kind: Partial<KmsKey> = {}): string {
  try {
    requireUsable(operation, { ...key, ...kind }, state);
    return OK;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

function checkRow(operation: OperationName): void {
  const row = (MATRIX as Partial<Record<OperationName, Cells>>)[operation];
  expect(COLUMNS.map((state) => outcome(operation, state))).toEqual(row);
}

function checkStandardRow(operation: OperationName): void {
  const rows: Partial<Record<OperationName, Cells>> = { ...MATRIX, ...STANDARD };
  const states = COLUMNS.filter((state) => state !== 'Unavailable');
  const seen = states.map((state) => outcome(operation, state, { customKeyStoreId: OWN_STORE_ID }));
  expect(seen).toEqual(rows[operation]?.slice(0, states.length));
}

const OPERATIONS = Object.keys(MATRIX) as OperationName[];
test.each(OPERATIONS)('%s in every state of a key', checkRow);
test.each(OPERATIONS)('%s in every state of a key that is in no custom key store', checkStandardRow);

test('a mutation of any cell turns a row red, but for states that no key of the kind can have', () => {
  const refusals = new Map(
    Object.values<Readonly<Partial<Record<KeyState, object>>>>(KEY_STATE_RULES)
      .flatMap((row) => Object.values(row))
      .map((refusal) => [JSON.stringify(refusal), refusal]),
  );
  expect(refusals.size).toBe(4);
  const missed = unnoticedMutations<object | undefined>(KEY_STATE_RULES, {
    columns: COLUMNS,
    values: [undefined, ...refusals.values()],
    checkRow: (row) => {
      checkRow(row as OperationName);
      checkStandardRow(row as OperationName);
    },
  });
  // No key in a custom key store takes these at all, and no other key is ever unavailable.
  const onlyStandard = Object.keys(STANDARD).filter((operation) => operation in KEY_STATE_RULES);
  expect(missed).toEqual(onlyStandard.map((operation) => `${operation}, Unavailable`));
});

describe('the state that callers see', () => {
  const cases: readonly [wish: KeyWish, isAvailable: boolean, state: KeyState][] = [
    ['Enabled', true, 'Enabled'],
    ['Disabled', true, 'Disabled'],
    ['PendingDeletion', true, 'PendingDeletion'],
    ['Enabled', false, 'Unavailable'],
    ['Disabled', false, 'Unavailable'],
    ['PendingDeletion', false, 'PendingDeletion'],
  ];
  test.each(cases)('of a key that is to be %s, its store connected: %s, is %s', (wish, isAvailable, state) => {
    expect(keyStateOf({ ...key, wish }, isAvailable)).toBe(state);
    expect(KEY_STATES).toContain(state);
  });
});

describe('what the owner wants, in every state', () => {
  const cases: readonly [KeyWish, keyof typeof KEY_WISH, KeyWish | undefined][] = [
    ['Enabled', 'enable', 'Enabled'],
    ['Enabled', 'disable', 'Disabled'],
    ['Enabled', 'scheduleDeletion', 'PendingDeletion'],
    ['Enabled', 'cancelDeletion', undefined],
    ['Disabled', 'enable', 'Enabled'],
    ['Disabled', 'disable', 'Disabled'],
    ['Disabled', 'scheduleDeletion', 'PendingDeletion'],
    ['Disabled', 'cancelDeletion', undefined],
    ['PendingDeletion', 'enable', undefined],
    ['PendingDeletion', 'disable', undefined],
    ['PendingDeletion', 'scheduleDeletion', undefined],
    ['PendingDeletion', 'cancelDeletion', 'Disabled'],
  ];
  test.each(cases)('%s, %s: %s', (from, event, to) => {
    if (to === undefined) expect(() => next(KEY_WISH, from, event)).toThrow(IllegalTransitionError);
    else expect(next(KEY_WISH, from, event)).toBe(to);
  });
});
