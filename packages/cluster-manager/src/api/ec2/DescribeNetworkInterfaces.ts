import { select } from '../../ledger.ts';
import { INTERFACES } from '../../network/interfaces.ts';
import { type Fields, filtered } from './filters.ts';
import { looking } from './operation.ts';
import { paged } from './paging.ts';
import { listOf, PAGING, text } from './request.ts';
import { getInterface } from './resources.ts';
import { type InterfaceView, interfaceView } from './views.ts';

const FIELDS: Fields<InterfaceView> = {
  'addresses.primary': ({ privateIpAddressesSet }) => privateIpAddressesSet.map(({ primary }) => String(primary)),
  'addresses.private-ip-address': ({ privateIpAddress }) => privateIpAddress,
  'attachment.attachment-id': ({ attachment }) => attachment?.attachmentId,
  'attachment.instance-owner-id': ({ attachment }) => attachment?.instanceOwnerId,
  'attachment.status': ({ attachment }) => attachment?.status,
  'availability-zone': ({ availabilityZone }) => availabilityZone,
  description: ({ description }) => description,
  'group-id': ({ groupSet }) => groupSet.map(({ groupId }) => groupId),
  'group-name': ({ groupSet }) => groupSet.map(({ groupName }) => groupName),
  'interface-type': ({ interfaceType }) => interfaceType,
  'mac-address': ({ macAddress }) => macAddress,
  'network-interface-id': ({ networkInterfaceId }) => networkInterfaceId,
  'owner-id': ({ ownerId }) => ownerId,
  'private-dns-name': ({ privateDnsName }) => privateDnsName,
  'private-ip-address': ({ privateIpAddress }) => privateIpAddress,
  'requester-id': ({ requesterId }) => requesterId,
  'requester-managed': ({ requesterManaged }) => String(requesterManaged),
  'source-dest-check': ({ sourceDestCheck }) => String(sourceDestCheck),
  status: ({ status }) => status,
  'subnet-id': ({ subnetId }) => subnetId,
  'vpc-id': ({ vpcId }) => vpcId,
};

export const describeNetworkInterfaces = looking(
  { ...PAGING, NetworkInterfaceId: listOf(text).optional() },
  async (work, { NetworkInterfaceId, Filter, ...page }) => {
    const { reader, region } = work;
    const interfaces = NetworkInterfaceId?.length
      ? await Promise.all(NetworkInterfaceId.map((eniId) => getInterface(reader, region, eniId)))
      : await select(reader, INTERFACES, (eni) => eni.region === region);
    const views = await Promise.all(interfaces.map((eni) => interfaceView(eni, work)));
    const { items, nextToken } = paged(filtered(views, FIELDS, Filter), (eni) => eni.networkInterfaceId, page);
    return { networkInterfaceSet: items, nextToken };
  },
);
