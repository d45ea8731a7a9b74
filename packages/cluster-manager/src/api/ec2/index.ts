import { authorizeSecurityGroupEgress } from './AuthorizeSecurityGroupEgress.ts';
import { authorizeSecurityGroupIngress } from './AuthorizeSecurityGroupIngress.ts';
import { createNetworkInterface } from './CreateNetworkInterface.ts';
import { createSecurityGroup } from './CreateSecurityGroup.ts';
import { createSubnet } from './CreateSubnet.ts';
import { createTags } from './CreateTags.ts';
import { createVpc } from './CreateVpc.ts';
import { deleteNetworkInterface } from './DeleteNetworkInterface.ts';
import { deleteSecurityGroup } from './DeleteSecurityGroup.ts';
import { deleteSubnet } from './DeleteSubnet.ts';
import { deleteTags } from './DeleteTags.ts';
import { deleteVpc } from './DeleteVpc.ts';
import { describeAvailabilityZones } from './DescribeAvailabilityZones.ts';
import { describeNetworkInterfaces } from './DescribeNetworkInterfaces.ts';
import { describeSecurityGroupRules } from './DescribeSecurityGroupRules.ts';
import { describeSecurityGroups } from './DescribeSecurityGroups.ts';
import { describeSubnets } from './DescribeSubnets.ts';
import { describeTags } from './DescribeTags.ts';
import { describeVpcs } from './DescribeVpcs.ts';
import type { Ec2Operation } from './operation.ts';
import { revokeSecurityGroupEgress } from './RevokeSecurityGroupEgress.ts';
import { revokeSecurityGroupIngress } from './RevokeSecurityGroupIngress.ts';

/** The part of EC2 that decides whether a cluster can be reached. Source: Amazon EC2 API Reference, "Actions". */
export const EC2_OPERATIONS: Readonly<Record<string, Ec2Operation>> = {
  AuthorizeSecurityGroupEgress: authorizeSecurityGroupEgress,
  AuthorizeSecurityGroupIngress: authorizeSecurityGroupIngress,
  CreateNetworkInterface: createNetworkInterface,
  CreateSecurityGroup: createSecurityGroup,
  CreateSubnet: createSubnet,
  CreateTags: createTags,
  CreateVpc: createVpc,
  DeleteNetworkInterface: deleteNetworkInterface,
  DeleteSecurityGroup: deleteSecurityGroup,
  DeleteSubnet: deleteSubnet,
  DeleteTags: deleteTags,
  DeleteVpc: deleteVpc,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribeSecurityGroupRules: describeSecurityGroupRules,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVpcs: describeVpcs,
  RevokeSecurityGroupEgress: revokeSecurityGroupEgress,
  RevokeSecurityGroupIngress: revokeSecurityGroupIngress,
};
