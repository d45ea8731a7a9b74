import type { Cluster, ClusterJob } from '@keystorm/protocol';
import { HARNESS_MS, harness, type System } from '../system.ts';

/** What `/_keystorm/status` tells, as far as it says whether a system is whole. */
interface SystemStatus {
  readonly clusterManager: 'reachable' | 'unreachable';
  readonly customKeyStores: readonly { readonly customKeyStoreId: string; readonly connectionState: string }[];
  readonly clusters: readonly Cluster[];
  readonly jobs: readonly ClusterJob[];
}

/** What is not as it should be: stores that are not connected, HSMs that are away or disagree, work that is not done. */
export async function ailmentsOf(system: Pick<System, 'endpoint'>): Promise<readonly string[]> {
  const { clusterManager, customKeyStores, clusters, jobs } = await harness<SystemStatus>(
    system,
    'status',
    HARNESS_MS.ask,
  );
  if (clusterManager !== 'reachable') return ['the cluster-manager does not answer'];
  return [
    ...customKeyStores
      .filter(({ connectionState }) => connectionState !== 'CONNECTED')
      .map(({ customKeyStoreId, connectionState }) => `${customKeyStoreId} is ${connectionState}`),
    ...clusters.flatMap(ailmentsOfCluster),
    ...jobs.map(({ kind, subject, step }) => `${kind} of ${subject} is not done: ${step}`),
  ];
}

function ailmentsOfCluster({ clusterId, hsms }: Cluster): readonly string[] {
  const ill = hsms.filter(({ state, ailment }) => state !== 'ACTIVE' || ailment !== '');
  const digests = new Set(hsms.map(({ keysDigest }) => keysDigest));
  return [
    ...ill.map(({ hsmId, state, ailment }) => `${hsmId} is ${state}${ailment === '' ? '' : `: ${ailment}`}`),
    ...(digests.size > 1 ? [`the HSMs of ${clusterId} hold different keys`] : []),
  ];
}
