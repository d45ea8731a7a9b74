import { createHash } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import { next } from '@keystorm/runtime';
import { CLUSTERS } from '../clusters/cluster.ts';
import { type Hsm, hsmsOf, isInService } from '../clusters/hsm.ts';
import { isServing } from '../fleet/sight.ts';
import type { Parts } from '../parts.ts';
import { BACKUP, BACKUPS, type Backup, backupFile } from './backup.ts';

const BACKUP_DEADLINE_MS = 30_000;

/** The HSM that has served longest among those that are well; undefined when there is none. */
async function backupSource({ ledger, fleet }: Parts, clusterId: string): Promise<Hsm | undefined> {
  const serving: Hsm[] = [];
  for (const hsm of await hsmsOf(ledger, clusterId)) {
    if (isInService(hsm) && isServing(await fleet.seen(hsm), hsm.hsmId)) serving.push(hsm);
  }
  return serving.toSorted((a, b) => (a.activeSince ?? 0) - (b.activeSince ?? 0))[0];
}

interface BackupSource {
  /** Where there is no other HSM: one that is about to go. */
  readonly last?: Hsm;
  /** No other HSM than this one. */
  readonly only?: Hsm;
}

/**
 * Takes a backup that is on record, from the longest-lived healthy HSM, if the caller names none. Done already: nothing
 * happens. Throws HsmError.
 */
export async function takeBackup(parts: Parts, backupId: string, { last, only }: BackupSource = {}): Promise<void> {
  const { ledger, fleet, runtime } = parts;
  const backup = await ledger.get(BACKUPS, backupId);
  if (backup?.state !== 'CREATE_IN_PROGRESS' || backup.clusterId === undefined) return;
  const { clusterId } = backup;
  const source = only ?? (await backupSource(parts, clusterId)) ?? last;
  if (source === undefined) throw new HsmError('HSM_UNREACHABLE', `no HSM of ${clusterId} can be backed up`);
  const admin = await fleet.admin(source.applianceId);
  const { sealed, keys, users } = await admin.call('Backup', {}, { deadlineMs: BACKUP_DEADLINE_MS });
  await runtime.storage.writeFile(backupFile(backupId), sealed);
  await ledger.transaction(async (tx) => {
    const [cluster, pending] = [await tx.get(CLUSTERS, clusterId), await tx.get(BACKUPS, backupId)];
    if (pending?.state !== 'CREATE_IN_PROGRESS') return;
    tx.put(BACKUPS, backupId, {
      ...pending,
      state: next(BACKUP, pending.state, 'taken'),
      manifest: {
        sha256: sha256(sealed),
        sizeBytes: sealed.length,
        keys,
        users,
        sourceHsmId: source.hsmId,
        clusterCertificate: cluster?.clusterCertificate ?? '',
        trustAnchor: cluster?.trustAnchor ?? '',
        nextSlot: cluster?.nextSlot ?? 0,
      },
    });
  });
  runtime.log.info({ backupId, clusterId, hsmId: source.hsmId, keys, users }, 'backup taken');
}

/** Removes the record of a backup that could not be taken, and what there is of its file. One that was taken stays. */
export async function abandonBackup({ ledger, runtime }: Parts, backupId: string): Promise<void> {
  if ((await ledger.get(BACKUPS, backupId))?.state !== 'CREATE_IN_PROGRESS') return;
  await runtime.storage.removeFile(backupFile(backupId));
  await ledger.transaction((tx) => tx.delete(BACKUPS, backupId));
}

/** The sealed content of a backup. Throws HsmError INVALID_CIPHERTEXT, naming it, when it is missing or changed. */
export async function readBackup({ runtime }: Parts, backup: Backup): Promise<Buffer> {
  const sealed = await runtime.storage.readFile(backupFile(backup.backupId));
  if (sealed === undefined || sha256(sealed) !== backup.manifest?.sha256) {
    throw new HsmError(
      'INVALID_CIPHERTEXT',
      `Backup ${backup.backupId} is ${sealed === undefined ? 'missing' : 'damaged'}.`,
    );
  }
  return sealed;
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
