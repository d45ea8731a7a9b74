import type { ClusterMode, ClusterState, Tag } from '@keystorm/aws-api/cloudhsmv2';
import { table, type Transitions } from '@keystorm/runtime';
import { notFound } from '../errors.ts';
import { type Reader, select } from '../ledger.ts';
import { isOwnedBy, type Owner } from '../owner.ts';

/**
 * Adding and removing HSMs does not move an ACTIVE cluster, nor does losing them: only work of the service that failed
 * leaves it DEGRADED. Source: AWS CloudHSM API Reference, "Cluster", State.
 */
export const CLUSTER = {
  created: { from: ['CREATE_IN_PROGRESS'], to: 'UNINITIALIZED' },
  restored: { from: ['CREATE_IN_PROGRESS'], to: 'ACTIVE' },
  initialize: { from: ['UNINITIALIZED'], to: 'INITIALIZE_IN_PROGRESS' },
  initialized: { from: ['INITIALIZE_IN_PROGRESS'], to: 'INITIALIZED' },
  activated: { from: ['INITIALIZED'], to: 'ACTIVE' },
  modify: { from: ['ACTIVE'], to: 'MODIFY_IN_PROGRESS' },
  rollBack: { from: ['ACTIVE'], to: 'ROLLBACK_IN_PROGRESS' },
  modified: { from: ['MODIFY_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'], to: 'ACTIVE' },
  failed: {
    from: ['CREATE_IN_PROGRESS', 'INITIALIZE_IN_PROGRESS', 'MODIFY_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'],
    to: 'DEGRADED',
  },
  delete: {
    from: [
      'CREATE_IN_PROGRESS',
      'UNINITIALIZED',
      'INITIALIZE_IN_PROGRESS',
      'INITIALIZED',
      'ACTIVE',
      'MODIFY_IN_PROGRESS',
      'ROLLBACK_IN_PROGRESS',
      'DEGRADED',
    ],
    to: 'DELETE_IN_PROGRESS',
  },
  deleted: { from: ['DELETE_IN_PROGRESS'], to: 'DELETED' },
} as const satisfies Transitions<ClusterState>;

/** The type of the cluster's HSMs is being changed. */
interface Modification {
  /** What they become. */
  readonly hsmType: string;
  /** In a cluster that is rolled back: the backup that all its HSMs are made from. */
  readonly seedBackupId?: string;
  /** Otherwise: the first backup that was taken on the way, which the cluster can be rolled back to. */
  readonly firstBackupId?: string;
}

/** What undoes the last modification. */
interface Rollback {
  /** What the HSMs were before. */
  readonly hsmType: string;
  /** What they held then; absent when there were none. */
  readonly backupId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface Cluster extends Owner {
  readonly clusterId: string;
  readonly state: ClusterState;
  readonly stateMessage?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly deletedAt?: number;
  readonly hsmType: string;
  readonly mode: ClusterMode;
  /** Days for which backups are kept, as the API writes them. */
  readonly retentionDays: string;
  readonly tags: readonly Tag[];
  readonly vpcId: string;
  /** Availability Zone → subnet. */
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly securityGroupId: string;
  /** Backup that the cluster was made from. */
  readonly sourceBackupId?: string;
  /** PEM; from INITIALIZE_IN_PROGRESS on. */
  readonly clusterCertificate?: string;
  /** The customer's certificate authority, PEM; from INITIALIZE_IN_PROGRESS on. */
  readonly trustAnchor?: string;
  /** While MODIFY_IN_PROGRESS and ROLLBACK_IN_PROGRESS. */
  readonly modification?: Modification;
  readonly rollback?: Rollback;
  /** Users of its HSMs may change neither users nor key objects. */
  readonly limitedWrites?: boolean;
  /** An accident, or the lab, keeps all packets from its HSMs. */
  readonly networkCut?: boolean;
  /**
   * First slot that no HSM of this cluster, or of those that it descends from, had. Slots are the upper part of key
   * handles: none is ever given twice in a lineage, which `freeSlot` sees to.
   */
  readonly nextSlot: number;
}

/** Key: id of the cluster. */
export const CLUSTERS = table<Cluster>('clusters');

/** How long a deleted cluster is still listed, milliseconds of the simulated world. */
const REMEMBERED_MS = 3_600_000;

/** The clusters that fulfil a condition, in the order of their creation, forgotten ones left out. */
export async function listClusters(
  reader: Reader,
  nowMs: number,
  where: (cluster: Cluster) => boolean,
): Promise<readonly Cluster[]> {
  const clusters = await select(reader, CLUSTERS, (cluster) => where(cluster) && isRemembered(cluster, nowMs));
  return clusters.toSorted((a, b) => a.createdAt - b.createdAt || (a.clusterId < b.clusterId ? -1 : 1));
}

export async function findCluster(
  reader: Reader,
  nowMs: number,
  owner: Owner,
  clusterId: string,
): Promise<Cluster | undefined> {
  const cluster = await reader.get(CLUSTERS, clusterId);
  return cluster !== undefined && isOwnedBy(cluster, owner) && isRemembered(cluster, nowMs) ? cluster : undefined;
}

/** Throws CloudHsmResourceNotFoundException. */
export async function getCluster(reader: Reader, nowMs: number, owner: Owner, clusterId: string): Promise<Cluster> {
  const cluster = await findCluster(reader, nowMs, owner, clusterId);
  if (cluster === undefined) throw notFound(`Cluster ${clusterId} could not be found.`);
  return cluster;
}

/** When a cluster that is DELETED is no longer shown. */
export function forgottenAt({ deletedAt = 0 }: Cluster): number {
  return deletedAt + REMEMBERED_MS;
}

function isRemembered(cluster: Cluster, nowMs: number): boolean {
  return cluster.state !== 'DELETED' || nowMs < forgottenAt(cluster);
}
