import type { Transaction } from '@keystorm/runtime';
import type { z } from 'zod';
import { type Reader, select } from '../../ledger.ts';
import { INTERFACES } from '../../network/interfaces.ts';
import { SECURITY_GROUPS } from '../../network/security-groups.ts';
import type { Tag } from '../../network/tags.ts';
import { SUBNETS, VPCS } from '../../network/vpc.ts';
import { Ec2Error, invalidValue } from './errors.ts';
import { getGroup, getInterface, getSubnet, getVpc } from './resources.ts';
import type { TAG_SPECIFICATION, TAGS } from './request.ts';

/** Source: Amazon EC2 User Guide, "Tag restrictions". */
const TAGS_MAX = 50;
const KEY_LENGTH = { min: 1, max: 128 };
const VALUE_LENGTH_MAX = 256;

export type ResourceType = 'vpc' | 'subnet' | 'security-group' | 'security-group-rule' | 'network-interface';

/** Something with tags, wherever it is kept. */
export interface TaggedResource {
  readonly resourceId: string;
  readonly resourceType: ResourceType;
  readonly tags: readonly Tag[];
}

/** The tags that a resource of that type is created with. Throws Ec2Error. */
export function specifiedTags(
  specification: z.output<typeof TAG_SPECIFICATION>,
  resourceType: ResourceType,
): { readonly tags?: readonly Tag[] } {
  if (specification === undefined) return {};
  const foreign = specification.find(({ ResourceType }) => ResourceType !== resourceType);
  if (foreign !== undefined)
    throw new Ec2Error(
      'InvalidParameterValue',
      `'${foreign.ResourceType}' is not a valid taggable resource type for this operation.`,
    );
  return { tags: merged([], checked(specification.flatMap(({ Tag }) => Tag))) };
}

/** The tags of a request. Throws Ec2Error. */
export function checked(tags: z.output<typeof TAGS>): readonly Tag[] {
  const seen = new Set<string>();
  return tags.map(({ Key, Value }) => {
    if (Key.length < KEY_LENGTH.min) throw invalidValue('Key', Key, 'A tag needs a key.');
    if (Key.length > KEY_LENGTH.max) throw tooLong('key', KEY_LENGTH.max);
    if (Value.length > VALUE_LENGTH_MAX) throw tooLong('value', VALUE_LENGTH_MAX);
    if (Key.toLowerCase().startsWith('aws:'))
      throw new Ec2Error('InvalidParameterValue', "Tag keys starting with 'aws:' are reserved for internal use");
    if (seen.has(Key)) throw new Ec2Error('InvalidParameterValue', `Duplicate tag key '${Key}' specified.`);
    seen.add(Key);
    return { key: Key, value: Value };
  });
}

function tooLong(what: string, max: number): Ec2Error {
  return new Ec2Error('InvalidParameterValue', `Tag ${what} exceeds the maximum length of ${max} characters`);
}

/** The later of two values of a key stays. Throws Ec2Error. */
export function merged(before: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const tags = [...new Map([...before, ...added].map((tag) => [tag.key, tag])).values()];
  if (tags.length > TAGS_MAX)
    throw new Ec2Error('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  return tags;
}

/** Changes the tags of a resource. Throws Ec2Error when there is none of that id. */
export async function retag(
  tx: Transaction,
  region: string,
  resourceId: string,
  change: (tags: readonly Tag[]) => readonly Tag[],
): Promise<void> {
  const changed = <T extends { readonly tags?: readonly Tag[] }>(resource: T): T => ({
    ...resource,
    tags: change(resource.tags ?? []),
  });
  switch (resourceId.slice(0, resourceId.indexOf('-'))) {
    case 'vpc':
      return tx.put(VPCS, resourceId, changed(await getVpc(tx, region, resourceId)));
    case 'subnet':
      return tx.put(SUBNETS, resourceId, changed(await getSubnet(tx, region, resourceId)));
    case 'eni':
      return tx.put(INTERFACES, resourceId, changed(await getInterface(tx, region, resourceId)));
    case 'sg':
      return tx.put(SECURITY_GROUPS, resourceId, changed(await getGroup(tx, region, resourceId)));
    case 'sgr': {
      const group = await groupOfRule(tx, region, resourceId);
      const rules = group.rules.map((rule) => (rule.ruleId === resourceId ? changed(rule) : rule));
      return tx.put(SECURITY_GROUPS, group.groupId, { ...group, rules });
    }
    default:
      throw new Ec2Error('InvalidID', `The ID '${resourceId}' is not valid`);
  }
}

async function groupOfRule(reader: Reader, region: string, ruleId: string) {
  const [group] = await select(
    reader,
    SECURITY_GROUPS,
    (candidate) => candidate.region === region && candidate.rules.some((rule) => rule.ruleId === ruleId),
  );
  if (group === undefined)
    throw new Ec2Error('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${ruleId}' does not exist`);
  return group;
}

/** Everything in the Region that can carry tags. */
export async function taggedResources(reader: Reader, region: string): Promise<readonly TaggedResource[]> {
  const here = (resource: { readonly region: string }) => resource.region === region;
  const groups = await select(reader, SECURITY_GROUPS, here);
  return [
    ...(await select(reader, VPCS, here)).map(({ vpcId, tags }) => resource('vpc', vpcId, tags)),
    ...(await select(reader, SUBNETS, here)).map(({ subnetId, tags }) => resource('subnet', subnetId, tags)),
    ...(await select(reader, INTERFACES, here)).map(({ eniId, tags }) => resource('network-interface', eniId, tags)),
    ...groups.map(({ groupId, tags }) => resource('security-group', groupId, tags)),
    ...groups.flatMap(({ rules }) => rules.map(({ ruleId, tags }) => resource('security-group-rule', ruleId, tags))),
  ];
}

function resource(resourceType: ResourceType, resourceId: string, tags: readonly Tag[] = []): TaggedResource {
  return { resourceId, resourceType, tags };
}
