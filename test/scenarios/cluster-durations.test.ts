import { describe, expect, test } from 'vitest';
import { DEADLINE } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld, REGION } from '../worlds/managed-cluster.ts';

const SECOND_MS = 1_000;

const advance = ({ clusters }: ManagedWorld, seconds: number) =>
  clusters.call('AdvanceClock', { byMs: seconds * SECOND_MS }, DEADLINE);

/** Lets what is due happen. */
const settle = ({ operator }: ManagedWorld) => operator.clock.sleep(200);

async function restart(world: ManagedWorld, clusterId: string): Promise<void> {
  await world.crashManager();
  await world.clusterWhen(clusterId, () => true);
}

async function newCluster(world: ManagedWorld): Promise<string> {
  const { subnets } = await world.clusters.call('ListSubnets', { region: REGION }, DEADLINE);
  const { Cluster } = await world.api<{ Cluster: { ClusterId: string; State: string } }>('CreateCluster', {
    HsmType: 'hsm1.medium',
    SubnetIds: subnets.map(({ subnetId }) => subnetId),
  });
  expect(Cluster.State).toBe('CREATE_IN_PROGRESS');
  return Cluster.ClusterId;
}

/** The state of the cluster, of its HSMs, and of its backups, newest first. */
async function states(world: ManagedWorld, clusterId: string) {
  const { state, hsms } = await world.cluster(clusterId);
  const { Backups } = await world.api<{ Backups: { BackupState: string }[] }>('DescribeBackups', {
    Filters: { clusterIds: [clusterId] },
  });
  return [state, hsms.map((hsm) => hsm.state), Backups.map(({ BackupState }) => BackupState)];
}

async function certificates(world: ManagedWorld): Promise<object | undefined> {
  const { Clusters } = await world.api<{ Clusters: { Certificates: object }[] }>('DescribeClusters', {});
  return Clusters[0]?.Certificates;
}

describe('as long as in AWS', () => {
  test('every state is seen, and passes with the clock of the simulated world, also over a restart', () =>
    inManagedWorld(
      'aws',
      async (world) => {
        const clusterId = await newCluster(world);
        await advance(world, 25);
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['CREATE_IN_PROGRESS', [], []]);
        await advance(world, 5);
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['UNINITIALIZED', [], []]);

        await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: `${REGION}a` });
        await advance(world, 230);
        await restart(world, clusterId);
        await advance(world, 65);
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['UNINITIALIZED', ['CREATE_IN_PROGRESS'], []]);
        await advance(world, 60);
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['UNINITIALIZED', ['ACTIVE'], []]);
      },
      { durations: 'aws' },
    ));

  test('a cluster can be deleted before it was ever of use', () =>
    inManagedWorld(
      'aws-deletion',
      async (world) => {
        const ClusterId = await newCluster(world);
        await world.api('DeleteCluster', { ClusterId });
        await advance(world, 25);
        await settle(world);
        expect((await world.cluster(ClusterId)).state).toBe('DELETE_IN_PROGRESS');
        await advance(world, 5);
        await world.jobsDone();
        expect((await world.cluster(ClusterId)).state).toBe('DELETED');
      },
      { durations: 'aws' },
    ));

  test('additions and removals show their backups on the way', () =>
    inManagedWorld(
      'aws-backups',
      async (world) => {
        world.faults.whileWaiting = async () => {
          await advance(world, 30);
        };
        const { clusterId, hsms } = await world.activeCluster(1);
        world.faults.whileWaiting = () => Promise.resolve();
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['ACTIVE', ['ACTIVE'], ['CREATE_IN_PROGRESS']]);
        await advance(world, 60);
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['ACTIVE', ['ACTIVE'], ['READY']]);

        await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: `${REGION}b` });
        await advance(world, 240);
        await settle(world);
        expect(await states(world, clusterId)).toEqual([
          'ACTIVE',
          ['ACTIVE', 'CREATE_IN_PROGRESS'],
          ['CREATE_IN_PROGRESS', 'READY'],
        ]);
        await advance(world, 60);
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['ACTIVE', ['ACTIVE', 'ACTIVE'], ['READY', 'READY']]);

        await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: hsms[0]?.hsmId });
        await advance(world, 60);
        await settle(world);
        expect(await states(world, clusterId)).toEqual([
          'ACTIVE',
          ['DELETE_IN_PROGRESS', 'ACTIVE'],
          ['CREATE_IN_PROGRESS', 'READY', 'READY'],
        ]);
        await advance(world, 60);
        await settle(world);
        expect(await states(world, clusterId)).toEqual(['ACTIVE', ['ACTIVE'], ['READY', 'READY', 'READY']]);
      },
      { durations: 'aws' },
    ));
});

