import { next } from '@keystorm/runtime';
import { BACKUP, BACKUPS } from '../../backups/backup.ts';
import { wrongState } from '../../errors.ts';
import { backupFor } from './backups.ts';
import type { Operation } from './operation.ts';
import { backupView } from './views.ts';

export const restoreBackup: Operation<'RestoreBackup'> = ({ ledger, runtime }, caller, { BackupId }) =>
  ledger.transaction(async (tx) => {
    const nowMs = runtime.clock.now();
    const backup = await backupFor(tx, nowMs, caller, BackupId, 'RestoreBackup', 'PENDING_DELETION');
    const { deleteAt = 0, ...rest } = backup;
    // Its time is over; that its file goes only in a moment is nobody's business.
    if (nowMs >= deleteAt) throw wrongState('Backup', BackupId, 'DELETED', 'RestoreBackup', ['PENDING_DELETION']);
    const restored = { ...rest, state: next(BACKUP, backup.state, 'restore') };
    tx.put(BACKUPS, BackupId, restored);
    return { Backup: backupView(restored) };
  });
