import { may, next } from '@keystorm/runtime';
import { findCertificateProblem } from '../../clusters/certificates.ts';
import { CLUSTER, CLUSTERS, getCluster } from '../../clusters/cluster.ts';
import { hsmsOf } from '../../clusters/hsm.ts';
import { invalidRequest, wrongState } from '../../errors.ts';
import { enqueue } from '../../jobs/job.ts';
import type { Operation } from './operation.ts';

const INITIALIZING = 'Cluster is initializing. State will change to INITIALIZED upon completion.';

export const initializeCluster: Operation<'InitializeCluster'> = (
  { ledger, runtime },
  caller,
  { ClusterId, SignedCert, TrustAnchor },
) =>
  ledger.transaction(async (tx) => {
    const cluster = await getCluster(tx, runtime.clock.now(), caller, ClusterId);
    if (!may(CLUSTER, cluster.state, 'initialize'))
      throw wrongState('Cluster', ClusterId, cluster.state, 'InitializeCluster', CLUSTER.initialize.from);
    const identity = (await hsmsOf(tx, ClusterId)).find(({ state }) => state === 'ACTIVE')?.identity;
    if (identity === undefined)
      throw invalidRequest(`Cluster '${ClusterId}' has no HSM yet, and so no certificate signing request.`);
    const { hsmCertificate } = identity;
    // Certificates are judged by the machine's clock, with which people sign them.
    const certificates = { signedCert: SignedCert, trustAnchor: TrustAnchor, hsmCertificate };
    const problem = findCertificateProblem(certificates, runtime.clock.host());
    if (problem !== undefined) throw invalidRequest(problem);
    const state = next(CLUSTER, cluster.state, 'initialize');
    tx.put(CLUSTERS, ClusterId, {
      ...cluster,
      state,
      stateMessage: INITIALIZING,
      clusterCertificate: SignedCert,
      trustAnchor: TrustAnchor,
    });
    enqueue(tx, runtime.random, 'InitializeCluster', ClusterId);
    return { State: state, StateMessage: INITIALIZING };
  });
