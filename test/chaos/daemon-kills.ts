import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  KMSServiceException,
  ListKeysCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import type { Cluster } from '@keystorm/protocol';
import { SeededRandom } from '@keystorm/runtime/sim';
import { expect } from 'vitest';
import { connectedStore, failureCounts, isWhole, type KeyStore } from '../worlds/fixture.ts';
import { AnsweredError, clusterOf, clusterWhen, cloudhsm, harness, until, type World } from '../worlds/world.ts';

const DAEMONS = ['control-plane', 'cluster-manager'] as const;
const HSMS = { min: 2, max: 3 };
/** A daemon lives this long at most after it has answered, and is away this long at most. Milliseconds. */
const LIFE_MS_MAX = 2_000;
const AWAY_MS_MAX = 150;
/** One kill of so many comes before the daemon has answered. */
const EARLY_KILLS = 4;
/** A daemon that is killed early dies within this time of its start. */
const EARLY_MS_MAX = 600;
const PAUSE_MS_MAX = 100;
/** How often each kind of thing is done at least, and how many kills more than were asked for that may take. */
const DEEDS_MIN = 3;
const KILLS_FACTOR_MAX = 4;
/** The store stays connected until so many things more were done with its keys at most. */
const DEEDS_MAX = 8;
/** What `kmsuser` must never come to by what KMS does. */
const NEVER = ['USER_LOCKED_OUT', 'INVALID_CREDENTIALS', 'USER_NOT_FOUND', 'USER_LOGGED_IN'];

interface KnownKey {
  readonly id: string;
  /** What it was encrypted from, and what came of it. */
  readonly sealed: { readonly plaintext: string; readonly ciphertext: Uint8Array }[];
  /** What was acknowledged last; undefined once an answer was missing. */
  description: string | undefined;
  readonly tags: Map<string, string>;
  readonly aliases: string[];
}

/** What was done while daemons died, counted. */
export interface Deeds {
  readonly kills: Record<(typeof DAEMONS)[number], number>;
  keys: number;
  ciphertexts: number;
  aliases: number;
  connects: number;
  hsmsCreated: number;
  hsmsDeleted: number;
  unknown: number;
}

/**
 * Kills the control plane and the cluster-manager again and again while keys are made, the store is disconnected and
 * connected, and HSMs come and go; then looks whether everything that was acknowledged is there. The seed decides what
 * is done; how it meets the kills is up to the world. On a slow machine there are more kills, until enough was done.
 */
export async function killDaemons(world: World, seed: string, killsOfEach: number): Promise<Deeds> {
  const { store, clusterId } = await connectedStore(world, { hsms: HSMS.min });
  const addressesBefore = await addresses(world, clusterId);
  const trial = new Trial(world, store, clusterId, seed);
  await trial.run(killsOfEach);
  await trial.calm();
  await trial.everythingIsThere();
  expect(await addresses(world, clusterId)).toEqual(addressesBefore);
  return trial.deeds;
}

class Trial {
  readonly #world: World;
  readonly #store: KeyStore;
  readonly #clusterId: string;
  readonly #seed: string;
  readonly #keys: KnownKey[] = [];
  readonly deeds: Deeds = {
    kills: { 'control-plane': 0, 'cluster-manager': 0 },
    keys: 0,
    ciphertexts: 0,
    aliases: 0,
    connects: 0,
    hsmsCreated: 0,
    hsmsDeleted: 0,
    unknown: 0,
  };
  #isOver = false;

  constructor(world: World, store: KeyStore, clusterId: string, seed: string) {
    this.#world = world;
    this.#store = store;
    this.#clusterId = clusterId;
    this.#seed = seed;
  }

