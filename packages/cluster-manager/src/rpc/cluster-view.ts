import type { Cluster as ClusterMessage } from '@keystorm/protocol';
import { lineageOf } from '../clusters/certificates.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { hsmsOf } from '../clusters/hsm.ts';
import { freeAddressCount } from '../network/interfaces.ts';
import { isOpenAmongMembers } from '../network/security-groups.ts';
import { SUBNETS, type Subnet } from '../network/vpc.ts';
import type { Reader } from '../ledger.ts';
import type { Parts } from '../parts.ts';

/** Everything that a connection to a cluster depends on. The version is the caller's business. */
export async function clusterMessage(
  { ledger, fleet }: Pick<Parts, 'ledger' | 'fleet'>,
  cluster: Cluster,
): Promise<Omit<ClusterMessage, 'version'>> {
  const hsms = await hsmsOf(ledger, cluster.clusterId);
  const zones = Object.entries(cluster.subnetIds).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    clusterId: cluster.clusterId,
    region: cluster.region,
    state: cluster.state,
    subnets: await Promise.all(
      zones.map(async ([availabilityZone, subnetId]) => {
        const subnet = await ledger.get(SUBNETS, subnetId);
        return subnet === undefined
          ? { subnetId, availabilityZone, exists: false, freeAddresses: 0, cidrBlock: '' }
          : subnetMessage(ledger, subnet);
      }),
    ),
    hsms: hsms.map((hsm) => {
      const { digest, status, ailment } = fleet.sight(hsm.applianceId);
      const { hsmId, state, availabilityZone, eniIp, dataAddress, applianceId, slot } = hsm;
      return {
        hsmId,
        state,
        availabilityZone,
        eniIp,
        dataAddress,
        applianceId,
        slot,
        keysDigest: digest?.keys ?? '',
        usersDigest: digest?.users ?? '',
        keys: status?.keys ?? 0,
        ailment,
      };
    }),
    clusterCertificate: cluster.clusterCertificate ?? '',
    trustAnchor: cluster.trustAnchor ?? '',
    lineageId: cluster.clusterCertificate === undefined ? '' : lineageOf(cluster.clusterCertificate),
    securityGroupId: cluster.securityGroupId,
    securityGroupOpen: await isOpenAmongMembers(ledger, cluster.securityGroupId),
    hsmType: cluster.hsmType,
  };
}

export async function subnetMessage(reader: Reader, subnet: Subnet) {
  const { subnetId, availabilityZone, cidr } = subnet;
  return {
    subnetId,
    availabilityZone,
    exists: true,
    freeAddresses: await freeAddressCount(reader, subnet),
    cidrBlock: cidr,
  };
}
