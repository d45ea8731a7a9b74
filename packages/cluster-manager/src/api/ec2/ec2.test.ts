import { describe, expect, test } from 'vitest';
import { createInterface } from '../../network/interfaces.ts';
import { attachKeyStore } from '../../network/key-store-network.ts';
import { createClusterGroup } from '../../network/security-groups.ts';
import { type Ec2World, inEc2World, type Parameters, RefusedError } from './ec2.fixture.ts';

interface Tag {
  readonly key: string;
  readonly value: string;
}
interface Vpc {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly isDefault: boolean;
  readonly tagSet: readonly Tag[];
}
interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZone: string;
  readonly availableIpAddressCount: number;
}
interface Group {
  readonly groupId: string;
  readonly groupName: string;
  readonly ipPermissions: readonly Parameters[];
  readonly ipPermissionsEgress: readonly Parameters[];
}
interface Interface {
  readonly networkInterfaceId: string;
  readonly privateIpAddress: string;
  readonly requesterManaged: boolean;
  readonly status: string;
  readonly description: string;
  readonly groupSet: readonly { readonly groupId: string; readonly groupName: string }[];
}

async function network({ call }: Ec2World) {
  const { vpcSet } = await call<{ vpcSet: readonly Vpc[] }>('DescribeVpcs');
  const { subnetSet } = await call<{ subnetSet: readonly Subnet[] }>('DescribeSubnets');
  const subnets = subnetSet.toSorted((a, b) => (a.availabilityZone < b.availabilityZone ? -1 : 1));
  return { vpcId: vpcSet[0]!.vpcId, subnetId: subnets[0]!.subnetId, vpcSet, subnets };
}

const groupNamed = async ({ call }: Ec2World, name: string) =>
  (
    await call<{ securityGroupInfo: readonly Group[] }>('DescribeSecurityGroups', {
      Filter: [{ Name: 'group-name', Value: [name] }],
    })
  ).securityGroupInfo[0]!;

async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

describe('a Region', () => {
  test('has a default VPC with a private subnet in each zone', async () => {
    await inEc2World(async (world) => {
      const { vpcSet, subnets } = await network(world);
      expect(vpcSet).toMatchObject([{ cidrBlock: '10.1.0.0/16', isDefault: true, tagSet: [] }]);
      expect(subnets).toMatchObject([
        {
          availabilityZone: 'us-east-1a',
          availabilityZoneId: 'use1-az1',
          cidrBlock: '10.1.1.0/24',
          state: 'available',
        },
        {
          availabilityZone: 'us-east-1b',
          availableIpAddressCount: 251,
          mapPublicIpOnLaunch: false,
          defaultForAz: true,
        },
      ]);
    });
  });

  test('is a world of its own', async () => {
    await inEc2World(async (world) => {
      const { subnetId } = await network(world);
      const { subnetSet } = await world.call<{ subnetSet: readonly Subnet[] }>('DescribeSubnets', {}, 'eu-west-1');
      expect(subnetSet.map(({ cidrBlock }) => cidrBlock).toSorted()).toEqual(['10.1.3.0/24', '10.1.4.0/24']);
      const elsewhere = world.call('DescribeSubnets', { SubnetId: [subnetId] }, 'eu-west-1');
      expect(await refusalOf(elsewhere)).toBe(`InvalidSubnetID.NotFound: The subnet ID '${subnetId}' does not exist`);
    });
  });

  test('has Availability Zones', async () => {
    await inEc2World(async ({ call }) => {
      const zones = await call<{ availabilityZoneInfo: readonly Parameters[] }>(
        'DescribeAvailabilityZones',
        { Filter: [{ Name: 'zone-id', Value: ['apne1-az2'] }] },
        'ap-northeast-1',
      );
      expect(zones.availabilityZoneInfo).toMatchObject([{ zoneName: 'ap-northeast-1b', zoneState: 'available' }]);
      expect(await refusalOf(call('DescribeAvailabilityZones', { ZoneName: ['us-east-1z'] }))).toBe(
        'InvalidParameterValue: Invalid availability zone: [us-east-1z]',
      );
    });
  });

  test('loses its default VPC for good when its owner deletes it', async () => {
    await inEc2World(async (world) => {
      const { vpcId, subnets } = await network(world);
      const refused = `DependencyViolation: The vpc '${vpcId}' has dependencies and cannot be deleted.`;
      expect(await refusalOf(world.call('DeleteVpc', { VpcId: vpcId }))).toBe(refused);
      for (const { subnetId } of subnets) await world.call('DeleteSubnet', { SubnetId: subnetId });
      await world.call('DeleteVpc', { VpcId: vpcId });
      expect(await world.call('DescribeVpcs')).toMatchObject({ vpcSet: [] });
      expect(await world.call('DescribeSecurityGroups')).toMatchObject({ securityGroupInfo: [] });
    });
  });
});

