import { type Reader, select } from '../../ledger.ts';
import { INTERFACES, type NetworkInterface } from '../../network/interfaces.ts';
import { SECURITY_GROUPS, type SecurityGroup } from '../../network/security-groups.ts';
import { findDefaultVpc, type Subnet, SUBNETS, type Vpc, VPCS } from '../../network/vpc.ts';
import { Ec2Error, missingParameter } from './errors.ts';

const ID = /^[a-z]+-[0-9a-f]{8}(?:[0-9a-f]{9})?$/;

/** Network objects by their ids, in the caller's Region; each throws Ec2Error when there is none. */

export async function getVpc(reader: Reader, region: string, vpcId: string): Promise<Vpc> {
  const vpc = await reader.get(VPCS, vpcId);
  if (vpc?.region === region) return vpc;
  throw new Ec2Error('InvalidVpcID.NotFound', `The vpc ID '${vpcId}' does not exist`);
}

export async function getSubnet(reader: Reader, region: string, subnetId: string): Promise<Subnet> {
  const subnet = await reader.get(SUBNETS, subnetId);
  if (subnet?.region === region) return subnet;
  throw new Ec2Error('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`);
}

export async function getInterface(reader: Reader, region: string, eniId: string): Promise<NetworkInterface> {
  const eni = await reader.get(INTERFACES, eniId);
  if (eni?.region === region) return eni;
  throw new Ec2Error('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${eniId}' does not exist`);
}

export async function getGroup(reader: Reader, region: string, groupId: string): Promise<SecurityGroup> {
  if (!groupId.startsWith('sg-') || !ID.test(groupId))
    throw new Ec2Error('InvalidGroupId.Malformed', `Invalid id: "${groupId}" (expecting "sg-...")`);
  const group = await reader.get(SECURITY_GROUPS, groupId);
  if (group?.region === region) return group;
  throw new Ec2Error('InvalidGroup.NotFound', `The security group '${groupId}' does not exist`);
}

/** A group by its id, or by its name in the default VPC. */
export async function getNamedGroup(
  reader: Reader,
  region: string,
  { GroupId, GroupName }: { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined },
): Promise<SecurityGroup> {
  if (GroupId !== undefined) return getGroup(reader, region, GroupId);
  if (GroupName === undefined) throw missingParameter('groupName or groupId');
  const vpcId = (await findDefaultVpc(reader, region))?.vpcId;
  return getGroupIn(reader, vpcId, GroupName);
}

/** A group by its name in a VPC. */
export async function getGroupIn(reader: Reader, vpcId: string | undefined, name: string): Promise<SecurityGroup> {
  const [group] = await select(
    reader,
    SECURITY_GROUPS,
    (candidate) => candidate.vpcId === vpcId && candidate.name === name,
  );
  if (group !== undefined) return group;
  throw new Ec2Error('InvalidGroup.NotFound', `The security group '${name}' does not exist in VPC '${vpcId}'`);
}
