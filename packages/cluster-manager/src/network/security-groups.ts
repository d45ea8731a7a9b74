import { type Random, table, type Transaction } from '@keystorm/runtime';
import { ec2Id } from '../ids.ts';
import { type Reader, select } from '../ledger.ts';

export interface SecurityGroup {
  readonly groupId: string;
  readonly region: string;
  readonly vpcId: string;
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Admits TCP on a range of ports, both included, from or to the members of a group. */
interface Rule {
  readonly direction: 'inbound' | 'outbound';
  readonly fromPort: number;
  readonly toPort: number;
  readonly peerGroupId: string;
}

/** Key: id of the group. */
export const SECURITY_GROUPS = table<SecurityGroup>('securityGroups');

/** The ports of an HSM. Source: AWS CloudHSM User Guide, "Reconfigure the security group". */
const HSM_PORTS = { fromPort: 2223, toPort: 2225 };

/** The group of a cluster, which admits its members to one another. */
export function createClusterGroup(
  tx: Transaction,
  random: Random,
  cluster: { readonly clusterId: string; readonly region: string; readonly vpcId: string },
): string {
  const groupId = ec2Id(random, 'sg');
  const rules = (['inbound', 'outbound'] as const).map((direction) => ({
    direction,
    ...HSM_PORTS,
    peerGroupId: groupId,
  }));
  const { region, vpcId } = cluster;
  tx.put(SECURITY_GROUPS, groupId, { groupId, region, vpcId, name: `cloudhsm-cluster-${cluster.clusterId}-sg`, rules });
  return groupId;
}

/** Whether the group admits the HSM ports in both directions among its own members. */
export async function isOpenAmongMembers(reader: Reader, groupId: string): Promise<boolean> {
  const rules = (await reader.get(SECURITY_GROUPS, groupId))?.rules ?? [];
  return (['inbound', 'outbound'] as const).every((direction) =>
    rules.some(
      (rule) =>
        rule.direction === direction &&
        rule.peerGroupId === groupId &&
        rule.fromPort <= HSM_PORTS.fromPort &&
        rule.toPort >= HSM_PORTS.toPort,
    ),
  );
}

/** The group that belongs to a custom key store, made when it is missing. It admits the cluster's members. */
export async function keyStoreGroup(
  tx: Transaction,
  random: Random,
  {
    customKeyStoreId,
    region,
    vpcId,
    clusterGroupId,
  }: {
    readonly customKeyStoreId: string;
    readonly region: string;
    readonly vpcId: string;
    readonly clusterGroupId: string;
  },
): Promise<SecurityGroup> {
  const existing = await findKeyStoreGroup(tx, region, customKeyStoreId);
  const group: SecurityGroup = {
    groupId: existing?.groupId ?? ec2Id(random, 'sg'),
    region,
    vpcId,
    name: keyStoreGroupName(customKeyStoreId),
    rules: [{ direction: 'inbound', ...HSM_PORTS, peerGroupId: clusterGroupId }],
  };
  tx.put(SECURITY_GROUPS, group.groupId, group);
  return group;
}

export async function findKeyStoreGroup(
  reader: Reader,
  region: string,
  customKeyStoreId: string,
): Promise<SecurityGroup | undefined> {
  const name = keyStoreGroupName(customKeyStoreId);
  const [group] = await select(
    reader,
    SECURITY_GROUPS,
    (candidate) => candidate.region === region && candidate.name === name,
  );
  return group;
}

// Source: AWS KMS Developer Guide, "Connect a custom key store".
function keyStoreGroupName(customKeyStoreId: string): string {
  return `kms-${customKeyStoreId}`;
}