  async run(killsOfEach: number): Promise<void> {
    const actors = [this.#makeKeys(), this.#reconnect(), this.#changeHsms()];
    await Promise.all([
      Promise.all(DAEMONS.map((daemon) => this.#kill(daemon, killsOfEach))).finally(() => (this.#isOver = true)),
      ...actors,
    ]);
  }

  /** Lets what was begun come to its end. */
  async calm(): Promise<void> {
    const { clusterService } = this.#world;
    await until(this.#world, 'the store does not connect', async () => {
      const state = await this.#state();
      if (state === 'CONNECTED') return true;
      if (state.startsWith('FAILED')) await this.#try(() => this.#store.disconnect());
      if (state === 'DISCONNECTED') await this.#try(() => this.#store.connect());
      return undefined;
    });
    await clusterWhen(this.#world, this.#clusterId, (cluster) =>
      [HSMS.min, HSMS.max].some((count) => isWhole(cluster, count)),
    );
    await until(this.#world, 'jobs do not finish', async () => {
      const { jobs } = await clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
      return jobs.length === 0 ? true : undefined;
    });
  }

  async everythingIsThere(): Promise<void> {
    for (const key of this.#keys) await this.#keyIsThere(key);
    expect(await failureCounts(this.#world, this.#clusterId)).toSatisfy((counts: readonly (number | undefined)[]) =>
      counts.every((count) => count === 0),
    );
    const keys = await this.#countKeys();
    await clusterWhen(
      this.#world,
      this.#clusterId,
      ({ hsms }) =>
        hsms.every((hsm) => hsm.ailment === '' && hsm.keys === keys) &&
        new Set(hsms.map(({ keysDigest }) => keysDigest)).size === 1,
    );
  }

  async #keyIsThere({ id, sealed, description, tags, aliases }: KnownKey): Promise<void> {
    const kms = this.#world.kms();
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
    expect(KeyMetadata?.KeyState).toBe('Enabled');
    if (description !== undefined) expect(KeyMetadata?.Description).toBe(description);
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
    for (const [TagKey, TagValue] of tags) expect(Tags).toContainEqual({ TagKey, TagValue });
    for (const KeyId of aliases) {
      const named = await kms.send(new DescribeKeyCommand({ KeyId }));
      expect(named.KeyMetadata?.KeyId).toBe(id);
    }
    for (const { plaintext, ciphertext } of sealed) {
      const { Plaintext } = await kms.send(new DecryptCommand({ KeyId: id, CiphertextBlob: ciphertext }));
      expect(Buffer.from(Plaintext ?? []).toString()).toBe(plaintext);
    }
    await kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('still serves') }));
  }

  async #countKeys(): Promise<number> {
    let count = 0;
    for (let Marker: string | undefined; ; ) {
      const page = await this.#world.kms().send(new ListKeysCommand({ Marker, Limit: 1_000 }));
      count += page.Keys?.length ?? 0;
      if (page.Truncated !== true) return count;
      Marker = page.NextMarker;
    }
  }

  async #kill(daemon: (typeof DAEMONS)[number], times: number): Promise<void> {
    const random = new SeededRandom(`${this.#seed}/kill ${daemon}`);
    const { chaos, operator } = this.#world;
    for (let kill = 0; kill < times || (kill < KILLS_FACTOR_MAX * times && this.#isLacking()); kill += 1) {
      const isEarly = random.int(EARLY_KILLS) === 0;
      if (!isEarly) await this.#answers(daemon);
      await operator.clock.sleep(random.int(isEarly ? EARLY_MS_MAX : LIFE_MS_MAX));
      await chaos.kill(daemon, { stayDown: true });
      this.deeds.kills[daemon] += 1;
      await operator.clock.sleep(random.int(AWAY_MS_MAX));
      await chaos.start(daemon);
    }
    await this.#answers(daemon);
  }

  /** Something has not yet been done often enough for the kills to have hit it. */
  #isLacking(): boolean {
    const { kills: _, unknown: __, ...deeds } = this.deeds;
    return Object.values(deeds).some((count) => count < DEEDS_MIN);
  }

  async #answers(daemon: (typeof DAEMONS)[number]): Promise<void> {
    const { clusterService } = this.#world;
    const ask = () =>
      daemon === 'control-plane'
        ? harness(this.#world, 'health')
        : clusterService.call('GetClock', {}, { deadlineMs: 500 });
    await until(this.#world, `${daemon} does not come back`, () =>
      ask().then(
        () => true,
        () => undefined,
      ),
    );
  }

  /** Owner of keys: new ones, and something about those there are. */
  async #makeKeys(): Promise<void> {
    const random = new SeededRandom(`${this.#seed}/keys`);
    for (let turn = 0; !this.#isOver; turn += 1) {
      const key = this.#keys[random.int(this.#keys.length || 1)];
      const deed = random.int(8);
      if (key === undefined || deed < 2) await this.#createKey(`key of turn ${turn}`);
      else if (deed < 5) await this.#encrypt(key, `turn ${turn}`);
      else if (deed === 5) await this.#createAlias(key, `alias/turn-${turn}`);
      else if (deed === 6) await this.#describe(key, `described in turn ${turn}`);
      else await this.#tag(key, `turn-${turn}`, String(random.int(1_000)));
      await this.#pause(random);
    }
  }

  async #createKey(Description: string): Promise<void> {
    const Tags = [{ TagKey: 'made', TagValue: 'in a storm' }];
    const command = new CreateKeyCommand({
      Origin: 'AWS_CLOUDHSM',
      CustomKeyStoreId: this.#store.id,
      Description,
      Tags,
    });
    const made = await this.#try(() => this.#world.kms().send(command));
    if (made === undefined) return;
    const tags = new Map([['made', 'in a storm']]);
    const key = { id: made.KeyMetadata?.KeyId ?? '', sealed: [], description: Description, tags, aliases: [] };
    this.#keys.push(key);
    this.deeds.keys += 1;
    await this.#encrypt(key, 'first');
  }

  async #encrypt({ id, sealed }: KnownKey, plaintext: string): Promise<void> {
    const command = new EncryptCommand({ KeyId: id, Plaintext: Buffer.from(plaintext) });
    const ciphertext = (await this.#try(() => this.#world.kms().send(command)))?.CiphertextBlob;
    if (ciphertext === undefined) return;
    sealed.push({ plaintext, ciphertext });
    this.deeds.ciphertexts += 1;
  }

  async #createAlias({ id, aliases }: KnownKey, AliasName: string): Promise<void> {
    const command = new CreateAliasCommand({ AliasName, TargetKeyId: id });
    if ((await this.#try(() => this.#world.kms().send(command))) === undefined) return;
    aliases.push(AliasName);
    this.deeds.aliases += 1;
  }

  async #describe(key: KnownKey, Description: string): Promise<void> {
    const command = new UpdateKeyDescriptionCommand({ KeyId: key.id, Description });
    const done = await this.#try(() => this.#world.kms().send(command));
    key.description = done === undefined ? undefined : Description;
  }

  async #tag({ id, tags }: KnownKey, TagKey: string, TagValue: string): Promise<void> {
    const command = new TagResourceCommand({ KeyId: id, Tags: [{ TagKey, TagValue }] });
    if ((await this.#try(() => this.#world.kms().send(command))) !== undefined) tags.set(TagKey, TagValue);
  }

  /** Owner of the store. */
  async #reconnect(): Promise<void> {
    const random = new SeededRandom(`${this.#seed}/store`);
    while (!this.#isOver) {
      const state = await this.#state();
      for (const code of NEVER) expect(state).not.toContain(code);
      if (state === 'CONNECTED') await this.#useFor(1 + random.int(DEEDS_MAX));
      if (state === 'DISCONNECTED') await this.#connect();
      else await this.#try(() => this.#store.disconnect());
    }
  }

  async #connect(): Promise<void> {
    if (await this.#try(() => this.#store.connect())) this.deeds.connects += 1;
  }

  /** Waits until the owner of the keys has done so much more. */
  async #useFor(deeds: number): Promise<void> {
    const count = () => this.deeds.keys + this.deeds.ciphertexts;
    const goal = count() + deeds;
    while (!this.#isOver && count() < goal) await this.#world.operator.clock.sleep(PAUSE_MS_MAX);
  }

  async #state(): Promise<string> {
    return until(this.#world, 'the store does not settle', () => this.#store.settled().catch(() => undefined));
  }

  /** Officer of the cluster, which always keeps the HSMs it needs. */
  async #changeHsms(): Promise<void> {
    const random = new SeededRandom(`${this.#seed}/hsms`);
    while (!this.#isOver) {
      const cluster = await this.#try(() => clusterOf(this.#world, this.#clusterId));
      if (cluster !== undefined) await this.#changeHsm(cluster);
      await this.#pause(random, 5);
    }
  }

  async #changeHsm(cluster: Cluster): Promise<void> {
    const ClusterId = this.#clusterId;
    if (isWhole(cluster, HSMS.max)) {
      const HsmId = cluster.hsms.at(-1)?.hsmId;
      if (await this.#try(() => cloudhsm(this.#world, 'DeleteHsm', { ClusterId, HsmId }))) this.deeds.hsmsDeleted += 1;
    } else if (isWhole(cluster, HSMS.min)) {
      const isFree = (zone: string) => cluster.hsms.every(({ availabilityZone }) => availabilityZone !== zone);
      const AvailabilityZone = cluster.subnets.map((subnet) => subnet.availabilityZone).find(isFree);
      if (await this.#try(() => cloudhsm(this.#world, 'CreateHsm', { ClusterId, AvailabilityZone })))
        this.deeds.hsmsCreated += 1;
    }
  }

  #pause(random: SeededRandom, factor = 1): Promise<void> {
    return this.#world.operator.clock.sleep(random.int(PAUSE_MS_MAX * factor));
  }

  /** Undefined when it was refused, which changes nothing, or when nobody knows, because a daemon died over it. */
  async #try<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const isRefused =
        (error instanceof KMSServiceException && error.$fault === 'client') ||
        (error instanceof AnsweredError && error.status < 500);
      if (!isRefused) this.deeds.unknown += 1;
      return undefined;
    }
  }
}

/** Addresses of each subnet, those that HSMs have included: what else takes one must be the same before and after. */
async function addresses(world: World, clusterId: string): Promise<readonly number[]> {
  const { subnets, hsms } = await clusterOf(world, clusterId);
  return subnets.map(
    ({ availabilityZone, freeAddresses }) =>
      freeAddresses + hsms.filter((hsm) => hsm.availabilityZone === availabilityZone).length,
  );
}
