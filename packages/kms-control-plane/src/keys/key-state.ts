import type { OperationName } from '@keystorm/aws-api/kms';
import { invariant } from '@keystorm/runtime';
import { KmsError, type KmsErrorCode } from '../errors.ts';
import { requireKeyKind } from './key-kind.ts';
import type { KmsKey } from './kms-key.ts';

/** States that a key can have; a key in no custom key store is never Unavailable. */
export const KEY_STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'Unavailable'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** A key pending deletion stays so whatever happens to its store; otherwise an unavailable store hides the owner's wish. */
export function keyStateOf(key: KmsKey, isAvailable: boolean): KeyState {
  if (key.wish === 'PendingDeletion') return 'PendingDeletion';
  return isAvailable ? key.wish : 'Unavailable';
}

interface Refusal {
  readonly code: KmsErrorCode;
  readonly says: string;
}

const DISABLED: Refusal = { code: 'DisabledException', says: 'is disabled.' };
const PENDING: Refusal = { code: 'KMSInvalidStateException', says: 'is pending deletion.' };
const NOT_PENDING: Refusal = { code: 'KMSInvalidStateException', says: 'is not pending deletion.' };
const UNAVAILABLE: Refusal = { code: 'KMSInvalidStateException', says: 'is unavailable.' };

type Row = Readonly<Partial<Record<KeyState, Refusal>>>;

const ALWAYS: Row = {};
const NOT_WHILE_PENDING: Row = { PendingDeletion: PENDING };
// The guide allows DisabledException as well for a key pending deletion; recorded is KMSInvalidStateException.
const ROTATION: Row = { Disabled: DISABLED, PendingDeletion: PENDING };
const CRYPTOGRAPHY: Row = { Disabled: DISABLED, PendingDeletion: PENDING, Unavailable: UNAVAILABLE };

/**
 * Which operation a key's state forbids. Operations without a row do not work on a key, or not on one of this kind.
 * Source: AWS KMS Developer Guide, "Key states of AWS KMS keys", table "Key states and their effect".
 */
export const KEY_STATE_RULES = {
  CancelKeyDeletion: { Enabled: NOT_PENDING, Disabled: NOT_PENDING, Unavailable: NOT_PENDING },
  CreateAlias: NOT_WHILE_PENDING,
  CreateGrant: { Disabled: DISABLED, PendingDeletion: PENDING },
  Decrypt: CRYPTOGRAPHY,
  DeleteAlias: ALWAYS,
  DescribeKey: ALWAYS,
  DisableKey: NOT_WHILE_PENDING,
  DisableKeyRotation: ROTATION,
  EnableKey: NOT_WHILE_PENDING,
  EnableKeyRotation: ROTATION,
  Encrypt: CRYPTOGRAPHY,
  GenerateDataKey: CRYPTOGRAPHY,
  GenerateDataKeyPair: CRYPTOGRAPHY,
  GenerateDataKeyPairWithoutPlaintext: CRYPTOGRAPHY,
  GenerateDataKeyWithoutPlaintext: CRYPTOGRAPHY,
  GetKeyLastUsage: ALWAYS,
  GetKeyPolicy: ALWAYS,
  GetKeyRotationStatus: ALWAYS,
  ListAliases: ALWAYS,
  ListGrants: ALWAYS,
  ListKeyPolicies: ALWAYS,
  ListKeyRotations: ALWAYS,
  ListResourceTags: ALWAYS,
  PutKeyPolicy: ALWAYS,
  ReEncrypt: CRYPTOGRAPHY,
  RetireGrant: ALWAYS,
  RevokeGrant: ALWAYS,
  RotateKeyOnDemand: ROTATION,
  ScheduleKeyDeletion: NOT_WHILE_PENDING,
  TagResource: NOT_WHILE_PENDING,
  UntagResource: NOT_WHILE_PENDING,
  /** Judges the new target; the old one may be in any state. */
  UpdateAlias: NOT_WHILE_PENDING,
  UpdateKeyDescription: NOT_WHILE_PENDING,
} as const satisfies Partial<Record<OperationName, Row>>;

/** Throws what AWS answers when the key's kind, or else its state, does not allow the operation. */
export function requireUsable(operation: OperationName, key: KmsKey, state: KeyState): void {
  requireKeyKind(operation, key);
  const rows: Partial<Record<OperationName, Row>> = KEY_STATE_RULES;
  const row = rows[operation];
  invariant(row !== undefined, `it is said in which states of a key ${operation} works`);
  const refusal = row[state];
  if (refusal !== undefined) throw new KmsError(refusal.code, `${key.arn} ${refusal.says}`);
}