describe('VPCs and subnets', () => {
  test('are made beside the default ones, small or large, with tags', async () => {
    await inEc2World(async ({ call }) => {
      const TagSpecification = [{ ResourceType: 'vpc', Tag: [{ Key: 'Name', Value: 'second <&>' }] }];
      const { vpc } = await call<{ vpc: Vpc }>('CreateVpc', { CidrBlock: '10.1.32.9/20', TagSpecification });
      expect(vpc).toMatchObject({ cidrBlock: '10.1.32.0/20', isDefault: false });
      expect(vpc.tagSet).toEqual([{ key: 'Name', value: 'second <&>' }]);
      const { subnet } = await call<{ subnet: Subnet }>('CreateSubnet', {
        VpcId: vpc.vpcId,
        CidrBlock: '10.1.40.16/28',
        AvailabilityZone: 'us-east-1b',
      });
      expect(subnet).toMatchObject({ availableIpAddressCount: 11, availabilityZone: 'us-east-1b' });
      const inVpc = { Filter: [{ Name: 'vpc-id', Value: [vpc.vpcId] }] };
      expect(await call('DescribeSubnets', inVpc)).toMatchObject({ subnetSet: [{ subnetId: subnet.subnetId }] });
      expect(await call('DescribeSecurityGroups', inVpc)).toMatchObject({
        securityGroupInfo: [{ groupName: 'default' }],
      });
      await call('DeleteSubnet', { SubnetId: subnet.subnetId });
      await call('DeleteVpc', { VpcId: vpc.vpcId });
    });
  });

  test.each<{ cidr: string; refusal: string }>([
    { cidr: '10.1.0.0/15', refusal: "InvalidVpc.Range: The CIDR '10.1.0.0/15' is invalid." },
    { cidr: '10.1.0.0/29', refusal: "InvalidVpc.Range: The CIDR '10.1.0.0/29' is invalid." },
    {
      cidr: '10.0.0.0/16',
      refusal:
        'InvalidParameterValue: Value (10.0.0.0/16) for parameter cidrBlock is invalid. On this machine a VPC must be within 10.1.0.0/16.',
    },
    {
      cidr: '10.1.0/16',
      refusal:
        'InvalidParameterValue: Value (10.1.0/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
    },
  ])('a VPC of $cidr is refused', async ({ cidr, refusal }) => {
    await inEc2World(async ({ call }) => {
      expect(await refusalOf(call('CreateVpc', { CidrBlock: cidr }))).toBe(refusal);
    });
  });

  test.each<{ name: string; cidr: string; refusal: string }>([
    { name: 'taken', cidr: '10.1.1.0/24', refusal: "InvalidSubnet.Conflict: The CIDR '10.1.1.0/24' conflicts" },
    { name: 'taken in part', cidr: '10.1.1.128/28', refusal: 'InvalidSubnet.Conflict' },
    { name: 'taken in another Region', cidr: '10.1.3.0/24', refusal: 'Free in this VPC is 10.1.5.0/24.' },
    { name: 'larger than a machine serves', cidr: '10.1.16.0/23', refusal: 'must be 10.1.N.0/24 with N from 1 to 254' },
    { name: 'for processes', cidr: '10.1.0.0/24', refusal: 'InvalidParameterValue' },
    { name: 'elsewhere', cidr: '10.0.1.0/24', refusal: 'must be 10.1.N.0/24 with N from 1 to 254' },
    { name: 'too small', cidr: '10.1.9.0/29', refusal: "InvalidSubnet.Range: The CIDR '10.1.9.0/29' is invalid." },
    { name: 'no range', cidr: 'x', refusal: 'This is not a valid CIDR block.' },
  ])('a subnet whose range is $name is refused', async ({ cidr, refusal }) => {
    await inEc2World(async (world) => {
      const { vpcId } = await network(world);
      await world.call('DescribeVpcs', {}, 'eu-west-1');
      expect(await refusalOf(world.call('CreateSubnet', { VpcId: vpcId, CidrBlock: cidr }))).toContain(refusal);
    });
  });

  test('a subnet must be within its VPC, and in a zone', async () => {
    await inEc2World(async ({ call }) => {
      const { vpc } = await call<{ vpc: Vpc }>('CreateVpc', { CidrBlock: '10.1.32.0/20' });
      const subnet = { VpcId: vpc.vpcId, CidrBlock: '10.1.33.0/24' };
      expect(await refusalOf(call('CreateSubnet', { ...subnet, CidrBlock: '10.1.48.0/24' }))).toBe(
        "InvalidSubnet.Range: The CIDR '10.1.48.0/24' is invalid.",
      );
      expect(await refusalOf(call('CreateSubnet', { ...subnet, AvailabilityZone: 'us-east-1c' }))).toBe(
        'InvalidParameterValue: Value (us-east-1c) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b.',
      );
    });
  });

  test('there are five VPCs at most', async () => {
    await inEc2World(async ({ call }) => {
      for (let n = 1; n < 5; n += 1) await call('CreateVpc', { CidrBlock: '10.1.0.0/16' });
      expect(await refusalOf(call('CreateVpc', { CidrBlock: '10.1.0.0/16' }))).toBe(
        'VpcLimitExceeded: The maximum number of VPCs has been reached.',
      );
    });
  });
});

