import { type Backup, backupArn, BACKUPS } from '../../backups/backup.ts';
import { permits, type SharedAction } from '../../backups/resource-policy.ts';
import { notFound, wrongState } from '../../errors.ts';
import type { Reader } from '../../ledger.ts';
import { isOwnedBy, type Owner } from '../../owner.ts';

/** Whether another account lets the caller do this with its backup. */
export function isSharedWith(backup: Backup, caller: Owner, action: SharedAction): boolean {
  return (
    backup.region === caller.region &&
    backup.accountId !== caller.accountId &&
    backup.policy !== undefined &&
    backup.state === 'READY' &&
    permits(backup.policy, action, caller.accountId, backupArn(backup))
  );
}

/**
 * A READY backup that the caller owns, named by id or ARN, or that others share with it: named by ARN, except for a copy,
 * whose request has room for ids only. Throws CloudHsmResourceNotFoundException, CloudHsmInvalidRequestException.
 */
export async function usableBackup(
  reader: Reader,
  caller: Owner,
  idOrArn: string,
  action: SharedAction,
): Promise<Backup> {
  const backup = await reader.get(BACKUPS, idOrArn.slice(idOrArn.lastIndexOf('/') + 1));
  const isNamed = backup !== undefined && (idOrArn === backup.backupId || idOrArn === backupArn(backup));
  const namesShared = idOrArn.startsWith('arn:') || action === 'CopyBackupToRegion';
  if (!isNamed || !(isOwnedBy(backup, caller) || (namesShared && isSharedWith(backup, caller, action))))
    throw notFound(`Backup ${idOrArn} could not be found.`);
  if (backup.state !== 'READY') throw wrongState('Backup', backup.backupId, backup.state, action, ['READY']);
  return backup;
}
