import { HsmError } from '@keystorm/protocol';
import type { Connection, Random } from '@keystorm/runtime';
import { AesKey, OVERHEAD_BYTES } from '../crypto/aes-key.ts';
import { unwrapBytes, wrapBytes, type WrapMechanism } from '../crypto/key-wrap.ts';
import type { Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { KeyRecord, KeyUsage } from '../objects/records.ts';
import type { Sessions } from './sessions.ts';

export const PLAINTEXT_BYTES_MAX = 8_192;
export const ADDITIONAL_DATA_BYTES_MAX = 65_536;
export const RANDOM_BYTES_MAX = 1_024;
/** Source: AWS CloudHSM User Guide, "aesWrapUnwrap": files of less than 4096 bytes. */
const WRAP_BYTES_MAX = 4_096;
const WRAP_OVERHEAD_BYTES_MAX = 16;

/** What sessions do with keys. Synchronous: these calls are what an HSM is for, and no other work may come between. */
export class Cryptography {
  readonly #partition: Partition;
  readonly #keys: Keys;
  readonly #sessions: Sessions;
  readonly #random: Random;

  constructor(partition: Partition, keys: Keys, sessions: Sessions, random: Random) {
    this.#partition = partition;
    this.#keys = keys;
    this.#sessions = sessions;
    this.#random = random;
  }

  encrypt(connection: Connection, handle: number, plaintext: Buffer, additionalData: Buffer): Buffer {
    assertAtMost(plaintext, PLAINTEXT_BYTES_MAX, 'plaintext');
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, handle, 'encrypt').encrypt(plaintext, additionalData, this.#random);
  }

  decrypt(connection: Connection, handle: number, ciphertext: Buffer, additionalData: Buffer): Buffer {
    assertAtMost(ciphertext, PLAINTEXT_BYTES_MAX + OVERHEAD_BYTES, 'ciphertext');
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, handle, 'decrypt').decrypt(ciphertext, additionalData);
  }

  generateDataKey(
    connection: Connection,
    handle: number,
    lengthBytes: number,
    additionalData: Buffer,
  ): { plaintext: Buffer; ciphertext: Buffer } {
    assertRandomLength(lengthBytes);
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    const key = this.#use(connection, handle, 'encrypt');
    const plaintext = this.#random.bytes(lengthBytes);
    return { plaintext, ciphertext: key.encrypt(plaintext, additionalData, this.#random) };
  }

  generateRandom(connection: Connection, lengthBytes: number): Buffer {
    assertRandomLength(lengthBytes);
    this.#sessions.authorize(connection, 'GenerateRandom');
    this.#assertLevel();
    return this.#random.bytes(lengthBytes);
  }

  wrap(connection: Connection, handle: number, plaintext: Buffer, mechanism: WrapMechanism): Buffer {
    assertAtMost(plaintext, WRAP_BYTES_MAX, 'plaintext');
    return wrapBytes(this.#use(connection, handle, 'wrap'), plaintext, mechanism);
  }

  unwrap(connection: Connection, handle: number, wrapped: Buffer, mechanism: WrapMechanism): Buffer {
    assertAtMost(wrapped, WRAP_BYTES_MAX + WRAP_OVERHEAD_BYTES_MAX, 'wrapped bytes');
    return unwrapBytes(this.#use(connection, handle, 'unwrap'), wrapped, mechanism);
  }

  /** Throws KEY_ACCESS_DENIED for the key of another user, POLICY_VIOLATION for one that may not leave this way. */
  wrapKey(connection: Connection, wrappingHandle: number, handle: number, mechanism: WrapMechanism): Buffer {
    const { userId } = this.#sessions.get(connection);
    const wrapping = this.#use(connection, wrappingHandle, 'wrap');
    const key = this.#keys.getOwn(handle, userId);
    if (!key.extractable) throw new HsmError('POLICY_VIOLATION', 'the key is not extractable');
    if (key.wrapWithTrusted && !this.#keys.getUsable(wrappingHandle, userId).trusted)
      throw new HsmError('POLICY_VIOLATION', 'only a trusted key wraps this key');
    return wrapBytes(wrapping, aesKeyOf(key).bytes(), mechanism);
  }

  /** Only crypto users own keys or have them shared with them, so that this is the whole permission. */
  #use(connection: Connection, handle: number, usage: keyof KeyUsage): AesKey {
    const { userId } = this.#sessions.get(connection);
    this.#assertLevel();
    const key = this.#keys.getUsable(handle, userId);
    if (!key[usage]) throw new HsmError('POLICY_VIOLATION', `the key is not for this: its attribute ${usage} is false`);
    return aesKeyOf(key);
  }

  #assertLevel(): void {
    if (!this.#partition.level) throw new HsmError('HSM_NOT_LEVEL');
  }
}

/** Throws POLICY_VIOLATION for the keys of a pair, which these operations do not use. */
function aesKeyOf({ key }: KeyRecord): AesKey {
  if (key instanceof AesKey) return key;
  throw new HsmError('POLICY_VIOLATION', 'the key is not an AES key');
}

function assertAtMost(bytes: Buffer, max: number, what: string): void {
  if (bytes.length > max) throw new HsmError('INVALID_ARGUMENT', `${what} of more than ${max} bytes`);
}

function assertRandomLength(lengthBytes: number): void {
  if (lengthBytes < 1 || lengthBytes > RANDOM_BYTES_MAX)
    throw new HsmError('INVALID_ARGUMENT', `1 to ${RANDOM_BYTES_MAX} bytes`);
}
