import { z } from 'zod';
import { select } from '../../ledger.ts';
import { contains, formatCidr, parseCidr } from '../../network/cidr.ts';
import { machineRange, recordVpc, VPCS } from '../../network/vpc.ts';
import { Ec2Error, invalidValue } from './errors.ts';
import { changing } from './operation.ts';
import { TAG_SPECIFICATION, text } from './request.ts';
import { specifiedTags } from './tags.ts';
import { vpcView } from './views.ts';

/** Source: Amazon VPC User Guide, "Amazon VPC quotas" and "VPC CIDR blocks". */
const VPCS_MAX = 5;
const BITS = { min: 16, max: 28 };

export const createVpc = changing(
  {
    CidrBlock: text.optional(),
    InstanceTenancy: z.literal('default').optional(),
    AmazonProvidedIpv6CidrBlock: z.literal('false').optional(),
    TagSpecification: TAG_SPECIFICATION,
  },
  async (work, { CidrBlock, TagSpecification }) => {
    const { tx, parts, region } = work;
    if (CidrBlock === undefined)
      throw new Ec2Error('MissingParameter', "Either 'cidrBlock' or 'ipv4IpamPoolId' should be specified.");
    const range = parseCidr(CidrBlock);
    if (range === undefined) throw invalidValue('cidrBlock', CidrBlock, 'This is not a valid CIDR block.');
    if (range.bits < BITS.min || range.bits > BITS.max)
      throw new Ec2Error('InvalidVpc.Range', `The CIDR '${CidrBlock}' is invalid.`);
    // Differs from AWS, where any private range will do, and VPCs may have the same.
    const machine = machineRange(parts.config.network);
    if (!contains(machine, range))
      throw invalidValue('cidrBlock', CidrBlock, `On this machine a VPC must be within ${formatCidr(machine)}.`);
    if ((await select(tx, VPCS, (vpc) => vpc.region === region)).length >= VPCS_MAX)
      throw new Ec2Error('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
    const vpc = { region, cidr: formatCidr(range), isDefault: false, ...specifiedTags(TagSpecification, 'vpc') };
    return { vpc: vpcView(recordVpc(tx, parts.runtime.random, vpc), work) };
  },
);
