import { BACKUPS } from '../../backups/backup.ts';
import { backupFor } from './backups.ts';
import type { Operation } from './operation.ts';
import { backupView } from './views.ts';

export const modifyBackupAttributes: Operation<'ModifyBackupAttributes'> = (
  { ledger, runtime },
  caller,
  { BackupId, NeverExpires },
) =>
  ledger.transaction(async (tx) => {
    const backup = await backupFor(tx, runtime.clock.now(), caller, BackupId, 'ModifyBackupAttributes', 'READY');
    const modified = { ...backup, neverExpires: NeverExpires };
    tx.put(BACKUPS, BackupId, modified);
    return { Backup: backupView(modified) };
  });
