import { Mutex } from './mutex.ts';
import type { Range, Store, Table, Transaction } from './runtime.ts';

/** One change of a commit; without a value it deletes. */
export interface Write {
  readonly table: string;
  readonly key: string;
  readonly value: string | undefined;
}

/** What a store needs of a disk. Values are texts made by `encodeValue`. */
export interface RecordDisk {
  read(table: string, key: string): string | undefined;
  /** In the order of the keys, `range` applied. */
  scan(table: string, range: Range): readonly (readonly [key: string, value: string])[];
  /** Applies all writes or none; afterwards they are durable. */
  commit(writes: readonly Write[]): void | Promise<void>;
  close(): void;
}

const BYTES = '$bytes';

/** JSON in which Buffers survive. */
function encodeValue(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, encoded: unknown) {
    const raw = this[key];
    return raw instanceof Uint8Array ? { [BYTES]: Buffer.from(raw).toString('base64') } : encoded;
  });
}

function decodeValue<T>(text: string): T {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && BYTES in value && typeof value[BYTES] === 'string'
      ? Buffer.from(value[BYTES], 'base64')
      : value,
  ) as T;
}

/** The store on some disk: what both implementations of the seam have in common. */
export class RecordStore implements Store {
  readonly #disk: RecordDisk;
  readonly #turn = new Mutex();
  #ailment = '';

  constructor(disk: RecordDisk) {
    this.#disk = disk;
  }

  get ailment(): string {
    return this.#ailment;
  }

  transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T> {
    return this.#turn.run(async () => {
      const tx = new StagedTransaction(this.#disk);
      const result = await work(tx);
      const writes = tx.finish();
      if (writes.length > 0) await this.#commit(writes);
      return result;
    });
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    try {
      await this.#disk.commit(writes);
      this.#ailment = '';
    } catch (error) {
      this.#ailment = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }

  get<T>(table: Table<T>, key: string): Promise<T | undefined> {
    const text = this.#disk.read(table.name, key);
    return Promise.resolve(text === undefined ? undefined : decodeValue<T>(text));
  }

  list<T>(table: Table<T>, range: Range = {}): Promise<readonly (readonly [string, T])[]> {
    return Promise.resolve(decodeAll<T>(this.#disk.scan(table.name, range)));
  }

  close(): Promise<void> {
    return this.#turn.run(() => this.#disk.close());
  }
}

class StagedTransaction implements Transaction {
  readonly #disk: RecordDisk;
  readonly #staged = new Map<string, Map<string, string | undefined>>();
  #finished = false;

  constructor(disk: RecordDisk) {
    this.#disk = disk;
  }

  get<T>(table: Table<T>, key: string): Promise<T | undefined> {
    const staged = this.#staged.get(table.name);
    const text = staged?.has(key) ? staged.get(key) : this.#disk.read(table.name, key);
    return Promise.resolve(text === undefined ? undefined : decodeValue<T>(text));
  }

  list<T>(table: Table<T>, range: Range = {}): Promise<readonly (readonly [string, T])[]> {
    const staged = this.#staged.get(table.name);
    if (staged === undefined) return Promise.resolve(decodeAll<T>(this.#disk.scan(table.name, range)));
    const { limit, ...unlimited } = range;
    const merged = new Map(this.#disk.scan(table.name, unlimited));
    for (const [key, value] of staged) {
      if (!inRange(key, range)) continue;
      if (value === undefined) merged.delete(key);
      else merged.set(key, value);
    }
    const rows = [...merged].sort(([a], [b]) => (a < b ? -1 : 1));
    if (range.reverse) rows.reverse();
    return Promise.resolve(decodeAll<T>(rows.slice(0, limit)));
  }

  put<T>(table: Table<T>, key: string, value: T): void {
    this.#stage(table.name, key, encodeValue(value));
  }

  delete(table: Table<unknown>, key: string): void {
    this.#stage(table.name, key, undefined);
  }

  finish(): readonly Write[] {
    this.#finished = true;
    return [...this.#staged].flatMap(([table, entries]) => [...entries].map(([key, value]) => ({ table, key, value })));
  }

  #stage(tableName: string, key: string, value: string | undefined): void {
    if (this.#finished) throw new Error(`transaction is over; '${tableName}/${key}' cannot be written`);
    let entries = this.#staged.get(tableName);
    if (entries === undefined) this.#staged.set(tableName, (entries = new Map<string, string | undefined>()));
    entries.set(key, value);
  }
}

export function inRange(key: string, range: Range): boolean {
  return (range.from === undefined || key >= range.from) && (range.to === undefined || key < range.to);
}

function decodeAll<T>(rows: readonly (readonly [string, string])[]): readonly (readonly [string, T])[] {
  return rows.map(([key, text]) => [key, decodeValue<T>(text)] as const);
}
