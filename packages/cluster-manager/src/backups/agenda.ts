import { type Cluster, forgottenAt as clusterForgottenAt } from '../clusters/cluster.ts';
import { type Backup, forgottenAt } from './backup.ts';

const DAY_MS = 86_400_000;

/** What is to be done at some time, milliseconds since the epoch. */
export interface Due {
  readonly at: number;
  readonly what: 'back up' | 'expire' | 'purge' | 'forget backup' | 'forget cluster';
  /** Of the cluster or backup. */
  readonly id: string;
}

/** What an agenda is made from. */
export interface Books {
  readonly clusters: readonly Cluster[];
  readonly backups: readonly Backup[];
  /** Clusters that have an ACTIVE HSM. */
  readonly living: ReadonlySet<string>;
}

/** Everything that time will bring, if nothing else happens. In no order. */
export function agenda({ clusters, backups, living }: Books): readonly Due[] {
  const byCluster = Map.groupBy(backups, ({ clusterId }) => clusterId);
  return [
    ...clusters.flatMap((cluster) => {
      const own = byCluster.get(cluster.clusterId) ?? [];
      if (cluster.state === 'DELETED')
        return [{ at: clusterForgottenAt(cluster), what: 'forget cluster', id: cluster.clusterId } as const];
      return [...dailyBackup(cluster, own, living), ...expirations(cluster, own)];
    }),
    ...backups.flatMap(ends),
  ];
}

/** A cluster without HSMs makes no backups. Source: AWS CloudHSM User Guide, "AWS CloudHSM cluster backups". */
function dailyBackup(
  { clusterId, state }: Cluster,
  own: readonly Backup[],
  living: ReadonlySet<string>,
): readonly Due[] {
  if (state !== 'ACTIVE' || !living.has(clusterId) || own.some((backup) => backup.state === 'CREATE_IN_PROGRESS'))
    return [];
  return [{ at: Math.max(0, ...own.map(({ createdAt }) => createdAt)) + DAY_MS, what: 'back up', id: clusterId }];
}

/**
 * The last backup of a cluster never expires, nor does one that belongs to no cluster any more.
 * Source: AWS CloudHSM User Guide, "Configure AWS CloudHSM backup retention".
 */
function expirations({ retentionDays }: Cluster, own: readonly Backup[]): readonly Due[] {
  const ready = own.filter(({ state }) => state === 'READY').toSorted((a, b) => b.createdAt - a.createdAt);
  return ready
    .slice(1)
    .filter(({ neverExpires }) => !neverExpires)
    .map(({ backupId, createdAt }) => ({
      at: createdAt + Number(retentionDays) * DAY_MS,
      what: 'expire',
      id: backupId,
    }));
}

function ends(backup: Backup): readonly Due[] {
  const { backupId: id, state, deleteAt = 0 } = backup;
  if (state === 'PENDING_DELETION') return [{ at: deleteAt, what: 'purge', id }];
  if (state === 'DELETED') return [{ at: forgottenAt(backup), what: 'forget backup', id }];
  return [];
}
