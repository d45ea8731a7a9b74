import { alignRegion } from '../../health/reachability.ts';
import { changing } from './operation.ts';
import { GROUP_NAME } from './request.ts';
import { AUTHORIZE } from './rules.ts';
import { authorize } from './security-group-rules.ts';

export const authorizeSecurityGroupIngress = changing(
  { ...GROUP_NAME, ...AUTHORIZE },
  authorize('inbound'),
  alignRegion,
);
