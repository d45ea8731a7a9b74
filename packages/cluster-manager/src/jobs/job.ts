import { type Random, type Runtime, table, type Transaction } from '@keystorm/runtime';
import { BACKUPS } from '../backups/backup.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { cloudHsmId } from '../ids.ts';

export type JobKind =
  | 'CreateCluster'
  | 'InitializeCluster'
  | 'DeleteCluster'
  | 'CreateHsm'
  | 'DeleteHsm'
  | 'CreateBackup'
  | 'CopyBackup'
  | 'ReplaceHsm'
  | 'MigrateHsm'
  | 'ModifyCluster';

/** Work that outlives the process. Every step may run twice: a crash repeats the one it cut off. */
export interface Job {
  readonly jobId: string;
  readonly kind: JobKind;
  /** Id of the cluster, HSM or backup that it works on. */
  readonly subject: string;
  /** Number of the step that runs next. */
  readonly step: number;
  /** Backup that the job takes, on record before it is taken. */
  readonly backupId?: string;
  /** In place of which the subject, an HSM, has come. */
  readonly replacedHsmId?: string;
  /** How often the step has failed. */
  readonly failures: number;
  /** Why it failed last; empty if it did not. */
  readonly lastFailure: string;
  /** Why the job is given up at once: it cannot be done. */
  readonly refusal?: string;
  /** The step is a wait, and ends then. Milliseconds since the epoch. */
  readonly waitsUntil?: number;
  /** The step is a wait that somebody has to end, or has ended. */
  readonly hold?: 'held' | 'released';
}

/** Key: id of the job. */
export const JOBS = table<Job>('jobs');

/** Puts a job on record. Returns its id. */
export function enqueue(tx: Transaction, random: Random, kind: JobKind, subject: string): string {
  const jobId = random.uuid();
  tx.put(JOBS, jobId, { jobId, kind, subject, step: 0, failures: 0, lastFailure: '' });
  return jobId;
}

/** Puts a backup of the cluster on record and has it taken. Returns its id. */
export function enqueueBackup(tx: Transaction, runtime: Runtime, cluster: Cluster): string {
  const backupId = recordBackup(tx, runtime, cluster);
  enqueue(tx, runtime.random, 'CreateBackup', backupId);
  return backupId;
}

/** Puts a backup on record that has yet to be taken. Returns its id. */
export function recordBackup(tx: Transaction, { random, clock }: Runtime, cluster: Cluster): string {
  const { region, accountId, clusterId, hsmType, mode, tags } = cluster;
  const backupId = cloudHsmId(random, 'backup');
  tx.put(BACKUPS, backupId, {
    backupId,
    region,
    accountId,
    state: 'CREATE_IN_PROGRESS',
    createdAt: clock.now(),
    clusterId,
    hsmType,
    mode,
    neverExpires: false,
    tags,
  });
  return backupId;
}
