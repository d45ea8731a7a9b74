import { Mutex, type Store } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import { ALIASES, type Alias, KEYS, type KmsKey, MATERIAL_TO_DELETE, type MaterialToDelete } from './kms-key.ts';

// Source: AWS KMS Developer Guide, "Quotas".
const KEYS_PER_REGION_MAX = 100_000;
export const ALIASES_PER_KEY_MAX = 50;

/**
 * The KMS keys and aliases of an account, each Region a world of its own. Everything is held in memory, and on disk
 * before a change is seen or acknowledged. Changes follow one another; reading never waits.
 */
export interface KeyRegistry {
  find(region: string, keyId: string): KmsKey | undefined;
  /** Whether a key of this ARN is on record. */
  hasArn(arn: string): boolean;
  findAlias(region: string, name: string): Alias | undefined;
  /** Sorted by key id. */
  keys(region: string): readonly KmsKey[];
  /** Sorted by name. */
  aliases(region: string): readonly Alias[];
  /** Regions that hold a key, sorted. */
  regions(): readonly string[];
  /** Keys of a custom key store, those pending deletion and those being created included. */
  keysOfStore(region: string, customKeyStoreId: string): number;

  /**
   * Lets `create` make a key and commit it. The key counts for `keysOfStore` from the beginning, so that its store
   * cannot be deleted while the key object is being created. LimitExceededException when the Region is full.
   */
  add(region: string, customKeyStoreId: string, create: (commit: CommitKey) => Promise<KmsKey>): Promise<KmsKey>;
  /** Replaces a key by what `change` makes of its current record; NotFoundException when it is gone. */
  change(region: string, keyId: string, change: (current: KmsKey) => KmsKey): Promise<KmsKey>;
  /** Adds or moves an alias; `make` sees the present one, and the target as it is then. LimitExceededException. */
  putAlias(
    region: string,
    name: string,
    targetKeyId: string,
    make: (present: Alias | undefined, target: KmsKey) => Alias,
  ): Promise<void>;
  /** False when there is no such alias. */
  removeAlias(region: string, name: string): Promise<boolean>;
  /** Removes a key, its aliases and its tags if `isDue` holds, leaving its key object in `materialToDelete`. */
  remove(region: string, keyId: string, isDue: (current: KmsKey) => boolean): Promise<void>;
  materialToDelete(): Promise<readonly MaterialToDelete[]>;
  /** The one attempt to delete the key object has been made. */
  forgetMaterial(deletion: MaterialToDelete): Promise<void>;
}

/** Writes a new key to disk; afterwards it exists for everybody. */
type CommitKey = (key: KmsKey) => Promise<KmsKey>;

/** Values of one Region by name, and in the order of their names. */
class SortedByName<T> {
  readonly #values = new Map<string, T>();
  #sorted: readonly T[] | undefined;

  get(name: string): T | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: T): void {
    this.#values.set(name, value);
    this.#sorted = undefined;
  }

  delete(name: string): void {
    this.#values.delete(name);
    this.#sorted = undefined;
  }

  get size(): number {
    return this.#values.size;
  }

  all(): readonly T[] {
    this.#sorted ??= [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return this.#sorted;
  }
}

class RegionKeys {
  readonly keys = new SortedByName<KmsKey>();
  readonly aliases = new SortedByName<Alias>();
  /** Custom key store ids of the keys whose key objects are being created, one each. */
  readonly inCreation: string[] = [];

  aliasesOf(keyId: string): readonly Alias[] {
    return this.aliases.all().filter((alias) => alias.targetKeyId === keyId);
  }
}

