import { isDeepStrictEqual } from 'node:util';
import { type Cluster, type ClusterHsm, HSM_SERVICE, isHsmError } from '@keystorm/protocol';
import { table } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import {
  createCryptoUser,
  DEADLINE,
  generateKey,
  logIn,
  OFFICER_PASSWORD,
  sign,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld, REGION } from '../worlds/managed-cluster.ts';

// The cluster-manager, or an HSM that is being made, is killed once at each of its writes, right before and right after,
// and started again; then the same work is done, and nothing is left over.

const DAY_MS = 86_400_000;
const KEYS = ['one', 'two'];

/** Work that is begun by a call, and its end. */
interface Work {
  begin(): Promise<unknown>;
  /** Whether a call without an answer was heard. */
  hasBegun(): Promise<boolean>;
  isDone(): Promise<boolean>;
}

interface Backup {
  readonly BackupId: string;
  readonly BackupState: string;
  readonly CreateTimestamp: number;
}

const isWell = ({ state, ailment }: ClusterHsm) => state === 'ACTIVE' && ailment === '';

/** Whose deaths a sweep is about. */
interface Victim {
  readonly machine: string;
  revive(): Promise<unknown>;
}

const managerOf = (world: ManagedWorld): Victim => ({ machine: 'manager', revive: () => world.startManager() });

const applianceOf = (world: ManagedWorld, { applianceId }: ClusterHsm): Victim => ({
  machine: world.machineOf(applianceId),
  revive: () => world.crashAppliance(applianceId),
});

/**
 * Does the work again and again, each time with a later death of the victim, until it lives to the end. The victim is
 * the cluster-manager, unless the work says which HSM it is; that is asked when the work has begun.
 */
async function sweep(
  world: ManagedWorld,
  next: () => Promise<Work & { readonly victim?: () => Promise<Victim> }>,
): Promise<number> {
  let deaths = 0;
  for (let n = 1; ; n += 1) {
    let survived = 0;
    for (const moment of ['before', 'after'] as const) {
      const { victim, ...work } = await next();
      if (victim !== undefined) await work.begin();
      const hasDied = watch(world, victim === undefined ? managerOf(world) : await victim(), n, moment);
      await carryThrough(world, work, victim !== undefined);
      if (await hasDied()) deaths += 1;
      else survived += 1;
      await requireTidy(world);
    }
    if (survived === 2) return deaths;
  }
}

/** Lets the victim die at a write to come, and start again. Returns what ends that, and tells whether it died. */
function watch({ sim, operator }: ManagedWorld, { machine, revive }: Victim, n: number, moment: 'before' | 'after') {
  const crash = sim.crashAtWrite(machine, n, moment);
  let revived = false;
  let over = false;
  const reviving = (async () => {
    while (!over) {
      if (crash.hasHappened() && !revived) {
        revived = true;
        await revive();
      }
      await operator.clock.sleep(5);
    }
  })();
  return async () => {
    crash.cancel();
    over = true;
    await reviving;
    return revived;
  };
}

async function carryThrough(world: ManagedWorld, work: Work, hasBegun = false): Promise<void> {
  let begins = 0;
  for (;;) {
    try {
      hasBegun ||= begins > 0 && (await work.hasBegun());
      if (!hasBegun) {
        begins += 1;
        await work.begin();
        hasBegun = true;
      }
      await requireWhole(world);
      if ((await jobsOf(world)) === 0 && (await work.isDone())) return;
    } catch (error) {
      if (!isHsmError(error)) throw error;
    }
    await world.operator.clock.sleep(20);
  }
}

async function jobsOf({ clusters }: ManagedWorld): Promise<number> {
  return (await clusters.call('ListClusters', { region: '' }, DEADLINE)).jobs.length;
}

/** An HSM that is ACTIVE in an ACTIVE cluster has everything. */
async function requireWhole(world: ManagedWorld): Promise<void> {
  const { clusters } = await world.clusters.call('ListClusters', { region: '' }, DEADLINE);
  for (const hsm of clusters.filter(({ state }) => state === 'ACTIVE').flatMap(({ hsms }) => hsms)) {
    if (hsm.state !== 'ACTIVE') continue;
    const data = connect(world, hsm);
    const info = await data.call('GetInfo', {}, DEADLINE).catch(() => undefined);
    data.close();
    if (info?.hsmId === hsm.hsmId) expect([hsm.hsmId, info.keys, info.level]).toEqual([hsm.hsmId, KEYS.length, true]);
  }
}

