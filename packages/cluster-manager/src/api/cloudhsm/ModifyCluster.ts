import { CLUSTERS, getCluster } from '../../clusters/cluster.ts';
import { invalidRequest, wrongState } from '../../errors.ts';
import type { Operation } from './operation.ts';
import { retentionDays } from './retention.ts';
import { clusterView } from './views.ts';

export const modifyCluster: Operation<'ModifyCluster'> = (
  { ledger, runtime },
  caller,
  { ClusterId, HsmType, BackupRetentionPolicy },
) =>
  ledger.transaction(async (tx) => {
    const cluster = await getCluster(tx, runtime.clock.now(), caller, ClusterId);
    if (HsmType === undefined && BackupRetentionPolicy === undefined)
      throw invalidRequest('Specify an HsmType or a BackupRetentionPolicy.');
    if (cluster.state !== 'ACTIVE') throw wrongState('Cluster', ClusterId, cluster.state, 'ModifyCluster', ['ACTIVE']);
    if (HsmType !== undefined) throw invalidRequest(`The HSM type of cluster '${ClusterId}' cannot be changed.`);
    const modified = { ...cluster, retentionDays: retentionDays(BackupRetentionPolicy) };
    tx.put(CLUSTERS, ClusterId, modified);
    return { Cluster: await clusterView(tx, modified) };
  });
