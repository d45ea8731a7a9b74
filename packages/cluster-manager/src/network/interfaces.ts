import { type Random, table, type Transaction } from '@keystorm/runtime';
import { ec2Id } from '../ids.ts';
import { type Reader, select } from '../ledger.ts';
import { endOf, formatAddress, parseAddress } from './cidr.ts';
import type { Taggable } from './tags.ts';
import { rangeOf, type Subnet } from './vpc.ts';

/** An elastic network interface: what holds an address of a subnet. */
export interface NetworkInterface extends Taggable {
  readonly eniId: string;
  readonly region: string;
  readonly subnetId: string;
  /** Dotted quad. */
  readonly ip: string;
  readonly groupIds: readonly string[];
  readonly description: string;
  /** Who made it and alone may remove it; CloudHSM where it is absent. */
  readonly maker?: 'kms' | 'user';
  /** With which the user asked for it; a repetition gets the same one. */
  readonly clientToken?: string;
}

/** Key: id of the interface. */
export const INTERFACES = table<NetworkInterface>('interfaces');

// Source: Amazon VPC User Guide, "Subnet sizing": the first four addresses of a subnet and the last one are reserved.
const RESERVED = { first: 4, last: 1 };

/** Addresses of the subnet that nobody has, lowest first. An HSM keeps its address when its subnet is deleted. */
export async function freeAddresses(reader: Reader, subnet: Subnet): Promise<readonly string[]> {
  const interfaces = await select(reader, INTERFACES, () => true);
  const taken = new Set(interfaces.map(({ ip }) => ip));
  const { first, end } = hostRange(subnet);
  return Array.from({ length: end - first }, (_, index) => formatAddress(first + index)).filter((ip) => !taken.has(ip));
}

/** How many those are: asked for all the time, so none of them is written out. */
export async function freeAddressCount(reader: Reader, subnet: Subnet): Promise<number> {
  const taken = await select(reader, INTERFACES, ({ ip }) => isHost(subnet, ip));
  const { first, end } = hostRange(subnet);
  return end - first - new Set(taken.map(({ ip }) => ip)).size;
}

/** Whether the address is one of the subnet that may be given away. */
export function isHost(subnet: Subnet, ip: string): boolean {
  const { first, end } = hostRange(subnet);
  const address = parseAddress(ip);
  return address !== undefined && address >= first && address < end;
}

/** The caller has made sure that the address is free. */
export function createInterface(
  tx: Transaction,
  random: Random,
  description: Omit<NetworkInterface, 'eniId'>,
): NetworkInterface {
  const created: NetworkInterface = { eniId: ec2Id(random, 'eni'), ...description };
  tx.put(INTERFACES, created.eniId, created);
  return created;
}

/** The first address that may be given away, and the one after the last, as numbers. */
function hostRange({ cidr }: Subnet): { readonly first: number; readonly end: number } {
  const range = rangeOf(cidr);
  return { first: range.first + RESERVED.first, end: endOf(range) - RESERVED.last };
}
