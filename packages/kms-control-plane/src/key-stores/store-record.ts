import type { HsmEndpoint, SetPassword } from '@keystorm/hsm-client';
import { table } from '@keystorm/runtime';
import type { ConnectionErrorCode, ConnectionState, CustomKeyStoreView } from './contract.ts';

/** Passwords of `kmsuser`, sealed, with the mark by which HSMs tell each; newest first. */
export type SealedPasswords = readonly [SealedPassword, ...SealedPassword[]];

interface SealedPassword {
  readonly sealed: Buffer;
  readonly set?: SetPassword;
}

/** A custom key store: what is stored of it. */
export interface StoreRecord {
  /** CustomKeyStoreId. */
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly clusterId: string;
  /** PEM. */
  readonly trustAnchor: string;
  /** Of the cluster when it was associated: other clusters of the lineage are related to it, also when it is gone. */
  readonly lineageId: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  readonly state: ConnectionState;
  /** Present exactly while the state is FAILED. */
  readonly errorCode?: ConnectionErrorCode;
  readonly passwords: SealedPasswords;
  /** HSMs of the cluster as last seen, so that a control plane serves that starts while the cluster-manager is away. */
  readonly endpoints: readonly HsmEndpoint[];
  /** Copies of a key object that count as created, where the store has a number of its own. */
  readonly copiesMin?: number;
  /** Whether security group and interfaces of the store may exist. */
  readonly hasNetwork: boolean;
  /**
   * Present from just before the login of a connect until its end: HSM id → failed logins of `kmsuser` seen before it.
   * After a crash it tells whether the one attempt per HSM has been made.
   */
  readonly failuresBefore?: Readonly<Record<string, number>>;
}

/** Keys are CustomKeyStoreIds. */
export const KEY_STORES = table<StoreRecord>('keyStores');

/** A key object that was asked for, until its KMS key is recorded and no other one was made for it. Keys are ARNs of KMS keys. */
export interface MaterialIntent {
  readonly storeId: string;
  readonly backingKeyId: Buffer;
}

export const MATERIAL_INTENTS = table<MaterialIntent>('keyStoreMaterialIntents');

export function viewOf(record: StoreRecord): CustomKeyStoreView {
  return {
    customKeyStoreId: record.id,
    customKeyStoreName: record.name,
    customKeyStoreType: 'AWS_CLOUDHSM',
    cloudHsmClusterId: record.clusterId,
    trustAnchorCertificate: record.trustAnchor,
    connectionState: record.state,
    connectionErrorCode: record.errorCode,
    creationDate: new Date(record.createdAtMs),
  };
}
