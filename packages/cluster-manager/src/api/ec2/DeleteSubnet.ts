import { SUBNETS } from '../../network/vpc.ts';
import { Ec2Error } from './errors.ts';
import { changing } from './operation.ts';
import { text } from './request.ts';
import { getSubnet } from './resources.ts';
import { interfacesIn } from './views.ts';

export const deleteSubnet = changing({ SubnetId: text }, async ({ tx, region }, { SubnetId }) => {
  const { subnetId } = await getSubnet(tx, region, SubnetId);
  if ((await interfacesIn(tx, subnetId)).length > 0)
    throw new Ec2Error('DependencyViolation', `The subnet '${subnetId}' has dependencies and cannot be deleted.`);
  tx.delete(SUBNETS, subnetId);
  return { return: true };
});
