import { select } from '../../ledger.ts';
import { type Cidr, contains, formatCidr, overlap, parseCidr } from '../../network/cidr.ts';
import { freeRanges, isServable, rangeOf, recordSubnet, SUBNETS, type Vpc } from '../../network/vpc.ts';
import { Ec2Error, invalidValue } from './errors.ts';
import { changing, type Looking } from './operation.ts';
import { TAG_SPECIFICATION, text } from './request.ts';
import { getVpc } from './resources.ts';
import { specifiedTags } from './tags.ts';
import { subnetView } from './views.ts';
import { zoneViews } from './zones.ts';

/** Source: Amazon VPC User Guide, "Subnet sizing". */
const BITS = { min: 16, max: 28 };

export const createSubnet = changing(
  {
    VpcId: text,
    CidrBlock: text,
    AvailabilityZone: text.optional(),
    AvailabilityZoneId: text.optional(),
    TagSpecification: TAG_SPECIFICATION,
  },
  async (work, { VpcId, CidrBlock, TagSpecification, ...zone }) => {
    const { tx, parts, region } = work;
    const vpc = await getVpc(tx, region, VpcId);
    const subnet = recordSubnet(tx, parts.runtime.random, {
      vpcId: vpc.vpcId,
      region,
      availabilityZone: chosenZone(work, zone),
      cidr: formatCidr(await chosenRange(work, vpc, CidrBlock)),
      ...specifiedTags(TagSpecification, 'subnet'),
    });
    return { subnet: await subnetView(subnet, work) };
  },
);

/** The first zone when none is named, as AWS chooses one. */
function chosenZone(
  { parts, region }: Looking,
  {
    AvailabilityZone,
    AvailabilityZoneId,
  }: { AvailabilityZone?: string | undefined; AvailabilityZoneId?: string | undefined },
): string {
  const zones = zoneViews(parts.config.network, region);
  const found = zones.find(
    ({ zoneName, zoneId }) =>
      (AvailabilityZone === undefined || AvailabilityZone === zoneName) &&
      (AvailabilityZoneId === undefined || AvailabilityZoneId === zoneId),
  );
  if (found !== undefined) return found.zoneName;
  const names = zones.map(({ zoneName }) => zoneName).join(', ');
  throw invalidValue(
    'availabilityZone',
    AvailabilityZone ?? AvailabilityZoneId ?? '',
    `Subnets can currently only be created in the following availability zones: ${names}.`,
  );
}

async function chosenRange({ reader, parts }: Looking, vpc: Vpc, cidr: string): Promise<Cidr> {
  const range = parseCidr(cidr);
  if (range === undefined) throw invalidValue('cidrBlock', cidr, 'This is not a valid CIDR block.');
  if (range.bits < BITS.min || range.bits > BITS.max)
    throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  const neighbours = (await select(reader, SUBNETS, () => true)).filter((subnet) =>
    overlap(rangeOf(subnet.cidr), range),
  );
  if (neighbours.some(({ vpcId }) => vpcId === vpc.vpcId))
    throw new Ec2Error('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
  // Differs from AWS, where VPCs may have the same addresses: here all are on one machine.
  if (neighbours.length > 0 || !isServable(parts.config.network, range)) {
    const free = (await freeRanges(reader, parts.config.network)).find((one) => contains(rangeOf(vpc.cidr), one));
    const hint = free === undefined ? 'None is free in this VPC.' : `Free in this VPC is ${formatCidr(free)}.`;
    throw invalidValue(
      'cidrBlock',
      cidr,
      `On this machine a subnet must be ${parts.config.network.vpcPrefix}.N.0/24 with N from 1 to 254, or a part of it, that no subnet of another VPC or Region occupies. ${hint}`,
    );
  }
  if (!contains(rangeOf(vpc.cidr), range)) throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  return range;
}
