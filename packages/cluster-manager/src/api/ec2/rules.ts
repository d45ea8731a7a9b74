import { z } from 'zod';
import { formatCidr, parseCidr } from '../../network/cidr.ts';
import {
  type Direction,
  isSameRule,
  type NewRule,
  type RulePeer,
  type SecurityGroup,
} from '../../network/security-groups.ts';
import { Ec2Error, missingParameter } from './errors.ts';
import type { Looking } from './operation.ts';
import { GROUP_NAME, integer, listOf, TAG_SPECIFICATION, text } from './request.ts';
import { getGroup, getGroupIn } from './resources.ts';

const PORTS = { IpProtocol: text.optional(), FromPort: integer().optional(), ToPort: integer().optional() };

const IP_PERMISSION = z.strictObject({
  ...PORTS,
  Groups: listOf(
    z.strictObject({
      ...GROUP_NAME,
      Description: text.optional(),
      UserId: text.optional(),
      VpcId: text.optional(),
    }),
  ).default([]),
  IpRanges: listOf(z.strictObject({ CidrIp: text, Description: text.optional() })).default([]),
  Ipv6Ranges: listOf(z.strictObject({ CidrIpv6: text, Description: text.optional() })).default([]),
  PrefixListIds: listOf(z.strictObject({ PrefixListId: text, Description: text.optional() })).default([]),
});

type IpPermission = z.output<typeof IP_PERMISSION>;

/** How rules are named: one by one in full, or, as it was once, a single one in the request itself. */
const PERMISSIONS = {
  ...PORTS,
  IpPermissions: listOf(IP_PERMISSION).optional(),
  CidrIp: text.optional(),
  SourceSecurityGroupName: text.optional(),
  SourceSecurityGroupOwnerId: text.optional(),
};

/** What Authorize… takes, besides the group. */
export const AUTHORIZE = { ...PERMISSIONS, TagSpecification: TAG_SPECIFICATION };
/** What Revoke… takes, besides the group. */
export const REVOKE = { ...PERMISSIONS, SecurityGroupRuleId: listOf(text).optional() };

type Permissions = z.output<z.ZodObject<typeof PERMISSIONS>>;

/** The rules that a request names, one for each peer. Throws Ec2Error. */
export async function namedRules(
  work: Looking,
  group: SecurityGroup,
  direction: Direction,
  request: Permissions,
): Promise<readonly NewRule[]> {
  const permissions = permissionsOf(request);
  const rules = (await Promise.all(permissions.map((one) => rulesOf(work, group, direction, one)))).flat();
  if (rules.length === 0) throw missingParameter('ipPermissions');
  if (rules.some((rule, index) => rules.findIndex((other) => isSameRule(rule, other)) !== index))
    throw new Ec2Error('InvalidParameterValue', 'The same permission must not appear multiple times');
  return rules;
}

function permissionsOf({
  IpPermissions = [],
  IpProtocol,
  FromPort,
  ToPort,
  CidrIp,
  SourceSecurityGroupName,
}: Permissions): readonly IpPermission[] {
  if (IpProtocol === undefined && CidrIp === undefined && SourceSecurityGroupName === undefined) return IpPermissions;
  if (IpPermissions.length > 0)
    throw new Ec2Error(
      'InvalidParameterCombination',
      "The parameter 'ipPermissions' may not be used in combination with 'ipProtocol'",
    );
  const single: IpPermission = {
    // Without a protocol, the whole of a group is meant.
    IpProtocol: IpProtocol ?? '-1',
    FromPort,
    ToPort,
    Groups: SourceSecurityGroupName === undefined ? [] : [{ GroupName: SourceSecurityGroupName }],
    IpRanges: CidrIp === undefined ? [] : [{ CidrIp }],
    Ipv6Ranges: [],
    PrefixListIds: [],
  };
  return [single];
}

async function rulesOf(
  work: Looking,
  group: SecurityGroup,
  direction: Direction,
  permission: IpPermission,
): Promise<readonly NewRule[]> {
  const [list] = permission.PrefixListIds;
  if (list !== undefined)
    throw new Ec2Error('InvalidPrefixListID.NotFound', `The prefix list ID '${list.PrefixListId}' does not exist`);
  const what = { direction, ...trafficOf(permission) };
  const rule = (peer: RulePeer, description: string | undefined): NewRule => ({
    ...what,
    peer,
    ...(description === undefined ? {} : { description }),
  });
  const groups = permission.Groups.map(async (peer) =>
    rule({ groupId: await peerGroupId(work, group, peer) }, peer.Description),
  );
  return [
    ...(await Promise.all(groups)),
    ...permission.IpRanges.map(({ CidrIp, Description }) => rule({ cidrIpv4: canonical(CidrIp) }, Description)),
    ...permission.Ipv6Ranges.map(({ CidrIpv6, Description }) => rule({ cidrIpv6: checkedIpv6(CidrIpv6) }, Description)),
  ];
}

