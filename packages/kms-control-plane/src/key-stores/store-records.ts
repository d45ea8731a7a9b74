import { Mutex, type Store } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import { KEY_STORES, type StoreRecord } from './store-record.ts';

/**
 * All custom key stores, in memory and on disk. Memory follows the disk: a change is seen when it is durable. Changes
 * follow one another, so each one judges the record that it replaces.
 */
export class StoreRecords {
  readonly #store: Store;
  readonly #byId: Map<string, StoreRecord>;
  readonly #turn = new Mutex();

  constructor(store: Store, records: readonly StoreRecord[]) {
    this.#store = store;
    this.#byId = new Map(records.map((record) => [record.id, record]));
  }

  static async load(store: Store): Promise<StoreRecords> {
    return new StoreRecords(
      store,
      (await store.list(KEY_STORES)).map(([, record]) => record),
    );
  }

  all(): readonly StoreRecord[] {
    return [...this.#byId.values()];
  }

  /** Sorted by id. */
  inRegion(region: string): readonly StoreRecord[] {
    return this.all()
      .filter((record) => record.region === region)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  find(region: string, id: string): StoreRecord | undefined {
    const record = this.#byId.get(id);
    return record?.region === region ? record : undefined;
  }

  /** Throws CustomKeyStoreNotFoundException. */
  get(region: string, id: string): StoreRecord {
    return this.find(region, id) ?? notFound(id);
  }

  /** Adds what `make` returns, or nothing when it throws. */
  add(make: () => StoreRecord): Promise<StoreRecord> {
    return this.#turn.run(() => this.#write(make()));
  }

  /** Replaces a record by what `edit` makes of it; when it returns undefined, or throws, the record stays. */
  change(region: string, id: string, edit: (current: StoreRecord) => StoreRecord | undefined): Promise<StoreRecord> {
    return this.#turn.run(async () => {
      const current = this.get(region, id);
      const edited = edit(current);
      return edited === undefined ? current : await this.#write(edited);
    });
  }

  /** Removes a record, unless `check` throws. */
  remove(region: string, id: string, check: (current: StoreRecord) => void): Promise<void> {
    return this.#turn.run(async () => {
      check(this.get(region, id));
      await this.#store.transaction((tx) => tx.delete(KEY_STORES, id));
      this.#byId.delete(id);
    });
  }

  async #write(record: StoreRecord): Promise<StoreRecord> {
    await this.#store.transaction((tx) => tx.put(KEY_STORES, record.id, record));
    this.#byId.set(record.id, record);
    return record;
  }
}

export function notFound(idOrName: string): never {
  throw new KmsError('CustomKeyStoreNotFoundException', `The custom key store '${idOrName}' does not exist.`);
}
