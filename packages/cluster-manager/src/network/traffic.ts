import type { Reader } from '../ledger.ts';
import { contains, parseCidr } from './cidr.ts';
import { opensHsmPorts, SECURITY_GROUPS } from './security-groups.ts';
import { rangeOf, VPCS } from './vpc.ts';

/**
 * Whether packets to the HSM ports get through among the members of a security group, in both directions: by a rule that
 * names the group, or by one that names a range with all addresses of the VPC in it.
 */
export async function reachesMembers(reader: Reader, groupId: string): Promise<boolean> {
  const group = await reader.get(SECURITY_GROUPS, groupId);
  if (group === undefined) return false;
  const vpc = await reader.get(VPCS, group.vpcId);
  return opensHsmPorts(group, (peer) => {
    if ('groupId' in peer) return peer.groupId === groupId;
    const range = 'cidrIpv4' in peer ? parseCidr(peer.cidrIpv4) : undefined;
    return range !== undefined && vpc !== undefined && contains(range, rangeOf(vpc.cidr));
  });
}
