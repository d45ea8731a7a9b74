import { type Cluster, type ClusterHsm, HSM_SERVICE } from '@keystorm/protocol';
import { describe, expect, test } from 'vitest';
import {
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  logIn,
  OFFICER_PASSWORD,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld, REGION } from '../worlds/managed-cluster.ts';
import { until } from '../worlds/world.ts';

const isWell = ({ state, ailment }: ClusterHsm) => state === 'ACTIVE' && ailment === '';
const agree = ({ hsms }: Cluster) =>
  new Set(hsms.map(({ keysDigest, usersDigest }) => `${keysDigest} ${usersDigest}`)).size === 1;

interface ApiHsm {
  readonly HsmId: string;
  readonly State: string;
  readonly StateMessage?: string;
  readonly EniId: string;
  readonly EniIp: string;
  readonly AvailabilityZone: string;
}

interface ApiCluster {
  readonly State: string;
  readonly StateMessage?: string;
  readonly Hsms: readonly ApiHsm[];
}

async function described({ api }: ManagedWorld, clusterId: string): Promise<ApiCluster> {
  const { Clusters } = await api<{ Clusters: readonly ApiCluster[] }>('DescribeClusters', {
    Filters: { clusterIds: [clusterId] },
  });
  return Clusters[0]!;
}

function connect({ operator, customer }: ManagedWorld, { dataAddress }: ClusterHsm) {
  return operator.network.connect(HSM_SERVICE, { address: dataAddress, tls: { trustAnchor: customer.ca.certificate } });
}

async function createUser(world: ManagedWorld, hsm: ClusterHsm, name: string): Promise<void> {
  const officer = connect(world, hsm);
  await officer.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
  await createCryptoUser(officer, name);
  officer.close();
}

/** Labels of the keys of a user on an HSM. */
async function keysOf(world: ManagedWorld, hsm: ClusterHsm, name = 'alice'): Promise<readonly string[]> {
  const user = connect(world, hsm);
  await logIn(user, name);
  const { keys } = await user.call('FindKeys', {}, DEADLINE);
  user.close();
  return keys.map(({ attributes }) => attributes?.label ?? '');
}

/** Three HSMs with the user `alice` and two keys, one from before and one from after the last backup. */
async function clusterWithKeys(world: ManagedWorld, count = 3) {
  const { clusterId, hsms } = await world.activeCluster(count);
  for (const hsm of hsms) await createUser(world, hsm, 'alice');
  const alice = connect(world, hsms[0]!);
  await logIn(alice, 'alice');
  const handles = [await generateKey(alice, 'old')];
  const cluster = { clusterId, region: REGION };
  const { backupId } = await world.clusters.call('CreateBackup', cluster, DEADLINE);
  handles.push(await generateKey(alice, 'new'));
  alice.close();
  for (const hsm of hsms) await createUser(world, hsm, 'late');
  await world.clusterWhen(clusterId, (now) => agree(now) && now.hsms.every(({ keys }) => keys === 2));
  return { clusterId, hsms, backupId, handles };
}

/** The data directory of an HSM goes while it is down. */
function empty(world: ManagedWorld, { applianceId }: ClusterHsm): void {
  world.killAppliance(applianceId);
  world.sim.wipe(world.machineOf(applianceId));
}

const restored = (world: ManagedWorld, clusterId: string, gone: readonly ClusterHsm[]) =>
  world.clusterWhen(
    clusterId,
    ({ hsms }) =>
      hsms.every(isWell) &&
      !hsms.some(({ hsmId }) => gone.some((old) => old.hsmId === hsmId)) &&
      agree({ hsms } as Cluster),
  );

