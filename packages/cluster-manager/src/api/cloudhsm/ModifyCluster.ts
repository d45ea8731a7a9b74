import { next } from '@keystorm/runtime';
import { BACKUPS } from '../../backups/backup.ts';
import { latestReadyBackup } from '../../backups/latest.ts';
import { CLUSTER, type Cluster, CLUSTERS, getCluster } from '../../clusters/cluster.ts';
import { type Hsm, hsmsOf } from '../../clusters/hsm.ts';
import { freeSlot, SLOTS_MAX } from '../../clusters/slots.ts';
import { getHsmType } from '../../clusters/hsm-types.ts';
import { invalidRequest, wrongState } from '../../errors.ts';
import { enqueue } from '../../jobs/job.ts';
import type { Reader } from '../../ledger.ts';
import type { Operation } from './operation.ts';
import { retentionDays } from './retention.ts';
import { clusterView } from './views.ts';

/** Source: AWS CloudHSM User Guide, "Cluster modify HSM type", on what a migration requires. */
const MIGRATED_HSMS_MAX = 27;

/** Changes how long backups are kept, or the type of the HSMs; the latter takes its time. */
export const modifyCluster: Operation<'ModifyCluster'> = (
  { ledger, runtime },
  caller,
  { ClusterId, HsmType, BackupRetentionPolicy },
) =>
  ledger.transaction(async (tx) => {
    const nowMs = runtime.clock.now();
    const cluster = await getCluster(tx, nowMs, caller, ClusterId);
    if (HsmType === undefined && BackupRetentionPolicy === undefined)
      throw invalidRequest('Specify an HsmType or a BackupRetentionPolicy.');
    if (cluster.state !== 'ACTIVE') throw wrongState('Cluster', ClusterId, cluster.state, 'ModifyCluster', ['ACTIVE']);
    const kept =
      BackupRetentionPolicy === undefined
        ? cluster
        : { ...cluster, retentionDays: retentionDays(BackupRetentionPolicy) };
    const modified = HsmType === undefined ? kept : await withType(tx, kept, HsmType, nowMs);
    tx.put(CLUSTERS, ClusterId, modified);
    if (modified.modification !== undefined) enqueue(tx, runtime.random, 'ModifyCluster', ClusterId);
    return { Cluster: await clusterView(tx, modified) };
  });

/** The cluster on its way to another type of HSMs, or back to the one that it had. Throws CloudHsmInvalidRequestException. */
async function withType(reader: Reader, cluster: Cluster, asked: string, nowMs: number): Promise<Cluster> {
  const { clusterId, mode, hsmType, rollback } = cluster;
  const type = getHsmType(asked);
  if (asked === hsmType) throw invalidRequest(`The HSM type of cluster '${clusterId}' is '${asked}' already.`);
  const hsms = await hsmsOf(reader, clusterId);
  requireMigratable(cluster, hsms, await freeSlot(reader, cluster));
  const modifying = { ...cluster, limitedWrites: true };
  if (type.restores.includes(hsmType) && type.modes.includes(mode))
    return { ...modifying, state: next(CLUSTER, cluster.state, 'modify'), modification: { hsmType: asked } };
  if (rollback?.hsmType !== asked)
    throw invalidRequest(`The HSM type of cluster '${clusterId}' cannot be modified to '${asked}'.`);
  if (nowMs >= rollback.expiresAt)
    throw invalidRequest(`The time in which cluster '${clusterId}' could be rolled back to '${asked}' is over.`);
  const seedBackupId = await rollbackBackup(reader, cluster, asked);
  if (seedBackupId === undefined && hsms.length > 0)
    throw invalidRequest(`There is no backup of cluster '${clusterId}' that HSM type '${asked}' could restore.`);
  return {
    ...modifying,
    state: next(CLUSTER, cluster.state, 'rollBack'),
    modification: { hsmType: asked, ...(seedBackupId !== undefined && { seedBackupId }) },
  };
}

function requireMigratable({ clusterId }: Cluster, hsms: readonly Hsm[], slot: number): void {
  if (hsms.length > MIGRATED_HSMS_MAX)
    throw invalidRequest(`The HSM type of a cluster with more than ${MIGRATED_HSMS_MAX} HSMs cannot be modified.`);
  if (slot + hsms.length > SLOTS_MAX)
    throw invalidRequest(`Cluster '${clusterId}' has had as many HSMs as it can have.`);
  const unready = hsms.find(({ state }) => state !== 'ACTIVE');
  if (unready !== undefined) throw wrongState('HSM', unready.hsmId, unready.state, 'ModifyCluster', ['ACTIVE']);
}

/** What the HSMs held before they became what they are. */
async function rollbackBackup(reader: Reader, cluster: Cluster, hsmType: string): Promise<string | undefined> {
  const backupId = cluster.rollback?.backupId;
  if (backupId === undefined) return (await latestReadyBackup(reader, { ...cluster, hsmType }))?.backupId;
  const backup = await reader.get(BACKUPS, backupId);
  if (backup?.state !== 'READY')
    throw wrongState('Backup', backupId, backup?.state ?? 'DELETED', 'ModifyCluster', ['READY']);
  return backupId;
}
