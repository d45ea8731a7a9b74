import { alignRegion } from '../../health/reachability.ts';
import { changing } from './operation.ts';
import { text } from './request.ts';
import { REVOKE } from './rules.ts';
import { revoke } from './security-group-rules.ts';

export const revokeSecurityGroupEgress = changing({ GroupId: text, ...REVOKE }, revoke('outbound'), alignRegion);
