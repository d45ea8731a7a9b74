import { HsmError, isHsmError } from '@keystorm/protocol';
import { may, next, type Transaction } from '@keystorm/runtime';
import { BACKUPS, type Backup, latestReadyBackup } from '../backups/backup.ts';
import { abandonBackup, readBackup, takeBackup } from '../backups/take-backup.ts';
import { CLUSTERS, type Cluster } from '../clusters/cluster.ts';
import { HSM, type Hsm, HSMS, hsmsOf } from '../clusters/hsm.ts';
import { getHsmType } from '../clusters/hsm-types.ts';
import { APPLIANCE, APPLIANCES, type Appliance } from '../fleet/appliance.ts';
import { isServing } from '../fleet/sight.ts';
import { watch } from '../ledger.ts';
import { INTERFACES } from '../network/interfaces.ts';
import type { Parts } from '../parts.ts';
import { type Job, JOBS, recordBackup } from './job.ts';
import type { JobPlan } from './plans.ts';

const CALL_DEADLINE_MS = 5_000;
const RESTORE_DEADLINE_MS = 30_000;
/** How often a step is tried that a removal would rather not, but can, do without. */
const COURTESY_ATTEMPTS_MAX = 3;
/** Source: observed of AWS CloudHSM when a creation fails. */
const CREATION_FAILED = 'HSM creation failed. Please delete this HSM and try again.';

export const CREATE_HSM: JobPlan = {
  steps: [
    { name: 'get an appliance', run: getAppliance },
    { name: 'claim it', run: claim },
    { name: 'fill it', run: fill },
    { name: 'bring it level', run: bringLevel },
    { name: 'put it in service', run: putInService },
  ],
  async giveUp(tx, { subject }) {
    const hsm = await tx.get(HSMS, subject);
    if (hsm === undefined || !may(HSM, hsm.state, 'failed')) return;
    tx.put(HSMS, subject, { ...hsm, state: next(HSM, hsm.state, 'failed'), stateMessage: CREATION_FAILED });
  },
  abandoned: abandonOwnBackup,
};

export const DELETE_HSM: JobPlan = {
  steps: [
    { name: 'hand over what only it holds', run: handOver },
    { name: 'back it up', run: backUpBeforeRemoval },
    { name: 'remove it', run: remove },
  ],
  // An HSM that cannot be backed up goes without: the owner asked for its end.
  giveUp: (tx, { subject }, parts) => removeRecords(tx, subject, parts),
  abandoned: abandonOwnBackup,
};

/** The HSM that a job works on, with its cluster; undefined when it is gone. */
async function subjectOf(
  { ledger }: Parts,
  { subject }: Job,
): Promise<{ readonly hsm: Hsm; readonly cluster: Cluster } | undefined> {
  const hsm = await ledger.get(HSMS, subject);
  const cluster = hsm === undefined ? undefined : await ledger.get(CLUSTERS, hsm.clusterId);
  return hsm === undefined || cluster === undefined ? undefined : { hsm, cluster };
}

async function getAppliance(parts: Parts, job: Job, signal: AbortSignal): Promise<void> {
  const { ledger, fleet, runtime, config } = parts;
  const subject = await subjectOf(parts, job);
  if (subject === undefined) return;
  const { applianceId } = subject.hsm;
  const appliance = await ledger.get(APPLIANCES, applianceId);
  if (appliance?.state === 'ORDERED') await fleet.order(appliance);
  const look = async (): Promise<Appliance | undefined> => {
    const found = await ledger.get(APPLIANCES, applianceId);
    return found?.state === 'CLAIMED' && found.adminAddress !== undefined ? found : undefined;
  };
  const wait = { bell: ledger.bell, clock: runtime.clock, waitMs: config.timings.registrationWaitMs, signal };
  if ((await watch(wait, look)) === undefined)
    throw new HsmError('HSM_UNREACHABLE', `appliance ${applianceId} does not register`);
}

async function claim(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject === undefined) return;
  const { hsm, cluster } = subject;
  const { keysMax, usersMax } = getHsmType(cluster.hsmType);
  const { hsmId, clusterId, slot, eniIp, dataAddress } = hsm;
  const admin = await parts.fleet.admin(hsm.applianceId);
  await admin.call(
    'Claim',
    { hsmId, clusterId, slot, eniIp, dataAddress, keysMax, usersMax },
    { deadlineMs: CALL_DEADLINE_MS },
  );
}