test('a hundredth of that: the road to two HSMs takes seconds', () =>
  inManagedWorld(
    'fast',
    async (world) => {
      const startedAt = world.sim.nowMs;
      await world.activeCluster(2);
      const took = world.sim.nowMs - startedAt;
      expect(took).toBeGreaterThan(6 * SECOND_MS);
      expect(took).toBeLessThan(20 * SECOND_MS);
    },
    { durations: 'fast' },
  ));

describe('held by hand', () => {
  test('nothing goes on that is not released, and a restart releases nothing', () =>
    inManagedWorld(
      'manual',
      async (world) => {
        const { clusters } = world;
        const held = async () => (await clusters.call('ListHeldSteps', {}, DEADLINE)).steps;
        const release = async () => {
          for (const { jobId } of await held()) await clusters.call('ReleaseStep', { jobId }, DEADLINE);
        };
        const clusterId = await newCluster(world);
        await settle(world);
        expect(await held()).toMatchObject([{ kind: 'CreateCluster', subject: clusterId, step: 'set it up' }]);
        await restart(world, clusterId);
        await advance(world, 3_600);
        await world.operator.clock.sleep(61_000);
        expect((await world.cluster(clusterId)).state).toBe('CREATE_IN_PROGRESS');
        expect((await clusters.call('ListClusters', { region: '' }, DEADLINE)).jobs).toMatchObject([{ held: true }]);
        await release();
        await settle(world);
        expect(await held()).toEqual([]);
        expect((await world.cluster(clusterId)).state).toBe('UNINITIALIZED');
        await expect(clusters.call('ReleaseStep', { jobId: 'x' }, DEADLINE)).rejects.toThrow('holds no step');
      },
      { durations: 'manual' },
    ));

  test('released one by one, the whole road is walked', () =>
    inManagedWorld(
      'manual-road',
      async (world) => {
        const { clusters } = world;
        const seen = new Set<string>();
        world.faults.whileWaiting = async () => {
          const { steps } = await clusters.call('ListHeldSteps', {}, DEADLINE);
          for (const { jobId, kind, step } of steps) {
            seen.add(`${kind}: ${step}`);
            if (kind === 'InitializeCluster') expect(await certificates(world)).toEqual({});
            await clusters.call('ReleaseStep', { jobId }, DEADLINE);
          }
        };
        const { clusterId, hsms } = await world.activeCluster(2);
        await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: hsms[0]?.hsmId });
        await world.clusterWhen(clusterId, (now) => now.hsms.length === 1);
        await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: hsms[1]?.hsmId });
        await world.clusterWhen(clusterId, (now) => now.hsms.length === 0);
        await world.api('DeleteCluster', { ClusterId: clusterId });
        await world.clusterWhen(clusterId, ({ state }) => state === 'DELETED');
        expect([...seen].toSorted()).toEqual([
          'CreateBackup: prepare it',
          'CreateCluster: set it up',
          'CreateHsm: copy an HSM',
          'CreateHsm: prepare it',
          'DeleteCluster: take it down',
          'DeleteHsm: prepare the backup',
          'DeleteHsm: take it out of service',
          'InitializeCluster: initialize it',
        ]);
      },
      { durations: 'manual' },
    ));
});
