import type { BackupState } from '@keystorm/aws-api/cloudhsmv2';
import { type Backup, getBackup } from '../../backups/backup.ts';
import { wrongState } from '../../errors.ts';
import type { Reader } from '../../ledger.ts';
import type { Owner } from '../../owner.ts';

/** The caller's backup, in the state that the operation requires. Throws CloudHsmError. */
export async function backupFor(
  reader: Reader,
  nowMs: number,
  caller: Owner,
  backupId: string,
  operation: string,
  required: BackupState,
): Promise<Backup> {
  const backup = await getBackup(reader, nowMs, caller, backupId);
  if (backup.state !== required) throw wrongState('Backup', backupId, backup.state, operation, [required]);
  return backup;
}