/** Nothing is there that belongs to nobody. An appliance is erased by the next health check. */
async function requireTidy(world: ManagedWorld): Promise<void> {
  for (let looks = 0; ; looks += 1) {
    const { found, expected } = await inventory(world);
    if (looks > 100 || isDeepStrictEqual(found, expected)) return expect(found).toEqual(expected);
    await world.operator.clock.sleep(50);
  }
}

/** What there is, and what there should be. */
async function inventory(world: ManagedWorld) {
  const { storage } = world.sim.runtime('manager');
  const store = await storage.open('cluster-manager', 1);
  const list = async (name: string) =>
    (await store.list(table<Readonly<Record<string, string>>>(name))).map(([, value]) => value);
  const ids = (values: readonly Readonly<Record<string, string>>[], key: string) =>
    values.map((value) => value[key]).toSorted();
  const hsms = await list('hsms');
  const clusters = (await list('clusters')).filter(({ state }) => state !== 'DELETED');
  const backups = (await list('backups')).filter(({ state }) => state !== 'DELETED');
  const { processes } = await world.processes();
  const found = {
    interfaces: ids(await list('interfaces'), 'eniId'),
    appliances: ids(await list('appliances'), 'applianceId'),
    processes: ids(processes as readonly Readonly<Record<string, string>>[], 'applianceId'),
    groups: ids(
      (await list('securityGroups')).filter(({ name }) => name !== 'default'),
      'groupId',
    ),
    files: await storage.listFiles('backups/'),
    unfinishedBackups: ids(
      backups.filter(({ state }) => state === 'CREATE_IN_PROGRESS'),
      'backupId',
    ),
    jobs: (await list('jobs')).length,
  };
  const expected = {
    interfaces: ids(hsms, 'eniId'),
    appliances: ids(hsms, 'applianceId'),
    processes: ids(hsms, 'applianceId'),
    groups: ids(clusters, 'securityGroupId'),
    files: ids(backups, 'backupId').map((backupId) => `backups/${backupId}.sealed`),
    unfinishedBackups: [],
    jobs: 0,
  };
  return { found, expected };
}

function connect({ operator, customer }: ManagedWorld, { dataAddress }: Pick<ClusterHsm, 'dataAddress'>) {
  return operator.network.connect(HSM_SERVICE, { address: dataAddress, tls: { trustAnchor: customer.ca.certificate } });
}

/** An active cluster on whose HSMs `alice` has two keys. */
async function clusterWithKeys(world: ManagedWorld, count: number): Promise<string> {
  const { clusterId, hsms } = await world.activeCluster(1);
  const officer = connect(world, hsms[0]!);
  await officer.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
  await createCryptoUser(officer, 'alice');
  officer.close();
  const alice = connect(world, hsms[0]!);
  await logIn(alice, 'alice');
  for (const label of KEYS) await generateKey(alice, label);
  alice.close();
  for (const zone of ['b', 'c'].slice(0, count - 1))
    await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: `${REGION}${zone}` });
  await world.clusterWhen(clusterId, (now) => now.hsms.length === count && now.hsms.every(isWell));
  await world.jobsDone();
  return clusterId;
}

async function newCluster(world: ManagedWorld, more: object = {}): Promise<unknown> {
  const { subnets } = await world.clusters.call('ListSubnets', { region: REGION }, DEADLINE);
  const SubnetIds = subnets.map(({ subnetId }) => subnetId);
  return world.api('CreateCluster', { HsmType: 'hsm1.medium', SubnetIds, ...more });
}

async function clustersOf({ clusters }: ManagedWorld): Promise<readonly Cluster[]> {
  const all = (await clusters.call('ListClusters', { region: REGION }, DEADLINE)).clusters;
  return all.filter(({ state }) => state !== 'DELETED');
}

