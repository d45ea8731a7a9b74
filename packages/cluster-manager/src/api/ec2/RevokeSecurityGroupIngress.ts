import { alignRegion } from '../../health/reachability.ts';
import { changing } from './operation.ts';
import { GROUP_NAME } from './request.ts';
import { REVOKE } from './rules.ts';
import { revoke } from './security-group-rules.ts';

export const revokeSecurityGroupIngress = changing({ ...GROUP_NAME, ...REVOKE }, revoke('inbound'), alignRegion);
