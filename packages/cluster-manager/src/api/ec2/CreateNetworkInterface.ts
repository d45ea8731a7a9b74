import { z } from 'zod';
import { select } from '../../ledger.ts';
import { createInterface, freeAddresses, INTERFACES, isHost } from '../../network/interfaces.ts';
import type { Subnet } from '../../network/vpc.ts';
import { DEFAULT_GROUP } from '../../network/security-groups.ts';
import { Ec2Error, invalidValue } from './errors.ts';
import { changing, type Looking } from './operation.ts';
import { flag, listOf, TAG_SPECIFICATION, text } from './request.ts';
import { getGroup, getGroupIn, getSubnet } from './resources.ts';
import { differentNetworks } from './rules.ts';
import { specifiedTags } from './tags.ts';
import { interfaceView } from './views.ts';

const ADDRESS = z.strictObject({ PrivateIpAddress: text, Primary: flag.optional() });

export const createNetworkInterface = changing(
  {
    SubnetId: text,
    Description: text.default(''),
    SecurityGroupId: listOf(text).optional(),
    PrivateIpAddress: text.optional(),
    PrivateIpAddresses: listOf(ADDRESS).optional(),
    InterfaceType: z.literal('interface').optional(),
    ClientToken: text.optional(),
    TagSpecification: TAG_SPECIFICATION,
  },
  async (work, { SubnetId, Description, SecurityGroupId = [], ClientToken, TagSpecification, ...address }) => {
    const { tx, parts, region } = work;
    const subnet = await getSubnet(tx, region, SubnetId);
    const wanted = { region, subnetId: subnet.subnetId, description: Description };
    const before = await earlierRequest(work, ClientToken, wanted);
    const eni =
      before ??
      createInterface(tx, parts.runtime.random, {
        ...wanted,
        ip: await chosenAddress(work, subnet, address),
        groupIds: await chosenGroups(work, subnet, SecurityGroupId),
        maker: 'user',
        ...(ClientToken === undefined ? {} : { clientToken: ClientToken }),
        ...specifiedTags(TagSpecification, 'network-interface'),
      });
    return { networkInterface: await interfaceView(eni, work), clientToken: ClientToken };
  },
);

/** A client that got no answer asks again with the same token. */
async function earlierRequest(
  { reader, region }: Looking,
  clientToken: string | undefined,
  wanted: { readonly subnetId: string; readonly description: string },
) {
  if (clientToken === undefined) return undefined;
  const [eni] = await select(reader, INTERFACES, (one) => one.region === region && one.clientToken === clientToken);
  if (eni === undefined) return undefined;
  if (eni.subnetId === wanted.subnetId && eni.description === wanted.description) return eni;
  throw new Ec2Error('IdempotentParameterMismatch', 'The client token has been used before with other parameters.');
}

async function chosenAddress(
  { reader }: Looking,
  subnet: Subnet,
  {
    PrivateIpAddress,
    PrivateIpAddresses = [],
  }: {
    readonly PrivateIpAddress?: string | undefined;
    readonly PrivateIpAddresses?: readonly z.output<typeof ADDRESS>[] | undefined;
  },
): Promise<string> {
  const asked = [...new Set([PrivateIpAddress, ...PrivateIpAddresses.map((one) => one.PrivateIpAddress)])].filter(
    (ip) => ip !== undefined,
  );
  if (asked.length > 1)
    throw invalidValue('privateIpAddresses', asked.join(', '), 'An interface has one address here.');
  const free = await freeAddresses(reader, subnet);
  const ip = asked[0] ?? free[0];
  if (ip === undefined)
    throw new Ec2Error(
      'InsufficientFreeAddressesInSubnet',
      'The specified subnet does not have enough free addresses to satisfy the request.',
    );
  if (!isHost(subnet, ip))
    throw new Ec2Error('InvalidParameterValue', `Address ${ip} does not fall within the subnet's address range`);
  if (!free.includes(ip)) throw new Ec2Error('InvalidIPAddress.InUse', `Address ${ip} is in use.`);
  return ip;
}

async function chosenGroups(
  { reader, region }: Looking,
  { vpcId }: Subnet,
  groupIds: readonly string[],
): Promise<readonly string[]> {
  if (groupIds.length === 0) return [(await getGroupIn(reader, vpcId, DEFAULT_GROUP)).groupId];
  const groups = await Promise.all(groupIds.map((groupId) => getGroup(reader, region, groupId)));
  if (groups.some((group) => group.vpcId !== vpcId)) throw differentNetworks();
  return [...new Set(groupIds)];
}
