import type { OperationName } from '@keystorm/aws-api/kms';
import type { Clock } from '@keystorm/runtime';
import { KmsError } from './errors.ts';

/** Requests per second; what is not named has no limit. */
export interface RateLimits {
  /** With the keys of one custom key store. */
  readonly perStore?: number | undefined;
  /** Cryptography with symmetric keys, of an account in a Region. */
  readonly symmetricCryptography?: number | undefined;
  /** Each of an account in a Region. */
  readonly operations?: Partial<Record<OperationName, number>> | undefined;
}

/** Source: AWS KMS Developer Guide, "Request quotas"; of the Regions' quotas for cryptography, the lowest. */
export const AWS_RATES: RateLimits = {
  perStore: 1_800,
  symmetricCryptography: 5_500,
  operations: {
    CancelKeyDeletion: 5,
    ConnectCustomKeyStore: 5,
    CreateAlias: 5,
    CreateCustomKeyStore: 5,
    CreateGrant: 50,
    CreateKey: 5,
    DeleteAlias: 15,
    DeleteCustomKeyStore: 5,
    DeleteImportedKeyMaterial: 5,
    DescribeCustomKeyStores: 5,
    DescribeKey: 2_000,
    DisableKey: 5,
    DisableKeyRotation: 5,
    DisconnectCustomKeyStore: 5,
    EnableKey: 5,
    EnableKeyRotation: 15,
    GetKeyPolicy: 1_000,
    GetKeyRotationStatus: 1_000,
    GetParametersForImport: 0.25,
    GetPublicKey: 2_000,
    ImportKeyMaterial: 5,
    ListAliases: 500,
    ListGrants: 100,
    ListKeyPolicies: 100,
    ListKeys: 500,
    ListResourceTags: 2_000,
    ListRetirableGrants: 100,
    PutKeyPolicy: 15,
    ReplicateKey: 5,
    RetireGrant: 30,
    RevokeGrant: 30,
    ScheduleKeyDeletion: 15,
    TagResource: 10,
    UntagResource: 5,
    UpdateAlias: 5,
    UpdateCustomKeyStore: 5,
    UpdateKeyDescription: 5,
    UpdatePrimaryRegion: 5,
  },
};

const SYMMETRIC_CRYPTOGRAPHY: ReadonlySet<OperationName> = new Set([
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'GenerateRandom',
  'ReEncrypt',
  'VerifyMac',
]);

/** Buckets at the same time; beyond this all begin anew, which is generous. */
const BUCKETS_MAX = 10_000;

interface Bucket {
  tokens: number;
  filledMs: number;
}

/** Counts requests and refuses those that are too many: a token bucket for each limit, full with one second's worth. */
export class RequestRates {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();
  #limits: RateLimits;

  constructor(clock: Clock, limits: RateLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** From now on others hold, in full. */
  set(limits: RateLimits): void {
    this.#limits = limits;
    this.#buckets.clear();
  }

  /** Lets a request of the account in, whatever it is about. Throws ThrottlingException. */
  admitRequest(region: string, operation: OperationName): void {
    const { operations, symmetricCryptography } = this.#limits;
    this.#take(`${region}/${operation}`, operations?.[operation]);
    if (SYMMETRIC_CRYPTOGRAPHY.has(operation)) this.#take(`${region}/cryptography`, symmetricCryptography);
  }

  /** Lets a request use a custom key store. Throws ThrottlingException. */
  admitUse(customKeyStoreId: string): void {
    this.#take(customKeyStoreId, this.#limits.perStore);
  }

  #take(name: string, perSecond: number | undefined): void {
    if (perSecond === undefined) return;
    const nowMs = this.#clock.monotonic();
    const capacity = Math.max(1, perSecond);
    const bucket = this.#buckets.get(name) ?? { tokens: capacity, filledMs: nowMs };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((nowMs - bucket.filledMs) / 1000) * perSecond);
    bucket.filledMs = nowMs;
    if (this.#buckets.size >= BUCKETS_MAX) this.#buckets.clear();
    this.#buckets.set(name, bucket);
    if (bucket.tokens < 1) throw tooMany();
    bucket.tokens -= 1;
  }
}

function tooMany(): KmsError {
  const message = 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.';
  return new KmsError('ThrottlingException', message);
}