async function peerGroupId(
  { reader, region, accountId }: Looking,
  group: SecurityGroup,
  { GroupId, GroupName, UserId }: IpPermission['Groups'][number],
): Promise<string> {
  if (GroupId === undefined && GroupName === undefined) throw missingParameter('groupName or groupId');
  if (UserId !== undefined && UserId !== accountId)
    throw new Ec2Error('InvalidGroup.NotFound', `The security group '${GroupId ?? GroupName}' does not exist`);
  if (GroupId === undefined) return (await getGroupIn(reader, group.vpcId, GroupName ?? '')).groupId;
  const peer = await getGroup(reader, region, GroupId);
  if (peer.vpcId !== group.vpcId) throw differentNetworks();
  return GroupId;
}

export function differentNetworks(): Ec2Error {
  return new Ec2Error('InvalidGroup.NotFound', 'You have specified two resources that belong to different networks.');
}

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' };
const KNOWN = new Set([...Object.values(PROTOCOLS)]);
const PORT_MAX = 65_535;
const PROTOCOL_MAX = 255;

/** Protocol and ports. Throws Ec2Error. */
function trafficOf({ IpProtocol, FromPort, ToPort }: IpPermission) {
  if (IpProtocol === undefined) throw missingParameter('ipProtocol');
  const name = IpProtocol.toLowerCase();
  const protocol = PROTOCOLS[name] ?? name;
  const isNumber = /^\d{1,3}$/.test(protocol) && Number(protocol) <= PROTOCOL_MAX;
  if (!KNOWN.has(protocol) && !isNumber)
    throw new Ec2Error('InvalidParameterValue', `Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
  if (protocol === 'tcp' || protocol === 'udp') return { protocol, ...portRange(protocol, FromPort, ToPort) };
  if (protocol === 'icmp' || protocol === 'icmpv6') return { protocol, fromPort: FromPort ?? -1, toPort: ToPort ?? -1 };
  return { protocol, fromPort: -1, toPort: -1 };
}

function portRange(protocol: string, fromPort: number | undefined, toPort: number | undefined) {
  if (fromPort === undefined || toPort === undefined)
    throw portsRefused('Must specify both from and to ports with TCP/UDP.');
  if (fromPort > toPort)
    throw new Ec2Error('InvalidParameterValue', `Invalid ${protocol.toUpperCase()} port range (${fromPort}:${toPort})`);
  if (fromPort < 0 || toPort > PORT_MAX) throw portsRefused(`${fromPort}-${toPort}`);
  return { fromPort, toPort };
}

function portsRefused(value: string): Ec2Error {
  return new Ec2Error('InvalidParameterValue', `Invalid value '${value}' for portRange.`);
}

function canonical(cidr: string): string {
  const range = parseCidr(cidr);
  if (range === undefined) throw malformed(cidr);
  return formatCidr(range);
}

function checkedIpv6(cidr: string): string {
  if (!z.cidrv6().safeParse(cidr).success) throw malformed(cidr);
  return cidr;
}

function malformed(cidr: string): Ec2Error {
  return new Ec2Error('InvalidParameterValue', `CIDR block ${cidr} is malformed`);
}

/** What EC2 calls a rule when it refuses it. */
export function ruleText({ protocol, fromPort, toPort, peer }: NewRule): string {
  const who = 'groupId' in peer ? peer.groupId : 'cidrIpv4' in peer ? peer.cidrIpv4 : peer.cidrIpv6;
  return `peer: ${who}, ${trafficText(protocol, fromPort, toPort)}, ALLOW`;
}

function trafficText(protocol: string, fromPort: number, toPort: number): string {
  if (protocol === '-1') return 'ALL';
  if (protocol === 'tcp' || protocol === 'udp')
    return `${protocol.toUpperCase()}, from port: ${fromPort}, to port: ${toPort}`;
  if (protocol === 'icmp' || protocol === 'icmpv6')
    return `${protocol.toUpperCase()}, type: ${fromPort === -1 ? 'ALL' : fromPort}, code: ${toPort === -1 ? 'ALL' : toPort}`;
  return `protocol: ${protocol}`;
}
