import { select } from '../../ledger.ts';
import { VPCS } from '../../network/vpc.ts';
import { type Fields, filtered } from './filters.ts';
import { looking } from './operation.ts';
import { paged } from './paging.ts';
import { listOf, PAGING, text } from './request.ts';
import { getVpc } from './resources.ts';
import { type VpcView, vpcView } from './views.ts';

const FIELDS: Fields<VpcView> = {
  cidr: ({ cidrBlock }) => cidrBlock,
  'cidr-block': ({ cidrBlock }) => cidrBlock,
  'cidr-block-association.association-id': ({ cidrBlockAssociationSet: set }) => set.map((one) => one.associationId),
  'cidr-block-association.cidr-block': ({ cidrBlock }) => cidrBlock,
  'cidr-block-association.state': ({ cidrBlockAssociationSet: set }) => set.map((one) => one.cidrBlockState.state),
  'dhcp-options-id': ({ dhcpOptionsId }) => dhcpOptionsId,
  'is-default': ({ isDefault }) => String(isDefault),
  isDefault: ({ isDefault }) => String(isDefault),
  'owner-id': ({ ownerId }) => ownerId,
  state: ({ state }) => state,
  'vpc-id': ({ vpcId }) => vpcId,
};

export const describeVpcs = looking(
  { ...PAGING, VpcId: listOf(text).optional() },
  async (work, { VpcId, Filter, ...page }) => {
    const { reader, region } = work;
    const vpcs = VpcId?.length
      ? await Promise.all(VpcId.map((vpcId) => getVpc(reader, region, vpcId)))
      : await select(reader, VPCS, (vpc) => vpc.region === region);
    const views = vpcs.map((vpc) => vpcView(vpc, work));
    const { items, nextToken } = paged(filtered(views, FIELDS, Filter), ({ vpcId }) => vpcId, page);
    return { vpcSet: items, nextToken };
  },
);
