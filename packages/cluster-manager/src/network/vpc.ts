import { type Random, table, type Transaction } from '@keystorm/runtime';
import type { ClusterManagerConfig } from '../config.ts';
import { ec2Id } from '../ids.ts';
import { type Reader, select } from '../ledger.ts';
import { type Cidr, contains, formatCidr, overlap, parseCidr } from './cidr.ts';
import { createDefaultGroup } from './security-groups.ts';
import type { Tag, Taggable } from './tags.ts';

type NetworkConfig = ClusterManagerConfig['network'];

/** A network. Each Region is a world of its own. */
export interface Vpc extends Taggable {
  readonly vpcId: string;
  readonly region: string;
  readonly cidr: string;
  readonly isDefault: boolean;
}

/** A private subnet. A deleted one has no record. */
export interface Subnet extends Taggable {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly region: string;
  readonly availabilityZone: string;
  /** No address is in two subnets, of whatever VPC or Region, so that all can exist on one machine. */
  readonly cidr: string;
  /** Whether the Region's default VPC was made with it. */
  readonly defaultForAz?: boolean;
}

/** Key: id of the VPC. */
export const VPCS = table<Vpc>('vpcs');
/** Key: id of the subnet. */
export const SUBNETS = table<Subnet>('subnets');
/** Region → id of its default VPC, which the owner may have deleted since. */
const DEFAULT_VPCS = table<string>('defaultVpcs');

const ZONE_LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Subnets are found in `<vpcPrefix>.<n>.0/24`, where n is one byte; 0, which is for processes, and 255 are left out. */
const SUBNET_NUMBERS = { first: 1, last: 254 };

/** Names of the Region's Availability Zones. */
export function zonesOf({ zones }: NetworkConfig, region: string): readonly string[] {
  return ZONE_LETTERS.slice(0, zones).map((letter) => `${region}${letter}`);
}

/** All addresses of which this machine can make networks. */
export function machineRange({ vpcPrefix }: NetworkConfig): Cidr {
  return rangeOf(`${vpcPrefix}.0.0/16`);
}

/** The ranges in which this machine can serve subnets, each a /24. */
function subnetRanges({ vpcPrefix }: NetworkConfig): readonly Cidr[] {
  const { first, last } = SUBNET_NUMBERS;
  return Array.from({ length: last - first + 1 }, (_, index) => rangeOf(`${vpcPrefix}.${first + index}.0/24`));
}

/** Whether this machine can serve a subnet of that range. */
export function isServable(network: NetworkConfig, cidr: Cidr): boolean {
  return subnetRanges(network).some((range) => contains(range, cidr));
}

/** Ranges for subnets that no subnet occupies, lowest first; each is a /24. */
export async function freeRanges(reader: Reader, network: NetworkConfig): Promise<readonly Cidr[]> {
  const taken = (await select(reader, SUBNETS, () => true)).map(({ cidr }) => rangeOf(cidr));
  return subnetRanges(network).filter((range) => !taken.some((other) => overlap(range, other)));
}

/** The range of a network object; what is on record is one. */
export function rangeOf(cidr: string): Cidr {
  const range = parseCidr(cidr);
  if (range === undefined) throw new TypeError(`'${cidr}' is no range of addresses`);
  return range;
}

/** The Region's default VPC, unless it was never made, or was deleted. */
export async function findDefaultVpc(reader: Reader, region: string): Promise<Vpc | undefined> {
  const vpcId = await reader.get(DEFAULT_VPCS, region);
  return vpcId === undefined ? undefined : reader.get(VPCS, vpcId);
}

/** Makes the Region's default VPC when nobody has asked for it before. */
export async function ensureDefaultVpc(
  tx: Transaction,
  random: Random,
  network: NetworkConfig,
  region: string,
): Promise<void> {
  if (await isFurnished(tx, region)) return;
  const zones = zonesOf(network, region);
  const ranges = await freeRanges(tx, network);
  if (ranges.length < zones.length) throw new RangeError(`no addresses are left for a VPC in ${region}`);
  const cidr = formatCidr(machineRange(network));
  const { vpcId } = recordVpc(tx, random, { region, cidr, isDefault: true });
  tx.put(DEFAULT_VPCS, region, vpcId);
  for (const [index, availabilityZone] of zones.entries()) {
    const range = ranges[index];
    if (range === undefined) continue;
    recordSubnet(tx, random, { vpcId, region, availabilityZone, cidr: formatCidr(range), defaultForAz: true });
  }
}

/** Whether the Region's default VPC was made once. */
export async function isFurnished(reader: Reader, region: string): Promise<boolean> {
  return (await reader.get(DEFAULT_VPCS, region)) !== undefined;
}

/** The subnets of the Region's default VPC, which is made on first use, one in each zone. In the order of the zones. */
export async function defaultSubnets(
  tx: Transaction,
  random: Random,
  network: NetworkConfig,
  region: string,
): Promise<readonly Subnet[]> {
  await ensureDefaultVpc(tx, random, network, region);
  const subnets = await select(tx, SUBNETS, (subnet) => subnet.region === region && subnet.defaultForAz === true);
  return subnets.toSorted((a, b) => (a.availabilityZone < b.availabilityZone ? -1 : 1));
}

/** A VPC comes with a security group. */
export function recordVpc(
  tx: Transaction,
  random: Random,
  vpc: { readonly region: string; readonly cidr: string; readonly isDefault: boolean; readonly tags?: readonly Tag[] },
): Vpc {
  const made: Vpc = { vpcId: ec2Id(random, 'vpc'), ...vpc };
  tx.put(VPCS, made.vpcId, made);
  createDefaultGroup(tx, random, { region: vpc.region, vpcId: made.vpcId });
  return made;
}

export function recordSubnet(tx: Transaction, random: Random, subnet: Omit<Subnet, 'subnetId'>): Subnet {
  const made: Subnet = { subnetId: ec2Id(random, 'subnet'), ...subnet };
  tx.put(SUBNETS, made.subnetId, made);
  return made;
}