const HSM_PORTS = { IpProtocol: 'tcp', FromPort: 2223, ToPort: 2225 };

describe('security groups', () => {
  test('let everything out and nothing in, until rules are added and revoked', async () => {
    await inEc2World(async (world) => {
      const { call } = world;
      const { groupId: GroupId } = await call<Group>('CreateSecurityGroup', {
        GroupName: 'clients',
        GroupDescription: 'Clients of HSMs',
      });
      expect(await groupNamed(world, 'clients')).toMatchObject({
        ipPermissions: [],
        ipPermissionsEgress: [{ ipProtocol: '-1', ipRanges: [{ cidrIp: '0.0.0.0/0' }] }],
      });
      const IpPermissions = [
        {
          ...HSM_PORTS,
          Groups: [{ GroupId, Description: 'each other' }],
          IpRanges: [{ CidrIp: '10.1.9.9/24', Description: 'offices' }, { CidrIp: '10.1.10.0/24' }],
        },
        { IpProtocol: 'icmp', FromPort: 8, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      ];
      const added = await call<{ securityGroupRuleSet: readonly { securityGroupRuleId: string }[] }>(
        'AuthorizeSecurityGroupIngress',
        { GroupId, IpPermissions },
      );
      expect(added.securityGroupRuleSet).toMatchObject([
        { isEgress: false, ipProtocol: 'tcp', fromPort: 2223, toPort: 2225, referencedGroupInfo: { groupId: GroupId } },
        { cidrIpv4: '10.1.9.0/24', description: 'offices' },
        { cidrIpv4: '10.1.10.0/24' },
        { ipProtocol: 'icmp', fromPort: 8, toPort: -1, cidrIpv6: '::/0' },
      ]);
      const { ipPermissions } = await groupNamed(world, 'clients');
      expect(ipPermissions).toMatchObject([
        {
          ipProtocol: 'tcp',
          fromPort: 2223,
          toPort: 2225,
          groups: [{ groupId: GroupId, description: 'each other' }],
          ipRanges: [{ cidrIp: '10.1.9.0/24', description: 'offices' }, { cidrIp: '10.1.10.0/24' }],
        },
        { ipProtocol: 'icmp', ipv6Ranges: [{ cidrIpv6: '::/0' }] },
      ]);
      const rules = await call('DescribeSecurityGroupRules', { Filter: [{ Name: 'group-id', Value: [GroupId] }] });
      expect(rules.securityGroupRuleSet).toHaveLength(5);
      await call('RevokeSecurityGroupIngress', { GroupId, IpPermissions: IpPermissions.slice(0, 1) });
      const last = added.securityGroupRuleSet.at(-1)?.securityGroupRuleId;
      await call('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleId: [last] });
      await call('RevokeSecurityGroupEgress', { GroupId, IpProtocol: '-1', CidrIp: '0.0.0.0/0' });
      expect(await groupNamed(world, 'clients')).toMatchObject({ ipPermissions: [], ipPermissionsEgress: [] });
      await call('DeleteSecurityGroup', { GroupName: 'clients' });
      expect(await groupNamed(world, 'clients')).toBeUndefined();
    });
  });

  test('are found by what their rules name', async () => {
    await inEc2World(async (world) => {
      const { vpcId } = await network(world);
      const { ledger, runtime } = world.parts;
      const cluster = { clusterId: 'cluster-aaaaaaaaaaa', region: 'us-east-1', vpcId };
      const groupId = await ledger.transaction((tx) => createClusterGroup(tx, runtime.random, cluster));
      for (const Name of ['ip-permission.group-id', 'egress.ip-permission.group-id']) {
        const found = await world.call<{ securityGroupInfo: readonly Group[] }>('DescribeSecurityGroups', {
          Filter: [{ Name, Value: [groupId] }],
        });
        expect(found.securityGroupInfo.map(({ groupName }) => groupName)).toEqual([
          'cloudhsm-cluster-cluster-aaaaaaaaaaa-sg',
        ]);
      }
    });
  });

  const RULE = { ...HSM_PORTS, IpRanges: [{ CidrIp: '10.1.0.0/16' }] };

  test.each<{ name: string; permission: Parameters; refusal: string }>([
    {
      name: 'is there',
      permission: RULE,
      refusal:
        'InvalidPermission.Duplicate: the specified rule "peer: 10.1.0.0/16, TCP, from port: 2223, to port: 2225, ALLOW" already exists',
    },
    {
      name: 'is named twice',
      permission: { ...HSM_PORTS, IpRanges: [{ CidrIp: '10.0.0.0/16' }, { CidrIp: '10.0.0.1/16' }] },
      refusal: 'InvalidParameterValue: The same permission must not appear multiple times',
    },
    {
      name: 'has no peer',
      permission: HSM_PORTS,
      refusal: 'MissingParameter: The request must contain the parameter ipPermissions',
    },
    {
      name: 'has no protocol',
      permission: { IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
      refusal: 'MissingParameter: The request must contain the parameter ipProtocol',
    },
    {
      name: 'has a strange protocol',
      permission: { ...RULE, IpProtocol: 'tpc' },
      refusal: "InvalidParameterValue: Invalid value 'tpc' for IP protocol. Unknown protocol.",
    },
    {
      name: 'has no ports',
      permission: { IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
      refusal:
        "InvalidParameterValue: Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    },
    {
      name: 'has its ports the wrong way round',
      permission: { ...RULE, FromPort: 2225, ToPort: 2223 },
      refusal: 'InvalidParameterValue: Invalid TCP port range (2225:2223)',
    },
    {
      name: 'has a port that is none',
      permission: { ...RULE, ToPort: 65_536 },
      refusal: "InvalidParameterValue: Invalid value '2223-65536' for portRange.",
    },
    {
      name: 'has a port that is no number',
      permission: { ...RULE, ToPort: 'x' },
      refusal:
        'InvalidParameterValue: Value (x) for parameter IpPermissions.1.ToPort is invalid. Expecting a whole number.',
    },
    {
      name: 'has a damaged range',
      permission: { ...HSM_PORTS, IpRanges: [{ CidrIp: '10.0.0.0/33' }] },
      refusal: 'InvalidParameterValue: CIDR block 10.0.0.0/33 is malformed',
    },
    {
      name: 'has a damaged IPv6 range',
      permission: { ...HSM_PORTS, Ipv6Ranges: [{ CidrIpv6: '10.0.0.0/8' }] },
      refusal: 'InvalidParameterValue: CIDR block 10.0.0.0/8 is malformed',
    },
    {
      name: 'names no group',
      permission: { ...HSM_PORTS, Groups: [{ GroupId: 'sg-01234567' }] },
      refusal: "InvalidGroup.NotFound: The security group 'sg-01234567' does not exist",
    },
    {
      name: 'names a group badly',
      permission: { ...HSM_PORTS, Groups: [{ GroupId: 'x' }] },
      refusal: 'InvalidGroupId.Malformed: Invalid id: "x" (expecting "sg-...")',
    },
    {
      name: 'names a prefix list',
      permission: { ...HSM_PORTS, PrefixListIds: [{ PrefixListId: 'pl-1' }] },
      refusal: "InvalidPrefixListID.NotFound: The prefix list ID 'pl-1' does not exist",
    },
    {
      name: 'has a member that nobody knows',
      permission: { ...RULE, Ports: '1' },
      refusal: 'UnknownParameter: The parameter IpPermissions.1.Ports is not recognized',
    },
  ])('a rule that $name is refused', async ({ permission, refusal }) => {
    await inEc2World(async (world) => {
      const { groupId: GroupId } = await groupNamed(world, 'default');
      await world.call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [RULE] });
      const again = world.call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [permission] });
      expect(await refusalOf(again)).toBe(refusal);
      expect((await groupNamed(world, 'default')).ipPermissions).toHaveLength(2);
    });
  });

  test('revoking is all or nothing', async () => {
    await inEc2World(async (world) => {
      const { groupId: GroupId } = await groupNamed(world, 'default');
      await world.call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [RULE] });
      const IpPermissions = [RULE, { ...RULE, ToPort: 2224 }];
      expect(await refusalOf(world.call('RevokeSecurityGroupIngress', { GroupId, IpPermissions }))).toBe(
        'InvalidPermission.NotFound: The specified rule does not exist in this security group.',
      );
      expect((await groupNamed(world, 'default')).ipPermissions).toHaveLength(2);
      expect(await refusalOf(world.call('RevokeSecurityGroupEgress', { GroupId, IpPermissions: [RULE] }))).toContain(
        'InvalidPermission.NotFound',
      );
      const SecurityGroupRuleId = ['sgr-1'];
      expect(await refusalOf(world.call('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleId }))).toBe(
        "InvalidSecurityGroupRuleId.NotFound: The security group rule ID 'sgr-1' does not exist",
      );
    });
  });

  test('have at most 60 rules in a direction', async () => {
    await inEc2World(async (world) => {
      const { groupId: GroupId } = await groupNamed(world, 'default');
      const IpRanges = Array.from({ length: 60 }, (_, n) => ({ CidrIp: `10.9.${n}.0/24` }));
      const IpPermissions = [{ ...HSM_PORTS, IpRanges }];
      expect(await refusalOf(world.call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions }))).toContain(
        'RulesPerSecurityGroupLimitExceeded',
      );
    });
  });

  test.each<{ name: string; group: Parameters; refusal: string }>([
    { name: 'its name is taken', group: { GroupName: 'clients' }, refusal: "already exists for VPC 'vpc-" },
    {
      name: 'its name is reserved',
      group: { GroupName: 'default' },
      refusal: 'InvalidParameterValue: Cannot use reserved security group name: default',
    },
    { name: 'its name looks like an id', group: { GroupName: 'sg-1' }, refusal: 'may not be in the format sg-*' },
    { name: 'its name has strange characters', group: { GroupName: 'ü' }, refusal: 'InvalidParameterValue' },
    { name: 'its description is empty', group: { GroupName: 'x', GroupDescription: '' }, refusal: 'groupDescription' },
    { name: 'its VPC does not exist', group: { GroupName: 'x', VpcId: 'vpc-1' }, refusal: 'InvalidVpcID.NotFound' },
  ])('are not made when $name', async ({ group, refusal }) => {
    await inEc2World(async ({ call }) => {
      await call('CreateSecurityGroup', { GroupName: 'clients', GroupDescription: 'x' });
      expect(await refusalOf(call('CreateSecurityGroup', { GroupDescription: 'x', ...group }))).toContain(refusal);
    });
  });

  test('are not deleted while anything needs them', async () => {
    await inEc2World(async (world) => {
      const { subnetId } = await network(world);
      const { call } = world;
      const { groupId: standard } = await groupNamed(world, 'default');
      expect(await refusalOf(call('DeleteSecurityGroup', { GroupId: standard }))).toBe(
        `CannotDelete: the specified group: "${standard}" name: "default" cannot be deleted by a user`,
      );
      const { groupId } = await call<Group>('CreateSecurityGroup', { GroupName: 'a', GroupDescription: 'x' });
      const dependent = `DependencyViolation: resource ${groupId} has a dependent object`;
      const IpPermissions = [{ ...HSM_PORTS, Groups: [{ GroupName: 'a' }] }];
      await call('AuthorizeSecurityGroupIngress', { GroupId: standard, IpPermissions });
      expect(await refusalOf(call('DeleteSecurityGroup', { GroupId: groupId }))).toBe(dependent);
      await call('RevokeSecurityGroupIngress', { GroupId: standard, IpPermissions });
      const { networkInterface: eni } = await call<{ networkInterface: Interface }>('CreateNetworkInterface', {
        SubnetId: subnetId,
        SecurityGroupId: [groupId],
      });
      expect(await refusalOf(call('DeleteSecurityGroup', { GroupId: groupId }))).toBe(dependent);
      await call('DeleteNetworkInterface', { NetworkInterfaceId: eni.networkInterfaceId });
      await call('DeleteSecurityGroup', { GroupId: groupId });
    });
  });
});

