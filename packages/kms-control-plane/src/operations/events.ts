import type { OperationName, RequestOf } from '@keystorm/aws-api/kms';
import type { ApiError } from '@keystorm/aws-api';
import { type KmsKey, originOf } from '../keys/kms-key.ts';
import { keyResource, requestEvent, type RequestOrigin, type TrailEvent } from '../trail/index.ts';
import type { EventDetails, Services } from './operation.ts';

/**
 * What an event has besides the request: the keys that were found as `resources`; with them, where a key is used, the
 * custom key store; an empty list of resources; or no such list, and the name and cluster of the custom key store.
 */
type Subject = 'key' | 'use of a key' | 'nothing' | 'store';

interface EventRow<O extends OperationName> {
  readonly readOnly: boolean;
  readonly subject: Subject;
  /** Members of the request that are shown. No secret, no certificate, no ciphertext, no policy is among them. */
  readonly shown: readonly (keyof RequestOf<O>)[];
  /** What stands for members that the request leaves out. */
  readonly byDefault?: Partial<RequestOf<O>>;
}

/** A row, whatever its operation. */
interface AnyEventRow {
  readonly readOnly: boolean;
  readonly subject: Subject;
  readonly shown: readonly string[];
  readonly byDefault?: object;
}

const ALGORITHM = 'SYMMETRIC_DEFAULT';
const DATA_KEY = ['KeyId', 'KeySpec', 'NumberOfBytes', 'EncryptionContext'] as const;
const KEY_PAIR = ['KeyId', 'KeyPairSpec', 'EncryptionContext'] as const;
const ALIAS = ['AliasName', 'TargetKeyId'] as const;
const PAGE = ['Limit', 'Marker'] as const;
const KEY_ONLY = ['KeyId'] as const;
const STORE_ONLY = ['CustomKeyStoreId'] as const;

