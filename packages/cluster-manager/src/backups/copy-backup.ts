import { HsmError } from '@keystorm/protocol';
import { next, type Transaction } from '@keystorm/runtime';
import type { Parts } from '../parts.ts';
import { BACKUP, BACKUPS, backupFile } from './backup.ts';
import { readBackup } from './take-backup.ts';

/** Fills a copy that is on record. Done already: nothing happens. Throws HsmError when the source cannot be read. */
export async function copyBackup(parts: Parts, backupId: string): Promise<void> {
  const { ledger, runtime } = parts;
  const copied = await ledger.get(BACKUPS, backupId);
  if (copied?.state !== 'CREATE_IN_PROGRESS' || copied.copy === undefined) return;
  const source = await ledger.get(BACKUPS, copied.copy.sourceBackupId);
  const manifest = source?.manifest;
  if (source === undefined || manifest === undefined)
    throw new HsmError('INVALID_CIPHERTEXT', `Backup ${copied.copy.sourceBackupId} is missing.`);
  await runtime.storage.writeFile(backupFile(backupId), await readBackup(parts, source));
  await ledger.transaction(async (tx) => {
    const pending = await tx.get(BACKUPS, backupId);
    if (pending?.state !== 'CREATE_IN_PROGRESS') return;
    tx.put(BACKUPS, backupId, { ...pending, state: next(BACKUP, pending.state, 'taken'), manifest });
  });
  runtime.log.info({ backupId, region: copied.region, source: source.backupId }, 'backup copied');
}

/** Removes what there is of the file of a copy that cannot be made. */
export async function abandonCopy({ ledger, runtime }: Parts, backupId: string): Promise<void> {
  if ((await ledger.get(BACKUPS, backupId))?.state === 'CREATE_IN_PROGRESS')
    await runtime.storage.removeFile(backupFile(backupId));
}

/** Source: AWS CloudHSM API Reference, "Backup": a copy that fails is DELETED. */
export async function failCopy(tx: Transaction, backupId: string, nowMs: number): Promise<void> {
  const copied = await tx.get(BACKUPS, backupId);
  if (copied?.state !== 'CREATE_IN_PROGRESS') return;
  tx.put(BACKUPS, backupId, { ...copied, state: next(BACKUP, copied.state, 'failed'), deleteAt: nowMs });
}
