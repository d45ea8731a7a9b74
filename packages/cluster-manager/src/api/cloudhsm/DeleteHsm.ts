import type { ClusterState, RequestOf } from '@keystorm/aws-api/cloudhsmv2';
import { may, next } from '@keystorm/runtime';
import { type Cluster, getCluster } from '../../clusters/cluster.ts';
import { HSM, type Hsm, HSMS, hsmsOf } from '../../clusters/hsm.ts';
import { invalidRequest, notFound, wrongState } from '../../errors.ts';
import { enqueue } from '../../jobs/job.ts';
import type { Reader } from '../../ledger.ts';
import type { Operation } from './operation.ts';

/**
 * Not while the certificate is on its way into the only HSM that has the key for it, nor while HSMs are exchanged for
 * those of another type.
 */
const REMOVABLE_IN: readonly ClusterState[] = ['UNINITIALIZED', 'INITIALIZED', 'ACTIVE', 'DEGRADED'];

export const deleteHsm: Operation<'DeleteHsm'> = ({ ledger, runtime }, caller, request) =>
  ledger.transaction(async (tx) => {
    const cluster = await getCluster(tx, runtime.clock.now(), caller, request.ClusterId);
    if (!REMOVABLE_IN.includes(cluster.state))
      throw wrongState('Cluster', cluster.clusterId, cluster.state, 'DeleteHsm', REMOVABLE_IN);
    const hsm = await namedHsm(tx, cluster, request);
    if (!may(HSM, hsm.state, 'delete')) throw wrongState('HSM', hsm.hsmId, hsm.state, 'DeleteHsm', HSM.delete.from);
    tx.put(HSMS, hsm.hsmId, { ...hsm, state: next(HSM, hsm.state, 'delete') });
    enqueue(tx, runtime.random, 'DeleteHsm', hsm.hsmId);
    return { HsmId: hsm.hsmId };
  });

async function namedHsm(
  reader: Reader,
  { clusterId }: Cluster,
  { HsmId, EniId, EniIp }: RequestOf<'DeleteHsm'>,
): Promise<Hsm> {
  const names = [HsmId, EniId, EniIp].filter((name) => name !== undefined);
  if (names.length !== 1) throw invalidRequest('Specify exactly one of HsmId, EniId, EniIp.');
  const found = (await hsmsOf(reader, clusterId)).find((hsm) =>
    [hsm.hsmId, hsm.eniId, hsm.eniIp].includes(names[0] ?? ''),
  );
  if (found === undefined) throw notFound(`HSM ${names[0]} could not be found in cluster ${clusterId}.`);
  return found;
}