describe('an HSM whose data directory was deleted', () => {
  test('comes back with everything, under a new id, at the same address', () =>
    inManagedWorld('emptied', async (world) => {
      const { clusterId, hsms } = await clusterWithKeys(world);
      const before = await described(world, clusterId);
      empty(world, hsms[1]!);
      await world.clusterWhen(clusterId, (now) => now.hsms[1]?.state === 'DEGRADED');
      await world.startAppliance(hsms[1]!.applianceId);
      const after = await restored(world, clusterId, [hsms[1]!]);
      expect(after.hsms.map(({ slot }) => slot)).toEqual([0, 2, 3]);
      const replacement = (await described(world, clusterId)).Hsms.at(-1);
      const { HsmId: _gone, ...place } = before.Hsms[1]!;
      expect(replacement).toMatchObject(place);
      for (const name of ['alice', 'late'])
        expect(await keysOf(world, after.hsms.at(-1)!, name)).toEqual(name === 'alice' ? ['old', 'new'] : []);
      await world.jobsDone();
      expect((await world.processes()).processes).toHaveLength(3);
      expect((await world.cluster(clusterId)).subnets.map(({ freeAddresses }) => freeAddresses)).toEqual([
        250, 250, 250,
      ]);
    }));

  test.each([
    { name: 'at once', pauseMs: 0 },
    { name: 'when it was missed', pauseMs: 10_000 },
  ])('that starts again $name gets nothing half', ({ pauseMs }) =>
    inManagedWorld(`emptied-${pauseMs}`, async (world) => {
      const { clusterId, hsms } = await clusterWithKeys(world);
      const emptied = [hsms[0]!, hsms[2]!];
      for (const hsm of emptied) empty(world, hsm);
      await world.operator.clock.sleep(pauseMs);
      for (const { applianceId } of emptied) await world.startAppliance(applianceId);
      // An HSM is ACTIVE only with everything.
      world.faults.whileWaiting = async () => {
        const { hsms: now } = await world.cluster(clusterId);
        for (const hsm of now.filter(({ slot, state }) => slot > 2 && state === 'ACTIVE'))
          expect(await keysOf(world, hsm)).toEqual(['old', 'new']);
      };
      const after = await restored(world, clusterId, emptied);
      for (const hsm of after.hsms) expect(await keysOf(world, hsm)).toEqual(['old', 'new']);
      expect((await described(world, clusterId)).Hsms.map(({ StateMessage }) => StateMessage)).toEqual([
        'HSM created.',
        'HSM created.',
        'HSM created.',
      ]);
    }),
  );

  test('waits for the last one that may still have everything', () =>
    inManagedWorld('wait', async (world) => {
      const { clusterId, hsms } = await clusterWithKeys(world);
      const [kept, ...emptied] = hsms as [ClusterHsm, ClusterHsm, ClusterHsm];
      for (const hsm of emptied) empty(world, hsm);
      world.killAppliance(kept.applianceId);
      for (const { applianceId } of emptied) await world.startAppliance(applianceId);
      await world.operator.clock.sleep(30_000);
      const { hsms: waiting } = await world.cluster(clusterId);
      expect(waiting.filter(({ state }) => state === 'ACTIVE')).toEqual([]);
      await world.startAppliance(kept.applianceId);
      const after = await restored(world, clusterId, emptied);
      for (const hsm of after.hsms) expect(await keysOf(world, hsm, 'alice')).toEqual(['old', 'new']);
    }));

  test('of all of them: the newest backup is restored, and the API says what is lost', () =>
    inManagedWorld('all-emptied', async (world) => {
      const { clusterId, hsms, backupId, handles } = await clusterWithKeys(world);
      for (const hsm of hsms) empty(world, hsm);
      for (const { applianceId } of hsms) await world.startAppliance(applianceId);
      const after = await restored(world, clusterId, hsms);
      for (const hsm of after.hsms) {
        expect(await keysOf(world, hsm)).toEqual(['old']);
        const codes = await Promise.all(['alice', 'late'].map((name) => codeOf(logIn(connect(world, hsm), name))));
        expect(codes).toEqual(['ok', 'USER_NOT_FOUND']);
      }
      const { State, StateMessage, Hsms } = await described(world, clusterId);
      const loss = new RegExp(`Restored from backup ${backupId} of 20.*Z: users and keys made since then`);
      expect(State).toBe('ACTIVE');
      expect(StateMessage).toMatch(/^All HSMs have lost their content\. /);
      expect(StateMessage).toMatch(loss);
      expect(Hsms.some((hsm) => loss.test(hsm.StateMessage ?? ''))).toBe(true);
      // What is lost is lost: nobody gets its handle again.
      const alice = connect(world, after.hsms[0]!);
      await logIn(alice, 'alice');
      expect(handles).not.toContain(await generateKey(alice, 'newest'));
      await world.jobsDone();
      expect((await world.processes()).processes).toHaveLength(3);
    }));

  test('before the cluster is initialized makes a new signing request', () =>
    inManagedWorld('emptied-early', async (world) => {
      const { subnets } = await world.clusters.call('ListSubnets', { region: REGION }, DEADLINE);
      const SubnetIds = subnets.map(({ subnetId }) => subnetId);
      const { Cluster } = await world.api<{ Cluster: { ClusterId: string } }>('CreateCluster', {
        HsmType: 'hsm1.medium',
        SubnetIds,
      });
      const { ClusterId } = Cluster;
      await world.clusterWhen(ClusterId, ({ state }) => state === 'UNINITIALIZED');
      await world.api('CreateHsm', { ClusterId, AvailabilityZone: `${REGION}a` });
      const { hsms } = await world.clusterWhen(ClusterId, (now) => now.hsms.every(isWell) && now.hsms.length === 1);
      const csr = async () => {
        const { Clusters } = await world.api<{ Clusters: { Certificates: { ClusterCsr?: string } }[] }>(
          'DescribeClusters',
          {},
        );
        return Clusters[0]?.Certificates.ClusterCsr;
      };
      const before = await csr();
      empty(world, hsms[0]!);
      await world.startAppliance(hsms[0]!.applianceId);
      await restored(world, ClusterId, hsms);
      expect(await csr()).toMatch(/^-----BEGIN CERTIFICATE REQUEST/);
      expect(await csr()).not.toBe(before);
    }));
});

