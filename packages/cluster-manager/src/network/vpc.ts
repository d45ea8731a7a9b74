import { type Random, table, type Transaction } from '@keystorm/runtime';
import type { ClusterManagerConfig } from '../config.ts';
import { ec2Id } from '../ids.ts';
import { type Reader, select } from '../ledger.ts';

/** The network of a Region. Each Region is a world of its own. */
interface Vpc {
  readonly vpcId: string;
  readonly region: string;
  readonly cidr: string;
}

/** A private subnet. A deleted one has no record. */
export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly region: string;
  readonly availabilityZone: string;
  /** `<vpcPrefix>.<n>.0/24`; n is unique over all Regions, so that every subnet can exist on one machine. */
  readonly cidr: string;
}

/** Key: Region. */
const VPCS = table<Vpc>('vpcs');
/** Key: id of the subnet. */
export const SUBNETS = table<Subnet>('subnets');

const ZONE_LETTERS = 'abcdef';
/** Subnets of all Regions together: n is one byte, and 0 and 255 are left out. */
const SUBNETS_MAX = 254;

/** The subnets of the Region's default VPC, which is made on first use. In the order of the zones. */
export async function defaultSubnets(
  tx: Transaction,
  random: Random,
  network: ClusterManagerConfig['network'],
  region: string,
): Promise<readonly Subnet[]> {
  const vpc = await tx.get(VPCS, region);
  if (vpc === undefined) await createDefaultVpc(tx, random, network, region);
  const subnets = await select(tx, SUBNETS, (subnet) => subnet.region === region);
  return subnets.toSorted((a, b) => (a.availabilityZone < b.availabilityZone ? -1 : 1));
}

async function createDefaultVpc(
  tx: Transaction,
  random: Random,
  { vpcPrefix, zones }: ClusterManagerConfig['network'],
  region: string,
): Promise<void> {
  const first = (await highestSubnetNumber(tx)) + 1;
  if (first + zones - 1 > SUBNETS_MAX) throw new RangeError(`no addresses are left for a VPC in ${region}`);
  const vpcId = ec2Id(random, 'vpc');
  tx.put(VPCS, region, { vpcId, region, cidr: `${vpcPrefix}.0.0/16` });
  for (let zone = 0; zone < zones; zone += 1) {
    const subnetId = ec2Id(random, 'subnet');
    const availabilityZone = `${region}${ZONE_LETTERS.charAt(zone)}`;
    tx.put(SUBNETS, subnetId, { subnetId, vpcId, region, availabilityZone, cidr: `${vpcPrefix}.${first + zone}.0/24` });
  }
}

async function highestSubnetNumber(reader: Reader): Promise<number> {
  const subnets = await select(reader, SUBNETS, () => true);
  return Math.max(0, ...subnets.map(({ cidr }) => Number(cidr.split('.')[2])));
}
