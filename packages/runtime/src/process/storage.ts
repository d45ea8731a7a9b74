import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type RecordDisk, RecordStore, type Write } from '../records.ts';
import type { Range, Storage, Store } from '../runtime.ts';
import type { DiskFaults } from './faults/disk-faults.ts';
import { NewerDataError } from '../storage-errors.ts';

/** Files and SQLite databases in one directory. */
export class ProcessStorage implements Storage {
  readonly #dir: string;
  readonly #faults: DiskFaults;

  constructor(dir: string, faults: DiskFaults) {
    this.#dir = dir;
    this.#faults = faults;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }

  async open(name: string, version: number): Promise<Store> {
    this.#faults.beforeOpen(name);
    const disk = new SqliteDisk(join(this.#dir, `${name}.sqlite`), name, version, this.#faults);
    return await Promise.resolve(new RecordStore(disk));
  }

  async readFile(name: string): Promise<Buffer | undefined> {
    const path = this.#path(name);
    return await Promise.resolve(existsSync(path) ? readFileSync(path) : undefined);
  }

  async writeFile(name: string, content: Uint8Array): Promise<void> {
    const { fault } = this.#faults;
    const failure = fault && (await this.#faults.duringWrite(fault));
    const path = this.#path(name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const next = `${path}.next`;
    const file = openSync(next, 'w', 0o600);
    try {
      for (let written = 0; written < content.length; ) written += writeSync(file, content, written);
      if (failure) throw failure;
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
    syncDirectory(dirname(path));
  }

  async removeFile(name: string): Promise<void> {
    rmSync(this.#path(name), { force: true });
    syncDirectory(dirname(this.#path(name)));
    await Promise.resolve();
  }

  async listFiles(prefix: string): Promise<readonly string[]> {
    const names = readdirSync(this.#dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.next'))
      .map((entry) => relative(this.#dir, join(entry.parentPath, entry.name)).split(sep).join('/'));
    return await Promise.resolve(names.filter((name) => name.startsWith(prefix)).sort());
  }

  #path(name: string): string {
    return join(this.#dir, ...name.split('/'));
  }
}

function syncDirectory(path: string): void {
  if (!existsSync(path)) return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

class SqliteDisk implements RecordDisk {
  readonly #db: DatabaseSync;
  readonly #faults: DiskFaults;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;

  constructor(path: string, name: string, version: number, faults: DiskFaults) {
    this.#faults = faults;
    this.#db = new DatabaseSync(path);
    // EXCLUSIVE: a second process on the same data fails at once instead of mixing in.
    this.#db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    const found = this.#db.prepare('PRAGMA user_version').get()?.user_version;
    if (typeof found === 'number' && found > version) {
      this.#db.close();
      throw new NewerDataError(name, found, version);
    }
    this.#db.exec(
      `CREATE TABLE IF NOT EXISTS records (
         collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (collection, key)
       ) WITHOUT ROWID;
       PRAGMA user_version = ${version};`,
    );
    this.#get = this.#db.prepare('SELECT value FROM records WHERE collection = ? AND key = ?');
    this.#put = this.#db.prepare('INSERT OR REPLACE INTO records (collection, key, value) VALUES (?, ?, ?)');
    this.#delete = this.#db.prepare('DELETE FROM records WHERE collection = ? AND key = ?');
  }

  read(table: string, key: string): string | undefined {
    return this.#get.get(table, key)?.value as string | undefined;
  }

  scan(table: string, range: Range): readonly (readonly [string, string])[] {
    const conditions = ['collection = ?'];
    const values: (string | number)[] = [table];
    if (range.from !== undefined) {
      conditions.push('key >= ?');
      values.push(range.from);
    }
    if (range.to !== undefined) {
      conditions.push('key < ?');
      values.push(range.to);
    }
    const rows = this.#db
      .prepare(
        `SELECT key, value FROM records WHERE ${conditions.join(' AND ')} ORDER BY key ${range.reverse ? 'DESC' : 'ASC'} LIMIT ?`,
      )
      .all(...values, range.limit ?? -1);
    return rows.map((row) => [row.key as string, row.value as string] as const);
  }

  commit(writes: readonly Write[]): void | Promise<void> {
    const { fault } = this.#faults;
    if (fault === undefined) return this.#commit(writes);
    return this.#faults.duringWrite(fault).then((failure) => this.#commit(writes, failure));
  }

  /** `failure` befalls the moment at which the writes are to become durable. */
  #commit(writes: readonly Write[], failure?: Error): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const { table, key, value } of writes) {
        if (value === undefined) this.#delete.run(table, key);
        else this.#put.run(table, key, value);
      }
      if (failure) throw failure;
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}
