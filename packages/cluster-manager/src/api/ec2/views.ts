import { createHash } from 'node:crypto';
import type { Reader } from '../../ledger.ts';
import { select } from '../../ledger.ts';
import { freeAddressCount, INTERFACES, type NetworkInterface } from '../../network/interfaces.ts';
import { type Rule, SECURITY_GROUPS, type SecurityGroup } from '../../network/security-groups.ts';
import { type Subnet, SUBNETS, type Vpc } from '../../network/vpc.ts';
import type { Looking } from './operation.ts';
import type { ResourceType } from './tags.ts';
import { zoneIdOf } from './zones.ts';

// The shapes of the API, with their names on the wire. Source: Amazon EC2 API Reference, "Data types".

export type VpcView = ReturnType<typeof vpcView>;
export type SubnetView = Awaited<ReturnType<typeof subnetView>>;
export type GroupView = ReturnType<typeof groupView>;
export type RuleView = ReturnType<typeof ruleView>;
export type InterfaceView = Awaited<ReturnType<typeof interfaceView>>;

export function vpcView({ vpcId, cidr, isDefault, tags = [] }: Vpc, { accountId }: Looking) {
  return {
    vpcId,
    ownerId: accountId,
    state: 'available',
    cidrBlock: cidr,
    cidrBlockAssociationSet: [
      {
        associationId: vpcId.replace('vpc-', 'vpc-cidr-assoc-'),
        cidrBlock: cidr,
        cidrBlockState: { state: 'associated' },
      },
    ],
    dhcpOptionsId: 'default',
    instanceTenancy: 'default',
    isDefault,
    tagSet: tags,
  };
}

export async function subnetView(subnet: Subnet, work: Looking) {
  const { reader, accountId } = work;
  const { subnetId, vpcId, availabilityZone, cidr, defaultForAz = false, tags = [] } = subnet;
  return {
    subnetId,
    subnetArn: arnOf(work, 'subnet', subnetId),
    state: 'available',
    ownerId: accountId,
    vpcId,
    cidrBlock: cidr,
    ipv6CidrBlockAssociationSet: [],
    assignIpv6AddressOnCreation: false,
    ipv6Native: false,
    availableIpAddressCount: await freeAddressCount(reader, subnet),
    availabilityZone,
    availabilityZoneId: zoneIdOf(availabilityZone),
    defaultForAz,
    // Private: what is in it has no address of the Internet.
    mapPublicIpOnLaunch: false,
    mapCustomerOwnedIpOnLaunch: false,
    enableDns64: false,
    privateDnsNameOptionsOnLaunch: {
      hostnameType: 'ip-name',
      enableResourceNameDnsARecord: false,
      enableResourceNameDnsAAAARecord: false,
    },
    tagSet: tags,
  };
}

function arnOf({ region, accountId }: Pick<Looking, 'region' | 'accountId'>, type: ResourceType, id: string): string {
  return `arn:aws:ec2:${region}:${accountId}:${type}/${id}`;
}

export function groupView(group: SecurityGroup, work: Pick<Looking, 'region' | 'accountId'>) {
  const { groupId, vpcId, name, description, rules, tags = [] } = group;
  const { accountId } = work;
  const permissions = (direction: Rule['direction']) =>
    permissionViews(
      rules.filter((rule) => rule.direction === direction),
      accountId,
    );
  return {
    groupId,
    securityGroupArn: arnOf(work, 'security-group', groupId),
    groupName: name,
    groupDescription: description,
    ownerId: accountId,
    vpcId,
    ipPermissions: permissions('inbound'),
    ipPermissionsEgress: permissions('outbound'),
    tagSet: tags,
  };
}

