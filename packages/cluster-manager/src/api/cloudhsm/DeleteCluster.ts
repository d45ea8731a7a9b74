import { may, next } from '@keystorm/runtime';
import { CLUSTER, CLUSTERS, getCluster } from '../../clusters/cluster.ts';
import { hsmsOf } from '../../clusters/hsm.ts';
import { invalidRequest, wrongState } from '../../errors.ts';
import { enqueue } from '../../jobs/job.ts';
import type { Operation } from './operation.ts';
import { clusterView } from './views.ts';

/** Its backups stay. */
export const deleteCluster: Operation<'DeleteCluster'> = ({ ledger, runtime }, caller, { ClusterId }) =>
  ledger.transaction(async (tx) => {
    const cluster = await getCluster(tx, runtime.clock.now(), caller, ClusterId);
    if ((await hsmsOf(tx, ClusterId)).length > 0)
      throw invalidRequest(`Cluster '${ClusterId}' still contains HSMs. Delete all HSMs before deleting the cluster.`);
    if (!may(CLUSTER, cluster.state, 'delete'))
      throw wrongState('Cluster', ClusterId, cluster.state, 'DeleteCluster', CLUSTER.delete.from);
    const deleting = {
      ...cluster,
      state: next(CLUSTER, cluster.state, 'delete'),
      stateMessage: 'The cluster is being deleted.',
    };
    tx.put(CLUSTERS, ClusterId, deleting);
    enqueue(tx, runtime.random, 'DeleteCluster', ClusterId);
    return { Cluster: await clusterView(tx, deleting) };
  });
