import { describe, expect, test } from 'vitest';
import { inManagedWorld } from '../worlds/managed-cluster.ts';

interface Backups {
  readonly Backups: readonly {
    readonly BackupId: string;
    readonly BackupState: string;
    readonly CreateTimestamp: number;
  }[];
}

describe('the life of a cluster', () => {
  test('created, initialized, activated, grown to three HSMs, each addition backed up', async () => {
    await inManagedWorld(1, async ({ activeCluster, api }) => {
      const { clusterId, hsms, state, lineageId, securityGroupOpen } = await activeCluster(3);
      expect(state).toBe('ACTIVE');
      expect(securityGroupOpen).toBe(true);
      expect(lineageId).toMatch(/^[0-9a-f]{64}$/);
      expect(hsms.map(({ slot }) => slot)).toEqual([0, 1, 2]);
      expect(new Set(hsms.map(({ eniIp }) => eniIp)).size).toBe(3);
      const { Backups } = await api<Backups>('DescribeBackups', { Filters: { clusterIds: [clusterId] } });
      expect(Backups.map(({ BackupState }) => BackupState)).toEqual(['READY', 'READY', 'READY']);
      const times = Backups.map(({ CreateTimestamp }) => CreateTimestamp);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    });
  });

  test.each([11, 12, 13, 14, 15])('the cluster-manager is killed again and again on the way, seed %i', async (seed) => {
    await inManagedWorld(seed, async (world) => {
      let kills = 0;
      world.faults.whileWaiting = async () => {
        if (kills >= 40 || world.sim.random.int(3) > 0) return;
        kills += 1;
        await world.crashManager();
      };
      const { clusterId } = await world.activeCluster(3);
      world.faults.whileWaiting = () => Promise.resolve();
      expect(kills).toBeGreaterThan(0);
      await world.clusterWhen(clusterId, ({ hsms }) => hsms.every(({ ailment }) => ailment === ''));
      await world.jobsDone();
      const { processes } = await world.processes();
      expect(processes).toHaveLength(3);
      const { Backups } = await world.api<Backups>('DescribeBackups', { Filters: { clusterIds: [clusterId] } });
      expect(Backups.map(({ BackupState }) => BackupState)).toEqual(['READY', 'READY', 'READY']);
    });
  });

  test('an HSM that crashed is brought level and serves again', async () => {
    await inManagedWorld(3, async ({ activeCluster, crashAppliance, clusterWhen, operator }) => {
      const { clusterId, hsms } = await activeCluster(3);
      await crashAppliance(hsms[1]?.applianceId ?? '');
      await operator.clock.sleep(2_000);
      const after = await clusterWhen(clusterId, (cluster) =>
        cluster.hsms.every(({ state, ailment }) => state === 'ACTIVE' && ailment === ''),
      );
      expect(new Set(after.hsms.map(({ keysDigest }) => keysDigest)).size).toBe(1);
    });
  });

  test('deleted HSMs give back what they had, and an empty cluster goes', async () => {
    await inManagedWorld(4, async ({ activeCluster, api, clusterWhen, cluster, clusters }) => {
      const { clusterId, hsms } = await activeCluster(2);
      await expect(api('DeleteCluster', { ClusterId: clusterId })).rejects.toThrow('still contains HSMs');
      for (const { hsmId } of hsms) await api('DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
      await clusterWhen(clusterId, (now) => now.hsms.length === 0);
      expect((await cluster(clusterId)).state).toBe('ACTIVE');
      const { Backups } = await api<Backups>('DescribeBackups', { Filters: { clusterIds: [clusterId] } });
      expect(Backups).toHaveLength(4);
      const { subnets } = await clusters.call('ListSubnets', { region: 'us-east-1' }, { deadlineMs: 5_000 });
      await clusterWhen(clusterId, (now) => now.subnets.every(({ freeAddresses }) => freeAddresses === 251));
      expect(subnets).toHaveLength(3);
      await api('DeleteCluster', { ClusterId: clusterId });
      await clusterWhen(clusterId, ({ state }) => state === 'DELETED');
    });
  });

  test('all HSMs deleted: a new one comes from the latest backup', async () => {
    await inManagedWorld(5, async ({ activeCluster, api, clusterWhen }) => {
      const { clusterId, hsms } = await activeCluster(2);
      for (const { hsmId } of hsms) await api('DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
      await clusterWhen(clusterId, (now) => now.hsms.length === 0);
      await api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: 'us-east-1a' });
      const { hsms: again } = await clusterWhen(clusterId, (now) => now.hsms[0]?.state === 'ACTIVE');
      expect(again[0]?.slot).toBe(2);
    });
  });

  test.each([
    {
      operation: 'CreateHsm',
      input: { ClusterId: 'cluster-zzzzzzzzzzz', AvailabilityZone: 'us-east-1a' },
      error: 'CloudHsmResourceNotFoundException: Cluster cluster-zzzzzzzzzzz could not be found.',
    },
    {
      operation: 'CreateHsm',
      input: { ClusterId: 'nonsense', AvailabilityZone: 'us-east-1a' },
      error: "CloudHsmInvalidRequestException: 1 validation error detected: Value 'nonsense' at 'clusterId'",
    },
    {
      operation: 'CreateCluster',
      input: { HsmType: 'hsm1.medium', SubnetIds: ['subnet-00000000'] },
      error: 'CloudHsmInvalidRequestException',
    },
    {
      operation: 'DescribeClusters',
      input: { Filters: { colour: ['red'] } },
      error: "CloudHsmInvalidRequestException: 'colour' is no filter",
    },
    { operation: 'EatCluster', input: {}, error: 'UnknownOperationException' },
  ])('$operation with bad input: $error', async ({ operation, input, error }) => {
    await inManagedWorld(6, async ({ api }) => {
      await expect(api(operation, input)).rejects.toThrow(error);
    });
  });
});