/** The first HSM of a cluster makes its signing request; every other one is a copy. */
async function fill(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject === undefined) return;
  if (subject.cluster.clusterCertificate === undefined) return makeIdentity(parts, subject.hsm);
  const { cluster, hsm } = subject;
  const sealed = await readBackup(parts, await seedOf(parts, job, cluster));
  const admin = await parts.fleet.admin(hsm.applianceId);
  await admin.call('Restore', { sealed }, { deadlineMs: RESTORE_DEADLINE_MS });
}

/**
 * What a new HSM is made from: a backup taken now, as long as an HSM of the cluster is ACTIVE. One that does not answer at
 * this moment is waited for; the latest backup, with older users and passwords, is for clusters that have none.
 */
async function seedOf(parts: Parts, job: Job, cluster: Cluster): Promise<Backup> {
  const { ledger } = parts;
  if ((await hsmsOf(ledger, cluster.clusterId)).some(({ state }) => state === 'ACTIVE')) {
    const backupId = await ownBackup(parts, job, cluster);
    await takeBackup(parts, backupId);
    const taken = await ledger.get(BACKUPS, backupId);
    if (taken?.state === 'READY') return taken;
  }
  await abandonOwnBackup(parts, job);
  const latest = await latestReadyBackup(ledger, cluster);
  if (latest !== undefined) return latest;
  throw new HsmError('WRONG_STATE', `${cluster.clusterId} has neither an HSM nor a backup to copy`);
}

async function makeIdentity({ fleet, ledger }: Parts, { hsmId, applianceId }: Hsm): Promise<void> {
  const admin = await fleet.admin(applianceId);
  const identity = await admin.call('CreateSigningRequest', {}, { deadlineMs: CALL_DEADLINE_MS });
  await ledger.transaction(async (tx) => {
    const hsm = await tx.get(HSMS, hsmId);
    if (hsm !== undefined) tx.put(HSMS, hsmId, { ...hsm, identity });
  });
}

/** The backup that the job takes: on record before it is taken, so that a repetition goes on with the same. */
async function ownBackup({ ledger, runtime }: Parts, { jobId }: Job, cluster: Cluster): Promise<string> {
  return ledger.transaction(async (tx) => {
    const job = await tx.get(JOBS, jobId);
    if (job === undefined) throw new HsmError('WRONG_STATE', 'the job is over');
    if (job.backupId !== undefined) return job.backupId;
    const backupId = recordBackup(tx, runtime, cluster);
    tx.put(JOBS, jobId, { ...job, backupId });
    return backupId;
  });
}

/** Nothing is left of a backup that the job has begun and not taken. */
async function abandonOwnBackup(parts: Parts, { jobId, backupId }: Job): Promise<void> {
  const own = (await parts.ledger.get(JOBS, jobId))?.backupId ?? backupId;
  if (own !== undefined) await abandonBackup(parts, own);
}

async function bringLevel(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject?.cluster.clusterCertificate === undefined) return;
  await parts.fleet.look(subject.hsm);
  await parts.levelling.bringLevel(subject.cluster.clusterId, subject.hsm.hsmId);
}

async function putInService({ ledger, runtime }: Parts, { subject }: Job): Promise<void> {
  await ledger.transaction(async (tx) => {
    const hsm = await tx.get(HSMS, subject);
    if (hsm === undefined || !may(HSM, hsm.state, 'created')) return;
    tx.put(HSMS, subject, {
      ...hsm,
      state: next(HSM, hsm.state, 'created'),
      stateMessage: 'HSM created.',
      activeSince: runtime.clock.now(),
    });
  });
}

/** A key object whose other copies are on HSMs that are away must not go with this one. */
async function handOver(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject?.cluster.state !== 'ACTIVE') return;
  await asCourtesy(parts, job, async () => {
    await parts.fleet.look(subject.hsm);
    await parts.levelling.mergeWith(subject.hsm);
  });
}

/** An HSM that is not well gives no backup. */
async function backUpBeforeRemoval(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject?.cluster.state !== 'ACTIVE') return;
  if (!isServing(await parts.fleet.look(subject.hsm), subject.hsm.hsmId)) return abandonOwnBackup(parts, job);
  const backupId = await ownBackup(parts, job, subject.cluster);
  const taken = await asCourtesy(parts, job, () => takeBackup(parts, backupId, subject.hsm));
  if (!taken) await abandonBackup(parts, backupId);
}

/** False when the work has failed so often that one goes on without it. */
async function asCourtesy(
  { runtime }: Parts,
  { subject, kind, failures }: Job,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isHsmError(error) || failures + 1 < COURTESY_ATTEMPTS_MAX) throw error;
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
