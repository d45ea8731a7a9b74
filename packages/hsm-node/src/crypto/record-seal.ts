import type { Random } from '@keystorm/runtime';
import { AesKey } from './aes-key.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

const SEALING_KEY_BYTES = 32;

/** Bytes for a new key file. */
export function mintSealingKey(random: Random): Buffer {
  return Buffer.from(random.bytes(SEALING_KEY_BYTES));
}

/** Seals what an appliance stores, so that its disk tells nothing. A record opens only under the name it was sealed for. */
export class RecordSeal {
  readonly #key: AesKey;
  readonly #random: Random;

  /** `key`: content of a key file. */
  constructor(key: Uint8Array, random: Random) {
    this.#key = new AesKey(key);
    this.#random = random;
  }

  seal(name: string, value: unknown): Buffer {
    return this.#key.encrypt(encodeRecord(value), Buffer.from(name), this.#random);
  }

  /** Throws INVALID_CIPHERTEXT when the bytes were not sealed for this name under this key. */
  open<T>(name: string, sealed: Buffer): T {
    return decodeRecord<T>(this.#key.decrypt(sealed, Buffer.from(name)));
  }
}
