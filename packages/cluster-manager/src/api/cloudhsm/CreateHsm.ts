import type { RequestOf } from '@keystorm/aws-api/cloudhsmv2';
import { next, type Transaction } from '@keystorm/runtime';
import { type Cluster, CLUSTERS, getCluster } from '../../clusters/cluster.ts';
import { type Hsm, HSMS, hsmsOf } from '../../clusters/hsm.ts';
import { freeSlot, SLOTS_MAX } from '../../clusters/slots.ts';
import { CloudHsmError, invalidRequest, wrongState } from '../../errors.ts';
import { APPLIANCE, APPLIANCES, type Appliance, blankAppliances, recordOrder } from '../../fleet/appliance.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { cloudHsmId } from '../../ids.ts';
import { enqueue } from '../../jobs/job.ts';
import { type Reader, select } from '../../ledger.ts';
import { createInterface, freeAddresses, isHost } from '../../network/interfaces.ts';
import { SUBNETS, type Subnet } from '../../network/vpc.ts';
import { isOwnedBy, type Owner } from '../../owner.ts';
import type { Parts } from '../../parts.ts';
import type { Operation } from './operation.ts';
import { quotaReached } from './quotas.ts';
import { hsmView } from './views.ts';

export const createHsm: Operation<'CreateHsm'> = (parts, caller, request) =>
  parts.ledger.transaction(async (tx) => {
    const cluster = await getCluster(tx, parts.runtime.clock.now(), caller, request.ClusterId);
    return { Hsm: hsmView(await recordHsm(tx, parts, cluster, request)) };
  });

async function recordHsm(
  tx: Transaction,
  parts: Parts,
  cluster: Cluster,
  { AvailabilityZone, IpAddress }: RequestOf<'CreateHsm'>,
): Promise<Hsm> {
  const { runtime, config, fleet } = parts;
  const { clusterId, state } = cluster;
  const hsms = await hsmsOf(tx, clusterId);
  refuseUnready(cluster, hsms);
  if (!['UNINITIALIZED', 'ACTIVE'].includes(state))
    throw wrongState('Cluster', clusterId, state, 'CreateHsm', ['UNINITIALIZED', 'ACTIVE']);
  const subnetId = cluster.subnetIds[AvailabilityZone];
  if (subnetId === undefined)
    throw invalidRequest(`Availability zone '${AvailabilityZone}' is not part of cluster '${clusterId}'.`);
  if ((await countHsms(tx, cluster)) >= config.quotas.hsms) throw quotaReached('HSMs', config.quotas.hsms);
  const slot = await freeSlot(tx, cluster);
  if (hsms.length >= config.quotas.hsmsPerCluster || slot >= SLOTS_MAX)
    throw quotaReached(`HSMs in cluster '${clusterId}'`, config.quotas.hsmsPerCluster);
  const subnet = await tx.get(SUBNETS, subnetId);
  if (subnet === undefined) throw invalidRequest(`Subnet ${subnetId} could not be found.`);

  const hsmId = cloudHsmId(runtime.random, 'hsm');
  const blank = await usableAppliance(tx, fleet, subnet, IpAddress);
  if (blank === undefined && !fleet.canOrder)
    throw new CloudHsmError(
      'CloudHsmServiceException',
      `No HSM is available in Availability Zone '${AvailabilityZone}'.`,
    );
  const eniIp = await chosenAddress(tx, subnet, IpAddress ?? blank?.fixedIp);
  const appliance =
    blank === undefined ? recordOrder(tx, runtime.random, AvailabilityZone, hsmId) : claimed(tx, blank, hsmId);
  const eni = createInterface(tx, runtime.random, {
    region: cluster.region,
    subnetId,
    ip: eniIp,
    groupIds: [cluster.securityGroupId],
    description: `CloudHSM Managed Interface for ${clusterId}`,
  });
  const hsm: Hsm = {
    hsmId,
    clusterId,
    state: 'CREATE_IN_PROGRESS',
    hsmType: cluster.hsmType,
    availabilityZone: AvailabilityZone,
    subnetId,
    eniId: eni.eniId,
    eniIp,
    dataAddress: await freeDataAddress(tx, config.network, eniIp),
    slot,
    applianceId: appliance.applianceId,
  };
  tx.put(HSMS, hsmId, hsm);
  tx.put(CLUSTERS, clusterId, { ...cluster, nextSlot: slot + 1 });
  enqueue(tx, runtime.random, 'CreateHsm', hsmId);
  return hsm;
}

/** A blank appliance that is not known to be away, and whose address, if it has only one, fits. */
async function usableAppliance(
  reader: Reader,
  fleet: Fleet,
  subnet: Subnet,
  askedIp: string | undefined,
): Promise<Appliance | undefined> {
  const blanks = await blankAppliances(reader, subnet.availabilityZone);
  const free = await freeAddresses(reader, subnet);
  return blanks.find(({ applianceId, fixedIp }) => {
    if (fleet.sight(applianceId).answered === false) return false;
    return fixedIp === undefined || ((askedIp === undefined || fixedIp === askedIp) && free.includes(fixedIp));
  });
}

/** Only the first HSM may be added before the activation. */
function refuseUnready({ clusterId, state }: Cluster, hsms: readonly Hsm[]): void {
  if (['UNINITIALIZED', 'INITIALIZE_IN_PROGRESS', 'INITIALIZED'].includes(state) && hsms.length > 0) {
    throw invalidRequest(`Cluster '${clusterId}' already contains an HSM but has not yet been fully activated`);
  }
}

function claimed(tx: Transaction, appliance: Appliance, hsmId: string): Appliance {
  const mine = { ...appliance, state: next(APPLIANCE, appliance.state, 'claim'), hsmId };
  tx.put(APPLIANCES, mine.applianceId, mine);
  return mine;
}

async function chosenAddress(reader: Reader, subnet: Subnet, asked: string | undefined): Promise<string> {
  const free = await freeAddresses(reader, subnet);
  const ip = asked ?? free[0];
  if (ip === undefined) throw invalidRequest(`Subnet ${subnet.subnetId} has no free address.`);
  if (!isHost(subnet, ip)) throw invalidRequest(`Address ${ip} is not in subnet ${subnet.subnetId} (${subnet.cidr}).`);
  if (!free.includes(ip)) throw invalidRequest(`Address ${ip} is in use.`);
  return ip;
}

async function freeDataAddress(
  reader: Reader,
  { addressing, sharedPorts }: Parts['config']['network'],
  eniIp: string,
): Promise<string> {
  if (addressing === 'own') return `${eniIp}:2223`;
  const taken = new Set((await select(reader, HSMS, () => true)).map(({ dataAddress }) => dataAddress));
  for (let port = sharedPorts.first; port <= sharedPorts.last; port += 1) {
    const address = `127.0.0.1:${port}`;
    if (!taken.has(address)) return address;
  }
  throw invalidRequest(`No port from ${sharedPorts.first} to ${sharedPorts.last} is free.`);
}

/** HSMs of the cluster's owner. */
async function countHsms(reader: Reader, owner: Owner): Promise<number> {
  const clusters = await select(reader, CLUSTERS, (cluster) => isOwnedBy(cluster, owner));
  const own = new Set(clusters.map(({ clusterId }) => clusterId));
  return (await select(reader, HSMS, ({ clusterId }) => own.has(clusterId))).length;
}