/** Reads everything from the control plane's store. */
export async function openKeyRegistry(store: Store): Promise<KeyRegistry> {
  const regions = new Map<string, RegionKeys>();
  // One change at a time, memory included: what a change sees in memory is what is on disk.
  const turn = new Mutex();

  const regionOf = (region: string): RegionKeys => {
    let keys = regions.get(region);
    if (keys === undefined) regions.set(region, (keys = new RegionKeys()));
    return keys;
  };
  const get = (region: string, keyId: string): KmsKey => {
    const key = regionOf(region).keys.get(keyId);
    if (key === undefined) throw new KmsError('NotFoundException', `Key '${keyId}' does not exist`);
    return key;
  };
  const commitKey = async (key: KmsKey): Promise<KmsKey> => {
    await store.transaction((tx) => tx.put(KEYS, nameOf(key), key));
    regionOf(key.region).keys.set(key.keyId, key);
    return key;
  };

  for (const [, key] of await store.list(KEYS)) regionOf(key.region).keys.set(key.keyId, key);
  for (const [, alias] of await store.list(ALIASES)) regionOf(alias.region).aliases.set(alias.name, alias);

  return {
    find: (region, keyId) => regions.get(region)?.keys.get(keyId),
    hasArn(arn) {
      const [, , , region = '', , resource = ''] = arn.split(':');
      return regions.get(region)?.keys.get(resource.slice('key/'.length))?.arn === arn;
    },
    findAlias: (region, name) => regions.get(region)?.aliases.get(name),
    keys: (region) => regions.get(region)?.keys.all() ?? [],
    aliases: (region) => regions.get(region)?.aliases.all() ?? [],
    regions: () => [...regions].flatMap(([name, { keys }]) => (keys.size > 0 ? [name] : [])).sort(),
    keysOfStore(region, customKeyStoreId) {
      const { keys, inCreation } = regionOf(region);
      const existing = keys.all().filter((key) => key.customKeyStoreId === customKeyStoreId);
      const expected = inCreation.filter((storeId) => storeId === customKeyStoreId);
      return existing.length + expected.length;
    },

    async add(region, customKeyStoreId, create) {
      const { keys, inCreation } = regionOf(region);
      if (keys.size + inCreation.length >= KEYS_PER_REGION_MAX) {
        throw new KmsError(
          'LimitExceededException',
          `The limit of ${KEYS_PER_REGION_MAX} KMS keys per Region has been reached.`,
        );
      }
      inCreation.push(customKeyStoreId);
      try {
        return await create((key) => turn.run(() => commitKey(key)));
      } finally {
        inCreation.splice(inCreation.indexOf(customKeyStoreId), 1);
      }
    },

    change: (region, keyId, change) => turn.run(() => commitKey(change(get(region, keyId)))),

    putAlias: (region, name, targetKeyId, make) =>
      turn.run(async () => {
        const keys = regionOf(region);
        const present = keys.aliases.get(name);
        const alias = make(present, get(region, targetKeyId));
        const isNewForTarget = present?.targetKeyId !== targetKeyId;
        if (isNewForTarget && keys.aliasesOf(targetKeyId).length >= ALIASES_PER_KEY_MAX) {
          throw new KmsError(
            'LimitExceededException',
            `The limit of ${ALIASES_PER_KEY_MAX} aliases per KMS key has been reached.`,
          );
        }
        await store.transaction((tx) => tx.put(ALIASES, nameOf(alias), alias));
        keys.aliases.set(name, alias);
      }),

    removeAlias: (region, name) =>
      turn.run(async () => {
        const { aliases } = regionOf(region);
        const alias = aliases.get(name);
        if (alias === undefined) return false;
        await store.transaction((tx) => tx.delete(ALIASES, nameOf(alias)));
        aliases.delete(name);
        return true;
      }),

    remove: (region, keyId, isDue) =>
      turn.run(async () => {
        const keys = regionOf(region);
        const key = keys.keys.get(keyId);
        if (key === undefined || !isDue(key)) return;
        const aliases = keys.aliasesOf(keyId);
        const { customKeyStoreId, material } = key;
        const deletion: MaterialToDelete = { region, keyId, customKeyStoreId, material };
        await store.transaction((tx) => {
          tx.delete(KEYS, nameOf(key));
          for (const alias of aliases) tx.delete(ALIASES, nameOf(alias));
          tx.put(MATERIAL_TO_DELETE, nameOf(key), deletion);
        });
        keys.keys.delete(keyId);
        for (const alias of aliases) keys.aliases.delete(alias.name);
      }),

    materialToDelete: async () => (await store.list(MATERIAL_TO_DELETE)).map(([, deletion]) => deletion),
    forgetMaterial: (deletion) => store.transaction((tx) => tx.delete(MATERIAL_TO_DELETE, nameOf(deletion))),
  };
}

function nameOf(record: KmsKey | MaterialToDelete | Alias): string {
  return `${record.region}/${'keyId' in record ? record.keyId : record.name}`;
}
