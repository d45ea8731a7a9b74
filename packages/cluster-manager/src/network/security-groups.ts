import { type Random, table, type Transaction } from '@keystorm/runtime';
import { ec2Id } from '../ids.ts';
import { type Reader, select } from '../ledger.ts';
import type { Tag, Taggable } from './tags.ts';

export interface SecurityGroup extends Taggable {
  readonly groupId: string;
  readonly region: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly rules: readonly Rule[];
}

/** Admits traffic from or to a peer. */
export interface Rule extends Taggable {
  readonly ruleId: string;
  readonly direction: Direction;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, the number of another protocol, or `-1` for all. */
  readonly protocol: string;
  /** Ports, both included; type and code of ICMP; -1 where the protocol has neither. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: RulePeer;
  readonly description?: string;
}

export type Direction = 'inbound' | 'outbound';

/** The members of a security group, or a range of addresses. */
export type RulePeer = { readonly groupId: string } | { readonly cidrIpv4: string } | { readonly cidrIpv6: string };

/** A rule that has yet to be added to a group. */
export type NewRule = Omit<Rule, 'ruleId'>;

/** Key: id of the group. */
export const SECURITY_GROUPS = table<SecurityGroup>('securityGroups');

/** Name of the group that each VPC is made with. */
export const DEFAULT_GROUP = 'default';

/** The ports of an HSM. Source: AWS CloudHSM User Guide, "Reconfigure the security group". */
const HSM_PORTS = { protocol: 'tcp', fromPort: 2223, toPort: 2225 } as const;
const EVERYTHING = { protocol: '-1', fromPort: -1, toPort: -1 } as const;
const ANYWHERE = { cidrIpv4: '0.0.0.0/0' };
const DIRECTIONS = ['inbound', 'outbound'] as const;

interface NewGroup {
  readonly region: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly tags?: readonly Tag[];
}

/** A group that lets everything out and nothing in. Source: Amazon VPC User Guide, "Create a security group". */
export function createGroup(tx: Transaction, random: Random, group: NewGroup): SecurityGroup {
  return putGroup(tx, random, ec2Id(random, 'sg'), group, [{ direction: 'outbound', ...EVERYTHING, peer: ANYWHERE }]);
}

/** The group that a VPC is made with. Source: Amazon VPC User Guide, "Default security groups for your VPCs". */
export function createDefaultGroup(tx: Transaction, random: Random, vpc: { region: string; vpcId: string }): void {
  const groupId = ec2Id(random, 'sg');
  const group = { ...vpc, name: DEFAULT_GROUP, description: 'default VPC security group' };
  putGroup(tx, random, groupId, group, [
    { direction: 'inbound', ...EVERYTHING, peer: { groupId } },
    { direction: 'outbound', ...EVERYTHING, peer: ANYWHERE },
  ]);
}

/** The group of a cluster, which admits its members to one another. */
export function createClusterGroup(
  tx: Transaction,
  random: Random,
  cluster: { readonly clusterId: string; readonly region: string; readonly vpcId: string },
): string {
  const groupId = ec2Id(random, 'sg');
  const { clusterId, region, vpcId } = cluster;
  const description = `CloudHSM cluster ${clusterId} Security Group`;
  const group = { region, vpcId, name: `cloudhsm-cluster-${clusterId}-sg`, description };
  putGroup(tx, random, groupId, group, hsmRules(groupId));
  return groupId;
}

/** Source: AWS KMS Developer Guide, "Create an AWS CloudHSM key store", "Assemble the prerequisites". */
function hsmRules(groupId: string): readonly NewRule[] {
  return DIRECTIONS.map((direction) => ({ direction, ...HSM_PORTS, peer: { groupId } }));
}

/** Whether the group admits the HSM ports in both directions among its own members by name, which KMS insists on. */
export async function isOpenAmongMembers(reader: Reader, groupId: string): Promise<boolean> {
  const group = await reader.get(SECURITY_GROUPS, groupId);
  return group !== undefined && opensHsmPorts(group, (peer) => 'groupId' in peer && peer.groupId === groupId);
}

/** Whether rules whose peer fits, taken together, admit every HSM port in both directions. */
export function opensHsmPorts({ rules }: SecurityGroup, fits: (peer: RulePeer) => boolean): boolean {
  const ports = Array.from(
    { length: HSM_PORTS.toPort - HSM_PORTS.fromPort + 1 },
    (_, index) => HSM_PORTS.fromPort + index,
  );
  return DIRECTIONS.every((direction) => {
    const effective = rules.filter((rule) => rule.direction === direction && fits(rule.peer));
    return ports.every((port) => effective.some((rule) => admitsTcp(rule, port, port)));
  });
}

/** Removes the rules by which the members of a cluster's group reach the HSM ports of one another. */
export function withoutHsmRules(group: SecurityGroup): SecurityGroup {
  const { fromPort, toPort } = HSM_PORTS;
  const concerns = (rule: Rule) =>
    'groupId' in rule.peer && rule.peer.groupId === group.groupId && touchesTcp(rule, fromPort, toPort);
  return { ...group, rules: group.rules.filter((rule) => !concerns(rule)) };
}

/** Adds those of these rules that are missing. */
export function withHsmRules(random: Random, group: SecurityGroup): SecurityGroup {
  const missing = hsmRules(group.groupId).filter((rule) => !group.rules.some((present) => isSameRule(present, rule)));
  return withRules(random, group, missing);
}

export function withRules(random: Random, group: SecurityGroup, added: readonly NewRule[]): SecurityGroup {
  const rules = added.map((rule) => ({ ruleId: ec2Id(random, 'sgr'), ...rule }));
  return { ...group, rules: [...group.rules, ...rules] };
}

/** They admit the same; descriptions and tags do not count. */
export function isSameRule(a: NewRule, b: NewRule): boolean {
  const essence = ({ direction, protocol, fromPort, toPort, peer }: NewRule) =>
    JSON.stringify([direction, protocol, fromPort, toPort, peer]);
  return essence(a) === essence(b);
}

function admitsTcp({ protocol, fromPort, toPort }: Rule, first: number, last: number): boolean {
  return protocol === EVERYTHING.protocol || (protocol === 'tcp' && fromPort <= first && toPort >= last);
}

function touchesTcp({ protocol, fromPort, toPort }: Rule, first: number, last: number): boolean {
  return protocol === EVERYTHING.protocol || (protocol === 'tcp' && fromPort <= last && toPort >= first);
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
  const name = keyStoreGroupName(customKeyStoreId);
  const group = { region, vpcId, name, description: `KMS managed security group for ${customKeyStoreId}` };
  return putGroup(tx, random, existing?.groupId ?? ec2Id(random, 'sg'), group, [
    { direction: 'inbound', ...HSM_PORTS, peer: { groupId: clusterGroupId } },
  ]);
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

function putGroup(
  tx: Transaction,
  random: Random,
  groupId: string,
  group: NewGroup,
  rules: readonly NewRule[],
): SecurityGroup {
  const created = withRules(random, { groupId, ...group, rules: [] }, rules);
  tx.put(SECURITY_GROUPS, groupId, created);
  return created;
}

// Source: AWS KMS Developer Guide, "Connect a custom key store".
function keyStoreGroupName(customKeyStoreId: string): string {
  return `kms-${customKeyStoreId}`;
}
