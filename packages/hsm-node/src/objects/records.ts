import type { Secret } from '@keystorm/runtime';
import type { AesKey } from '../crypto/aes-key.ts';
import type { RsaKey } from '../crypto/rsa-key.ts';
import type { PasswordHash } from '../crypto/passwords.ts';
import type { Life } from './life.ts';

/** What an appliance is, from its first start to its end. */
export interface ApplianceIdentity {
  /** Presents the appliance to the fleet, PEM. */
  readonly certificate: string;
  readonly privateKey: Secret<string>;
  /** Signs the certificates of the HSMs that the card becomes, PEM. */
  readonly cardKey: Secret<string>;
  readonly awsHardwareCertificate: string;
  readonly manufacturerHardwareCertificate: string;
}

/** What the appliance knows of its own past; outlives the HSMs that it becomes. */
export interface ApplianceHistory {
  readonly life: Life;
  /** Starts of the process. */
  readonly boot: number;
  /** How far the simulated world is ahead of the machine's clock, milliseconds. */
  readonly aheadMs: number;
}

/** What the appliance has become. */
export interface Claim {
  readonly hsmId: string;
  readonly clusterId: string;
  readonly slot: number;
  readonly eniIp: string;
  readonly dataAddress: string;
  readonly keysMax: number;
  readonly usersMax: number;
  /** Whether users may change neither users nor key objects. */
  readonly limitedWrites: boolean;
  /** Absent in claims of before there were types; empty where nobody has said. */
  readonly hsmType?: string;
  /** How many of these may be keys of RSA pairs; absent or 0 for all. */
  readonly asymmetricKeysMax?: number;
}

/** What the first HSM of a cluster makes, and every other one inherits. */
export interface ClusterIdentity {
  readonly privateKey: Secret<string>;
  readonly csr: string;
  readonly hsmCertificate: string;
  /** Absent before initialization. */
  readonly initialized: InitializedCluster | undefined;
}

interface InitializedCluster {
  readonly certificate: string;
  readonly trustAnchor: string;
  readonly maskingKey: AesKey;
}

/** Numbers that are never given twice. */
export interface NextNumbers {
  readonly userId: number;
  /** Lower part of the next handle of the own slot. */
  readonly keyCounter: number;
}

export type UserKind = 'PRECO' | 'CO' | 'CU' | 'AU';

export interface User {
  readonly id: number;
  readonly type: UserKind;
  /** As created; compared without regard to case. */
  readonly name: string;
  readonly password: PasswordHash;
  /** Wrong passwords in a row. */
  readonly failures: number;
  /** Counts password changes, from 1. */
  readonly passwordEpoch: number;
  /** Names the password, so that its owner can tell it from others that were meant to be set. */
  readonly passwordMark: string;
  /** Public key by which the user approves, SPKI DER. */
  readonly signingKey?: Buffer;
  /** Whether each login has to be signed by that key. */
  readonly secondFactor?: true;
}

/** What a quorum of officers decides. Source: AWS CloudHSM User Guide, "Using CMU to manage quorum authentication". */
export type OfficerService = 'USER_MGMT' | 'MISC_CO' | 'CLUSTER';

/** What the users of a key object decide. Source: AWS CloudHSM User Guide, "Supported service names and types for quorum authentication". */
export type KeyService = 'KEY_USAGE' | 'KEY_MANAGEMENT';

export type QuorumService = OfficerService | KeyService;

/** How many officers have to approve; 1 where nobody has to. Every HSM has values of its own. */
export type QuorumValues = Readonly<Record<OfficerService, number>>;

/** How many users of a key object have to approve, its owner and those with whom it is shared; 0 where nobody has to. */
export interface KeyQuorum {
  readonly manage: number;
  readonly use: number;
}

/** A certificate authority by whose certificates clients are known. */
export interface TrustAnchor {
  readonly reference: number;
  /** PEM; that of an intermediate authority with those above it. */
  readonly certificate: string;
}

/** Which clients an HSM lets in. Every HSM has anchors of its own. */
export interface MutualTls {
  /** In the order of their references. */
  readonly trustAnchors: readonly TrustAnchor[];
  /** Whether clients must present a certificate. */
  readonly enforcement: 'none' | 'cluster';
}

/** What a key object may be used for, as its owner wants it. */
export interface KeyUsage {
  readonly encrypt: boolean;
  readonly decrypt: boolean;
  readonly wrap: boolean;
  readonly unwrap: boolean;
  readonly sign: boolean;
  readonly verify: boolean;
  readonly derive: boolean;
  readonly destroyable: boolean;
  readonly wrapWithTrusted: boolean;
}

export interface KeyRecord extends KeyUsage {
  readonly handle: number;
  readonly ownerId: number;
  /** Names of crypto users in small letters, sorted; also of users that this HSM does not have. */
  readonly sharedWith: readonly string[];
  readonly version: number;
  readonly label: string;
  readonly id: Buffer;
  readonly extractable: boolean;
  /** Generated in an HSM, and not imported. */
  readonly local: boolean;
  readonly trusted: boolean;
  readonly checkValue: Buffer;
  readonly key: AesKey | RsaKey;
  /** Given when the key object is made, for good; absent where nobody has to approve anything. */
  readonly quorum?: KeyQuorum;
}

/** The key objects of a pair. */
export interface KeyPairRecords {
  readonly publicKey: KeyRecord;
  readonly privateKey: KeyRecord;
}

/** Whether it is the public key of a pair, which every user sees. */
export function isPublic({ key }: Pick<KeyRecord, 'key'>): boolean {
  return 'kind' in key && key.kind === 'public';
}

/** What is left of a deleted key object, for ever. */
export interface Tombstone {
  readonly handle: number;
  readonly version: number;
  readonly deleted: true;
  /** Of a tombstone that was never a key object: what else shall not come back. */
  readonly retires?: Retirement;
}

/** No key object of that owner may have this id any more, but for one. */
export interface Retirement {
  /** In small letters. */
  readonly ownerName: string;
  readonly id: Buffer;
  /** Handle of the one that stays; 0 when none does. */
  readonly keptHandle: number;
}

export type StoredObject = KeyRecord | Tombstone;

/** What the deletion of this version of a key object leaves. */
export function tombstoneOf({ handle, version }: Pick<KeyRecord, 'handle' | 'version'>): Tombstone {
  return { handle, version: version + 1, deleted: true };
}

export function isTombstone<T extends object>(object: T | Tombstone): object is Tombstone {
  return 'deleted' in object;
}
