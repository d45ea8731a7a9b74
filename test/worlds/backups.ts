import { addHsms, newCluster } from './fixture.ts';
import { cloudhsm, until, type World } from './world.ts';

export interface Backup {
  readonly BackupId: string;
  readonly BackupState: string;
  readonly ClusterId?: string;
  readonly CreateTimestamp?: number;
}

/** Newest first. */
export async function backupsOf(world: World, clusterId: string): Promise<readonly Backup[]> {
  const Filters = { clusterIds: [clusterId] };
  return (await cloudhsm<{ Backups: readonly Backup[] }>(world, 'DescribeBackups', { Filters })).Backups;
}

/** Does something that makes a backup, and waits for it. */
export async function backupFrom(world: World, clusterId: string, work: () => Promise<unknown>): Promise<string> {
  const before = new Set(
    (await backupsOf(world.programs?.without ?? world, clusterId)).map(({ BackupId }) => BackupId),
  );
  await work();
  return until(world, 'no backup is taken', async () => {
    const [newest] = await backupsOf(world.programs?.without ?? world, clusterId);
    return newest?.BackupState === 'READY' && !before.has(newest.BackupId) ? newest.BackupId : undefined;
  });
}

/** A cluster that is made from a backup, with an HSM in each of the first two zones. */
export async function restoredCluster(world: World, backupId: string, hsmType?: string): Promise<string> {
  const cluster = await newCluster(world, { backupId, ...(hsmType && { hsmType }) });
  const zones = cluster.subnets.map(({ availabilityZone }) => availabilityZone);
  return (await addHsms(world, cluster, zones.slice(0, 2))).clusterId;
}
