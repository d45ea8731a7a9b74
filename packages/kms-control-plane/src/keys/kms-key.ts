import { type Transitions, table } from '@keystorm/runtime';
import { type MaterialRef, OWN_STORE_ID } from '../key-stores/index.ts';

/** What its owner wants of a key. What callers see is computed from it: `keyStateOf`. */
export type KeyWish = 'Enabled' | 'Disabled' | 'PendingDeletion';

// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".
export const KEY_WISH = {
  enable: { from: ['Enabled', 'Disabled'], to: 'Enabled' },
  disable: { from: ['Enabled', 'Disabled'], to: 'Disabled' },
  scheduleDeletion: { from: ['Enabled', 'Disabled'], to: 'PendingDeletion' },
  cancelDeletion: { from: ['PendingDeletion'], to: 'Disabled' },
} as const satisfies Transitions<KeyWish>;

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A symmetric encryption key: what is stored of it. */
export interface KmsKey {
  readonly region: string;
  /** UUID. */
  readonly keyId: string;
  readonly arn: string;
  /** OWN_STORE_ID for a key that is in no custom key store. */
  readonly customKeyStoreId: string;
  readonly material: MaterialRef;
  readonly wish: KeyWish;
  /** Present exactly while the wish is PendingDeletion; milliseconds since the epoch. */
  readonly deletionAtMs?: number;
  readonly createdAtMs: number;
  readonly description: string;
  /** JSON. */
  readonly policy: string;
  /** Sorted by key. */
  readonly tags: readonly Tag[];
}

/** A second name of a KMS key, unique in its Region. */
export interface Alias {
  readonly region: string;
  /** Begins with `alias/`. */
  readonly name: string;
  readonly arn: string;
  readonly targetKeyId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A key object whose KMS key is gone, and which is to be deleted, once. */
export interface MaterialToDelete {
  readonly region: string;
  readonly keyId: string;
  readonly customKeyStoreId: string;
  /** The cluster of the store when the KMS key went; undefined for a key that was in no custom key store. */
  readonly clusterId?: string;
  readonly material: MaterialRef;
}

/** Keys of the first two are `region/keyId` and `region/name`; of the third, `region/keyId`. */
export const KEYS = table<KmsKey>('kmsKeys');
export const ALIASES = table<Alias>('kmsAliases');
export const MATERIAL_TO_DELETE = table<MaterialToDelete>('kmsMaterialToDelete');

/** Where the material of a key came from. */
export function originOf({ customKeyStoreId }: Pick<KmsKey, 'customKeyStoreId'>): 'AWS_KMS' | 'AWS_CLOUDHSM' {
  return customKeyStoreId === OWN_STORE_ID ? 'AWS_KMS' : 'AWS_CLOUDHSM';
}

/** What KMS calls the material of a key, where it tells. It never does for a key in a custom key store. */
export function materialIdOf(key: KmsKey): string | undefined {
  return originOf(key) === 'AWS_KMS' ? key.material.backingKeyId.toString('hex') : undefined;
}

export function keyArn(region: string, accountId: string, keyId: string): string {
  return `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
}

export function aliasArn(region: string, accountId: string, name: string): string {
  return `arn:aws:kms:${region}:${accountId}:${name}`;
}
