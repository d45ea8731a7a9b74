import { select } from '../../ledger.ts';
import { SECURITY_GROUPS } from '../../network/security-groups.ts';
import { Ec2Error } from './errors.ts';
import { type Fields, filtered } from './filters.ts';
import { looking } from './operation.ts';
import { paged } from './paging.ts';
import { listOf, PAGING, text } from './request.ts';
import { type RuleView, ruleView } from './views.ts';

const FIELDS: Fields<RuleView> = {
  'group-id': ({ groupId }) => groupId,
  'security-group-rule-id': ({ securityGroupRuleId }) => securityGroupRuleId,
};

export const describeSecurityGroupRules = looking(
  { ...PAGING, SecurityGroupRuleId: listOf(text).optional() },
  async (work, { SecurityGroupRuleId = [], Filter, ...page }) => {
    const { reader, region } = work;
    const groups = await select(reader, SECURITY_GROUPS, (group) => group.region === region);
    const all = groups.flatMap((group) => group.rules.map((rule) => ruleView(rule, group, work)));
    const unknown = SecurityGroupRuleId.find((id) => !all.some((rule) => rule.securityGroupRuleId === id));
    if (unknown !== undefined)
      throw new Ec2Error(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${unknown}' does not exist`,
      );
    const wanted = all.filter(
      (rule) => SecurityGroupRuleId.length === 0 || SecurityGroupRuleId.includes(rule.securityGroupRuleId),
    );
    const { items, nextToken } = paged(filtered(wanted, FIELDS, Filter), (rule) => rule.securityGroupRuleId, page);
    return { securityGroupRuleSet: items, nextToken };
  },
);
