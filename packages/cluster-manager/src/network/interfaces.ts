import { type Random, table, type Transaction } from '@keystorm/runtime';
import { ec2Id } from '../ids.ts';
import { type Reader, select } from '../ledger.ts';
import type { Subnet } from './vpc.ts';

/** An elastic network interface: what holds an address of a subnet. */
export interface NetworkInterface {
  readonly eniId: string;
  readonly region: string;
  readonly subnetId: string;
  /** Dotted quad. */
  readonly ip: string;
  readonly groupIds: readonly string[];
  readonly description: string;
}

/** Key: id of the interface. */
export const INTERFACES = table<NetworkInterface>('interfaces');

// Source: Amazon VPC User Guide, "Subnet sizing": the first four addresses of a subnet and the last one are reserved.
const FIRST_HOST = 4;
const LAST_HOST = 254;

/** Addresses of the subnet that nobody has, lowest first. */
export async function freeAddresses(reader: Reader, subnet: Subnet): Promise<readonly string[]> {
  const interfaces = await select(reader, INTERFACES, ({ subnetId }) => subnetId === subnet.subnetId);
  const taken = new Set(interfaces.map(({ ip }) => ip));
  return hosts(subnet).filter((ip) => !taken.has(ip));
}

/** Whether the address is one of the subnet that may be given away. */
export function isHost(subnet: Subnet, ip: string): boolean {
  return hosts(subnet).includes(ip);
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

function hosts(subnet: Subnet): readonly string[] {
  const prefix = subnet.cidr.slice(0, subnet.cidr.lastIndexOf('.'));
  return Array.from({ length: LAST_HOST - FIRST_HOST + 1 }, (_, index) => `${prefix}.${FIRST_HOST + index}`);
}
