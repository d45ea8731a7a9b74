import type { MaterialReencryption } from '../key-stores/index.ts';
import { additionalData, checkEncryptionContext, encodeCiphertext } from '../keys/ciphertext.ts';
import { type KmsKey, materialIdOf } from '../keys/kms-key.ts';
import { checkAlgorithm, checkCiphertextKey, checkCiphertextPresent, endDryRun } from './cryptography.ts';
import { type FoundCiphertext, findCiphertext } from './Decrypt.ts';
import { foundKeyOrAlias, type Operation, type RequestContext } from './operation.ts';

interface FoundReencryption extends FoundCiphertext {
  readonly destination: KmsKey;
}

export const reEncrypt: Operation<'ReEncrypt', FoundReencryption> = {
  name: 'ReEncrypt',
  check(request) {
    checkCiphertextPresent(request, { name: 'sourceKeyId', value: request.SourceKeyId });
    checkEncryptionContext(request.SourceEncryptionContext);
    checkEncryptionContext(request.DestinationEncryptionContext);
  },
  find({ CiphertextBlob, SourceKeyId, DestinationKeyId }, context) {
    const source = findCiphertext(context, CiphertextBlob, SourceKeyId);
    const { key: destination } = foundKeyOrAlias(context, DestinationKeyId);
    return { ...source, destination, keys: [source.key, destination] };
  },
  async run(request, context, { key: source, ciphertext, destination }) {
    checkAlgorithm(request.SourceEncryptionAlgorithm);
    checkAlgorithm(request.DestinationEncryptionAlgorithm);
    checkCiphertextKey(ciphertext, source);
    endDryRun(request.DryRun);
    const body = await reencryptBody(context, source, destination, {
      source: source.material,
      ciphertext: ciphertext?.body ?? Buffer.alloc(0),
      sourceAdditionalData: additionalData(source, request.SourceEncryptionContext),
      destination: destination.material,
      destinationAdditionalData: additionalData(destination, request.DestinationEncryptionContext),
    });
    return {
      CiphertextBlob: encodeCiphertext(destination, body),
      SourceKeyId: source.arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: materialIdOf(source),
      DestinationKeyMaterialId: materialIdOf(destination),
    };
  },
};

/** Inside one cluster the plaintext never leaves the HSM; between two it has to pass through here. */
async function reencryptBody(
  { keyStores, region, requestId }: RequestContext,
  source: KmsKey,
  destination: KmsKey,
  request: MaterialReencryption,
): Promise<Buffer> {
  if (source.customKeyStoreId === destination.customKeyStoreId) {
    return keyStores.reencrypt(region, source.customKeyStoreId, request, requestId);
  }
  const { ciphertext, sourceAdditionalData, destinationAdditionalData } = request;
  const plaintext = await keyStores.decrypt(
    region,
    source.customKeyStoreId,
    request.source,
    ciphertext,
    sourceAdditionalData,
    requestId,
  );
  try {
    return await keyStores.encrypt(
      region,
      destination.customKeyStoreId,
      request.destination,
      plaintext,
      destinationAdditionalData,
      requestId,
    );
  } finally {
    plaintext.fill(0);
  }
}
