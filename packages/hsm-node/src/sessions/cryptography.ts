import { HsmError } from '@keystorm/protocol';
import type { Connection, Random } from '@keystorm/runtime';
import { OVERHEAD_BYTES } from '../crypto/aes-key.ts';
import type { Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { KeyRecord } from '../objects/records.ts';
import type { Sessions } from './sessions.ts';

const PLAINTEXT_BYTES_MAX = 8_192;
const ADDITIONAL_DATA_BYTES_MAX = 65_536;
const RANDOM_BYTES_MAX = 1_024;

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
    return this.#use(connection, handle).key.encrypt(plaintext, additionalData, this.#random);
  }

  decrypt(connection: Connection, handle: number, ciphertext: Buffer, additionalData: Buffer): Buffer {
    assertAtMost(ciphertext, PLAINTEXT_BYTES_MAX + OVERHEAD_BYTES, 'ciphertext');
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, handle).key.decrypt(ciphertext, additionalData);
  }

  generateDataKey(
    connection: Connection,
    handle: number,
    lengthBytes: number,
    additionalData: Buffer,
  ): { plaintext: Buffer; ciphertext: Buffer } {
    assertRandomLength(lengthBytes);
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    const { key } = this.#use(connection, handle);
    const plaintext = this.#random.bytes(lengthBytes);
    return { plaintext, ciphertext: key.encrypt(plaintext, additionalData, this.#random) };
  }

  generateRandom(connection: Connection, lengthBytes: number): Buffer {
    assertRandomLength(lengthBytes);
    this.#sessions.authorize(connection, 'GenerateRandom');
    this.#assertLevel();
    return this.#random.bytes(lengthBytes);
  }

  /** Only a crypto user owns keys, so that ownership is the whole permission. */
  #use(connection: Connection, handle: number): KeyRecord {
    const { userId } = this.#sessions.get(connection);
    this.#assertLevel();
    return this.#keys.getOwn(handle, userId);
  }

  #assertLevel(): void {
    if (!this.#partition.level) throw new HsmError('HSM_NOT_LEVEL');
  }
}

function assertAtMost(bytes: Buffer, max: number, what: string): void {
  if (bytes.length > max) throw new HsmError('INVALID_ARGUMENT', `${what} of more than ${max} bytes`);
}

function assertRandomLength(lengthBytes: number): void {
  if (lengthBytes < 1 || lengthBytes > RANDOM_BYTES_MAX)
    throw new HsmError('INVALID_ARGUMENT', `1 to ${RANDOM_BYTES_MAX} bytes`);
}