/** Source: AWS KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail", the example of each operation. */
export const EVENT_ROWS: { readonly [O in OperationName]: EventRow<O> } = {
  CancelKeyDeletion: { readOnly: false, subject: 'key', shown: KEY_ONLY },
  ConnectCustomKeyStore: { readOnly: false, subject: 'store', shown: STORE_ONLY },
  CreateAlias: { readOnly: false, subject: 'key', shown: ALIAS },
  CreateCustomKeyStore: { readOnly: false, subject: 'store', shown: ['CustomKeyStoreName', 'CloudHsmClusterId'] },
  CreateGrant: {
    readOnly: false,
    subject: 'key',
    shown: ['KeyId', 'GranteePrincipal', 'RetiringPrincipal', 'Operations', 'Constraints', 'Name'],
  },
  CreateKey: {
    readOnly: false,
    subject: 'nothing',
    shown: [
      'KeyUsage',
      'BypassPolicyLockoutSafetyCheck',
      'Origin',
      'KeySpec',
      'CustomerMasterKeySpec',
      'CustomKeyStoreId',
      'Description',
      'MultiRegion',
    ],
    byDefault: {
      KeyUsage: 'ENCRYPT_DECRYPT',
      BypassPolicyLockoutSafetyCheck: false,
      Origin: 'AWS_KMS',
      KeySpec: ALGORITHM,
      CustomerMasterKeySpec: ALGORITHM,
      Description: '',
    },
  },
  Decrypt: {
    readOnly: true,
    subject: 'use of a key',
    shown: ['KeyId', 'EncryptionAlgorithm', 'EncryptionContext'],
    byDefault: { EncryptionAlgorithm: ALGORITHM },
  },
  DeleteAlias: { readOnly: false, subject: 'key', shown: ['AliasName'] },
  DeleteCustomKeyStore: { readOnly: false, subject: 'store', shown: STORE_ONLY },
  DeleteImportedKeyMaterial: { readOnly: false, subject: 'key', shown: KEY_ONLY },
  DeriveSharedSecret: { readOnly: true, subject: 'use of a key', shown: ['KeyId', 'KeyAgreementAlgorithm'] },
  DescribeCustomKeyStores: {
    readOnly: true,
    subject: 'store',
    shown: ['CustomKeyStoreId', 'CustomKeyStoreName', ...PAGE],
  },
  DescribeKey: { readOnly: true, subject: 'key', shown: KEY_ONLY },
  DisableKey: { readOnly: false, subject: 'key', shown: KEY_ONLY },
  DisableKeyRotation: { readOnly: false, subject: 'key', shown: KEY_ONLY },
  DisconnectCustomKeyStore: { readOnly: false, subject: 'store', shown: STORE_ONLY },
  EnableKey: { readOnly: false, subject: 'key', shown: KEY_ONLY },
  EnableKeyRotation: { readOnly: false, subject: 'key', shown: ['KeyId', 'RotationPeriodInDays'] },
  Encrypt: {
    readOnly: true,
    subject: 'use of a key',
    shown: ['KeyId', 'EncryptionAlgorithm', 'EncryptionContext'],
    byDefault: { EncryptionAlgorithm: ALGORITHM },
  },
  GenerateDataKey: { readOnly: true, subject: 'use of a key', shown: DATA_KEY },
  GenerateDataKeyPair: { readOnly: true, subject: 'use of a key', shown: KEY_PAIR },
  GenerateDataKeyPairWithoutPlaintext: { readOnly: true, subject: 'use of a key', shown: KEY_PAIR },
  GenerateDataKeyWithoutPlaintext: { readOnly: true, subject: 'use of a key', shown: DATA_KEY },
  GenerateMac: { readOnly: true, subject: 'use of a key', shown: ['KeyId', 'MacAlgorithm'] },
  GenerateRandom: { readOnly: true, subject: 'nothing', shown: [] },
  GetKeyLastUsage: { readOnly: true, subject: 'key', shown: KEY_ONLY },
  GetKeyPolicy: { readOnly: true, subject: 'key', shown: ['KeyId', 'PolicyName'] },
  GetKeyRotationStatus: { readOnly: true, subject: 'key', shown: KEY_ONLY },
  GetParametersForImport: {
    readOnly: true,
    subject: 'key',
    shown: ['KeyId', 'WrappingAlgorithm', 'WrappingKeySpec'],
  },
  GetPublicKey: { readOnly: true, subject: 'key', shown: KEY_ONLY },
  ImportKeyMaterial: { readOnly: false, subject: 'key', shown: ['KeyId', 'ValidTo', 'ExpirationModel'] },
  ListAliases: { readOnly: true, subject: 'key', shown: ['KeyId', ...PAGE] },
  ListGrants: { readOnly: true, subject: 'key', shown: ['KeyId', 'GrantId', 'GranteePrincipal', ...PAGE] },
  ListKeyPolicies: { readOnly: true, subject: 'key', shown: ['KeyId', ...PAGE] },
  ListKeyRotations: { readOnly: true, subject: 'key', shown: ['KeyId', ...PAGE] },
  ListKeys: { readOnly: true, subject: 'nothing', shown: PAGE },
  ListResourceTags: { readOnly: true, subject: 'key', shown: ['KeyId', ...PAGE] },
  ListRetirableGrants: { readOnly: true, subject: 'nothing', shown: ['RetiringPrincipal', ...PAGE] },
  PutKeyPolicy: { readOnly: false, subject: 'key', shown: ['KeyId', 'PolicyName', 'BypassPolicyLockoutSafetyCheck'] },
  ReEncrypt: {
    readOnly: true,
    subject: 'use of a key',
    shown: [
      'SourceKeyId',
      'SourceEncryptionAlgorithm',
      'SourceEncryptionContext',
      'DestinationKeyId',
      'DestinationEncryptionAlgorithm',
      'DestinationEncryptionContext',
    ],
    byDefault: { SourceEncryptionAlgorithm: ALGORITHM, DestinationEncryptionAlgorithm: ALGORITHM },
  },
  ReplicateKey: { readOnly: false, subject: 'key', shown: ['KeyId', 'ReplicaRegion', 'Description'] },
  RetireGrant: { readOnly: false, subject: 'key', shown: [] },
  RevokeGrant: { readOnly: false, subject: 'key', shown: ['KeyId', 'GrantId'] },
  RotateKeyOnDemand: { readOnly: false, subject: 'key', shown: KEY_ONLY },
  ScheduleKeyDeletion: {
    readOnly: false,
    subject: 'key',
    shown: ['KeyId', 'PendingWindowInDays'],
    byDefault: { PendingWindowInDays: 30 },
  },
  Sign: { readOnly: true, subject: 'use of a key', shown: ['KeyId', 'MessageType', 'SigningAlgorithm'] },
  TagResource: { readOnly: false, subject: 'key', shown: ['KeyId', 'Tags'] },
  UntagResource: { readOnly: false, subject: 'key', shown: ['KeyId', 'TagKeys'] },
  UpdateAlias: { readOnly: false, subject: 'key', shown: ALIAS },
  UpdateCustomKeyStore: {
    readOnly: false,
    subject: 'store',
    shown: ['CustomKeyStoreId', 'NewCustomKeyStoreName', 'CloudHsmClusterId'],
  },
  UpdateKeyDescription: { readOnly: false, subject: 'key', shown: ['KeyId', 'Description'] },
  UpdatePrimaryRegion: { readOnly: false, subject: 'key', shown: ['KeyId', 'PrimaryRegion'] },
  Verify: { readOnly: true, subject: 'use of a key', shown: ['KeyId', 'MessageType', 'SigningAlgorithm'] },
  VerifyMac: { readOnly: true, subject: 'use of a key', shown: ['KeyId', 'MacAlgorithm'] },
};

