import { createCipheriv, createDecipheriv } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import type { AesKey } from './aes-key.ts';

/** Source: RFC 3394, section 2.2.3.1, and RFC 5649, section 3. */
const INITIAL_VALUES = {
  none: Buffer.alloc(8, 0xa6),
  pkcs5: Buffer.alloc(8, 0xa6),
  zero: Buffer.from('a65959a6', 'hex'),
} as const;
const SEMIBLOCK_BYTES = 8;

/** `none`: RFC 3394, for multiples of 8 bytes. `pkcs5`: the same after padding. `zero`: RFC 5649, for any length. */
type WrapPadding = keyof typeof INITIAL_VALUES;

export interface WrapMechanism {
  readonly padding: WrapPadding;
  /** Empty for the default. */
  readonly initializationVector: Buffer;
}

/** Wraps bytes under a key. Throws INVALID_ARGUMENT for bytes that the mechanism cannot wrap. */
export function wrapBytes(key: AesKey, plaintext: Buffer, { padding, initializationVector }: WrapMechanism): Buffer {
  const bytes = padding === 'pkcs5' ? padded(plaintext) : plaintext;
  if (padding !== 'zero' && (bytes.length < 2 * SEMIBLOCK_BYTES || bytes.length % SEMIBLOCK_BYTES !== 0))
    throw new HsmError('INVALID_ARGUMENT', '16 or more bytes are wrapped, in multiples of 8');
  if (bytes.length === 0) throw new HsmError('INVALID_ARGUMENT', 'there is nothing to wrap');
  const cipher = createCipheriv(algorithm(key, padding), key.bytes(), initialValue(padding, initializationVector));
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** The inverse of `wrapBytes`. Throws INVALID_CIPHERTEXT for anything else. */
export function unwrapBytes(key: AesKey, wrapped: Buffer, { padding, initializationVector }: WrapMechanism): Buffer {
  const value = initialValue(padding, initializationVector);
  try {
    if (wrapped.length === 0) throw new Error('nothing was wrapped');
    const decipher = createDecipheriv(algorithm(key, padding), key.bytes(), value);
    const bytes = Buffer.concat([decipher.update(wrapped), decipher.final()]);
    return padding === 'pkcs5' ? unpadded(bytes) : bytes;
  } catch {
    throw new HsmError('INVALID_CIPHERTEXT', 'the bytes were not wrapped under this key');
  }
}

/** Source: RFC 8018, 6.1.1. */
function padded(bytes: Buffer): Buffer {
  const length = SEMIBLOCK_BYTES - (bytes.length % SEMIBLOCK_BYTES);
  return Buffer.concat([bytes, Buffer.alloc(length, length)]);
}

function unpadded(bytes: Buffer): Buffer {
  const length = bytes.at(-1) ?? 0;
  const padding = bytes.subarray(-length);
  if (length < 1 || length > SEMIBLOCK_BYTES || padding.some((byte) => byte !== length)) throw new Error('no padding');
  return bytes.subarray(0, -length);
}

function algorithm(key: AesKey, padding: WrapPadding): string {
  return `id-aes${key.lengthBytes * 8}-wrap${padding === 'zero' ? '-pad' : ''}`;
}

function initialValue(padding: WrapPadding, vector: Buffer): Buffer {
  if (vector.length === 0) return INITIAL_VALUES[padding];
  if (padding !== 'zero' && vector.length === INITIAL_VALUES.none.length) return vector;
  throw new HsmError('INVALID_ARGUMENT', 'an initialization vector has 8 bytes, and goes without zero padding');
}
