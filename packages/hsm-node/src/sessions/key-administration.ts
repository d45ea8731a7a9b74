import { HsmError } from '@keystorm/protocol';
import type { Connection, RsaShape } from '@keystorm/runtime';
import { AesKey } from '../crypto/aes-key.ts';
import type { WrapMechanism } from '../crypto/key-wrap.ts';
import { RsaKey } from '../crypto/rsa-key.ts';
import type { OwnerChanges } from '../objects/key-attributes.ts';
import type { Caller, KeyConditions, KeyDescription, KeyName, Keys, PairDescription } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { Quorum } from '../objects/quorum.ts';
import type { KeyPairRecords, KeyRecord, User } from '../objects/records.ts';
import type { Replication } from '../objects/replication.ts';
import type { Cryptography, KeyMechanism } from './cryptography.ts';
import type { Request, Sessions } from './sessions.ts';

/** Key objects that a session may see, and whether it may see their attributes. */
export interface VisibleKeys {
  readonly keys: readonly KeyRecord[];
  readonly attributes: boolean;
}

/** A key object, and whether the session may see its attributes. */
export interface VisibleKey {
  readonly key: KeyRecord;
  readonly attributes: boolean;
}

/** A key from outside; of a pair, the private one. */
export interface WrappedKey {
  readonly kind: 'secret' | 'private';
  readonly wrappingHandle: number;
  readonly wrapped: Buffer;
  readonly mechanism: KeyMechanism;
}

/** A key object that is to leave the HSM, wrapped under another one. */
export interface KeyToWrap {
  readonly wrappingHandle: number;
  readonly handle: number;
  readonly mechanism: KeyMechanism;
}

/** Bytes of the caller, and the key object under which they are wrapped. */
export interface BytesToWrap {
  readonly handle: number;
  readonly bytes: Buffer;
  readonly mechanism: WrapMechanism;
}

/** What to change; officers change whether a key is trusted, and owners the rest. */
export interface KeyChanges extends OwnerChanges {
  readonly trusted: boolean | undefined;
}

/** What the administration of key objects works on. */
export interface KeyAdministrationParts {
  readonly partition: Partition;
  readonly keys: Keys;
  readonly quorum: Quorum;
  readonly replication: Replication;
  readonly sessions: Sessions;
  readonly cryptography: Cryptography;
}

/** What sessions may do to key objects. Source: AWS CloudHSM User Guide, "HSM user permissions table". */
export class KeyAdministration {
  readonly #partition: Partition;
  readonly #keys: Keys;
  readonly #quorum: Quorum;
  readonly #replication: Replication;
  readonly #sessions: Sessions;
  readonly #cryptography: Cryptography;

  constructor({ partition, keys, quorum, replication, sessions, cryptography }: KeyAdministrationParts) {
    this.#partition = partition;
    this.#keys = keys;
    this.#quorum = quorum;
    this.#replication = replication;
    this.#sessions = sessions;
    this.#cryptography = cryptography;
  }

