import type { Operation } from './operation.ts';
import { policyBackup, policyOf } from './resource-policies.ts';

export const getResourcePolicy: Operation<'GetResourcePolicy'> = async (
  { ledger, runtime },
  caller,
  { ResourceArn },
) => ({
  Policy: policyOf(await policyBackup(ledger, runtime.clock.now(), caller, ResourceArn)),
});
