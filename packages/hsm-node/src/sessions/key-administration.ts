import { HsmError } from '@keystorm/protocol';
import type { Connection } from '@keystorm/runtime';
import type { KeyConditions, KeyDescription, Keys } from '../objects/keys.ts';
import type { KeyRecord } from '../objects/records.ts';
import type { Replication } from '../objects/replication.ts';
import type { Sessions } from './sessions.ts';

/** Key objects that a session may see, and whether it may see more than their handles. */
export interface VisibleKeys {
  readonly keys: readonly KeyRecord[];
  readonly attributes: boolean;
}

/** What sessions may do to key objects. Source: AWS CloudHSM User Guide, "HSM user permissions table". */
export class KeyAdministration {
  readonly #keys: Keys;
  readonly #replication: Replication;
  readonly #sessions: Sessions;

  constructor(keys: Keys, replication: Replication, sessions: Sessions) {
    this.#keys = keys;
    this.#replication = replication;
    this.#sessions = sessions;
  }

  async generate(connection: Connection, description: KeyDescription): Promise<KeyRecord> {
    const { id } = this.#sessions.authorize(connection, 'GenerateKey');
    return await this.#keys.generate(id, description);
  }

  /** A crypto user finds its own key objects; others find the handles of everybody's. */
  find(connection: Connection, conditions: KeyConditions): VisibleKeys {
    const user = this.#sessions.authorize(connection, 'FindKeys');
    const { label, id, ownerId } = conditions;
    if (user.type !== 'CU') {
      if (label !== undefined || id !== undefined)
        throw new HsmError('NOT_PERMITTED', 'attributes of key objects are for their owners');
      return { keys: this.#keys.find(conditions), attributes: false };
    }
    if (ownerId !== undefined && ownerId !== user.id) return { keys: [], attributes: true };
    return { keys: this.#keys.find({ label, id, ownerId: user.id }), attributes: true };
  }

  get(connection: Connection, handle: number): KeyRecord {
    const { id } = this.#sessions.authorize(connection, 'GetKey');
    return this.#keys.getOwn(handle, id);
  }

  async remove(connection: Connection, handle: number): Promise<void> {
    const { id } = this.#sessions.authorize(connection, 'DeleteKey');
    await this.#keys.remove(handle, id);
  }

  /** Officers move key objects between HSMs without being able to use them. */
  exportMasked(connection: Connection, handle: number): Buffer {
    const user = this.#sessions.authorize(connection, 'ExportMaskedKey');
    return this.#replication.exportKey(
      user.type === 'CU' ? this.#keys.getOwn(handle, user.id) : this.#keys.get(handle),
    );
  }

  /** Returns the handle. */
  async importMasked(connection: Connection, masked: Buffer): Promise<number> {
    const user = this.#sessions.authorize(connection, 'ImportMaskedKey');
    return await this.#replication.importKey(masked, (ownerId) => user.type !== 'CU' || user.id === ownerId);
  }
}
