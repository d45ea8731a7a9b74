import { HsmError, isHsmError } from '@keystorm/protocol';
import { type Random, type Transaction } from '@keystorm/runtime';
import { type Backup, BACKUPS } from '../backups/backup.ts';
import { takeBackup } from '../backups/take-backup.ts';
import { type Cluster, CLUSTERS } from '../clusters/cluster.ts';
import { type Hsm, HSMS, hsmsOf, isInService } from '../clusters/hsm.ts';
import { freeSlot, SLOTS_MAX } from '../clusters/slots.ts';
import { APPLIANCES } from '../fleet/appliance.ts';
import { cloudHsmId } from '../ids.ts';
import { type Reader, select } from '../ledger.ts';
import { collectLastRecords } from '../logs/collect.ts';
import type { Parts } from '../parts.ts';
import {
  bringLevel,
  claim,
  failCreation,
  fill,
  getAppliance,
  intactBackup,
  liveSeed,
  putInService,
  storedSeed,
} from './hsm-creation.ts';
import { enqueue, type Job, JOBS } from './job.ts';
import { type JobPlan, RefusedError } from './plans.ts';
import { abandonOwnBackup, ownBackup, subjectOf } from './subject.ts';

const EXCHANGE: JobPlan['steps'] = [
  { name: 'exchange it', run: exchange },
  { name: 'erase the old one', run: ifExchanged(eraseOld) },
  { name: 'get an appliance', run: ifExchanged(getAppliance) },
  { name: 'claim it', run: ifExchanged(claim) },
  { name: 'fill it', run: ifExchanged((parts, job) => fill(parts, job, (cluster) => seedOf(parts, job, cluster))) },
  { name: 'bring it level', run: ifExchanged(bringLevel) },
  { name: 'put it in service', run: ifExchanged(putInService) },
];

/**
 * The service replaces an HSM that is lost: there is a new one, with the same address, with what the other HSMs hold. It
 * waits for those that may come back: a backup is older than they are.
 * Source: AWS CloudHSM User Guide, "High availability and load balancing".
 */
export const REPLACE_HSM: JobPlan = {
  steps: [{ name: 'prepare a new one', wait: 'replaceHsm' }, ...EXCHANGE],
  patient: true,
  giveUp: failCreation,
  abandoned: abandonOwnBackup,
};

/** An HSM gives way to one of another type, with its own content. */
export const MIGRATE_HSM: JobPlan = {
  steps: [
    { name: 'begin a backup', run: beginOwnBackup },
    { name: 'back it up', run: takeOwnBackup },
    { name: 'prepare a new one', wait: 'migrateHsm' },
    ...EXCHANGE,
  ],
  patient: true,
  giveUp: failCreation,
  abandoned: abandonOwnBackup,
};

/** Has the HSM replaced, unless that is under way. Returns the id of the job. */
export async function enqueueReplacement(
  tx: Transaction,
  random: Random,
  kind: 'ReplaceHsm' | 'MigrateHsm',
  hsmId: string,
): Promise<string> {
  const underWay = await findReplacement(tx, hsmId);
  return underWay?.jobId ?? enqueue(tx, random, kind, hsmId);
}

/** The job that replaces the HSM, or that has exchanged it already. */
export async function findReplacement(reader: Reader, hsmId: string): Promise<Job | undefined> {
  const [job] = await select(
    reader,
    JOBS,
    ({ kind, subject, replacedHsmId }) =>
      (kind === 'ReplaceHsm' || kind === 'MigrateHsm') && (subject === hsmId || replacedHsmId === hsmId),
  );
  return job;
}

type Work = (parts: Parts, job: Job, signal: AbortSignal) => Promise<void>;

/** The HSM may have been deleted, or have come back, before its turn. */
function ifExchanged(work: Work): Work {
  return async (parts, job, signal) => {
    if (job.replacedHsmId !== undefined) await work(parts, job, signal);
  };
}

/** From here on there is the new HSM instead of the old one, and the job works on it. */
async function exchange({ ledger, runtime }: Parts, { jobId }: Job): Promise<void> {
  await ledger.transaction(async (tx) => {
    const job = await tx.get(JOBS, jobId);
    const old = job === undefined ? undefined : await tx.get(HSMS, job.subject);
    const cluster = old === undefined ? undefined : await tx.get(CLUSTERS, old.clusterId);
    if (job === undefined || old === undefined || cluster === undefined) return;
    if (job.replacedHsmId !== undefined || !isWanted(job, old)) return;
    const slot = await freeSlot(tx, cluster);
    if (slot >= SLOTS_MAX) throw new RefusedError('The cluster has had as many HSMs as it can have.');
    const hsmId = cloudHsmId(runtime.random, 'hsm');
    const { clusterId, availabilityZone, subnetId, eniId, eniIp, dataAddress, applianceId } = old;
    tx.delete(HSMS, old.hsmId);
    tx.put(HSMS, hsmId, {
      hsmId,
      clusterId,
      state: 'CREATE_IN_PROGRESS',
      hsmType: cluster.modification?.hsmType ?? cluster.hsmType,
      availabilityZone,
      subnetId,
      eniId,
      eniIp,
      dataAddress,
      slot,
      applianceId,
    });
    tx.put(CLUSTERS, clusterId, { ...cluster, nextSlot: slot + 1 });
    const appliance = await tx.get(APPLIANCES, applianceId);
    if (appliance !== undefined) tx.put(APPLIANCES, applianceId, { ...appliance, hsmId });
    tx.put(JOBS, jobId, { ...job, subject: hsmId, replacedHsmId: old.hsmId });
  });
}

