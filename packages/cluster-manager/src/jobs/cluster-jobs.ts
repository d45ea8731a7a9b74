import { HsmError } from '@keystorm/protocol';
import { invariant, may, next, type Transaction } from '@keystorm/runtime';
import { CLUSTER, CLUSTERS } from '../clusters/cluster.ts';
import { hsmsOf } from '../clusters/hsm.ts';
import { SECURITY_GROUPS } from '../network/security-groups.ts';
import type { Parts } from '../parts.ts';
import type { JobPlan } from './plans.ts';

const INITIALIZE_DEADLINE_MS = 10_000;

/** Moves a cluster, if the event may happen in its state; a repetition finds it moved. */
async function move(tx: Transaction, clusterId: string, event: keyof typeof CLUSTER, more: object = {}): Promise<void> {
  const cluster = await tx.get(CLUSTERS, clusterId);
  if (cluster === undefined || !may(CLUSTER, cluster.state, event)) return;
  const { stateMessage: _past, ...rest } = cluster;
  tx.put(CLUSTERS, clusterId, { ...rest, ...more, state: next(CLUSTER, cluster.state, event) });
}

export const CREATE_CLUSTER: JobPlan = {
  steps: [
    { name: 'set it up', wait: 'createCluster' },
    {
      name: 'make it usable',
      run: ({ ledger }, { subject }) =>
        ledger.transaction(async (tx) => {
          const restored = (await tx.get(CLUSTERS, subject))?.sourceBackupId !== undefined;
          await move(tx, subject, restored ? 'restored' : 'created');
        }),
    },
  ],
  giveUp: (tx, { subject }) => move(tx, subject, 'failed'),
};

export const INITIALIZE_CLUSTER: JobPlan = {
  steps: [
    { name: 'initialize it', wait: 'initializeCluster' },
    { name: 'give the HSM its certificate', run: initialize },
    {
      name: 'record it',
      run: ({ ledger }, { subject }) => ledger.transaction((tx) => move(tx, subject, 'initialized')),
    },
  ],
  giveUp: (tx, { subject }) => move(tx, subject, 'failed'),
};

export const DELETE_CLUSTER: JobPlan = {
  steps: [
    { name: 'take it down', wait: 'deleteCluster' },
    {
      name: 'remove it',
      run: ({ ledger, runtime }, { subject }) =>
        ledger.transaction((tx) => deleteCluster(tx, subject, runtime.clock.now())),
    },
  ],
  giveUp: (tx, { subject }, { runtime }) => deleteCluster(tx, subject, runtime.clock.now()),
};

async function initialize({ ledger, fleet }: Parts, { subject }: { readonly subject: string }): Promise<void> {
  const cluster = await ledger.get(CLUSTERS, subject);
  if (cluster?.state !== 'INITIALIZE_IN_PROGRESS') return;
  const { clusterCertificate, trustAnchor } = cluster;
  invariant(clusterCertificate !== undefined && trustAnchor !== undefined, 'it came with its certificates');
  const [hsm] = await hsmsOf(ledger, subject);
  if (hsm === undefined) throw new HsmError('HSM_UNREACHABLE', `${subject} has no HSM`);
  const admin = await fleet.admin(hsm.applianceId);
  await admin.call('Initialize', { clusterCertificate, trustAnchor }, { deadlineMs: INITIALIZE_DEADLINE_MS });
}

async function deleteCluster(tx: Transaction, clusterId: string, nowMs: number): Promise<void> {
  const cluster = await tx.get(CLUSTERS, clusterId);
  if (cluster === undefined) return;
  tx.delete(SECURITY_GROUPS, cluster.securityGroupId);
  await move(tx, clusterId, 'deleted', { deletedAt: nowMs });
}
