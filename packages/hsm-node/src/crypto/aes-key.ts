import { type CipherGCMTypes, createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { HsmError } from '@keystorm/protocol';
import type { Random } from '@keystorm/runtime';

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What encryption adds to a plaintext. */
export const OVERHEAD_BYTES = IV_BYTES + TAG_BYTES;

const ZERO_BLOCK = Buffer.alloc(16);
const CHECK_VALUE_BYTES = 3;

const GCM_BY_LENGTH: Readonly<Record<number, CipherGCMTypes>> = {
  16: 'aes-128-gcm',
  24: 'aes-192-gcm',
  32: 'aes-256-gcm',
};

/** Whether AES has keys of this length. */
export function isAesKeyLength(lengthBytes: number): boolean {
  return lengthBytes in GCM_BY_LENGTH;
}

/** An AES key. Prints as `[secret]`; its bytes leave it only towards `crypto/`. */
export class AesKey {
  readonly lengthBytes: number;
  readonly #key: KeyObject;
  readonly #gcm: CipherGCMTypes;

  constructor(bytes: Uint8Array) {
    const gcm = GCM_BY_LENGTH[bytes.length];
    if (gcm === undefined) throw new HsmError('INVALID_ARGUMENT', 'an AES key has 16, 24 or 32 bytes');
    this.lengthBytes = bytes.length;
    this.#gcm = gcm;
    // A KeyObject spares each operation the import of the bytes.
    this.#key = createSecretKey(bytes);
  }

  static generate(lengthBytes: number, random: Random): AesKey {
    return new AesKey(random.bytes(lengthBytes));
  }

  /** Returns initialization vector (12 bytes), ciphertext, tag (16 bytes), in one Buffer. */
  encrypt(plaintext: Uint8Array, additionalData: Uint8Array, random: Random): Buffer {
    // Random vectors are safe for 2^32 messages per key. Source: NIST SP 800-38D, section 8.3.
    const iv = random.bytes(IV_BYTES);
    const cipher = createCipheriv(this.#gcm, this.#key, iv);
    if (additionalData.length > 0) cipher.setAAD(additionalData);
    const ciphertext = cipher.update(plaintext);
    cipher.final();
    const tag = cipher.getAuthTag();
    return Buffer.concat([iv, ciphertext, tag], OVERHEAD_BYTES + ciphertext.length);
  }

  /** The inverse of `encrypt`. Throws INVALID_CIPHERTEXT for anything else. */
  decrypt(sealed: Uint8Array, additionalData: Uint8Array): Buffer {
    if (sealed.length < OVERHEAD_BYTES) throw new HsmError('INVALID_CIPHERTEXT');
    const decipher = createDecipheriv(this.#gcm, this.#key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    if (additionalData.length > 0) decipher.setAAD(additionalData);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const plaintext = decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw new HsmError('INVALID_CIPHERTEXT');
    }
    return plaintext;
  }

  /** First three bytes of an encrypted zero block: tells keys apart without telling the key. */
  checkValue(): Buffer {
    const cipher = createCipheriv(`aes-${this.lengthBytes * 8}-ecb`, this.#key, null);
    return Buffer.from(cipher.update(ZERO_BLOCK).subarray(0, CHECK_VALUE_BYTES));
  }

  equals(other: object): boolean {
    return other instanceof AesKey && this.#key.equals(other.#key);
  }

  /** The key itself. For `crypto/` alone. */
  bytes(): Buffer {
    return this.#key.export();
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
