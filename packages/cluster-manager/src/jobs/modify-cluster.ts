import { isHsmError } from '@keystorm/protocol';
import { may, next, type Transaction } from '@keystorm/runtime';
import { CLUSTER, CLUSTERS, type Cluster } from '../clusters/cluster.ts';
import { type Hsm, hsmsOf, isInService } from '../clusters/hsm.ts';
import { select, watch } from '../ledger.ts';
import type { Parts } from '../parts.ts';
import { enqueueReplacement } from './hsm-replacement.ts';
import { type Job, JOBS } from './job.ts';
import { type JobPlan, RefusedError } from './plans.ts';

const CALL_DEADLINE_MS = 1_000;
/** The HSMs are looked at again after this, although every change wakes who waits for them. */
const LOOK_AGAIN_MS = 60_000;
/** Source: AWS CloudHSM User Guide, "Cluster modify HSM type": a migration can be undone for a day. */
const ROLLBACK_MS = 86_400_000;

/** Source: AWS CloudHSM API Reference, "Cluster", StateMessage. */
const STATE_MESSAGE_LENGTH_MAX = 300;

/**
 * The HSMs of a cluster become HSMs of another type, one after the other, while their users change nothing.
 * Source: AWS CloudHSM User Guide, "Cluster modify HSM type".
 */
export const MODIFY_CLUSTER: JobPlan = {
  steps: [
    { name: 'limit what users may change', run: limitWrites },
    { name: 'exchange its HSMs', run: exchangeHsms },
    { name: 'admit changes again', run: admitWrites },
    {
      name: 'record it',
      run: ({ ledger, runtime }, { subject }) => ledger.transaction((tx) => record(tx, subject, runtime.clock.now())),
    },
  ],
  patient: true,
  giveUp: fail,
};

/** All of them, before the first is copied: what a user changed later would be lost. */
async function limitWrites({ ledger, fleet }: Parts, { subject }: Job): Promise<void> {
  for (const { applianceId } of (await hsmsOf(ledger, subject)).filter(isInService)) {
    const admin = await fleet.admin(applianceId);
    await admin.call('SetLimitedWrites', { limited: true }, { deadlineMs: CALL_DEADLINE_MS });
  }
}

async function exchangeHsms(parts: Parts, { subject }: Job, signal: AbortSignal): Promise<void> {
  const { ledger, runtime } = parts;
  const wait = { bell: ledger.bell, clock: runtime.clock, waitMs: LOOK_AGAIN_MS, signal };
  while ((await watch(wait, () => areExchanged(parts, subject))) === undefined);
}

/** True when all are; otherwise has the next one exchanged, if none is on its way. Throws RefusedError. */
async function areExchanged(parts: Parts, clusterId: string): Promise<true | undefined> {
  const { ledger, runtime } = parts;
  const cluster = await ledger.get(CLUSTERS, clusterId);
  const wanted = cluster?.modification?.hsmType;
  const left = (await hsmsOf(ledger, clusterId)).filter(
    ({ hsmType, activeSince }) => hsmType !== wanted || activeSince === undefined,
  );
  if (left.length === 0) return true;
  const failed = left.find(({ state, activeSince }) => state === 'DEGRADED' && activeSince === undefined);
  if (failed !== undefined) throw new RefusedError(`HSM ${failed.hsmId}: ${failed.stateMessage ?? ''}`);
  if (await isBusy(parts, left)) return undefined;
  const following = left.find(({ state, hsmType }) => state === 'ACTIVE' && hsmType !== wanted);
  if (following !== undefined)
    await ledger.transaction((tx) => enqueueReplacement(tx, runtime.random, 'MigrateHsm', following.hsmId));
  return undefined;
}

async function isBusy({ ledger }: Parts, hsms: readonly Hsm[]): Promise<boolean> {
  const ids = new Set(hsms.map(({ hsmId }) => hsmId));
  return (await select(ledger, JOBS, ({ kind, subject }) => kind !== 'ModifyCluster' && ids.has(subject))).length > 0;
}

/** Health checks tell those that cannot be told now. */
async function admitWrites({ ledger, fleet }: Parts, { subject }: Job): Promise<void> {
  await ledger.transaction(async (tx) => {
    const cluster = await tx.get(CLUSTERS, subject);
    if (cluster !== undefined) tx.put(CLUSTERS, subject, withoutLimit(cluster));
  });
  for (const { applianceId } of (await hsmsOf(ledger, subject)).filter(isInService)) {
    try {
      const admin = await fleet.admin(applianceId);
      await admin.call('SetLimitedWrites', { limited: false }, { deadlineMs: CALL_DEADLINE_MS });
    } catch (error) {
      if (!isHsmError(error)) throw error;
    }
  }
}

async function record(tx: Transaction, clusterId: string, nowMs: number): Promise<void> {
  const cluster = await tx.get(CLUSTERS, clusterId);
  if (cluster?.modification === undefined || !may(CLUSTER, cluster.state, 'modified')) return;
  const { modification, rollback: _past, stateMessage: _told, ...rest } = cluster;
  const modified = { ...rest, hsmType: modification.hsmType, state: next(CLUSTER, cluster.state, 'modified') };
  const isRollback = cluster.state === 'ROLLBACK_IN_PROGRESS';
  const { firstBackupId } = modification;
  const rollback = {
    hsmType: cluster.hsmType,
    expiresAt: nowMs + ROLLBACK_MS,
    ...(firstBackupId !== undefined && { backupId: firstBackupId }),
  };
  tx.put(CLUSTERS, clusterId, isRollback ? modified : { ...modified, rollback });
}

async function fail(tx: Transaction, { subject, refusal }: Job): Promise<void> {
  const cluster = await tx.get(CLUSTERS, subject);
  if (cluster === undefined || !may(CLUSTER, cluster.state, 'failed')) return;
  const { modification: _given, ...rest } = withoutLimit(cluster);
  const stateMessage = `The HSM type could not be modified. ${refusal ?? ''}`.trim().slice(0, STATE_MESSAGE_LENGTH_MAX);
  tx.put(CLUSTERS, subject, { ...rest, state: next(CLUSTER, cluster.state, 'failed'), stateMessage });
}

function withoutLimit({ limitedWrites: _lifted, ...cluster }: Cluster): Cluster {
  return cluster;
}
