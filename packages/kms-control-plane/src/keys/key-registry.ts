import { Mutex, type Store } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import type { EventLog, EventOf, Notice, TrailEvent } from '../trail/index.ts';
import { GRANTS, type Grant, grantKey } from './grant.ts';
import { ALIASES, type Alias, KEYS, type KmsKey, MATERIAL_TO_DELETE, type MaterialToDelete } from './kms-key.ts';
import { RegionKeys } from './region-keys.ts';

// Source: AWS KMS Developer Guide, "Quotas".
const KEYS_PER_REGION_MAX = 100_000;
export const ALIASES_PER_KEY_MAX = 50;
export const GRANTS_PER_KEY_MAX = 50_000;

/**
 * The KMS keys, aliases and grants of an account, each Region a world of its own. Everything is held in memory, and on disk
 * before a change is seen or acknowledged, together with the event that tells of it. Changes follow one another; reading
 * never waits.
 */
export interface KeyRegistry {
  find(region: string, keyId: string): KmsKey | undefined;
  findByArn(arn: string): KmsKey | undefined;
  findAlias(region: string, name: string): Alias | undefined;
  /** Sorted by key id. */
  keys(region: string): readonly KmsKey[];
  /** Sorted by name. */
  aliases(region: string): readonly Alias[];
  findGrant(region: string, keyId: string, grantId: string): Grant | undefined;
  /** Of one key, sorted by grant id. */
  grantsOf(region: string, keyId: string): readonly Grant[];
  /** Sorted by grant id. */
  retirableGrants(region: string, retiringPrincipal: string): readonly Grant[];
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
  change(region: string, keyId: string, change: (current: KmsKey) => KmsKey, event: EventOf<KmsKey>): Promise<KmsKey>;
  /** Adds or moves an alias; `make` sees the present one, and the target as it is then. LimitExceededException. */
  putAlias(
    region: string,
    name: string,
    targetKeyId: string,
    make: (present: Alias | undefined, target: KmsKey) => Alias,
    event: EventOf<Alias>,
  ): Promise<void>;
  /** False when there is no such alias. */
  removeAlias(region: string, name: string, event: EventOf<Alias>): Promise<boolean>;
  /**
   * Adds a grant; `make` sees the key and its grants as they are then, and may return one of these. LimitExceededException.
   */
  putGrant(
    region: string,
    keyId: string,
    make: (key: KmsKey, present: readonly Grant[]) => Grant,
    event: EventOf<Grant>,
  ): Promise<Grant>;
  /** False when there is no such grant. */
  removeGrant(region: string, keyId: string, grantId: string, event: EventOf<Grant>): Promise<boolean>;
  /** Removes a key, its aliases, grants and tags if `isDue` holds, leaving its key object in `materialToDelete`. */
  remove(
    region: string,
    keyId: string,
    isDue: (current: KmsKey) => boolean,
    leave: (removed: KmsKey) => { readonly deletion: MaterialToDelete; readonly notice: Notice },
  ): Promise<void>;
  materialToDelete(): Promise<readonly MaterialToDelete[]>;
  /** The one attempt to delete the key object has been made. */
  forgetMaterial(deletion: MaterialToDelete, event: TrailEvent): Promise<void>;
}

/** Writes a new key to disk; afterwards it exists for everybody. */
type CommitKey = (key: KmsKey, event: EventOf<KmsKey>) => Promise<KmsKey>;

