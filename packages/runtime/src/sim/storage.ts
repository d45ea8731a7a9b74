import { inRange, type RecordDisk, RecordStore, type Write } from '../records.ts';
import type { Range, Storage, Store } from '../runtime.ts';
import { NewerDataError } from '../storage-errors.ts';
import type { Life } from './machine.ts';
import type { SeededRandom } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** A commit takes up to this long on the simulated disk. */
const COMMIT_MS_MAX = 2;

/** A disk that keeps what was synced. A commit that a crash cuts off is on it wholly or not at all. */
export class SimulatedStorage implements Storage {
  readonly #scheduler: Scheduler;
  readonly #random: SeededRandom;
  readonly #life: Life;

  constructor(scheduler: Scheduler, life: Life, random: SeededRandom) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#life = life;
  }

  async open(name: string, version: number): Promise<Store> {
    const { stores } = this.#life.machine.disk;
    let store = stores.get(name);
    if (store !== undefined && store.version > version) throw new NewerDataError(name, store.version, version);
    if (store === undefined) stores.set(name, (store = { version, records: new Map() }));
    store.version = version;
    const { records } = store;
    const disk: RecordDisk = {
      read: (table, key) => records.get(table)?.get(key),
      scan: (table, range) => scan(records.get(table), range),
      commit: (writes) => this.#sync(() => apply(records, writes)),
      close: () => undefined,
    };
    return await Promise.resolve(new RecordStore(disk));
  }

  async readFile(name: string): Promise<Buffer | undefined> {
    const content = this.#life.machine.disk.files.get(name);
    return await Promise.resolve(content === undefined ? undefined : Buffer.from(content));
  }

  async writeFile(name: string, content: Uint8Array): Promise<void> {
    const copy = Buffer.from(content);
    await this.#sync(() => this.#life.machine.disk.files.set(name, copy));
  }

  async removeFile(name: string): Promise<void> {
    await this.#sync(() => this.#life.machine.disk.files.delete(name));
  }

  async listFiles(prefix: string): Promise<readonly string[]> {
    return await Promise.resolve(
      [...this.#life.machine.disk.files.keys()].filter((name) => name.startsWith(prefix)).sort(),
    );
  }

  /**
   * Lets the write reach the disk some time before the caller hears of it: a crash in between leaves a write that
   * nobody was told about, a crash before leaves none. A disk that fails keeps nothing of it, and the caller hears so.
   */
  #sync(write: () => void): Promise<void> {
    const doneMs = this.#scheduler.nowMs + this.#random.fraction() * COMMIT_MS_MAX;
    const writtenMs = this.#scheduler.nowMs + this.#random.fraction() * (doneMs - this.#scheduler.nowMs);
    return new Promise((resolve, reject) => {
      let failure: Error | undefined;
      this.#scheduler.at(writtenMs, this.#life, () => {
        const { doom, diskFails } = this.#life.machine;
        const isLast = doom !== undefined && --doom.writesLeft === 0;
        if (isLast && doom.moment === 'before') return doom.strike();
        if (diskFails) failure = new Error('EIO: i/o error, write');
        else write();
        if (isLast) doom.strike();
      });
      this.#scheduler.at(doneMs, this.#life, () => (failure === undefined ? resolve() : reject(failure)));
    });
  }
}

function apply(records: Map<string, Map<string, string>>, writes: readonly Write[]): void {
  for (const { table, key, value } of writes) {
    let entries = records.get(table);
    if (entries === undefined) records.set(table, (entries = new Map<string, string>()));
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
}

function scan(entries: ReadonlyMap<string, string> | undefined, range: Range): readonly (readonly [string, string])[] {
  const rows = [...(entries ?? [])].filter(([key]) => inRange(key, range)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (range.reverse) rows.reverse();
  return rows.slice(0, range.limit);
}
