import { KmsError } from '../errors.ts';
import { additionalData, type Ciphertext, checkEncryptionContext, decodeCiphertext } from '../keys/ciphertext.ts';
import { type KmsKey, materialIdOf } from '../keys/kms-key.ts';
import {
  checkAlgorithm,
  checkCiphertextKey,
  checkCiphertextPresent,
  endDryRun,
  refuseRecipient,
} from './cryptography.ts';
import { type Found, foundKeyOrAlias, type Operation, type RequestContext } from './operation.ts';

export interface FoundCiphertext extends Found {
  readonly key: KmsKey;
  /** Undefined only in a dry run that does without. */
  readonly ciphertext: Ciphertext | undefined;
}

export const decrypt: Operation<'Decrypt', FoundCiphertext> = {
  name: 'Decrypt',
  check(request) {
    checkCiphertextPresent(request, { name: 'keyId', value: request.KeyId });
    checkEncryptionContext(request.EncryptionContext);
    refuseRecipient(request.Recipient);
  },
  find: ({ CiphertextBlob, KeyId }, context) => findCiphertext(context, CiphertextBlob, KeyId),
  async run(request, { keyStores, requestId }, { key, ciphertext }) {
    checkAlgorithm(request.EncryptionAlgorithm);
    checkCiphertextKey(ciphertext, key);
    endDryRun(request.DryRun);
    const aad = additionalData(key, request.EncryptionContext);
    const body = ciphertext?.body ?? Buffer.alloc(0);
    const Plaintext = await keyStores.decrypt(key.region, key.customKeyStoreId, key.material, body, aad, requestId);
    return {
      KeyId: key.arn,
      Plaintext,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: materialIdOf(key),
    };
  },
};

/** The key that the caller names, or else the one that the ciphertext names. */
export function findCiphertext(
  context: RequestContext,
  blob: Buffer | undefined,
  keyId: string | undefined,
): FoundCiphertext {
  const ciphertext = blob === undefined ? undefined : decodeCiphertext(blob);
  if (keyId !== undefined) return { ...foundKeyOrAlias(context, keyId), ciphertext };
  const key = ciphertext === undefined ? undefined : context.registry.find(context.region, ciphertext.keyId);
  if (key === undefined) throw unknownCiphertextKey();
  return { key, keys: [key], ciphertext };
}

function unknownCiphertextKey(): KmsError {
  return new KmsError(
    'AccessDeniedException',
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  );
}