/** Members that events name otherwise than the API does. */
const RENAMED: Readonly<Record<string, string>> = {
  CloudHsmClusterId: 'ClusterId',
  NewCustomKeyStoreName: 'CustomKeyStoreName',
};

/** What is known of a request to KMS; more and more as it goes its way. */
export interface KmsRequest {
  readonly origin: RequestOrigin;
  readonly operation: OperationName;
  /** Undefined until it is decoded. */
  input?: object;
  keys?: readonly KmsKey[];
}

/** The event of a request to KMS, when it has ended. */
export function kmsEvent(
  services: Services,
  request: KmsRequest,
  { error, ...details }: EventDetails & { readonly error?: ApiError },
): TrailEvent {
  const { operation, origin, input } = request;
  const row: AnyEventRow = EVENT_ROWS[operation];
  return requestEvent(services.runtime, origin, {
    eventSource: 'kms.amazonaws.com',
    eventName: operation,
    readOnly: row.readOnly,
    parameters: input === undefined ? {} : shownOf(row, input),
    ...subjectMembers(services, row.subject, request),
    ...details,
    ...(error && { error }),
  });
}

function shownOf({ shown, byDefault = {} }: AnyEventRow, input: object): object {
  const members = { ...byDefault, ...input } as Readonly<Record<string, unknown>>;
  return Object.fromEntries(shown.map((name) => [RENAMED[name] ?? name, members[name]]));
}

function subjectMembers(services: Services, subject: Subject, request: KmsRequest): EventDetails {
  const { keys = [], origin } = request;
  const resources = keys.map(({ arn }) => keyResource(origin.identity.accountId, arn));
  const [key] = keys;
  switch (subject) {
    case 'nothing':
      return { resources: [] };
    case 'key':
      return { resources };
    case 'use of a key':
      return {
        resources,
        ...(key &&
          originOf(key) === 'AWS_CLOUDHSM' && { additionalEventData: { customKeyStoreId: key.customKeyStoreId } }),
      };
    case 'store':
      return storeMembers(services, request);
  }
}

/** Those of the store as it is when the request ends; a store that is being created or listed is not shown twice. */
function storeMembers({ keyStores }: Services, { operation, origin, input }: KmsRequest): EventDetails {
  const id = input !== undefined && 'CustomKeyStoreId' in input ? input.CustomKeyStoreId : undefined;
  if (operation === 'DescribeCustomKeyStores' || typeof id !== 'string') return {};
  const store = keyStores.find(origin.region, id);
  if (store === undefined) return {};
  const { customKeyStoreName, cloudHsmClusterId: clusterId } = store;
  return { additionalEventData: { customKeyStoreName, clusterId } };
}