/** Reads everything from the control plane's store. */
export async function openKeyRegistry(store: Store, log: EventLog): Promise<KeyRegistry> {
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
  const commitKey: CommitKey = async (key, event) => {
    await log.commit((tx) => tx.put(KEYS, nameOf(key), key), event(key));
    regionOf(key.region).keys.set(key.keyId, key);
    return key;
  };

  for (const [, key] of await store.list(KEYS)) regionOf(key.region).keys.set(key.keyId, key);
  for (const [, alias] of await store.list(ALIASES)) regionOf(alias.region).aliases.set(alias.name, alias);
  for (const [, grant] of await store.list(GRANTS)) regionOf(grant.region).setGrant(grant);

  return {
    find: (region, keyId) => regions.get(region)?.keys.get(keyId),
    findByArn(arn) {
      const [, , , region = '', , resource = ''] = arn.split(':');
      const key = regions.get(region)?.keys.get(resource.slice('key/'.length));
      return key?.arn === arn ? key : undefined;
    },
    findAlias: (region, name) => regions.get(region)?.aliases.get(name),
    keys: (region) => regions.get(region)?.keys.all() ?? [],
    aliases: (region) => regions.get(region)?.aliases.all() ?? [],
    findGrant: (region, keyId, grantId) => regions.get(region)?.findGrant(keyId, grantId),
    grantsOf: (region, keyId) => regions.get(region)?.grantsOf(keyId) ?? [],
    retirableGrants: (region, retiringPrincipal) =>
      (regions.get(region)?.allGrants() ?? [])
        .filter((grant) => grant.retiringPrincipal === retiringPrincipal)
        .sort((a, b) => (a.grantId < b.grantId ? -1 : 1)),
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
        return await create((key, event) => turn.run(() => commitKey(key, event)));
      } finally {
        inCreation.splice(inCreation.indexOf(customKeyStoreId), 1);
      }
    },

    change: (region, keyId, change, event) => turn.run(() => commitKey(change(get(region, keyId)), event)),

    putAlias: (region, name, targetKeyId, make, event) =>
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
        await log.commit((tx) => tx.put(ALIASES, nameOf(alias), alias), event(alias));
        keys.aliases.set(name, alias);
      }),

    removeAlias: (region, name, event) =>
      turn.run(async () => {
        const { aliases } = regionOf(region);
        const alias = aliases.get(name);
        if (alias === undefined) return false;
        await log.commit((tx) => tx.delete(ALIASES, nameOf(alias)), event(alias));
        aliases.delete(name);
        return true;
      }),

    putGrant: (region, keyId, make, event) =>
      turn.run(async () => {
        const keys = regionOf(region);
        const present = keys.grantsOf(keyId);
        const grant = make(get(region, keyId), present);
        if (present.includes(grant)) return grant;
        if (present.length >= GRANTS_PER_KEY_MAX) {
          throw new KmsError(
            'LimitExceededException',
            `The limit of ${GRANTS_PER_KEY_MAX} grants per KMS key has been reached.`,
          );
        }
        await log.commit((tx) => tx.put(GRANTS, grantKey(grant), grant), event(grant));
        keys.setGrant(grant);
        return grant;
      }),

    removeGrant: (region, keyId, grantId, event) =>
      turn.run(async () => {
        const keys = regionOf(region);
        const grant = keys.findGrant(keyId, grantId);
        if (grant === undefined) return false;
        await log.commit((tx) => tx.delete(GRANTS, grantKey(grant)), event(grant));
        keys.deleteGrant(grant);
        return true;
      }),

    remove: (region, keyId, isDue, leave) =>
      turn.run(async () => {
        const keys = regionOf(region);
        const key = keys.keys.get(keyId);
        if (key === undefined || !isDue(key)) return;
        const { deletion, notice } = leave(key);
        await log.commit((tx) => {
          tx.delete(KEYS, nameOf(key));
          for (const alias of keys.aliasesOf(keyId)) tx.delete(ALIASES, nameOf(alias));
          for (const grant of keys.grantsOf(keyId)) tx.delete(GRANTS, grantKey(grant));
          tx.put(MATERIAL_TO_DELETE, nameOf(key), deletion);
        }, notice);
        keys.deleteKey(keyId);
      }),

    materialToDelete: async () => (await store.list(MATERIAL_TO_DELETE)).map(([, deletion]) => deletion),
    forgetMaterial: (deletion, event) => log.commit((tx) => tx.delete(MATERIAL_TO_DELETE, nameOf(deletion)), event),
  };
}

function nameOf(record: KmsKey | MaterialToDelete | Alias): string {
  return `${record.region}/${'keyId' in record ? record.keyId : record.name}`;
}