  async generate(connection: Connection, lengthBytes: number, description: KeyDescription): Promise<KeyRecord> {
    const request = { opcode: 'CN_GENERATE_KEY', right: 'GenerateKey' } as const;
    return await this.#sessions.run(connection, request, async (caller) => {
      const key = await this.#keys.generate(caller, lengthBytes, description);
      if (description.session) this.#assertOpen(connection, caller);
      return key;
    });
  }

  async generatePair(connection: Connection, shape: RsaShape, description: PairDescription): Promise<KeyPairRecords> {
    const request = { opcode: 'CN_GENERATE_KEY_PAIR', right: 'GenerateKeyPair' } as const;
    return await this.#sessions.run(connection, request, async (caller) => {
      const pair = await this.#keys.generatePair(caller, shape, description);
      if (description.session) this.#assertOpen(connection, caller);
      return pair;
    });
  }

  /** Makes a key object of a wrapped key. Throws INVALID_CIPHERTEXT, INVALID_ARGUMENT, POLICY_VIOLATION for a weak key. */
  async unwrap(connection: Connection, source: WrappedKey, description: KeyDescription): Promise<KeyRecord> {
    const request = { opcode: 'CN_UNWRAP_KEY', right: 'UnwrapKey' } as const;
    return await this.#sessions.run(connection, request, async (caller) => {
      const { kind, wrappingHandle, wrapped, mechanism } = source;
      const bytes = this.#cryptography.unwrap(connection, wrappingHandle, wrapped, mechanism);
      const unwrapped = kind === 'private' ? RsaKey.importPrivate(bytes) : new AesKey(bytes);
      const key = await this.#keys.import(caller, unwrapped, description);
      if (description.session) this.#assertOpen(connection, caller);
      return key;
    });
  }

  /** Throws KEY_ACCESS_DENIED for the key of another user, POLICY_VIOLATION for one that may not leave this way. */
  wrap(connection: Connection, { wrappingHandle, handle, mechanism }: KeyToWrap): Promise<Buffer> {
    return this.#produce(connection, { opcode: 'CN_WRAP_KEY', keyHandle: handle }, () =>
      this.#cryptography.wrapKey(connection, wrappingHandle, handle, mechanism),
    );
  }

  /** Wraps bytes of the caller, or unwraps them. */
  transport(
    connection: Connection,
    direction: 'wrap' | 'unwrap',
    { handle, bytes, mechanism }: BytesToWrap,
  ): Promise<Buffer> {
    return this.#produce(connection, { opcode: 'CN_NIST_AES_WRAP', keyHandle: handle }, () =>
      this.#cryptography[direction](connection, handle, bytes, mechanism),
    );
  }

  /** A crypto user finds the key objects that it may use; others find everybody's, without attributes. */
  find(connection: Connection, conditions: KeyConditions): VisibleKeys {
    const user = this.#sessions.authorize(connection, 'FindKeys');
    if (user.type === 'CU') return { keys: this.#keys.findUsable(user, conditions), attributes: true };
    if (conditions.label !== undefined || conditions.id !== undefined)
      throw new HsmError('NOT_PERMITTED', 'attributes of key objects are for their users');
    return { keys: this.#keys.findAll(conditions), attributes: false };
  }

  get(connection: Connection, handle: number): KeyRecord {
    const { id } = this.#sessions.authorize(connection, 'GetKey');
    return this.#keys.getUsable({ handle }, id);
  }

  async remove(connection: Connection, key: KeyName): Promise<void> {
    const request = { opcode: 'CN_DESTROY_OBJECT', right: 'DeleteKey', keyHandle: key.handle } as const;
    await this.#sessions.run(connection, request, ({ user, command }) => this.#keys.remove(key, user.id, command));
  }

  async retireId(connection: Connection, id: Buffer, keptHandle: number): Promise<void> {
    const request = { opcode: 'CN_TOMBSTONE_OBJECT', right: 'RetireKeyId', keyHandle: keptHandle } as const;
    await this.#sessions.run(connection, request, ({ user, command }) =>
      this.#keys.retireId(user, id, keptHandle, command),
    );
  }

  /** Throws NOT_PERMITTED where an officer changes more than it may, or a crypto user what only an officer may. */
  async change(connection: Connection, handle: number, changes: KeyChanges): Promise<VisibleKey> {
    const request = { opcode: 'CN_MODIFY_OBJECT', right: 'SetKeyAttributes', keyHandle: handle } as const;
    return await this.#sessions.run(connection, request, async ({ user, command }) => {
      const { trusted, ...ofOwner } = changes;
      if (user.type === 'CU') {
        if (trusted !== undefined) throw new HsmError('NOT_PERMITTED', 'an officer says which keys are trusted');
        const change = () => this.#keys.change(handle, user, ofOwner, command);
        return { key: await this.#managed(handle, user, change), attributes: true };
      }
      const { usage, ...others } = ofOwner;
      if (
        trusted === undefined ||
        [...Object.values(others), ...Object.values(usage)].some((value) => value !== undefined)
      )
        throw new HsmError('NOT_PERMITTED', 'an officer says which keys are trusted, and nothing else');
      return { key: await this.#keys.setTrusted(handle, trusted, command), attributes: false };
    });
  }

  /** With a crypto user of this HSM, or no longer. */
  async share(connection: Connection, handle: number, share: { userName: string; shared: boolean }): Promise<void> {
    const right = share.shared ? 'ShareKey' : 'UnshareKey';
    const request = { opcode: 'CN_SHARE_OBJECT', right, keyHandle: handle } as const;
    await this.#sessions.run(connection, request, ({ user, command }) =>
      this.#managed(handle, user, () => this.#keys.share(handle, user.id, share, command)),
    );
  }

  /** Officers move key objects between HSMs without being able to use them. */
  exportMasked(connection: Connection, handle: number): Promise<Buffer> {
    const request = { opcode: 'CN_EXTRACT_MASKED_OBJECT_USER', right: 'ExportMaskedKey', keyHandle: handle } as const;
    return this.#produce(connection, request, (user) => {
      const key = user.type === 'CU' ? this.#keys.getOwn({ handle }, user.id) : this.#keys.get(handle);
      if (this.#keys.isOfSession(handle)) throw new HsmError('INVALID_ARGUMENT', 'a key of a session stays on its HSM');
      return this.#replication.exportKey(key);
    });
  }

  /** Returns the handle. */
  async importMasked(connection: Connection, masked: Buffer, asNew: boolean): Promise<number> {
    const request = { opcode: 'CN_INSERT_MASKED_OBJECT_USER', right: 'ImportMaskedKey' } as const;
    return await this.#sessions.run(connection, request, async ({ user, command }) => {
      const mayOwn = (ownerId: number) => user.type !== 'CU' || user.id === ownerId;
      return await (asNew
        ? this.#replication.insertKey(masked, mayOwn, command)
        : this.#replication.importKey(masked, mayOwn, command));
    });
  }

  /** What an owner does to its key object, where needed with the approval of its users. Throws what getOwn throws, QUORUM_REQUIRED. */
  async #managed<T>(handle: number, owner: User, work: () => Promise<T>): Promise<T> {
    return await this.#quorum.approvedForKey('KEY_MANAGEMENT', this.#keys.getOwn({ handle }, owner.id), owner, work);
  }

  /** A command that changes nothing: what it produces is handed out when the audit log has it. */
  #produce(connection: Connection, request: Request, produce: (user: User) => Buffer): Promise<Buffer> {
    return this.#sessions.run(connection, request, async ({ user, command }) => {
      const produced = produce(user);
      await this.#partition.record(command);
      return produced;
    });
  }

  /** A session that ended while its key object was made takes it along. Throws NOT_LOGGED_IN. */
  #assertOpen(connection: Connection, { session }: Caller): void {
    if (this.#sessions.isOpen(connection, session)) return;
    this.#keys.endSession(session);
    throw new HsmError('NOT_LOGGED_IN');
  }
}
