import { HsmError } from '@keystorm/protocol';
import type { Connection, Random } from '@keystorm/runtime';
import { AesKey, OVERHEAD_BYTES } from '../crypto/aes-key.ts';
import { unwrapBytes, wrapBytes, type WrapMechanism } from '../crypto/key-wrap.ts';
import { RsaKey } from '../crypto/rsa-key.ts';
import { type RsaMechanism, unwrapUnderRsa, wrapUnderRsa } from '../crypto/rsa-wrap.ts';
import type { KeyName, Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { Quorum } from '../objects/quorum.ts';
import { isPublic, type KeyRecord, type KeyService } from '../objects/records.ts';
import type { Sessions } from './sessions.ts';

export const PLAINTEXT_BYTES_MAX = 8_192;
export const ADDITIONAL_DATA_BYTES_MAX = 65_536;
export const RANDOM_BYTES_MAX = 1_024;
/** Source: AWS CloudHSM User Guide, "aesWrapUnwrap": files of less than 4096 bytes. */
const WRAP_BYTES_MAX = 4_096;
/** RSA_AES adds a modulus of 4096 bits, and what AES key wrap adds. */
const WRAP_OVERHEAD_BYTES_MAX = 512 + 16;

/** How keys are wrapped: under AES keys or under the keys of a pair. */
export type KeyMechanism = WrapMechanism | RsaMechanism;

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

  encrypt(connection: Connection, name: KeyName, plaintext: Buffer, additionalData: Buffer): Buffer {
    assertAtMost(plaintext, PLAINTEXT_BYTES_MAX, 'plaintext');
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, name, 'encrypt', (record) =>
      aesKeyOf(record).encrypt(plaintext, additionalData, this.#random),
    );
  }

  decrypt(connection: Connection, name: KeyName, ciphertext: Buffer, additionalData: Buffer): Buffer {
    assertAtMost(ciphertext, PLAINTEXT_BYTES_MAX + OVERHEAD_BYTES, 'ciphertext');
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, name, 'decrypt', (record) => aesKeyOf(record).decrypt(ciphertext, additionalData));
  }

  generateDataKey(
    connection: Connection,
    name: KeyName,
    lengthBytes: number,
    additionalData: Buffer,
  ): { plaintext: Buffer; ciphertext: Buffer } {
    assertRandomLength(lengthBytes);
    assertAtMost(additionalData, ADDITIONAL_DATA_BYTES_MAX, 'additional data');
    return this.#use(connection, name, 'encrypt', (record) => {
      const key = aesKeyOf(record);
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

  wrap(connection: Connection, handle: number, plaintext: Buffer, mechanism: KeyMechanism): Buffer {
    assertAtMost(plaintext, WRAP_BYTES_MAX, 'plaintext');
    return this.#use(connection, { handle }, 'wrap', (record) => this.#wrapUnder(record, plaintext, mechanism));
  }

  unwrap(connection: Connection, handle: number, wrapped: Buffer, mechanism: KeyMechanism): Buffer {
    assertAtMost(wrapped, WRAP_BYTES_MAX + WRAP_OVERHEAD_BYTES_MAX, 'wrapped bytes');
    return this.#use(connection, { handle }, 'unwrap', (record) =>
      'scheme' in mechanism
        ? unwrapUnderRsa(rsaKeyOf(record), wrapped, mechanism)
        : unwrapBytes(aesKeyOf(record), wrapped, mechanism),
    );
  }

  /** Throws KEY_ACCESS_DENIED for the key of another user, POLICY_VIOLATION for one that may not leave this way. */
  wrapKey(connection: Connection, wrappingHandle: number, handle: number, mechanism: KeyMechanism): Buffer {
    return this.#use(connection, { handle: wrappingHandle }, 'wrap', (wrapping) => {
      const { userId } = this.#sessions.get(connection);
      const key = this.#keys.getOwn({ handle }, userId);
      if (isPublic(key)) throw new HsmError('POLICY_VIOLATION', 'secret and private keys are wrapped');
      if (!key.extractable) throw new HsmError('POLICY_VIOLATION', 'the key is not extractable');
      if (key.wrapWithTrusted && !wrapping.trusted)
        throw new HsmError('POLICY_VIOLATION', 'only a trusted key wraps this key');
      return this.#quorum.approvedForKeyNow('KEY_MANAGEMENT', key, userId, () =>
        this.#wrapUnder(wrapping, key.key.bytes(), mechanism),
      );
    });
  }

  #wrapUnder(record: KeyRecord, plaintext: Buffer, mechanism: KeyMechanism): Buffer {
    return 'scheme' in mechanism
      ? wrapUnderRsa(rsaKeyOf(record), plaintext, mechanism, this.#random)
      : wrapBytes(aesKeyOf(record), plaintext, mechanism);
  }

  /**
   * Only crypto users own keys or have them shared with them, so that this is the whole permission, but for the approval of
   * others where the key object asks for it.
   */
  #use<T>(connection: Connection, name: KeyName, usage: keyof typeof SERVICE_OF, work: (record: KeyRecord) => T): T {
    const { userId } = this.#sessions.get(connection);
    this.#assertLevel();
    const record = this.#keys.getUsable(name, userId);
    if (!record[usage])
      throw new HsmError('POLICY_VIOLATION', `the key is not for this: its attribute ${usage} is false`);
    if (record.quorum === undefined) return work(record);
    return this.#quorum.approvedForKeyNow(SERVICE_OF[usage], record, userId, () => work(record));
  }

  #assertLevel(): void {
    if (!this.#partition.level) throw new HsmError('HSM_NOT_LEVEL');
  }
}

/** Throws POLICY_VIOLATION for the keys of a pair. */
function aesKeyOf({ key }: KeyRecord): AesKey {
  if (key instanceof AesKey) return key;
  throw new HsmError('POLICY_VIOLATION', 'the key is not an AES key');
}

/** Throws POLICY_VIOLATION for an AES key. */
function rsaKeyOf({ key }: KeyRecord): RsaKey {
  if (key instanceof RsaKey) return key;
  throw new HsmError('POLICY_VIOLATION', 'the key is not one of an RSA pair');
}

function assertAtMost(bytes: Buffer, max: number, what: string): void {
  if (bytes.length > max) throw new HsmError('INVALID_ARGUMENT', `${what} of more than ${max} bytes`);
}

function assertRandomLength(lengthBytes: number): void {
  if (lengthBytes < 1 || lengthBytes > RANDOM_BYTES_MAX)
    throw new HsmError('INVALID_ARGUMENT', `1 to ${RANDOM_BYTES_MAX} bytes`);
}