/** Rules that differ in their peers only are one permission. */
function permissionViews(rules: readonly Rule[], accountId: string) {
  const alike = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`);
  return [...alike.values()].map((group) => ({
    ipProtocol: group[0]?.protocol,
    ...portsView(group[0]),
    groups: group.flatMap(({ peer, description }) =>
      'groupId' in peer ? [{ groupId: peer.groupId, userId: accountId, description }] : [],
    ),
    ipRanges: group.flatMap(({ peer, description }) =>
      'cidrIpv4' in peer ? [{ cidrIp: peer.cidrIpv4, description }] : [],
    ),
    ipv6Ranges: group.flatMap(({ peer, description }) =>
      'cidrIpv6' in peer ? [{ cidrIpv6: peer.cidrIpv6, description }] : [],
    ),
    prefixListIds: [],
  }));
}

/** All protocols have no ports. */
function portsView(rule: Rule | undefined) {
  if (rule === undefined || rule.protocol === '-1') return {};
  return { fromPort: rule.fromPort, toPort: rule.toPort };
}

export function ruleView(rule: Rule, { groupId }: SecurityGroup, work: Pick<Looking, 'region' | 'accountId'>) {
  const { accountId } = work;
  const { ruleId, direction, protocol, fromPort, toPort, peer, description, tags = [] } = rule;
  return {
    securityGroupRuleId: ruleId,
    securityGroupRuleArn: arnOf(work, 'security-group-rule', ruleId),
    groupId,
    groupOwnerId: accountId,
    isEgress: direction === 'outbound',
    ipProtocol: protocol,
    fromPort,
    toPort,
    cidrIpv4: 'cidrIpv4' in peer ? peer.cidrIpv4 : undefined,
    cidrIpv6: 'cidrIpv6' in peer ? peer.cidrIpv6 : undefined,
    referencedGroupInfo: 'groupId' in peer ? { groupId: peer.groupId, userId: accountId } : undefined,
    description,
    tagSet: tags,
  };
}

/** Of a rule that is gone, less is told. */
export function revokedRuleView(rule: Rule, group: SecurityGroup, work: Pick<Looking, 'region' | 'accountId'>) {
  const {
    securityGroupRuleArn: _arn,
    groupOwnerId: _owner,
    tagSet: _tags,
    referencedGroupInfo,
    ...view
  } = ruleView(rule, group, work);
  return { ...view, referencedGroupId: referencedGroupInfo?.groupId };
}

const REQUESTERS = { cloudhsm: 'amazon-cloudhsm', kms: 'amazon-kms' } as const;

/** The interfaces of HSMs and of KMS are in use by whom nobody else can touch. */
export async function interfaceView(eni: NetworkInterface, { reader, accountId }: Looking) {
  const { eniId, subnetId, ip, groupIds, description, maker = 'cloudhsm', tags = [] } = eni;
  const groups = (await Promise.all(groupIds.map((id) => reader.get(SECURITY_GROUPS, id)))).filter(
    (group) => group !== undefined,
  );
  // An accident may have removed the subnet.
  const subnet = await reader.get(SUBNETS, subnetId);
  const isManaged = maker !== 'user';
  const privateDnsName = `ip-${ip.replaceAll('.', '-')}.ec2.internal`;
  return {
    networkInterfaceId: eniId,
    subnetId,
    vpcId: subnet?.vpcId ?? groups[0]?.vpcId,
    availabilityZone: subnet?.availabilityZone,
    availabilityZoneId: subnet === undefined ? undefined : zoneIdOf(subnet.availabilityZone),
    description,
    ownerId: accountId,
    requesterId: isManaged ? REQUESTERS[maker] : undefined,
    requesterManaged: isManaged,
    status: isManaged ? 'in-use' : 'available',
    attachment: isManaged
      ? {
          attachmentId: eniId.replace('eni-', 'ela-attach-'),
          instanceOwnerId: 'amazon-aws',
          deviceIndex: 1,
          status: 'attached',
          deleteOnTermination: false,
        }
      : undefined,
    macAddress: macAddressOf(eniId),
    privateIpAddress: ip,
    privateDnsName,
    privateIpAddressesSet: [{ privateIpAddress: ip, privateDnsName, primary: true }],
    ipv6AddressesSet: [],
    sourceDestCheck: true,
    groupSet: groups.map(({ groupId, name }) => ({ groupId, groupName: name })),
    interfaceType: 'interface',
    tagSet: tags,
  };
}

const LOCAL_UNICAST = '0e';

function macAddressOf(eniId: string): string {
  const digest = createHash('sha256').update(eniId).digest('hex');
  return [LOCAL_UNICAST, ...(digest.slice(0, 10).match(/../g) ?? [])].join(':');
}

/** What lives in a subnet. */
export function interfacesIn(reader: Reader, subnetId: string): Promise<readonly NetworkInterface[]> {
  return select(reader, INTERFACES, (eni) => eni.subnetId === subnetId);
}
