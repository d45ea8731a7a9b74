import { HsmError } from '@keystorm/protocol';
import type { Connection } from '@keystorm/runtime';
import { AesKey } from '../crypto/aes-key.ts';
import type { WrapMechanism } from '../crypto/key-wrap.ts';
import type { OwnerChanges } from '../objects/key-attributes.ts';
import type { Caller, KeyConditions, KeyDescription, Keys } from '../objects/keys.ts';
import type { KeyRecord } from '../objects/records.ts';
import type { Replication } from '../objects/replication.ts';
import type { Cryptography } from './cryptography.ts';
import type { Right } from './rights.ts';
import type { Sessions } from './sessions.ts';

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

/** A key from outside. */
export interface WrappedKey {
  readonly wrappingHandle: number;
  readonly wrapped: Buffer;
  readonly mechanism: WrapMechanism;
}

/** What to change; officers change whether a key is trusted, and owners the rest. */
export interface KeyChanges extends OwnerChanges {
  readonly trusted: boolean | undefined;
}

/** What sessions may do to key objects. Source: AWS CloudHSM User Guide, "HSM user permissions table". */
export class KeyAdministration {
  readonly #keys: Keys;
  readonly #replication: Replication;
  readonly #sessions: Sessions;
  readonly #cryptography: Cryptography;

  constructor(keys: Keys, replication: Replication, sessions: Sessions, cryptography: Cryptography) {
    this.#keys = keys;
    this.#replication = replication;
    this.#sessions = sessions;
    this.#cryptography = cryptography;
  }

  async generate(connection: Connection, lengthBytes: number, description: KeyDescription): Promise<KeyRecord> {
    const caller = this.#caller(connection, 'GenerateKey');
    const key = await this.#keys.generate(caller, lengthBytes, description);
    if (description.session) this.#assertOpen(connection, caller);
    return key;
  }

  /** Makes a key object of a wrapped key. Throws INVALID_CIPHERTEXT. */
  async unwrap(
    connection: Connection,
    { wrappingHandle, wrapped, mechanism }: WrappedKey,
    description: KeyDescription,
  ): Promise<KeyRecord> {
    const caller = this.#caller(connection, 'UnwrapKey');
    const unwrapped = new AesKey(this.#cryptography.unwrap(connection, wrappingHandle, wrapped, mechanism));
    const key = await this.#keys.import(caller, unwrapped, description);
    if (description.session) this.#assertOpen(connection, caller);
    return key;
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
    return this.#keys.getUsable(handle, id);
  }

  async remove(connection: Connection, handle: number): Promise<void> {
    const { id } = this.#sessions.authorize(connection, 'DeleteKey');
    await this.#keys.remove(handle, id);
  }

  /** Throws NOT_PERMITTED where an officer changes more than it may, or a crypto user what only an officer may. */
  async change(connection: Connection, handle: number, changes: KeyChanges): Promise<VisibleKey> {
    const user = this.#sessions.authorize(connection, 'SetKeyAttributes');
    const { trusted, ...ofOwner } = changes;
    if (user.type === 'CU') {
      if (trusted !== undefined) throw new HsmError('NOT_PERMITTED', 'an officer says which keys are trusted');
      return { key: await this.#keys.change(handle, user.id, ofOwner), attributes: true };
    }
    const { usage, ...others } = ofOwner;
    if (
      trusted === undefined ||
      [...Object.values(others), ...Object.values(usage)].some((value) => value !== undefined)
    )
      throw new HsmError('NOT_PERMITTED', 'an officer says which keys are trusted, and nothing else');
    return { key: await this.#keys.setTrusted(handle, trusted), attributes: false };
  }

  async share(connection: Connection, handle: number, userName: string): Promise<void> {
    const { id } = this.#sessions.authorize(connection, 'ShareKey');
    await this.#keys.share(handle, id, userName, true);
  }

  async unshare(connection: Connection, handle: number, userName: string): Promise<void> {
    const { id } = this.#sessions.authorize(connection, 'UnshareKey');
    await this.#keys.share(handle, id, userName, false);
  }

  /** Officers move key objects between HSMs without being able to use them. */
  exportMasked(connection: Connection, handle: number): Buffer {
    const user = this.#sessions.authorize(connection, 'ExportMaskedKey');
    const key = user.type === 'CU' ? this.#keys.getOwn(handle, user.id) : this.#keys.get(handle);
    if (this.#keys.isOfSession(handle)) throw new HsmError('INVALID_ARGUMENT', 'a key of a session stays on its HSM');
    return this.#replication.exportKey(key);
  }

  /** Returns the handle. */
  async importMasked(connection: Connection, masked: Buffer, asNew: boolean): Promise<number> {
    const user = this.#sessions.authorize(connection, 'ImportMaskedKey');
    const mayOwn = (ownerId: number) => user.type !== 'CU' || user.id === ownerId;
    return await (asNew ? this.#replication.insertKey(masked, mayOwn) : this.#replication.importKey(masked, mayOwn));
  }

  #caller(connection: Connection, right: Right): Caller {
    const user = this.#sessions.authorize(connection, right);
    return { user, session: this.#sessions.get(connection).handle };
  }

  /** A session that ended while its key object was made takes it along. Throws NOT_LOGGED_IN. */
  #assertOpen(connection: Connection, { session }: Caller): void {
    if (this.#sessions.isOpen(connection, session)) return;
    this.#keys.endSession(session);
    throw new HsmError('NOT_LOGGED_IN');
  }
}
