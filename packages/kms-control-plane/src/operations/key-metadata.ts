import type { KeyMetadata } from '@keystorm/aws-api/kms';
import { type KmsKey, materialIdOf, originOf } from '../keys/kms-key.ts';
import { type RequestContext, stateOf } from './operation.ts';

/**
 * A key as CreateKey and DescribeKey show it.
 * Source: AWS KMS API Reference, "KeyMetadata".
 */
export function keyMetadata(context: RequestContext, key: KmsKey): KeyMetadata {
  const state = stateOf(context, key);
  return {
    AWSAccountId: context.accountId,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: new Date(key.createdAtMs),
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: state,
    DeletionDate: key.deletionAtMs === undefined ? undefined : new Date(key.deletionAtMs),
    Origin: originOf(key),
    ...placeOf(context, key),
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}

/** Where a key is: in a custom key store, with the store's present cluster, or nowhere that is told. */
function placeOf({ keyStores }: RequestContext, key: KmsKey): Partial<KeyMetadata> {
  if (originOf(key) === 'AWS_KMS') return { CurrentKeyMaterialId: materialIdOf(key) };
  const { region, customKeyStoreId } = key;
  return {
    CustomKeyStoreId: customKeyStoreId,
    CloudHsmClusterId: keyStores.get(region, customKeyStoreId).cloudHsmClusterId,
  };
}
