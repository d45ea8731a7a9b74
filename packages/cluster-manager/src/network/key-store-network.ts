import { HsmError } from '@keystorm/protocol';
import type { Random, Transaction } from '@keystorm/runtime';
import { select } from '../ledger.ts';
import { createInterface, freeAddresses, INTERFACES, type NetworkInterface } from './interfaces.ts';
import { findKeyStoreGroup, keyStoreGroup, SECURITY_GROUPS } from './security-groups.ts';
import { SUBNETS, type Subnet } from './vpc.ts';

/** What a custom key store attaches to. */
export interface AttachableCluster {
  readonly clusterId: string;
  readonly region: string;
  readonly vpcId: string;
  readonly securityGroupId: string;
  readonly subnetIds: readonly string[];
}

/**
 * Gives a custom key store a security group and one interface in every subnet of the cluster that exists; what it has
 * already stays, what it has elsewhere goes. Throws HsmError NO_SPACE when a subnet has no free address.
 */
export async function attachKeyStore(
  tx: Transaction,
  random: Random,
  cluster: AttachableCluster,
  customKeyStoreId: string,
): Promise<{ readonly securityGroupId: string; readonly networkInterfaceIds: readonly string[] }> {
  const { clusterId, region, vpcId, subnetIds } = cluster;
  const group = await keyStoreGroup(tx, random, {
    customKeyStoreId,
    region,
    vpcId,
    clusterGroupId: cluster.securityGroupId,
  });
  // Source: AWS KMS Developer Guide, "Connect a custom key store".
  const description = `KMS managed ENI for cluster ${clusterId}`;
  const present = new Map<string, NetworkInterface>();
  for (const eni of await interfacesOf(tx, group.groupId)) {
    const wanted = subnetIds.includes(eni.subnetId) && eni.description === description && !present.has(eni.subnetId);
    if (wanted) present.set(eni.subnetId, eni);
    else tx.delete(INTERFACES, eni.eniId);
  }
  const networkInterfaceIds: string[] = [];
  for (const subnetId of subnetIds) {
    const subnet = await tx.get(SUBNETS, subnetId);
    if (subnet === undefined) continue;
    const eni = present.get(subnetId) ?? (await addInterface(tx, random, subnet, group.groupId, description));
    networkInterfaceIds.push(eni.eniId);
  }
  return { securityGroupId: group.groupId, networkInterfaceIds };
}

/** Removes what attachKeyStore made. */
export async function detachKeyStore(tx: Transaction, region: string, customKeyStoreId: string): Promise<void> {
  const group = await findKeyStoreGroup(tx, region, customKeyStoreId);
  if (group === undefined) return;
  for (const { eniId } of await interfacesOf(tx, group.groupId)) tx.delete(INTERFACES, eniId);
  tx.delete(SECURITY_GROUPS, group.groupId);
}

function interfacesOf(tx: Transaction, groupId: string): Promise<readonly NetworkInterface[]> {
  return select(tx, INTERFACES, ({ groupIds }) => groupIds.includes(groupId));
}

async function addInterface(
  tx: Transaction,
  random: Random,
  subnet: Subnet,
  groupId: string,
  description: string,
): Promise<NetworkInterface> {
  const [ip] = await freeAddresses(tx, subnet);
  if (ip === undefined) throw new HsmError('NO_SPACE', `Subnet ${subnet.subnetId} has no free address.`);
  return createInterface(tx, random, {
    region: subnet.region,
    subnetId: subnet.subnetId,
    ip,
    groupIds: [groupId],
    description,
    maker: 'kms',
  });
}
