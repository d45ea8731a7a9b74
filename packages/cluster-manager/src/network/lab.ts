import { HsmError } from '@keystorm/protocol';
import type { Random, Transaction } from '@keystorm/runtime';
import { type Reader, select } from '../ledger.ts';
import { createInterface, freeAddresses, INTERFACES } from './interfaces.ts';
import { SECURITY_GROUPS, withHsmRules, withoutHsmRules } from './security-groups.ts';
import { SUBNETS, type Subnet } from './vpc.ts';

// What an owner, or an accident, does to a network behind the back of a cluster. There are no such operations in AWS.

/** Description of the interfaces that fill a subnet. */
const FILLER = 'Keystorm lab: fills the subnet';

/** Names a subnet in a Region. */
interface SubnetName {
  readonly subnetId: string;
  readonly region: string;
}

/** Uses up the addresses of a subnet, all but some. Returns how many it took. */
export async function fillSubnet(
  tx: Transaction,
  random: Random,
  name: SubnetName,
  leaveFree: number,
): Promise<number> {
  const subnet = await getSubnet(tx, name);
  const free = await freeAddresses(tx, subnet);
  const taken = free.slice(0, Math.max(0, free.length - leaveFree));
  const { subnetId, region } = subnet;
  for (const ip of taken)
    createInterface(tx, random, { region, subnetId, ip, groupIds: [], description: FILLER, maker: 'user' });
  return taken.length;
}

/** Gives back what fillSubnet took. */
export async function drainSubnet(tx: Transaction, name: SubnetName): Promise<number> {
  const { subnetId } = await getSubnet(tx, name);
  const fillers = await select(tx, INTERFACES, (eni) => eni.subnetId === subnetId && eni.description === FILLER);
  for (const { eniId } of fillers) tx.delete(INTERFACES, eniId);
  return fillers.length;
}

/** Removes a subnet although it is in use; the interfaces in it keep their addresses. */
export async function removeSubnet(tx: Transaction, name: SubnetName): Promise<void> {
  tx.delete(SUBNETS, (await getSubnet(tx, name)).subnetId);
}

/** Adds, or removes, the rules by which the members of a cluster's security group reach its HSMs. */
export async function setHsmRules(tx: Transaction, random: Random, groupId: string, present: boolean): Promise<void> {
  const group = await tx.get(SECURITY_GROUPS, groupId);
  if (group === undefined) throw new HsmError('INVALID_ARGUMENT', `Security group ${groupId} could not be found.`);
  tx.put(SECURITY_GROUPS, groupId, present ? withHsmRules(random, group) : withoutHsmRules(group));
}

async function getSubnet(reader: Reader, { subnetId, region }: SubnetName): Promise<Subnet> {
  const subnet = await reader.get(SUBNETS, subnetId);
  if (subnet?.region === region) return subnet;
  throw new HsmError('INVALID_ARGUMENT', `Subnet ${subnetId} could not be found in ${region}.`);
}
