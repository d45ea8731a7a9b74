import type { KeyMetadata } from '@keystorm/aws-api/kms';
import type { KmsKey } from '../keys/kms-key.ts';
import { type RequestContext, stateOf } from './operation.ts';

/**
 * A key in a custom key store as CreateKey and DescribeKey show it. The cluster is the store's present one.
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
    Origin: 'AWS_CLOUDHSM',
    CustomKeyStoreId: key.customKeyStoreId,
    CloudHsmClusterId: context.keyStores.get(key.region, key.customKeyStoreId).cloudHsmClusterId,
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
