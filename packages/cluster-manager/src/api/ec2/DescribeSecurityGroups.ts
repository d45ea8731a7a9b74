import { select } from '../../ledger.ts';
import { SECURITY_GROUPS } from '../../network/security-groups.ts';
import { type Fields, filtered } from './filters.ts';
import { looking } from './operation.ts';
import { paged } from './paging.ts';
import { listOf, PAGING, text } from './request.ts';
import { getGroup, getNamedGroup } from './resources.ts';
import { type GroupView, groupView } from './views.ts';

type Permission = GroupView['ipPermissions'][number];

/** The filters on rules, for one direction. */
function ruleFields(prefix: string, permissions: (group: GroupView) => readonly Permission[]): Fields<GroupView> {
  const each = (values: (permission: Permission) => readonly (string | undefined)[]) => (group: GroupView) =>
    permissions(group).flatMap(values);
  const port = (value: number | undefined) => (value === undefined ? [] : [String(value)]);
  return {
    [`${prefix}ip-permission.cidr`]: each(({ ipRanges }) => ipRanges.map(({ cidrIp }) => cidrIp)),
    [`${prefix}ip-permission.from-port`]: each(({ fromPort }) => port(fromPort)),
    [`${prefix}ip-permission.group-id`]: each(({ groups }) => groups.map(({ groupId }) => groupId)),
    [`${prefix}ip-permission.ipv6-cidr`]: each(({ ipv6Ranges }) => ipv6Ranges.map(({ cidrIpv6 }) => cidrIpv6)),
    [`${prefix}ip-permission.protocol`]: each(({ ipProtocol }) => [ipProtocol]),
    [`${prefix}ip-permission.to-port`]: each(({ toPort }) => port(toPort)),
    [`${prefix}ip-permission.user-id`]: each(({ groups }) => groups.map(({ userId }) => userId)),
  };
}

const FIELDS: Fields<GroupView> = {
  description: ({ groupDescription }) => groupDescription,
  'group-id': ({ groupId }) => groupId,
  'group-name': ({ groupName }) => groupName,
  'owner-id': ({ ownerId }) => ownerId,
  'vpc-id': ({ vpcId }) => vpcId,
  ...ruleFields('', ({ ipPermissions }) => ipPermissions),
  ...ruleFields('egress.', ({ ipPermissionsEgress }) => ipPermissionsEgress),
};

export const describeSecurityGroups = looking(
  { ...PAGING, GroupId: listOf(text).optional(), GroupName: listOf(text).optional() },
  async (work, { GroupId = [], GroupName = [], Filter, ...page }) => {
    const { reader, region } = work;
    const named = await Promise.all([
      ...GroupId.map((groupId) => getGroup(reader, region, groupId)),
      ...GroupName.map((name) => getNamedGroup(reader, region, { GroupName: name })),
    ]);
    const groups = named.length > 0 ? named : await select(reader, SECURITY_GROUPS, (group) => group.region === region);
    const views = groups.map((group) => groupView(group, work));
    const { items, nextToken } = paged(filtered(views, FIELDS, Filter), ({ groupId }) => groupId, page);
    return { securityGroupInfo: items, nextToken };
  },
);
