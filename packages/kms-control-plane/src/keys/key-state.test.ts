import type { OperationName } from '@keystorm/aws-api/kms';
import { IllegalTransitionError, next } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import { KEY_STATES, type KeyState, keyStateOf, requireKeyState } from './key-state.ts';
import { KEY_WISH, type KeyWish } from './kms-key.ts';
import { testKey } from './kms-key.fixture.ts';

const key = testKey();
const OK = 'ok';
const DISABLED = `DisabledException: ${key.arn} is disabled.`;
const PENDING = `KMSInvalidStateException: ${key.arn} is pending deletion.`;
const NOT_PENDING = `KMSInvalidStateException: ${key.arn} is not pending deletion.`;
const UNAVAILABLE = `KMSInvalidStateException: ${key.arn} is unavailable.`;

// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys", the table, by its columns.
const MATRIX: Partial<
  Record<OperationName, readonly [enabled: string, disabled: string, pending: string, unavailable: string]>
> = {
  CancelKeyDeletion: [NOT_PENDING, NOT_PENDING, OK, NOT_PENDING],
  CreateAlias: [OK, OK, PENDING, OK],
  Decrypt: [OK, DISABLED, PENDING, UNAVAILABLE],
  DeleteAlias: [OK, OK, OK, OK],
  DescribeKey: [OK, OK, OK, OK],
  DisableKey: [OK, OK, PENDING, OK],
  EnableKey: [OK, OK, PENDING, OK],
  Encrypt: [OK, DISABLED, PENDING, UNAVAILABLE],
  GenerateDataKey: [OK, DISABLED, PENDING, UNAVAILABLE],
  GenerateDataKeyWithoutPlaintext: [OK, DISABLED, PENDING, UNAVAILABLE],
  GetKeyPolicy: [OK, OK, OK, OK],
  ListAliases: [OK, OK, OK, OK],
  ListKeyPolicies: [OK, OK, OK, OK],
  ListResourceTags: [OK, OK, OK, OK],
  PutKeyPolicy: [OK, OK, OK, OK],
  ReEncrypt: [OK, DISABLED, PENDING, UNAVAILABLE],
  ScheduleKeyDeletion: [OK, OK, PENDING, OK],
  TagResource: [OK, OK, PENDING, OK],
  UntagResource: [OK, OK, PENDING, OK],
  UpdateAlias: [OK, OK, PENDING, OK],
  UpdateKeyDescription: [OK, OK, PENDING, OK],
};
const COLUMNS: readonly KeyState[] = ['Enabled', 'Disabled', 'PendingDeletion', 'Unavailable'];

function outcome(operation: OperationName, state: KeyState): string {
  try {
    requireKeyState(operation, key, state);
    return OK;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

test.each(Object.entries(MATRIX) as [OperationName, readonly string[]][])(
  '%s in every state of a key',
  (operation, row) => {
    expect(COLUMNS.map((state) => outcome(operation, state))).toEqual(row);
  },
);

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
