import { KeyLastUsageTrackingOperation as TRACKED, type OperationName } from '@keystorm/aws-api/kms';
import { type Store, table, type Transaction } from '@keystorm/runtime';

type TrackedOperation = (typeof TRACKED)[number];

/** The last time that a key was used. */
export interface KeyUsage {
  readonly operation: TrackedOperation;
  readonly atMs: number;
  /** Of the record in CloudTrail. */
  readonly eventId: string;
  readonly requestId: string;
}

/** Keys are ARNs of KMS keys. */
const USAGES = table<KeyUsage>('kmsKeyUsages');

/**
 * When each key was last used, in memory and, with the events that tell of it, on disk: a crash loses the uses of the
 * last moment along with their events. Source: AWS KMS API Reference, "GetKeyLastUsage".
 */
export class KeyUsages {
  readonly #store: Store;
  /** Uses since the last write; undefined for a key that is gone. */
  #unwritten = new Map<string, KeyUsage | undefined>();

  constructor(store: Store) {
    this.#store = store;
  }

  note(keyArn: string, usage: KeyUsage): void {
    this.#unwritten.set(keyArn, usage);
  }

  forget(keyArn: string): void {
    this.#unwritten.set(keyArn, undefined);
  }

  async find(keyArn: string): Promise<KeyUsage | undefined> {
    return this.#unwritten.has(keyArn) ? this.#unwritten.get(keyArn) : this.#store.get(USAGES, keyArn);
  }

  /** Writes along with something else. What a failure of the disk loses, the next use of the key makes good. */
  write(tx: Transaction): void {
    for (const [keyArn, usage] of this.#unwritten) {
      if (usage === undefined) tx.delete(USAGES, keyArn);
      else tx.put(USAGES, keyArn, usage);
    }
    this.#unwritten = new Map();
  }
}

export function isTracked(operation: OperationName): operation is TrackedOperation {
  return (TRACKED as readonly string[]).includes(operation);
}
