import { createHash, createPublicKey, verify } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';

const MODULUS_BITS = 2_048;

/** A public key, SPKI DER. Throws INVALID_ARGUMENT for anything but RSA with 2048 bits. */
export function readSigningKey(pem: string): Buffer {
  try {
    const key = createPublicKey({ key: pem, format: 'pem' });
    if (key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.modulusLength === MODULUS_BITS)
      return key.export({ type: 'spki', format: 'der' });
  } catch {
    // Not a public key at all.
  }
  throw new HsmError('INVALID_ARGUMENT', `the key is not a public RSA key of ${MODULUS_BITS} bits, PEM`);
}

/** Whether a signature is that of the key over these bytes: RSASSA-PKCS1-v1_5 with SHA-256. */
export function isSignature(key: Buffer, signed: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', signed, { key, format: 'der', type: 'spki' }, signature);
}

/** What a person signs of these bytes, where it is the digest that is shown. */
export function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
