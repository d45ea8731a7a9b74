import { isHsmError } from '@keystorm/protocol';
import { may, next, type Transaction } from '@keystorm/runtime';
import { abandonBackup, takeBackup } from '../backups/take-backup.ts';
import { HSMS } from '../clusters/hsm.ts';
import { APPLIANCE, APPLIANCES } from '../fleet/appliance.ts';
import { isServing } from '../fleet/sight.ts';
import { INTERFACES } from '../network/interfaces.ts';
import type { Parts } from '../parts.ts';
import type { Job } from './job.ts';
import type { JobPlan } from './plans.ts';
import { abandonOwnBackup, ownBackup, subjectOf } from './subject.ts';

export const DELETE_HSM: JobPlan = {
  steps: [
    { name: 'take it out of service', wait: 'retireHsm' },
    { name: 'begin a backup', run: beginLastBackup },
    { name: 'prepare the backup', wait: 'backUp' },
    { name: 'hand over what only it holds', run: handOver },
    { name: 'back it up', run: takeLastBackup },
    { name: 'remove it', run: remove },
  ],
  // An HSM that cannot be backed up goes without: the owner asked for its end.
  giveUp: (tx, { subject }, parts) => removeRecords(tx, subject, parts),
  abandoned: abandonOwnBackup,
};

/** An HSM that is not well gives no backup. */
async function beginLastBackup(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject?.cluster.state !== 'ACTIVE') return;
  const isWell = isServing(await parts.fleet.look(subject.hsm), subject.hsm.hsmId);
  if (isWell) await ownBackup(parts, job, subject.cluster);
}

/** A key object whose other copies are on HSMs that are away must not go with this one. */
async function handOver(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject?.cluster.state !== 'ACTIVE') return;
  await asCourtesy(parts, job, async () => {
    await parts.fleet.look(subject.hsm);
    await parts.levelling.handOver(subject.hsm);
  });
}

async function takeLastBackup(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  const { backupId } = job;
  if (subject === undefined || backupId === undefined) return;
  const isWell = isServing(await parts.fleet.look(subject.hsm), subject.hsm.hsmId);
  const taken = isWell && (await asCourtesy(parts, job, () => takeBackup(parts, backupId, { last: subject.hsm })));
  if (!taken) await abandonBackup(parts, backupId);
}

/** False when the work has failed so often that the removal goes on without it, instead of being given up. */
async function asCourtesy(
  { runtime, config }: Parts,
  { subject, kind, failures }: Job,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isHsmError(error) || failures + 1 < config.timings.jobAttemptsMax) throw error;
    runtime.log.warn({ err: error, kind, subject }, 'going on without');
    return false;
  }
}

async function remove(parts: Parts, { subject }: Job): Promise<void> {
  await parts.ledger.transaction((tx) => removeRecords(tx, subject, parts));
}

/**
 * The HSM is gone from the API; its appliance is erased by the health checks, however long it cannot be reached, and
 * keeps its address until then.
 */
async function removeRecords(tx: Transaction, hsmId: string, { monitor }: Parts): Promise<void> {
  const hsm = await tx.get(HSMS, hsmId);
  if (hsm === undefined) return;
  tx.delete(HSMS, hsmId);
  const appliance = await tx.get(APPLIANCES, hsm.applianceId);
  if (appliance === undefined || !may(APPLIANCE, appliance.state, 'release')) return tx.delete(INTERFACES, hsm.eniId);
  tx.put(APPLIANCES, appliance.applianceId, {
    ...appliance,
    state: next(APPLIANCE, appliance.state, 'release'),
    eniId: hsm.eniId,
  });
  monitor.watch(appliance.applianceId);
}
