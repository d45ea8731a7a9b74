import { Mutex, type Store } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import type { EventLog, EventOf } from '../trail/index.ts';
import { KEY_STORES, type StoreRecord } from './store-record.ts';

/**
 * All custom key stores, in memory and on disk. Memory follows the disk: a change is seen when it is durable. Changes
 * follow one another, so each one judges the record that it replaces.
 */
export class StoreRecords {
  readonly #log: EventLog;
  readonly #byId: Map<string, StoreRecord>;
  readonly #turn = new Mutex();

  constructor(log: EventLog, records: readonly StoreRecord[]) {
    this.#log = log;
    this.#byId = new Map(records.map((record) => [record.id, record]));
  }

  static async load(store: Store, log: EventLog): Promise<StoreRecords> {
    return new StoreRecords(
      log,
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

  /** Adds what `make` returns, or nothing when it throws. Only what is done at somebody's request has an event. */
  add(make: () => StoreRecord, event?: EventOf<StoreRecord>): Promise<StoreRecord> {
    return this.#turn.run(() => this.#write(make(), event));
  }

  /** Tells of a request whose outcome is a record that stays as it is. */
  tell(record: StoreRecord, event: EventOf<StoreRecord>): void {
    this.#log.append(event(record));
  }

  /** Replaces a record by what `edit` makes of it; when it returns undefined, or throws, the record stays. */
  change(
    region: string,
    id: string,
    edit: (current: StoreRecord) => StoreRecord | undefined,
    event?: EventOf<StoreRecord>,
  ): Promise<StoreRecord> {
    return this.#turn.run(async () => {
      const current = this.get(region, id);
      const edited = edit(current);
      return edited === undefined ? current : await this.#write(edited, event);
    });
  }

  /** Removes a record, unless `check` throws. */
  remove(
    region: string,
    id: string,
    check: (current: StoreRecord) => void,
    event: EventOf<StoreRecord>,
  ): Promise<void> {
    return this.#turn.run(async () => {
      const record = this.get(region, id);
      check(record);
      await this.#log.commit((tx) => tx.delete(KEY_STORES, id), event(record));
      this.#byId.delete(id);
    });
  }

  async #write(record: StoreRecord, event?: EventOf<StoreRecord>): Promise<StoreRecord> {
    const events = event === undefined ? [] : [event(record)];
    await this.#log.commit((tx) => tx.put(KEY_STORES, record.id, record), ...events);
    this.#byId.set(record.id, record);
    return record;
  }
}

export function notFound(idOrName: string): never {
  throw new KmsError('CustomKeyStoreNotFoundException', `The custom key store '${idOrName}' does not exist.`);
}
