import type { DataKeySpec } from '@keystorm/aws-api/kms';
import { KmsError } from '../errors.ts';
import { additionalData, type EncryptionContext, encodeCiphertext } from '../keys/ciphertext.ts';
import { type KmsKey, materialIdOf } from '../keys/kms-key.ts';
import type { RequestContext } from './operation.ts';

export interface DataKeyLength {
  readonly KeySpec?: DataKeySpec | undefined;
  readonly NumberOfBytes?: number | undefined;
}

/** A data key's length is said in exactly one of two ways. Throws ValidationException. */
export function checkDataKeyLength({ KeySpec, NumberOfBytes }: DataKeyLength): void {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
}

/** A new data key, in the plain and encrypted under the KMS key; the HSM makes both. */
export async function generateDataKeyUnder(
  key: KmsKey,
  request: DataKeyLength & { readonly EncryptionContext?: EncryptionContext | undefined },
  withoutPlaintext: boolean,
  { keyStores, requestId }: RequestContext,
): Promise<{
  readonly Plaintext: Buffer;
  readonly CiphertextBlob: Buffer;
  readonly KeyId: string;
  readonly KeyMaterialId: string | undefined;
}> {
  const lengthBytes = request.NumberOfBytes ?? (request.KeySpec === 'AES_128' ? 16 : 32);
  const dataKey = { lengthBytes, additionalData: additionalData(key, request.EncryptionContext), withoutPlaintext };
  const { plaintext, ciphertext } = await keyStores.generateDataKey(
    key.region,
    key.customKeyStoreId,
    key.material,
    dataKey,
    requestId,
  );
  return {
    Plaintext: plaintext,
    CiphertextBlob: encodeCiphertext(key, ciphertext),
    KeyId: key.arn,
    KeyMaterialId: materialIdOf(key),
  };
}
