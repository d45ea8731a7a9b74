import { select } from '../../ledger.ts';
import { DEFAULT_GROUP, SECURITY_GROUPS } from '../../network/security-groups.ts';
import { SUBNETS, VPCS } from '../../network/vpc.ts';
import { Ec2Error } from './errors.ts';
import { changing } from './operation.ts';
import { text } from './request.ts';
import { getVpc } from './resources.ts';

/** Its default security group goes with it. */
export const deleteVpc = changing({ VpcId: text }, async ({ tx, region }, { VpcId }) => {
  const { vpcId } = await getVpc(tx, region, VpcId);
  const subnets = await select(tx, SUBNETS, (subnet) => subnet.vpcId === vpcId);
  const groups = await select(tx, SECURITY_GROUPS, (group) => group.vpcId === vpcId);
  if (subnets.length > 0 || groups.some(({ name }) => name !== DEFAULT_GROUP))
    throw new Ec2Error('DependencyViolation', `The vpc '${vpcId}' has dependencies and cannot be deleted.`);
  for (const { groupId } of groups) tx.delete(SECURITY_GROUPS, groupId);
  tx.delete(VPCS, vpcId);
  return { return: true };
});