describe('network interfaces', () => {
  test('take an address of their subnet, and give it back', async () => {
    await inEc2World(async (world) => {
      const { subnetId } = await network(world);
      const { call } = world;
      const made = await call<{ networkInterface: Interface }>('CreateNetworkInterface', {
        SubnetId: subnetId,
        Description: 'mine',
        PrivateIpAddress: '10.1.1.77',
        TagSpecification: [{ ResourceType: 'network-interface', Tag: [{ Key: 'a', Value: 'b' }] }],
      });
      expect(made.networkInterface).toMatchObject({
        privateIpAddress: '10.1.1.77',
        status: 'available',
        requesterManaged: false,
        groupSet: [{ groupName: 'default' }],
        tagSet: [{ key: 'a', value: 'b' }],
      });
      const described = { SubnetId: [subnetId] };
      expect(await call('DescribeSubnets', described)).toMatchObject({ subnetSet: [{ availableIpAddressCount: 250 }] });
      expect(await refusalOf(call('DeleteSubnet', { SubnetId: subnetId }))).toBe(
        `DependencyViolation: The subnet '${subnetId}' has dependencies and cannot be deleted.`,
      );
      await call('DeleteNetworkInterface', { NetworkInterfaceId: made.networkInterface.networkInterfaceId });
      expect(await call('DescribeSubnets', described)).toMatchObject({ subnetSet: [{ availableIpAddressCount: 251 }] });
    });
  });

  test('of HSMs and of KMS are managed: in use, and not for the owner to delete', async () => {
    await inEc2World(async (world) => {
      const { vpcId, subnetId, subnets } = await network(world);
      const { call, parts } = world;
      const { random } = parts.runtime;
      const cluster = { clusterId: 'cluster-aaaaaaaaaaa', region: 'us-east-1', vpcId };
      await parts.ledger.transaction(async (tx) => {
        const securityGroupId = createClusterGroup(tx, random, cluster);
        const description = 'CloudHSM Managed Interface for cluster-aaaaaaaaaaa';
        const region = 'us-east-1';
        createInterface(tx, random, { region, subnetId, ip: '10.1.1.4', groupIds: [securityGroupId], description });
        const subnetIds = subnets.map((subnet) => subnet.subnetId);
        await attachKeyStore(tx, random, { ...cluster, securityGroupId, subnetIds }, 'cks-1');
      });
      const { networkInterfaceSet: managed } = await call<{ networkInterfaceSet: readonly Interface[] }>(
        'DescribeNetworkInterfaces',
        { Filter: [{ Name: 'requester-managed', Value: ['true'] }] },
      );
      expect(managed.map(({ description, status }) => [description, status]).toSorted()).toEqual([
        ['CloudHSM Managed Interface for cluster-aaaaaaaaaaa', 'in-use'],
        ['KMS managed ENI for cluster cluster-aaaaaaaaaaa', 'in-use'],
        ['KMS managed ENI for cluster cluster-aaaaaaaaaaa', 'in-use'],
      ]);
      for (const { networkInterfaceId } of managed) {
        expect(await refusalOf(call('DeleteNetworkInterface', { NetworkInterfaceId: networkInterfaceId }))).toBe(
          `InvalidParameterValue: Network interface '${networkInterfaceId}' is currently in use.`,
        );
      }
    });
  });

  test('can fill a subnet', async () => {
    await inEc2World(async ({ call }) => {
      const { vpc } = await call<{ vpc: Vpc }>('CreateVpc', { CidrBlock: '10.1.32.0/20' });
      const small = { VpcId: vpc.vpcId, CidrBlock: '10.1.40.0/28' };
      const { subnet } = await call<{ subnet: Subnet }>('CreateSubnet', small);
      const request = { SubnetId: subnet.subnetId };
      for (let n = 0; n < 11; n += 1) await call('CreateNetworkInterface', request);
      expect(await refusalOf(call('CreateNetworkInterface', request))).toBe(
        'InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.',
      );
    });
  });

  test('asked for again with the same token are the same', async () => {
    await inEc2World(async (world) => {
      const { subnetId } = await network(world);
      const request = { SubnetId: subnetId, Description: 'x', ClientToken: 'token' };
      const once = await world.call<{ networkInterface: Interface }>('CreateNetworkInterface', request);
      expect(await world.call('CreateNetworkInterface', request)).toEqual(once);
      expect(await refusalOf(world.call('CreateNetworkInterface', { ...request, Description: 'y' }))).toContain(
        'IdempotentParameterMismatch',
      );
    });
  });

  test.each<{ name: string; eni: Parameters; refusal: string }>([
    { name: 'in no subnet', eni: { SubnetId: 'subnet-1' }, refusal: 'InvalidSubnetID.NotFound' },
    { name: 'without a subnet', eni: { SubnetId: undefined }, refusal: 'MissingParameter: The request must contain' },
    { name: 'with an address in use', eni: { PrivateIpAddress: '10.1.1.9' }, refusal: 'InvalidIPAddress.InUse' },
    { name: 'with a reserved address', eni: { PrivateIpAddress: '10.1.1.3' }, refusal: 'does not fall within' },
    { name: 'with an address from elsewhere', eni: { PrivateIpAddress: '10.1.2.9' }, refusal: 'does not fall within' },
    {
      name: 'with two addresses',
      eni: { PrivateIpAddresses: [{ PrivateIpAddress: '10.1.1.7' }, { PrivateIpAddress: '10.1.1.8' }] },
      refusal: 'InvalidParameterValue',
    },
    { name: 'in no group', eni: { SecurityGroupId: ['sg-01234567'] }, refusal: 'InvalidGroup.NotFound' },
  ])('are not made $name', async ({ eni, refusal }) => {
    await inEc2World(async (world) => {
      const { subnetId } = await network(world);
      await world.call('CreateNetworkInterface', { SubnetId: subnetId, PrivateIpAddress: '10.1.1.9' });
      expect(await refusalOf(world.call('CreateNetworkInterface', { SubnetId: subnetId, ...eni }))).toContain(refusal);
    });
  });

  test('have groups of their own VPC only', async () => {
    await inEc2World(async (world) => {
      const { subnetId } = await network(world);
      const { vpc } = await world.call<{ vpc: Vpc }>('CreateVpc', { CidrBlock: '10.1.32.0/20' });
      const foreign = { GroupName: 'x', GroupDescription: 'x', VpcId: vpc.vpcId };
      const { groupId } = await world.call<Group>('CreateSecurityGroup', foreign);
      const eni = { SubnetId: subnetId, SecurityGroupId: [groupId] };
      expect(await refusalOf(world.call('CreateNetworkInterface', eni))).toBe(
        'InvalidGroup.NotFound: You have specified two resources that belong to different networks.',
      );
    });
  });
});

