import { CLUSTERS } from '../../clusters/cluster.ts';
import { alignRegion } from '../../health/reachability.ts';
import { type Reader, select } from '../../ledger.ts';
import { INTERFACES } from '../../network/interfaces.ts';
import { DEFAULT_GROUP, SECURITY_GROUPS } from '../../network/security-groups.ts';
import { Ec2Error } from './errors.ts';
import { changing } from './operation.ts';
import { GROUP_NAME } from './request.ts';
import { getNamedGroup } from './resources.ts';

export const deleteSecurityGroup = changing(
  GROUP_NAME,
  async ({ tx, region }, request) => {
    const { groupId, name } = await getNamedGroup(tx, region, request);
    if (name === DEFAULT_GROUP)
      throw new Ec2Error(
        'CannotDelete',
        `the specified group: "${groupId}" name: "default" cannot be deleted by a user`,
      );
    if (await isInUse(tx, groupId))
      throw new Ec2Error('DependencyViolation', `resource ${groupId} has a dependent object`);
    tx.delete(SECURITY_GROUPS, groupId);
    return { return: true, groupId };
  },
  alignRegion,
);

/** By an interface, by a rule of another group, or by a cluster, whose next HSM will have it. */
async function isInUse(reader: Reader, groupId: string): Promise<boolean> {
  const interfaces = await select(reader, INTERFACES, ({ groupIds }) => groupIds.includes(groupId));
  const groups = await select(
    reader,
    SECURITY_GROUPS,
    (group) =>
      group.groupId !== groupId && group.rules.some(({ peer }) => 'groupId' in peer && peer.groupId === groupId),
  );
  const clusters = await select(reader, CLUSTERS, (one) => one.securityGroupId === groupId && one.state !== 'DELETED');
  return interfaces.length + groups.length + clusters.length > 0;
}
