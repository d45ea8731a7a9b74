import { select } from '../../ledger.ts';
import { createGroup, DEFAULT_GROUP, SECURITY_GROUPS } from '../../network/security-groups.ts';
import { findDefaultVpc } from '../../network/vpc.ts';
import { Ec2Error, invalidValue, missingParameter } from './errors.ts';
import { changing } from './operation.ts';
import { TAG_SPECIFICATION, text } from './request.ts';
import { getVpc } from './resources.ts';
import { specifiedTags } from './tags.ts';
import { groupView } from './views.ts';

/** Source: Amazon EC2 API Reference, "CreateSecurityGroup": what names and descriptions are made of. */
const TEXT = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

export const createSecurityGroup = changing(
  { GroupName: text, GroupDescription: text, VpcId: text.optional(), TagSpecification: TAG_SPECIFICATION },
  async (work, { GroupName, GroupDescription, VpcId, TagSpecification }) => {
    const { tx, parts, region } = work;
    requireText('groupName', GroupName);
    requireText('groupDescription', GroupDescription);
    const vpc = VpcId === undefined ? await findDefaultVpc(tx, region) : await getVpc(tx, region, VpcId);
    if (vpc === undefined) throw missingParameter('vpcId');
    const { vpcId } = vpc;
    if (GroupName === DEFAULT_GROUP)
      throw new Ec2Error('InvalidParameterValue', `Cannot use reserved security group name: ${DEFAULT_GROUP}`);
    if (GroupName.startsWith('sg-'))
      throw invalidValue('GroupName', GroupName, 'Group names may not be in the format sg-*.');
    const [existing] = await select(tx, SECURITY_GROUPS, (group) => group.vpcId === vpcId && group.name === GroupName);
    if (existing !== undefined)
      throw new Ec2Error(
        'InvalidGroup.Duplicate',
        `The security group '${GroupName}' already exists for VPC '${vpcId}'`,
      );
    const description = { region, vpcId, name: GroupName, description: GroupDescription };
    const tags = specifiedTags(TagSpecification, 'security-group');
    const group = createGroup(tx, parts.runtime.random, { ...description, ...tags });
    const { groupId, securityGroupArn, tagSet } = groupView(group, work);
    return { return: true, groupId, securityGroupArn, tagSet };
  },
);

function requireText(parameter: string, value: string): void {
  if (TEXT.test(value)) return;
  throw invalidValue(
    parameter,
    value,
    'Expecting 1 to 255 characters of a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*',
  );
}
