import {
  SECURITY_GROUPS,
  type Direction,
  isSameRule,
  type NewRule,
  type SecurityGroup,
  withRules,
} from '../../network/security-groups.ts';
import { Ec2Error } from './errors.ts';
import type { z } from 'zod';
import type { Changing } from './operation.ts';
import type { GROUP_NAME } from './request.ts';
import { getNamedGroup } from './resources.ts';
import { AUTHORIZE, namedRules, REVOKE, ruleText } from './rules.ts';
import { specifiedTags } from './tags.ts';
import { revokedRuleView, ruleView } from './views.ts';

/** Source: Amazon VPC User Guide, "Amazon VPC quotas": rules in each direction. */
const RULES_MAX = 60;

type Change<S extends z.ZodRawShape> = (
  work: Changing,
  request: z.output<z.ZodObject<typeof GROUP_NAME>> & z.output<z.ZodObject<S>>,
) => Promise<object>;

/** What Authorize… does. */
export function authorize(direction: Direction): Change<typeof AUTHORIZE> {
  return async (work, { TagSpecification, ...request }) => {
    const { tx, parts, region } = work;
    const group = await getNamedGroup(tx, region, request);
    const tags = specifiedTags(TagSpecification, 'security-group-rule');
    const added = await namedRules(work, group, direction, request);
    refuseDuplicates(group, added);
    const changed = withRules(
      parts.runtime.random,
      group,
      added.map((rule) => ({ ...rule, ...tags })),
    );
    if (changed.rules.filter((rule) => rule.direction === direction).length > RULES_MAX)
      throw new Ec2Error(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
    tx.put(SECURITY_GROUPS, group.groupId, changed);
    const made = changed.rules.slice(group.rules.length);
    return { return: true, securityGroupRuleSet: made.map((rule) => ruleView(rule, group, work)) };
  };
}

function refuseDuplicates({ rules }: SecurityGroup, added: readonly NewRule[]): void {
  const duplicate = added.find((rule) => rules.some((present) => isSameRule(present, rule)));
  if (duplicate !== undefined)
    throw new Ec2Error('InvalidPermission.Duplicate', `the specified rule "${ruleText(duplicate)}" already exists`);
}

/** What Revoke… does: all of the rules go, or none. */
export function revoke(direction: Direction): Change<typeof REVOKE> {
  return async (work, { SecurityGroupRuleId, ...request }) => {
    const { tx, region } = work;
    const group = await getNamedGroup(tx, region, request);
    const isRevoked =
      SecurityGroupRuleId === undefined
        ? ruleMatch(group, await namedRules(work, group, direction, request))
        : idMatch(group, direction, SecurityGroupRuleId);
    tx.put(SECURITY_GROUPS, group.groupId, { ...group, rules: group.rules.filter((rule) => !isRevoked(rule)) });
    const revoked = group.rules.filter(isRevoked);
    return { return: true, revokedSecurityGroupRuleSet: revoked.map((rule) => revokedRuleView(rule, group, work)) };
  };
}

type IsRevoked = (rule: SecurityGroup['rules'][number]) => boolean;

function ruleMatch({ rules }: SecurityGroup, revoked: readonly NewRule[]): IsRevoked {
  if (!revoked.every((rule) => rules.some((present) => isSameRule(present, rule))))
    throw new Ec2Error('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  return (rule) => revoked.some((other) => isSameRule(rule, other));
}

function idMatch({ rules }: SecurityGroup, direction: Direction, ruleIds: readonly string[]): IsRevoked {
  const own = rules.filter((rule) => rule.direction === direction);
  const unknown = ruleIds.find((ruleId) => !own.some((rule) => rule.ruleId === ruleId));
  if (unknown !== undefined)
    throw new Ec2Error('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${unknown}' does not exist`);
  return ({ ruleId }) => ruleIds.includes(ruleId);
}
