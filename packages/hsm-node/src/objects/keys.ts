import { HsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { AesKey, isAesKeyLength } from '../crypto/aes-key.ts';
import type { Partition } from './partition.ts';
import type { KeyRecord, NextNumbers, Tombstone } from './records.ts';

/** Source: AWS CloudHSM User Guide, "Key attributes": labels of at most 127 characters. */
const LABEL_BYTES_MAX = 127;
const ID_BYTES_MAX = 127;
/** A handle is the slot of the HSM that generated the key, then a counter. */
const COUNTER_BITS = 18;
export const SLOT_MAX = 8_191;

export interface KeyDescription {
  readonly label: string;
  readonly id: Buffer;
  readonly lengthBytes: number;
  readonly extractable: boolean;
}

/** Conditions that all must hold. */
export interface KeyConditions {
  readonly label: string | undefined;
  readonly id: Buffer | undefined;
  readonly ownerId: number | undefined;
}

/** `next`, moved beyond a handle that is in use. */
export function beyond(next: NextNumbers, slot: number, handle: number): NextNumbers {
  const counter = handle & ((1 << COUNTER_BITS) - 1);
  return handle >>> COUNTER_BITS === slot && counter >= next.keyCounter ? { ...next, keyCounter: counter + 1 } : next;
}

/** The key objects of this HSM. */
export class Keys {
  readonly #runtime: Runtime;
  readonly #partition: Partition;

  constructor(runtime: Runtime, partition: Partition) {
    this.#runtime = runtime;
    this.#partition = partition;
  }

  /** Throws KEY_NOT_FOUND also for the key of another user, which must not be seen. */
  getOwn(handle: number, ownerId: number): KeyRecord {
    const key = this.#partition.keys.get(handle);
    if (key === undefined || key.ownerId !== ownerId) throw new HsmError('KEY_NOT_FOUND');
    return key;
  }

  /** Throws KEY_NOT_FOUND. */
  get(handle: number): KeyRecord {
    const key = this.#partition.keys.get(handle);
    if (key === undefined) throw new HsmError('KEY_NOT_FOUND');
    return key;
  }

  /** In the order of their handles. */
  find({ label, id, ownerId }: KeyConditions): readonly KeyRecord[] {
    const found: KeyRecord[] = [];
    for (const key of this.#partition.keys.values()) {
      if (ownerId !== undefined && key.ownerId !== ownerId) continue;
      if (label !== undefined && key.label !== label) continue;
      if (id !== undefined && !key.id.equals(id)) continue;
      found.push(key);
    }
    return found.sort((a, b) => a.handle - b.handle);
  }

  /** Generates a key object; it is on disk when this resolves. Throws INVALID_ARGUMENT, NO_SPACE. */
  async generate(ownerId: number, description: KeyDescription): Promise<KeyRecord> {
    const { label, id, lengthBytes, extractable } = description;
    if (!isAesKeyLength(lengthBytes)) throw new HsmError('INVALID_ARGUMENT', 'an AES key has 16, 24 or 32 bytes');
    if (Buffer.byteLength(label) > LABEL_BYTES_MAX)
      throw new HsmError('INVALID_ARGUMENT', 'a label has at most 127 bytes');
    if (id.length > ID_BYTES_MAX) throw new HsmError('INVALID_ARGUMENT', 'an id has at most 127 bytes');
    const key = AesKey.generate(lengthBytes, this.#runtime.random);
    const partition = this.#partition;
    return await partition.update(() => {
      const { keysMax, slot } = partition.getClaim();
      if (!partition.users.has(ownerId)) throw new HsmError('NOT_LOGGED_IN');
      if (partition.keys.size >= keysMax) throw new HsmError('NO_SPACE', 'no more key objects fit');
      const { keyCounter } = partition.next;
      if (keyCounter >= 1 << COUNTER_BITS) throw new HsmError('NO_SPACE', 'this HSM has given all its handles');
      const handle = (slot << COUNTER_BITS) | keyCounter;
      const record: KeyRecord = {
        handle,
        ownerId,
        version: 1,
        label,
        id: Buffer.from(id),
        extractable,
        checkValue: key.checkValue(),
        key,
      };
      return {
        changes: { objects: [record], next: { ...partition.next, keyCounter: keyCounter + 1 } },
        result: record,
      };
    });
  }

  /** Deletes a key object and leaves a tombstone, on disk when this resolves. Throws KEY_NOT_FOUND. */
  async remove(handle: number, ownerId: number): Promise<void> {
    await this.#partition.update(() => {
      const { version } = this.getOwn(handle, ownerId);
      const tombstone: Tombstone = { handle, version: version + 1, deleted: true };
      return { changes: { objects: [tombstone] }, result: undefined };
    });
  }
}
