import { HsmError } from '@keystorm/protocol';
import type { Connection, Random } from '@keystorm/runtime';
import { AesKey, OVERHEAD_BYTES } from '../crypto/aes-key.ts';
import { unwrapBytes, wrapBytes, type WrapMechanism } from '../crypto/key-wrap.ts';
import type { Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { Quorum } from '../objects/quorum.ts';
import type { KeyRecord, KeyService } from '../objects/records.ts';
import type { Sessions } from './sessions.ts';

export const PLAINTEXT_BYTES_MAX = 8_192;
export const ADDITIONAL_DATA_BYTES_MAX = 65_536;
export const RANDOM_BYTES_MAX = 1_024;
/** Source: AWS CloudHSM User Guide, "aesWrapUnwrap": files of less than 4096 bytes. */
const WRAP_BYTES_MAX = 4_096;
const WRAP_OVERHEAD_BYTES_MAX = 16;

/**
 * What the users of a key object approve when it is used. Source: AWS CloudHSM User Guide, "Supported service names and types
 * for quorum authentication": that a key wraps and unwraps is management.
 */
const SERVICE_OF = {
  encrypt: 'KEY_USAGE',
  decrypt: 'KEY_USAGE',
  wrap: 'KEY_MANAGEMENT',
  unwrap: 'KEY_MANAGEMENT',
} as const satisfies Record<string, KeyService>;

/** What sessions do with keys. Synchronous: these calls are what an HSM is for, and no other work may come between. */
export class Cryptography {
  readonly #partition: Partition;
  readonly #keys: Keys;
  readonly #quorum: Quorum;
  readonly #sessions: Sessions;
  readonly #random: Random;

  constructor(partition: Partition, keys: Keys, quorum: Quorum, sessions: Sessions, random: Random) {
    this.#partition = partition;
    this.#keys = keys;
    this.#quorum = quorum;
    this.#sessions = sessions;
    this.#random = random;
  }

  encrypt(connection: Connection, handle: number, plaintext: Buffer, additionalData: Buffer): Buffer {
    assertAtMost(plaintext, PLAINTEXT_BYTES_MAX, 'plaintext');
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, handle, 'encrypt', (key) => key.encrypt(plaintext, additionalData, this.#random));
  }

  decrypt(connection: Connection, handle: number, ciphertext: Buffer, additionalData: Buffer): Buffer {
    assertAtMost(ciphertext, PLAINTEXT_BYTES_MAX + OVERHEAD_BYTES, 'ciphertext');
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, handle, 'decrypt', (key) => key.decrypt(ciphertext, additionalData));
  }

  generateDataKey(
    connection: Connection,
    handle: number,
    lengthBytes: number,
    additionalData: Buffer,
  ): { plaintext: Buffer; ciphertext: Buffer } {
    assertRandomLength(lengthBytes);
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, handle, 'encrypt', (key) => {
      const plaintext = this.#random.bytes(lengthBytes);
      return { plaintext, ciphertext: key.encrypt(plaintext, additionalData, this.#random) };
    });
  }

  generateRandom(connection: Connection, lengthBytes: number): Buffer {
    assertRandomLength(lengthBytes);
    this.#sessions.authorize(connection, 'GenerateRandom');
    this.#assertLevel();
    return this.#random.bytes(lengthBytes);
  }

  wrap(connection: Connection, handle: number, plaintext: Buffer, mechanism: WrapMechanism): Buffer {
    assertAtMost(plaintext, WRAP_BYTES_MAX, 'plaintext');
    return this.#use(connection, handle, 'wrap', (key) => wrapBytes(key, plaintext, mechanism));
  }

  unwrap(connection: Connection, handle: number, wrapped: Buffer, mechanism: WrapMechanism): Buffer {
    assertAtMost(wrapped, WRAP_BYTES_MAX + WRAP_OVERHEAD_BYTES_MAX, 'wrapped bytes');
    return this.#use(connection, handle, 'unwrap', (key) => unwrapBytes(key, wrapped, mechanism));
  }

  /** Throws KEY_ACCESS_DENIED for the key of another user, POLICY_VIOLATION for one that may not leave this way. */
  wrapKey(connection: Connection, wrappingHandle: number, handle: number, mechanism: WrapMechanism): Buffer {
    return this.#use(connection, wrappingHandle, 'wrap', (wrapping, { trusted }) => {
      const { userId } = this.#sessions.get(connection);
      const key = this.#keys.getOwn(handle, userId);
      if (!key.extractable) throw new HsmError('POLICY_VIOLATION', 'the key is not extractable');
      if (key.wrapWithTrusted && !trusted) throw new HsmError('POLICY_VIOLATION', 'only a trusted key wraps this key');
      return this.#quorum.approvedForKeyNow('KEY_MANAGEMENT', key, userId, () =>
        wrapBytes(wrapping, aesKeyOf(key).bytes(), mechanism),
      );
    });
  }

  /**
   * Only crypto users own keys or have them shared with them, so that this is the whole permission, but for the approval of
   * others where the key object asks for it.
   */
  #use<T>(
    connection: Connection,
    handle: number,
    usage: keyof typeof SERVICE_OF,
    work: (key: AesKey, record: KeyRecord) => T,
  ): T {
    const { userId } = this.#sessions.get(connection);
    this.#assertLevel();
    const record = this.#keys.getUsable(handle, userId);
    if (!record[usage])
      throw new HsmError('POLICY_VIOLATION', `the key is not for this: its attribute ${usage} is false`);
    const key = aesKeyOf(record);
    if (record.quorum === undefined) return work(key, record);
    return this.#quorum.approvedForKeyNow(SERVICE_OF[usage], record, userId, () => work(key, record));
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
