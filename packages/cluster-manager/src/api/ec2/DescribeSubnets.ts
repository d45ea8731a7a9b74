import { select } from '../../ledger.ts';
import { SUBNETS } from '../../network/vpc.ts';
import { type Fields, filtered } from './filters.ts';
import { looking } from './operation.ts';
import { paged } from './paging.ts';
import { listOf, PAGING, text } from './request.ts';
import { getSubnet } from './resources.ts';
import { type SubnetView, subnetView } from './views.ts';

const availabilityZone = (subnet: SubnetView) => subnet.availabilityZone;
const availabilityZoneId = (subnet: SubnetView) => subnet.availabilityZoneId;
const cidrBlock = (subnet: SubnetView) => subnet.cidrBlock;
const defaultForAz = (subnet: SubnetView) => String(subnet.defaultForAz);

const FIELDS: Fields<SubnetView> = {
  'availability-zone': availabilityZone,
  availabilityZone,
  'availability-zone-id': availabilityZoneId,
  availabilityZoneId,
  'available-ip-address-count': ({ availableIpAddressCount }) => String(availableIpAddressCount),
  'cidr-block': cidrBlock,
  cidr: cidrBlock,
  cidrBlock,
  'default-for-az': defaultForAz,
  defaultForAz,
  'map-public-ip-on-launch': ({ mapPublicIpOnLaunch }) => String(mapPublicIpOnLaunch),
  'owner-id': ({ ownerId }) => ownerId,
  state: ({ state }) => state,
  'subnet-arn': ({ subnetArn }) => subnetArn,
  'subnet-id': ({ subnetId }) => subnetId,
  'vpc-id': ({ vpcId }) => vpcId,
};

export const describeSubnets = looking(
  { ...PAGING, SubnetId: listOf(text).optional() },
  async (work, { SubnetId, Filter, ...page }) => {
    const { reader, region } = work;
    const subnets = SubnetId?.length
      ? await Promise.all(SubnetId.map((subnetId) => getSubnet(reader, region, subnetId)))
      : await select(reader, SUBNETS, (subnet) => subnet.region === region);
    const views = await Promise.all(subnets.map((subnet) => subnetView(subnet, work)));
    const { items, nextToken } = paged(filtered(views, FIELDS, Filter), ({ subnetId }) => subnetId, page);
    return { subnetSet: items, nextToken };
  },
);
