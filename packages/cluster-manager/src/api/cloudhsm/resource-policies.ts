import { type Backup, backupArn, getBackup } from '../../backups/backup.ts';
import { invalidRequest, notFound } from '../../errors.ts';
import type { Reader } from '../../ledger.ts';
import type { Owner } from '../../owner.ts';

/** The caller's backup of that ARN: only backups have resource policies. Throws CloudHsmError. */
export async function policyBackup(
  reader: Reader,
  nowMs: number,
  caller: Owner,
  resourceArn: string | undefined,
): Promise<Backup> {
  if (resourceArn === undefined) throw invalidRequest('Specify a ResourceArn.');
  const [, noun, id = ''] = /:([a-z]+)\/([^/]+)$/.exec(resourceArn) ?? [];
  if (noun !== 'backup') throw invalidRequest(`Only backups have resource policies; '${resourceArn}' is no backup.`);
  const backup = await getBackup(reader, nowMs, caller, id);
  if (backupArn(backup) !== resourceArn) throw notFound(`Backup ${resourceArn} could not be found.`);
  return backup;
}

/** The policy of a backup that has one. Throws CloudHsmResourceNotFoundException. */
export function policyOf(backup: Backup): string {
  if (backup.policy === undefined) throw notFound(`Backup ${backup.backupId} has no resource policy.`);
  return backup.policy;
}