describe('tags', () => {
  test('are written on everything, found, and removed', async () => {
    await inEc2World(async (world) => {
      const { vpcId, subnetId } = await network(world);
      const { call } = world;
      const group = await groupNamed(world, 'default');
      const rules = await call<{ securityGroupRuleSet: readonly { securityGroupRuleId: string }[] }>(
        'DescribeSecurityGroupRules',
      );
      const ruleId = rules.securityGroupRuleSet[0]!.securityGroupRuleId;
      const { networkInterface: eni } = await call<{ networkInterface: Interface }>('CreateNetworkInterface', {
        SubnetId: subnetId,
      });
      const ResourceId = [vpcId, subnetId, group.groupId, ruleId, eni.networkInterfaceId];
      await call('CreateTags', { ResourceId, Tag: [{ Key: 'owner', Value: 'a' }, { Key: 'empty' }] });
      await call('CreateTags', { ResourceId, Tag: [{ Key: 'owner', Value: 'b' }] });
      const byOwner = { Filter: [{ Name: 'tag:owner', Value: ['b'] }] };
      for (const [action, set] of [
        ['DescribeVpcs', 'vpcSet'],
        ['DescribeSubnets', 'subnetSet'],
        ['DescribeSecurityGroups', 'securityGroupInfo'],
        ['DescribeSecurityGroupRules', 'securityGroupRuleSet'],
        ['DescribeNetworkInterfaces', 'networkInterfaceSet'],
      ] as const) {
        expect([action, (await call<Record<string, unknown>>(action, byOwner))[set]]).toMatchObject([
          action,
          [
            {
              tagSet: [
                { key: 'owner', value: 'b' },
                { key: 'empty', value: '' },
              ],
            },
          ],
        ]);
      }
      await call('DeleteTags', { ResourceId, Tag: [{ Key: 'owner', Value: 'not this one' }, { Key: 'empty' }] });
      const { tagSet } = await call<{ tagSet: readonly Parameters[] }>('DescribeTags');
      expect(tagSet.map(({ resourceType }) => resourceType).toSorted()).toEqual([
        'network-interface',
        'security-group',
        'security-group-rule',
        'subnet',
        'vpc',
      ]);
      await call('DeleteTags', { ResourceId });
      expect(await call('DescribeTags')).toMatchObject({ tagSet: [] });
    });
  });

  test.each<{ name: string; tags: Parameters; refusal: string }>([
    { name: 'reserved key', tags: { Tag: [{ Key: 'aws:x' }] }, refusal: 'reserved for internal use' },
    { name: 'key that is long', tags: { Tag: [{ Key: 'x'.repeat(129) }] }, refusal: 'exceeds the maximum length' },
    { name: 'value that is long', tags: { Tag: [{ Key: 'x', Value: 'x'.repeat(257) }] }, refusal: 'Tag value exceeds' },
    { name: 'key given twice', tags: { Tag: [{ Key: 'x' }, { Key: 'x' }] }, refusal: "Duplicate tag key 'x'" },
    { name: 'resource that is none', tags: { ResourceId: ['i-1'] }, refusal: "InvalidID: The ID 'i-1' is not valid" },
    { name: 'resource that is gone', tags: { ResourceId: ['vpc-1'] }, refusal: 'InvalidVpcID.NotFound' },
    {
      name: 'fifty-first tag',
      tags: { Tag: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}` })) },
      refusal: 'TagLimitExceeded',
    },
  ])('a $name is refused', async ({ tags, refusal }) => {
    await inEc2World(async (world) => {
      const { vpcId } = await network(world);
      const request = { ResourceId: [vpcId], Tag: [{ Key: 'x' }], ...tags };
      expect(await refusalOf(world.call('CreateTags', request))).toContain(refusal);
    });
  });
});

describe('every operation', () => {
  test('pages through what there is', async () => {
    await inEc2World(async (world) => {
      const { subnetId } = await network(world);
      for (let n = 0; n < 12; n += 1) await world.call('CreateNetworkInterface', { SubnetId: subnetId });
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await world.call<{ networkInterfaceSet: readonly Interface[]; nextToken?: string }>(
          'DescribeNetworkInterfaces',
          { MaxResults: 5, NextToken },
        );
        seen.push(...page.networkInterfaceSet.map(({ privateIpAddress }) => privateIpAddress));
        NextToken = page.nextToken;
      } while (NextToken !== undefined);
      expect(new Set(seen).size).toBe(12);
      expect(await refusalOf(world.call('DescribeVpcs', { NextToken: 'x' }))).toBe(
        'InvalidParameterValue: Value (x) for parameter NextToken is invalid. The token is invalid.',
      );
      expect(await refusalOf(world.call('DescribeVpcs', { MaxResults: 4 }))).toBe(
        'InvalidParameterValue: Value (4) for parameter MaxResults is invalid. Expecting a value greater than or equal to 5.',
      );
    });
  });

  test('changes nothing in a dry run', async () => {
    await inEc2World(async (world) => {
      const { vpcId, subnetId } = await network(world);
      const would = 'DryRunOperation: Request would have succeeded, but DryRun flag is set.';
      const dry = { DryRun: true };
      expect(await refusalOf(world.call('DeleteSubnet', { SubnetId: subnetId, ...dry }))).toBe(would);
      expect(await refusalOf(world.call('DescribeVpcs', dry))).toBe(would);
      expect(await refusalOf(world.call('DeleteVpc', { VpcId: vpcId, ...dry }))).toContain('DependencyViolation');
      expect((await network(world)).subnetId).toBe(subnetId);
    });
  });

  test('refuses what it does not know', async () => {
    await inEc2World(async ({ call }) => {
      expect(await refusalOf(call('RunInstances'))).toBe(
        'InvalidAction: The action RunInstances is not valid for this web service.',
      );
      expect(await refusalOf(call('toString'))).toContain('InvalidAction');
      expect(await refusalOf(call('DescribeVpcs', { Nonsense: 'x' }))).toBe(
        'UnknownParameter: The parameter Nonsense is not recognized',
      );
      expect(await refusalOf(call('DescribeVpcs', { Filter: [{ Name: 'nonsense', Value: ['x'] }] }))).toBe(
        "InvalidParameterValue: The filter 'nonsense' is invalid",
      );
      expect(await refusalOf(call('DescribeVpcs', { VpcId: 'not-a-list' }))).toContain('InvalidParameterValue');
    });
  });
});
