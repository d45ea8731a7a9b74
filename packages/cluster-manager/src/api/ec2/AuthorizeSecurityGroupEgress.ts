import { alignRegion } from '../../health/reachability.ts';
import { changing } from './operation.ts';
import { text } from './request.ts';
import { AUTHORIZE } from './rules.ts';
import { authorize } from './security-group-rules.ts';

export const authorizeSecurityGroupEgress = changing(
  { GroupId: text, ...AUTHORIZE },
  authorize('outbound'),
  alignRegion,
);
