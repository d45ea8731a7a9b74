import { type OperationName, OPERATIONS } from '@keystorm/aws-api/kms';
import { KmsError } from '../errors.ts';
import { cancelKeyDeletion } from './CancelKeyDeletion.ts';
import { connectCustomKeyStore } from './ConnectCustomKeyStore.ts';
import { createAlias } from './CreateAlias.ts';
import { createCustomKeyStore } from './CreateCustomKeyStore.ts';
import { createGrant } from './CreateGrant.ts';
import { createKey } from './CreateKey.ts';
import { decrypt } from './Decrypt.ts';
import { deleteAlias } from './DeleteAlias.ts';
import { deleteCustomKeyStore } from './DeleteCustomKeyStore.ts';
import { describeCustomKeyStores } from './DescribeCustomKeyStores.ts';
import { describeKey } from './DescribeKey.ts';
import { disableKey } from './DisableKey.ts';
import { disableKeyRotation } from './DisableKeyRotation.ts';
import { disconnectCustomKeyStore } from './DisconnectCustomKeyStore.ts';
import { enableKey } from './EnableKey.ts';
import { encrypt } from './Encrypt.ts';
import { generateDataKey } from './GenerateDataKey.ts';
import { generateDataKeyWithoutPlaintext } from './GenerateDataKeyWithoutPlaintext.ts';
import { generateRandom } from './GenerateRandom.ts';
import { getKeyLastUsage } from './GetKeyLastUsage.ts';
import { getKeyPolicy } from './GetKeyPolicy.ts';
import { getKeyRotationStatus } from './GetKeyRotationStatus.ts';
import {
  deleteImportedKeyMaterial,
  deriveSharedSecret,
  enableKeyRotation,
  generateDataKeyPair,
  generateDataKeyPairWithoutPlaintext,
  generateMac,
  getParametersForImport,
  getPublicKey,
  importKeyMaterial,
  replicateKey,
  rotateKeyOnDemand,
  sign,
  updatePrimaryRegion,
  verify,
  verifyMac,
} from './inapplicable.ts';
import { listAliases } from './ListAliases.ts';
import { listGrants } from './ListGrants.ts';
import { listKeyPolicies } from './ListKeyPolicies.ts';
import { listKeyRotations } from './ListKeyRotations.ts';
import { listKeys } from './ListKeys.ts';
import { listResourceTags } from './ListResourceTags.ts';
import { listRetirableGrants } from './ListRetirableGrants.ts';
import { putKeyPolicy } from './PutKeyPolicy.ts';
import { reEncrypt } from './ReEncrypt.ts';
import { retireGrant } from './RetireGrant.ts';
import { revokeGrant } from './RevokeGrant.ts';
import { scheduleKeyDeletion } from './ScheduleKeyDeletion.ts';
import { tagResource } from './TagResource.ts';
import { untagResource } from './UntagResource.ts';
import { updateAlias } from './UpdateAlias.ts';
import { updateCustomKeyStore } from './UpdateCustomKeyStore.ts';
import { updateKeyDescription } from './UpdateKeyDescription.ts';
import type { AnyOperation } from './operation.ts';

/** Every operation that is offered. Others of the service model are answered like operations that do not exist. */
export const KMS_OPERATIONS = {
  CancelKeyDeletion: cancelKeyDeletion,
  ConnectCustomKeyStore: connectCustomKeyStore,
  CreateAlias: createAlias,
  CreateCustomKeyStore: createCustomKeyStore,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DeleteCustomKeyStore: deleteCustomKeyStore,
  DeleteImportedKeyMaterial: deleteImportedKeyMaterial,
  DeriveSharedSecret: deriveSharedSecret,
  DescribeCustomKeyStores: describeCustomKeyStores,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  DisconnectCustomKeyStore: disconnectCustomKeyStore,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyPair: generateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext: generateDataKeyPairWithoutPlaintext,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GenerateMac: generateMac,
  GenerateRandom: generateRandom,
  GetKeyLastUsage: getKeyLastUsage,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  GetParametersForImport: getParametersForImport,
  GetPublicKey: getPublicKey,
  ImportKeyMaterial: importKeyMaterial,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeyPolicies: listKeyPolicies,
  ListKeyRotations: listKeyRotations,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  ListRetirableGrants: listRetirableGrants,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  ReplicateKey: replicateKey,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  Sign: sign,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateCustomKeyStore: updateCustomKeyStore,
  UpdateKeyDescription: updateKeyDescription,
  UpdatePrimaryRegion: updatePrimaryRegion,
  Verify: verify,
  VerifyMac: verifyMac,
} as const satisfies { readonly [O in OperationName]?: AnyOperation<O> };

type OfferedOperation = keyof typeof KMS_OPERATIONS;

/** The operation of that name. Throws UnknownOperationException. */
export function offeredOperation(name: string): AnyOperation {
  if (!Object.hasOwn(KMS_OPERATIONS, name)) throw new KmsError('UnknownOperationException');
  return KMS_OPERATIONS[name as OfferedOperation];
}

/** Operations of the service model that are not offered, in its order. */
export function missingOperations(): readonly OperationName[] {
  return (Object.keys(OPERATIONS) as OperationName[]).filter((name) => !Object.hasOwn(KMS_OPERATIONS, name));
}
