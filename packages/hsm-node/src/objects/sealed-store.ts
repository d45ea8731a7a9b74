import { type Range, table, type Runtime, type Store, type Table, type Transaction } from '@keystorm/runtime';
import { mintSealingKey, RecordSeal } from '../crypto/record-seal.ts';

const STORE_NAME = 'hsm';
const STORE_VERSION = 1;
/** Seals what the appliance knows of itself. Made once. */
const APPLIANCE_KEY_FILE = 'appliance.key';
/** Seals what the HSM holds. Renewed when the HSM is zeroized, so that nothing old opens again. */
const ROOT_KEY_FILE = 'root.key';

/** The collections; the value names the key that seals them. */
const COLLECTIONS = { appliance: 'appliance', hsm: 'root', users: 'root', objects: 'root', audit: 'root' } as const;

export type Collection = keyof typeof COLLECTIONS;
/** Every record of one collection. */
export type Records<T = unknown> = ReadonlyMap<string, T>;
/** One record to write; without a value it is deleted. */
export interface Write {
  readonly collection: Collection;
  readonly key: string;
  readonly value: unknown;
}

/** The appliance refuses to start: what it has stored was changed, lost or belongs to another appliance. */
export class DamagedStoreError extends Error {
  override name = 'DamagedStoreError';

  constructor(what: string, options?: ErrorOptions) {
    super(
      `The store of this appliance is damaged: ${what}. Nothing was changed. Put the data directory back as it was, or replace the HSM.`,
      options,
    );
  }
}

/** What an appliance stores: records sealed under keys that lie in two files beside them. */
export class SealedStore {
  readonly #runtime: Runtime;
  readonly #store: Store;
  readonly #seals: { readonly appliance: RecordSeal; root: RecordSeal };

  private constructor(runtime: Runtime, store: Store, seals: { appliance: RecordSeal; root: RecordSeal }) {
    this.#runtime = runtime;
    this.#store = store;
    this.#seals = seals;
  }

  /** Throws DamagedStoreError, and NewerDataError. */
  static async open(runtime: Runtime): Promise<SealedStore> {
    const store = await runtime.storage.open(STORE_NAME, STORE_VERSION);
    const appliance = new RecordSeal(await keyFile(runtime, store, APPLIANCE_KEY_FILE, ['appliance']), runtime.random);
    const root = new RecordSeal(
      await keyFile(runtime, store, ROOT_KEY_FILE, ['hsm', 'users', 'objects', 'audit']),
      runtime.random,
    );
    return new SealedStore(runtime, store, { appliance, root });
  }

  /** Opens every record of a collection. Throws DamagedStoreError, naming the first that does not open. */
  async load<T>(collection: Collection): Promise<Records<T>> {
    const rows = await this.#store.list(tableOf(collection));
    return new Map(rows.map(([key, sealed]) => [key, this.#open<T>(collection, key, sealed)] as const));
  }

  /** Opens one record, if it is there. Throws DamagedStoreError. */
  async find<T>(collection: Collection, key: string): Promise<T | undefined> {
    const sealed = await this.#store.get(tableOf(collection), key);
    return sealed === undefined ? undefined : this.#open<T>(collection, key, sealed);
  }

  /** Opens the records of a range, in the order of their keys. Throws DamagedStoreError. */
  async range<T>(collection: Collection, range: Range): Promise<readonly T[]> {
    const rows = await this.#store.list(tableOf(collection), range);
    return rows.map(([key, sealed]) => this.#open<T>(collection, key, sealed));
  }

  /** All or nothing, on disk when it resolves. */
  async write(writes: readonly Write[]): Promise<void> {
    const sealed = writes.map(({ collection, key, value }) => ({
      table: tableOf(collection),
      key,
      value: value === undefined ? undefined : this.#seals[COLLECTIONS[collection]].seal(`${collection}/${key}`, value),
    }));
    await this.#store.transaction((tx: Transaction) => {
      for (const { table, key, value } of sealed) {
        if (value === undefined) tx.delete(table, key);
        else tx.put(table, key, value);
      }
    });
  }

  /** Replaces the root key. What was sealed under the old one is lost. */
  async renewRootKey(): Promise<void> {
    const key = mintSealingKey(this.#runtime.random);
    await this.#runtime.storage.writeFile(ROOT_KEY_FILE, key);
    this.#seals.root = new RecordSeal(key, this.#runtime.random);
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  #open<T>(collection: Collection, key: string, sealed: Buffer): T {
    try {
      return this.#seals[COLLECTIONS[collection]].open<T>(`${collection}/${key}`, sealed);
    } catch (cause) {
      throw new DamagedStoreError(`record '${collection}/${key}' does not open`, { cause });
    }
  }
}

function tableOf(collection: Collection): Table<Buffer> {
  return table<Buffer>(collection);
}

/** The content of a key file, which is made at the first start. */
async function keyFile(
  runtime: Runtime,
  store: Store,
  name: string,
  sealedCollections: readonly Collection[],
): Promise<Buffer> {
  const found = await runtime.storage.readFile(name);
  if (found !== undefined) return found;
  for (const collection of sealedCollections) {
    const records = await store.list(tableOf(collection), { limit: 1 });
    if (records.length > 0) throw new DamagedStoreError(`the key file '${name}' is missing`);
  }
  const minted = mintSealingKey(runtime.random);
  await runtime.storage.writeFile(name, minted);
  return minted;
}
