import { HsmError, isHsmError } from '@keystorm/protocol';
import { may, next, type Transaction } from '@keystorm/runtime';
import { BACKUPS, type Backup } from '../backups/backup.ts';
import { readBackup, takeBackup } from '../backups/take-backup.ts';
import { latestReadyBackup } from '../backups/latest.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { HSM, type Hsm, HSMS, hsmsOf, isInService } from '../clusters/hsm.ts';
import { getHsmType } from '../clusters/hsm-types.ts';
import { APPLIANCES, type Appliance } from '../fleet/appliance.ts';
import { watch } from '../ledger.ts';
import type { Parts } from '../parts.ts';
import type { Job } from './job.ts';
import { type JobPlan, RefusedError } from './plans.ts';
import { abandonOwnBackup, ownBackup, subjectOf } from './subject.ts';

const CALL_DEADLINE_MS = 5_000;
const RESTORE_DEADLINE_MS = 30_000;
/** Source: observed of AWS CloudHSM when a creation fails. */
const CREATION_FAILED = 'HSM creation failed. Please delete this HSM and try again.';

export const CREATE_HSM: JobPlan = {
  steps: [
    { name: 'prepare it', wait: 'prepareHsm' },
    { name: 'get an appliance', run: getAppliance },
    { name: 'claim it', run: claim },
    { name: 'begin a backup to copy', run: beginSeed },
    { name: 'copy an HSM', wait: 'copyHsm' },
    { name: 'fill it', run: async (parts, job) => fill(parts, job, (cluster) => seedOf(parts, job, cluster)) },
    { name: 'bring it level', run: bringLevel },
    { name: 'put it in service', run: putInService },
  ],
  giveUp: failCreation,
  abandoned: abandonOwnBackup,
};

/** The HSM never heals, and its owner deletes it. A refusal says why it is no use to try the same again. */
export async function failCreation(tx: Transaction, { subject, refusal }: Job): Promise<void> {
  const hsm = await tx.get(HSMS, subject);
  if (hsm === undefined || !may(HSM, hsm.state, 'failed')) return;
  const stateMessage = refusal === undefined ? CREATION_FAILED : `${CREATION_FAILED} ${refusal}`;
  tx.put(HSMS, subject, { ...hsm, state: next(HSM, hsm.state, 'failed'), stateMessage });
}

/** Waits for the appliance of the HSM; one that was only ordered is started first. */
export async function getAppliance(parts: Parts, job: Job, signal: AbortSignal): Promise<void> {
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

export async function claim(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject === undefined) return;
  const { hsm, cluster } = subject;
  const { keysMax, asymmetricKeysMax, usersMax } = getHsmType(hsm.hsmType);
  const { hsmId, clusterId, slot, eniIp, dataAddress, hsmType } = hsm;
  const limitedWrites = cluster.limitedWrites === true;
  const admin = await parts.fleet.admin(hsm.applianceId);
  await admin.call(
    'Claim',
    { hsmId, clusterId, slot, eniIp, dataAddress, keysMax, asymmetricKeysMax, usersMax, limitedWrites, hsmType },
    { deadlineMs: CALL_DEADLINE_MS },
  );
}

/**
 * The first HSM of a cluster makes its signing request; every other one is a copy. `seed` finds what it is a copy of.
 * Throws RefusedError, naming the backup, when the HSM will never take it.
 */
export async function fill(parts: Parts, job: Job, seed: (cluster: Cluster) => Promise<Backup>): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject === undefined) return;
  const { cluster, hsm } = subject;
  // Done already, unless the appliance has lost its content since.
  await claim(parts, job);
  if (cluster.clusterCertificate === undefined) return makeIdentity(parts, hsm);
  const backup = await seed(cluster);
  const sealed = await intactBackup(parts, backup);
  const admin = await parts.fleet.admin(hsm.applianceId);
  try {
    await admin.call('Restore', { sealed }, { deadlineMs: RESTORE_DEADLINE_MS });
  } catch (error) {
    if (!isHsmError(error, 'INVALID_CIPHERTEXT', 'FOREIGN_OBJECT', 'NO_SPACE')) throw error;
    throw new RefusedError(`Backup ${backup.backupId} was refused: ${error.message}.`, { cause: error });
  }
}

/** The content of a backup. Throws RefusedError, naming it, when it is missing or damaged. */
export async function intactBackup(parts: Parts, backup: Backup): Promise<Buffer> {
  try {
    return await readBackup(parts, backup);
  } catch (error) {
    throw isHsmError(error, 'INVALID_CIPHERTEXT') ? new RefusedError(error.message, { cause: error }) : error;
  }
}

/** The backup that an addition takes is shown from its beginning. */
async function beginSeed(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject?.cluster.clusterCertificate === undefined) return;
  if (await hasHsmInService(parts, subject.cluster)) await ownBackup(parts, job, subject.cluster);
}

async function hasHsmInService({ ledger }: Parts, { clusterId }: Cluster): Promise<boolean> {
  return (await hsmsOf(ledger, clusterId)).some(isInService);
}

/**
 * What a new HSM is made from: a backup taken now, as long as the cluster has an HSM in service, DEGRADED or not. One that
 * does not answer at this moment is waited for; the latest backup, with older users and passwords, is for clusters that
 * have none (ADR 4).
 */
async function seedOf(parts: Parts, job: Job, cluster: Cluster): Promise<Backup> {
  if (await hasHsmInService(parts, cluster)) {
    const taken = await liveSeed(parts, job, cluster);
    if (taken !== undefined) return taken;
  }
  await abandonOwnBackup(parts, job);
  return storedSeed(parts, cluster);
}

/** A backup taken now. Undefined when the job's own has vanished. Throws HsmError. */
export async function liveSeed(parts: Parts, job: Job, cluster: Cluster): Promise<Backup | undefined> {
  const backupId = await ownBackup(parts, job, cluster);
  await takeBackup(parts, backupId);
  const taken = await parts.ledger.get(BACKUPS, backupId);
  return taken?.state === 'READY' ? taken : undefined;
}

/** The newest backup that there is. Throws RefusedError. */
export async function storedSeed({ ledger }: Parts, cluster: Cluster): Promise<Backup> {
  const latest = await latestReadyBackup(ledger, cluster);
  if (latest === undefined) throw new RefusedError('The cluster has neither an HSM nor a backup to copy.');
  return latest;
}

async function makeIdentity({ fleet, ledger }: Parts, { hsmId, applianceId }: Hsm): Promise<void> {
  const admin = await fleet.admin(applianceId);
  const identity = await admin.call('CreateSigningRequest', {}, { deadlineMs: CALL_DEADLINE_MS });
  await ledger.transaction(async (tx) => {
    const hsm = await tx.get(HSMS, hsmId);
    if (hsm !== undefined) tx.put(HSMS, hsmId, { ...hsm, identity });
  });
}

export async function bringLevel(parts: Parts, job: Job): Promise<void> {
  const subject = await subjectOf(parts, job);
  if (subject?.cluster.clusterCertificate === undefined) return;
  await parts.fleet.look(subject.hsm);
  await parts.levelling.join(subject.hsm);
}

export async function putInService({ ledger, runtime }: Parts, { subject }: Job): Promise<void> {
  await ledger.transaction(async (tx) => {
    const hsm = await tx.get(HSMS, subject);
    if (hsm === undefined || !may(HSM, hsm.state, 'created')) return;
    tx.put(HSMS, subject, {
      ...hsm,
      state: next(HSM, hsm.state, 'created'),
      stateMessage: hsm.loss ?? 'HSM created.',
      activeSince: runtime.clock.now(),
    });
  });
}