/** One that has come back needs no replacement, and one that its owner deletes gets none. */
function isWanted({ kind }: Job, { state }: Hsm): boolean {
  return state === (kind === 'MigrateHsm' ? 'ACTIVE' : 'DEGRADED');
}

/** Makes the appliance blank. One that does not answer is started anew, without its data, by whoever started it. */
async function eraseOld(parts: Parts, job: Job): Promise<void> {
  const { ledger, fleet } = parts;
  const subject = await subjectOf(parts, job);
  const appliance = subject === undefined ? undefined : await ledger.get(APPLIANCES, subject.hsm.applianceId);
  if (appliance === undefined || job.replacedHsmId === undefined) return;
  // What is to come out of the own backup must be in it before there is nothing else.
  if (job.kind === 'MigrateHsm') await requireSeed(parts, job);
  await collectLastRecords(parts, appliance.applianceId);
  try {
    await fleet.zeroize(appliance, job.replacedHsmId);
  } catch (error) {
    if (!isHsmError(error) || !appliance.spawned) throw error;
    await fleet.renew(appliance);
  }
}

async function beginOwnBackup(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  // A cluster that is rolled back takes nothing along.
  if (subject?.cluster.modification === undefined || subject.cluster.modification.seedBackupId !== undefined) return;
  if (isWanted(job, subject.hsm)) await ownBackup(parts, job, subject.cluster);
}

/** The first of them is what the cluster can be rolled back to. */
async function takeOwnBackup(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  const { backupId } = job;
  if (subject === undefined || backupId === undefined) return;
  if (!isWanted(job, subject.hsm)) return abandonOwnBackup(parts, job);
  await takeBackup(parts, backupId, { only: subject.hsm });
  await parts.ledger.transaction(async (tx) => {
    const cluster = await tx.get(CLUSTERS, subject.cluster.clusterId);
    if (cluster?.modification === undefined || cluster.modification.firstBackupId !== undefined) return;
    tx.put(CLUSTERS, cluster.clusterId, {
      ...cluster,
      modification: { ...cluster.modification, firstBackupId: backupId },
    });
  });
}

/** What an HSM of another type is made from. Throws RefusedError when it is gone or damaged. */
async function requireSeed(parts: Parts, job: Job): Promise<Backup> {
  const subject = await subjectOf(parts, job);
  const backupId = subject?.cluster.modification?.seedBackupId ?? job.backupId ?? '';
  const backup = await parts.ledger.get(BACKUPS, backupId);
  if (backup?.state !== 'READY') throw new RefusedError(`Backup ${backupId} is not READY.`);
  await intactBackup(parts, backup);
  return backup;
}

/** Where the others may still come back, one of them; the newest backup only when nobody is left, and then that is said. */
async function seedOf(parts: Parts, job: Job, cluster: Cluster): Promise<Backup> {
  if (job.kind === 'MigrateHsm' || cluster.modification?.seedBackupId !== undefined) return requireSeed(parts, job);
  const peers = (await hsmsOf(parts.ledger, cluster.clusterId)).filter(isInService);
  if (peers.length > 0) {
    const taken = await liveSeed(parts, job, cluster);
    if (taken === undefined) throw new HsmError('HSM_UNREACHABLE', `no HSM of ${cluster.clusterId} can be copied`);
    return taken;
  }
  await abandonOwnBackup(parts, job);
  const stored = await storedSeed(parts, cluster);
  await recordLoss(parts, job, cluster, stored);
  return stored;
}

async function recordLoss(
  { ledger, runtime }: Parts,
  { subject }: Job,
  { clusterId }: Cluster,
  { backupId, createdAt }: Backup,
): Promise<void> {
  const loss = `Restored from backup ${backupId} of ${new Date(createdAt).toISOString()}: users and keys made since then, and changes of them, are lost.`;
  await ledger.transaction(async (tx) => {
    const [hsm, cluster] = [await tx.get(HSMS, subject), await tx.get(CLUSTERS, clusterId)];
    if (hsm === undefined || cluster === undefined) return;
    tx.put(HSMS, subject, { ...hsm, loss });
    tx.put(CLUSTERS, clusterId, { ...cluster, stateMessage: `All HSMs have lost their content. ${loss}` });
  });
  runtime.log.warn({ clusterId, hsmId: subject, backupId }, 'all HSMs of a cluster have lost their content');
}
