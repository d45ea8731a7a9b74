import { additionalData, checkEncryptionContext, encodeCiphertext } from '../keys/ciphertext.ts';
import { checkAlgorithm, endDryRun } from './cryptography.ts';
import { type FoundKey, foundKeyOrAlias, type Operation } from './operation.ts';

export const encrypt: Operation<'Encrypt', FoundKey> = {
  name: 'Encrypt',
  check: ({ EncryptionContext }) => checkEncryptionContext(EncryptionContext),
  find: ({ KeyId }, context) => foundKeyOrAlias(context, KeyId),
  async run(request, { keyStores, requestId }, { key }) {
    checkAlgorithm(request.EncryptionAlgorithm);
    endDryRun(request.DryRun);
    const aad = additionalData(key, request.EncryptionContext);
    const body = await keyStores.encrypt(
      key.region,
      key.customKeyStoreId,
      key.material,
      request.Plaintext,
      aad,
      requestId,
    );
    return { CiphertextBlob: encodeCiphertext(key, body), KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
};
