import { BACKUPS } from '../../backups/backup.ts';
import { findPolicyProblem } from '../../backups/resource-policy.ts';
import { invalidRequest, wrongState } from '../../errors.ts';
import type { Operation } from './operation.ts';
import { policyBackup } from './resource-policies.ts';

export const putResourcePolicy: Operation<'PutResourcePolicy'> = (
  { ledger, runtime },
  caller,
  { ResourceArn, Policy },
) =>
  ledger.transaction(async (tx) => {
    const backup = await policyBackup(tx, runtime.clock.now(), caller, ResourceArn);
    if (Policy === undefined) throw invalidRequest('Specify a Policy.');
    const problem = findPolicyProblem(Policy);
    if (problem !== undefined) throw invalidRequest(problem);
    if (backup.state !== 'READY')
      throw wrongState('Backup', backup.backupId, backup.state, 'PutResourcePolicy', ['READY']);
    tx.put(BACKUPS, backup.backupId, { ...backup, policy: Policy });
    return { ResourceArn, Policy };
  });
