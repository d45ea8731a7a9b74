import { HsmError } from '@keystorm/protocol';
import { BACKUPS } from '../backups/backup.ts';
import { abandonBackup } from '../backups/take-backup.ts';
import { CLUSTERS, type Cluster } from '../clusters/cluster.ts';
import { type Hsm, HSMS } from '../clusters/hsm.ts';
import type { Parts } from '../parts.ts';
import { type Job, JOBS, recordBackup } from './job.ts';

export interface HsmOfCluster {
  readonly hsm: Hsm;
  readonly cluster: Cluster;
}

/** The HSM that a job works on, with its cluster; undefined when it is gone. */
export async function subjectOf({ ledger }: Parts, { subject }: Job): Promise<HsmOfCluster | undefined> {
  const hsm = await ledger.get(HSMS, subject);
  const cluster = hsm === undefined ? undefined : await ledger.get(CLUSTERS, hsm.clusterId);
  return hsm === undefined || cluster === undefined ? undefined : { hsm, cluster };
}

/** The backup that the job takes: on record before it is taken, so that a repetition goes on with the same. */
export async function ownBackup({ ledger, runtime }: Parts, { jobId }: Job, cluster: Cluster): Promise<string> {
  return ledger.transaction(async (tx) => {
    const job = await tx.get(JOBS, jobId);
    if (job === undefined) throw new HsmError('WRONG_STATE', 'the job is over');
    if (job.backupId !== undefined && (await tx.get(BACKUPS, job.backupId)) !== undefined) return job.backupId;
    const backupId = recordBackup(tx, runtime, cluster);
    tx.put(JOBS, jobId, { ...job, backupId });
    return backupId;
  });
}

/** Nothing is left of a backup that the job has begun and not taken. */
export async function abandonOwnBackup(parts: Parts, { jobId, backupId }: Job): Promise<void> {
  const own = (await parts.ledger.get(JOBS, jobId))?.backupId ?? backupId;
  if (own !== undefined) await abandonBackup(parts, own);
}