test('an HSM that is added while all others are away waits for one of them, and has the users of today', () =>
  inManagedWorld('added', async (world) => {
    const { clusterId, hsms } = await clusterWithKeys(world, 2);
    for (const { applianceId } of hsms) world.killAppliance(applianceId);
    await world.clusterWhen(clusterId, (now) => now.hsms.every(({ state }) => state === 'DEGRADED'));
    await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: `${REGION}c` });
    await until(world, 'the creation does not wait', async () => {
      const { jobs } = await world.clusters.call('ListClusters', { region: REGION }, DEADLINE);
      return jobs.some(({ kind, failures }) => kind === 'CreateHsm' && failures > 0) ? true : undefined;
    });
    for (const { applianceId } of hsms) await world.startAppliance(applianceId);
    const after = await world.clusterWhen(clusterId, (now) => now.hsms.length === 3 && now.hsms.every(isWell));
    expect(await keysOf(world, after.hsms[2]!, 'late')).toEqual([]);
    expect(await keysOf(world, after.hsms[2]!)).toEqual(['old', 'new']);
  }));

describe('an HSM that stays away', () => {
  test('is replaced when somebody says so: new id, same address, same content, and its appliance is started anew', () =>
    inManagedWorld('replaced', async (world) => {
      const { clusterId, hsms } = await clusterWithKeys(world);
      const { hsmId, applianceId } = hsms[1]!;
      await expect(world.clusters.call('ReplaceHsm', { hsmId }, DEADLINE)).rejects.toThrow(
        `HSM '${hsmId}' is in state ACTIVE; only a lost one is replaced.`,
      );
      world.sim.pause(world.machineOf(applianceId));
      await world.clusterWhen(clusterId, (now) => now.hsms[1]?.state === 'DEGRADED');
      const [first, again] = [
        await world.clusters.call('ReplaceHsm', { hsmId }, DEADLINE),
        await world.clusters.call('ReplaceHsm', { hsmId }, DEADLINE),
      ];
      expect(again).toEqual(first);
      const after = await restored(world, clusterId, [hsms[1]!]);
      expect(after.hsms.map(({ eniIp }) => eniIp).toSorted()).toEqual(hsms.map(({ eniIp }) => eniIp).toSorted());
      for (const hsm of after.hsms) expect(await keysOf(world, hsm)).toEqual(['old', 'new']);
      await world.jobsDone();
      expect((await world.processes()).processes).toHaveLength(3);
      await expect(world.clusters.call('ReplaceHsm', { hsmId: 'hsm-aaaaaaaaaaa' }, DEADLINE)).rejects.toThrow(
        'could not be found',
      );
    }));

  test('is replaced by itself where the configuration says after how long', () =>
    inManagedWorld(
      'replaced-by-itself',
      async (world) => {
        const { clusterId, hsms } = await clusterWithKeys(world);
        world.sim.pause(world.machineOf(hsms[2]!.applianceId));
        const after = await restored(world, clusterId, [hsms[2]!]);
        expect(await keysOf(world, after.hsms.at(-1)!)).toEqual(['old', 'new']);
      },
      { timings: { badChecksReplace: 10 } },
    ));

  test('and comes back in time is not replaced', () =>
    inManagedWorld(
      'back-in-time',
      async (world) => {
        world.faults.whileWaiting = async () => {
          const { steps } = await world.clusters.call('ListHeldSteps', {}, DEADLINE);
          for (const { jobId, kind } of steps)
            if (kind !== 'ReplaceHsm') await world.clusters.call('ReleaseStep', { jobId }, DEADLINE);
        };
        const { clusterId, hsms } = await world.activeCluster(2);
        world.sim.pause(world.machineOf(hsms[1]!.applianceId));
        await world.clusterWhen(clusterId, (now) => now.hsms[1]?.state === 'DEGRADED');
        const { jobId } = await world.clusters.call('ReplaceHsm', { hsmId: hsms[1]!.hsmId }, DEADLINE);
        world.sim.resume(world.machineOf(hsms[1]!.applianceId));
        await world.clusterWhen(clusterId, (now) => now.hsms.every(isWell));
        await world.clusters.call('ReleaseStep', { jobId }, DEADLINE);
        await world.jobsDone();
        expect((await world.cluster(clusterId)).hsms.map(({ hsmId }) => hsmId)).toEqual(hsms.map(({ hsmId }) => hsmId));
      },
      { durations: 'manual' },
    ));
});