/** All backups in a Region, however many pages they fill. */
async function backupsOf({ api }: ManagedWorld, Filters: object = {}, caller: object = {}): Promise<readonly Backup[]> {
  const all: Backup[] = [];
  let NextToken: string | undefined;
  do {
    const request = { Filters, NextToken };
    const page = await api<{ Backups: Backup[]; NextToken?: string }>('DescribeBackups', request, caller);
    all.push(...page.Backups);
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return all;
}

async function removeCluster(world: ManagedWorld, ClusterId: string): Promise<void> {
  for (const { hsmId } of (await world.cluster(ClusterId)).hsms)
    await world.api('DeleteHsm', { ClusterId, HsmId: hsmId });
  await world.clusterWhen(ClusterId, ({ hsms }) => hsms.length === 0);
  await world.api('DeleteCluster', { ClusterId });
  await world.clusterWhen(ClusterId, ({ state }) => state === 'DELETED');
}

describe('whenever the cluster-manager is killed', () => {
  test('CreateCluster and DeleteCluster come to their end', () =>
    inManagedWorld('kill-clusters', async (world) => {
      const created = await sweep(world, async () => {
        for (const { clusterId } of await clustersOf(world)) await removeCluster(world, clusterId);
        return {
          begin: () => newCluster(world),
          hasBegun: async () => (await clustersOf(world)).length > 0,
          isDone: async () => (await clustersOf(world))[0]?.state === 'UNINITIALIZED',
        };
      });
      const deleted = await sweep(world, async () => {
        if ((await clustersOf(world)).length === 0) await newCluster(world);
        await world.jobsDone();
        const [cluster] = await clustersOf(world);
        const { clusterId } = cluster!;
        const state = async () => (await world.cluster(clusterId)).state;
        return {
          begin: () => world.api('DeleteCluster', { ClusterId: clusterId }),
          hasBegun: async () => (await state()).startsWith('DELETE'),
          isDone: async () => (await state()) === 'DELETED',
        };
      });
      expect(Math.min(created, deleted)).toBeGreaterThan(4);
    }));

  test('InitializeCluster comes to its end', () =>
    inManagedWorld('kill-initialize', async (world) => {
      const deaths = await sweep(world, async () => {
        for (const { clusterId } of await clustersOf(world)) await removeCluster(world, clusterId);
        await newCluster(world);
        await world.jobsDone();
        const [cluster] = await clustersOf(world);
        const ClusterId = cluster!.clusterId;
        await world.api('CreateHsm', { ClusterId, AvailabilityZone: `${REGION}a` });
        await world.clusterWhen(ClusterId, ({ hsms }) => hsms.some(isWell));
        await world.jobsDone();
        const { Clusters } = await world.api<{ Clusters: { Certificates: { ClusterCsr: string } }[] }>(
          'DescribeClusters',
          { Filters: { clusterIds: [ClusterId] } },
        );
        const SignedCert = await sign(world.operator, world.customer, Clusters[0]!.Certificates.ClusterCsr);
        const state = async () => (await world.cluster(ClusterId)).state;
        return {
          begin: () =>
            world.api('InitializeCluster', { ClusterId, SignedCert, TrustAnchor: world.customer.ca.certificate }),
          hasBegun: async () => (await state()).startsWith('INITIALIZE'),
          isDone: async () => (await state()) === 'INITIALIZED',
        };
      });
      expect(deaths).toBeGreaterThan(4);
    }));

  test('DS-30: CreateHsm comes to its end, with a backup', () =>
    inManagedWorld('kill-create', async (world) => {
      const clusterId = await clusterWithKeys(world, 1);
      const deaths = await sweep(world, async () => {
        const { hsms: before } = await world.cluster(clusterId);
        for (const { hsmId } of before.slice(1)) await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
        await world.clusterWhen(clusterId, ({ hsms }) => hsms.length === 1);
        await world.jobsDone();
        const backups = (await backupsOf(world)).length;
        const hsms = async () => (await world.cluster(clusterId)).hsms;
        return {
          begin: () => world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: `${REGION}b` }),
          hasBegun: async () => (await hsms()).length > 1,
          async isDone() {
            const now = await hsms();
            if (now.length !== 2 || !now.every(isWell)) return false;
            expect(await backupsOf(world)).toHaveLength(backups + 1);
            return true;
          },
        };
      });
      expect(deaths).toBeGreaterThan(16);
    }));

  test('DS-30: a cluster is made from a backup, and its first HSM restores it', () =>
    inManagedWorld('kill-restore', async (world) => {
      const original = await clusterWithKeys(world, 1);
      // The keys are in the backup that the HSM leaves behind.
      await world.api('DeleteHsm', { ClusterId: original, HsmId: (await world.cluster(original)).hsms[0]?.hsmId });
      await world.clusterWhen(original, ({ hsms }) => hsms.length === 0);
      await world.jobsDone();
      const [newest] = await backupsOf(world, { states: ['READY'] });
      const SourceBackupId = newest?.BackupId;
      const copies = async () => (await clustersOf(world)).filter(({ clusterId }) => clusterId !== original);
      const removeCopies = async () => {
        for (const { clusterId } of await copies()) await removeCluster(world, clusterId);
        await world.jobsDone();
      };
      const made = await sweep(world, async () => {
        await removeCopies();
        return {
          begin: () => newCluster(world, { SourceBackupId }),
          hasBegun: async () => (await copies()).length > 0,
          isDone: async () => (await copies())[0]?.state === 'ACTIVE',
        };
      });
      const restored = await sweep(world, async () => {
        await removeCopies();
        await newCluster(world, { SourceBackupId });
        await world.jobsDone();
        const ClusterId = (await copies())[0]?.clusterId ?? '';
        const hsms = async () => (await world.cluster(ClusterId)).hsms;
        return {
          begin: () => world.api('CreateHsm', { ClusterId, AvailabilityZone: `${REGION}a` }),
          hasBegun: async () => (await hsms()).length > 0,
          isDone: async () => (await hsms()).every(isWell),
        };
      });
      expect(made).toBeGreaterThan(4);
      expect(restored).toBeGreaterThan(6);
    }));

  test('DS-30: DeleteHsm comes to its end, with a backup', () =>
    inManagedWorld('kill-delete', async (world) => {
      const clusterId = await clusterWithKeys(world, 1);
      const deaths = await sweep(world, async () => {
        if ((await world.cluster(clusterId)).hsms.length === 1)
          await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: `${REGION}b` });
        await world.clusterWhen(clusterId, ({ hsms }) => hsms.length === 2 && hsms.every(isWell));
        await world.jobsDone();
        const backups = (await backupsOf(world)).length;
        const hsms = async () => (await world.cluster(clusterId)).hsms;
        const { hsmId } = (await hsms())[0]!;
        return {
          begin: () => world.api('DeleteHsm', { ClusterId: clusterId, HsmId: hsmId }),
          hasBegun: async () => !(await hsms()).some((hsm) => hsm.hsmId === hsmId && hsm.state === 'ACTIVE'),
          async isDone() {
            if ((await hsms()).length !== 1) return false;
            expect(await backupsOf(world)).toHaveLength(backups + 1);
            return true;
          },
        };
      });
      expect(deaths).toBeGreaterThan(8);
    }));

  test('a backup on demand and a copy to another Region come to their end', () =>
    inManagedWorld('kill-backups', async (world) => {
      const clusterId = await clusterWithKeys(world, 1);
      const taken = await sweep(world, async () => {
        const backups = (await backupsOf(world)).length;
        return {
          begin: () => world.clusters.call('CreateBackup', { clusterId, region: REGION }, DEADLINE),
          hasBegun: async () => (await backupsOf(world)).length > backups,
          isDone: async () => (await backupsOf(world, { states: ['READY'] })).length === backups + 1,
        };
      });
      const there = { region: 'eu-west-1' };
      const [source] = await backupsOf(world);
      const copied = await sweep(world, async () => {
        const copies = (await backupsOf(world, {}, there)).length;
        const request = { BackupId: source!.BackupId, DestinationRegion: there.region };
        return {
          begin: () => world.api('CopyBackupToRegion', request),
          hasBegun: async () => (await backupsOf(world, {}, there)).length > copies,
          isDone: async () => (await backupsOf(world, { states: ['READY'] }, there)).length === copies + 1,
        };
      });
      expect(Math.min(taken, copied)).toBeGreaterThan(6);
    }));

  test('daily backups, the end of their retention and their purge come to their end', () =>
    inManagedWorld('kill-days', async (world) => {
      const ClusterId = await clusterWithKeys(world, 1);
      await world.api('ModifyCluster', { ClusterId, BackupRetentionPolicy: { Type: 'DAYS', Value: '7' } });
      const counts = async () => {
        const states = (await backupsOf(world)).map(({ BackupState }) => BackupState);
        return ['READY', 'PENDING_DELETION'].map((state) => states.filter((found) => found === state).length);
      };
      let isSteady = false;
      const nextDay = async () => {
        const { aheadMs } = await world.clusters.call('GetClock', {}, DEADLINE);
        return {
          begin: () => world.clusters.call('AdvanceClock', { byMs: DAY_MS }, DEADLINE),
          hasBegun: async () => (await world.clusters.call('GetClock', {}, DEADLINE)).aheadMs > aheadMs,
          // Each day one backup comes; after two weeks one expires and one is purged, too.
          async isDone() {
            const [newest] = await backupsOf(world, { states: ['READY'] });
            const ageMs = world.operator.clock.now() + aheadMs + DAY_MS - newest!.CreateTimestamp * 1_000;
            return ageMs < DAY_MS / 2 && (!isSteady || isDeepStrictEqual(await counts(), [7, 7]));
          },
        };
      };
      for (let day = 0; day < 20; day += 1) await carryThrough(world, await nextDay());
      await world.operator.clock.sleep(3_000);
      expect(await counts()).toEqual([7, 7]);
      isSteady = true;
      expect(await sweep(world, nextDay)).toBeGreaterThan(6);
    }));

  test('an HSM that has lost its content is rebuilt', () =>
    inManagedWorld('kill-replace', async (world) => {
      const clusterId = await clusterWithKeys(world, 2);
      const deaths = await sweep(world, async () => {
        const { hsmId, applianceId } = (await world.cluster(clusterId)).hsms[0]!;
        const hsms = async () => (await world.cluster(clusterId)).hsms;
        return {
          async begin() {
            world.killAppliance(applianceId);
            world.sim.wipe(world.machineOf(applianceId));
            await world.startAppliance(applianceId);
          },
          hasBegun: () => Promise.resolve(true),
          async isDone() {
            const now = await hsms();
            return now.length === 2 && now.every((hsm) => isWell(hsm) && hsm.hsmId !== hsmId);
          },
        };
      });
      expect(deaths).toBeGreaterThan(16);
    }));

  test('ModifyCluster comes to its end, forth and back', () =>
    inManagedWorld('kill-modify', async (world) => {
      const clusterId = await clusterWithKeys(world, 1);
      const deaths = await sweep(world, async () => {
        const { hsmType } = await world.cluster(clusterId);
        const HsmType = hsmType === 'hsm1.medium' ? 'hsm2m.medium' : 'hsm1.medium';
        return {
          begin: () => world.api('ModifyCluster', { ClusterId: clusterId, HsmType }),
          async hasBegun() {
            const now = await world.cluster(clusterId);
            return now.state !== 'ACTIVE' || now.hsmType === HsmType;
          },
          async isDone() {
            const { state, hsms } = await world.cluster(clusterId);
            return state === 'ACTIVE' && hsms.every(isWell);
          },
        };
      });
      expect(deaths).toBeGreaterThan(30);
    }));
});

test('whenever an HSM that is being made is killed, CreateHsm comes to its end', () =>
  inManagedWorld('kill-new-hsm', async (world) => {
    const clusterId = await clusterWithKeys(world, 1);
    const hsms = async () => (await world.cluster(clusterId)).hsms;
    const deaths = await sweep(world, async () => {
      for (const { hsmId } of (await hsms()).slice(1))
        await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
      await world.clusterWhen(clusterId, (now) => now.hsms.length === 1);
      await world.jobsDone();
      return {
        begin: () => world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: `${REGION}b` }),
        victim: async () => applianceOf(world, (await hsms())[1]!),
        hasBegun: async () => (await hsms()).length > 1,
        isDone: async () => (await hsms()).length === 2 && (await hsms()).every(isWell),
      };
    });
    expect(deaths).toBeGreaterThan(6);
  }));
