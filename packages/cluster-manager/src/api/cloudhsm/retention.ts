import type { BackupRetentionPolicy } from '@keystorm/aws-api/cloudhsmv2';
import { invalidRequest } from '../../errors.ts';

// Source: AWS CloudHSM User Guide, "Configure AWS CloudHSM backup retention".
const DAYS = { default: '90', min: 7, max: 379 };

/** Days for which backups are kept, as the API writes them. */
export function retentionDays(policy: BackupRetentionPolicy | undefined): string {
  if (policy === undefined) return DAYS.default;
  if (policy.Value === undefined) throw invalidRequest('The backup retention policy has no value.');
  const days = Number(policy.Value);
  if (days < DAYS.min || days > DAYS.max)
    throw invalidRequest(`The backup retention must be from ${DAYS.min} to ${DAYS.max} days.`);
  return String(days);
}
