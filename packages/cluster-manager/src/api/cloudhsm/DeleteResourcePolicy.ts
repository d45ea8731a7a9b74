import { BACKUPS } from '../../backups/backup.ts';
import type { Operation } from './operation.ts';
import { policyBackup, policyOf } from './resource-policies.ts';

/** Answers with the policy that was removed. */
export const deleteResourcePolicy: Operation<'DeleteResourcePolicy'> = ({ ledger, runtime }, caller, { ResourceArn }) =>
  ledger.transaction(async (tx) => {
    const backup = await policyBackup(tx, runtime.clock.now(), caller, ResourceArn);
    const { policy: _removed, ...rest } = backup;
    const Policy = policyOf(backup);
    tx.put(BACKUPS, backup.backupId, rest);
    return { ResourceArn, Policy };
  });
