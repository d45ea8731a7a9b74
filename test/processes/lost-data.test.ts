import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterHsm } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { isWhole } from '../worlds/fixture.ts';
import { withProcessWorld } from '../worlds/process-world.ts';
import { cloudhsm, clusterOf, clusterWhen, harness, REGION } from '../worlds/world.ts';
import { drillFixture } from '../scenarios/drills/drill.ts';

interface ApiCluster {
  readonly State: string;
  readonly StateMessage?: string;
}

test(
  'HSMs whose data directories are deleted while they are down come back with everything, or say what is lost',
  { timeout: 300_000 },
  () =>
    withProcessWorld(async (world, { dataDir }) => {
      const it = await drillFixture(world);
      const { clusterId, store } = it;
      const lose = async (lost: readonly ClusterHsm[]) => {
        for (const { hsmId } of lost) await world.chaos.kill(hsmId, { stayDown: true });
        for (const { applianceId } of lost) rmSync(join(dataDir, 'appliances', applianceId), { recursive: true });
        for (const { hsmId } of lost) await world.chaos.start(hsmId);
        return clusterWhen(
          world,
          clusterId,
          (cluster) =>
            isWhole(cluster, 2) &&
            cluster.hsms.every(({ hsmId, ailment }) => ailment === '' && lost.every((old) => old.hsmId !== hsmId)),
        );
      };
      const keys = () => clusterOf(world, clusterId).then(({ hsms }) => hsms.map((hsm) => hsm.keys));
      const before = await clusterOf(world, clusterId);

      // One of two: the other has everything.
      const after = await lose(before.hsms.slice(1));
      expect(after.hsms.map(({ eniIp }) => eniIp).toSorted()).toEqual(before.hsms.map(({ eniIp }) => eniIp).toSorted());
      expect(await it.decrypt()).toBe('ok');
      expect(await keys()).toEqual([2, 2]);

      // All: the newest backup is restored, and what was made since is gone.
      const { backupId } = await harness<{ backupId: string }>(world, 'lab/backup', { clusterId, region: REGION });
      const late = await store.newKey();
      await lose(after.hsms);
      expect(await keys()).toEqual([2, 2]);
      const { Clusters } = await cloudhsm<{ Clusters: readonly ApiCluster[] }>(world, 'DescribeClusters');
      expect(Clusters).toMatchObject([{ State: 'ACTIVE' }]);
      expect(Clusters[0]?.StateMessage).toMatch(
        new RegExp(
          `^All HSMs have lost their content\\. Restored from backup ${backupId} of 20.*Z: users and keys made since then`,
        ),
      );
      await it.recovers();
      expect(await it.encrypt(late)).toMatch(/^KMSInvalidStateException: /);
    }),
);
