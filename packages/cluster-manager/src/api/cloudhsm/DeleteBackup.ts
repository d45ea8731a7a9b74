import { next } from '@keystorm/runtime';
import { BACKUP, BACKUPS, purgeTime } from '../../backups/backup.ts';
import { backupFor } from './backups.ts';
import type { Operation } from './operation.ts';
import { backupView } from './views.ts';

/** Also of the last backup of a cluster: only retention spares that one. */
export const deleteBackup: Operation<'DeleteBackup'> = ({ ledger, runtime }, caller, { BackupId }) =>
  ledger.transaction(async (tx) => {
    const nowMs = runtime.clock.now();
    const backup = await backupFor(tx, nowMs, caller, BackupId, 'DeleteBackup', 'READY');
    const deleted = { ...backup, state: next(BACKUP, backup.state, 'delete'), deleteAt: purgeTime(nowMs) };
    tx.put(BACKUPS, BackupId, deleted);
    return { Backup: backupView(deleted) };
  });
