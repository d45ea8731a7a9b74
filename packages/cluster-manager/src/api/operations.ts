import type { OperationName, RequestOf } from '@keystorm/aws-api/cloudhsmv2';
import { may, next, type Transaction } from '@keystorm/runtime';
import { BACKUPS, type Backup, newestFirst } from '../backups/backup.ts';
import { findCertificateProblem } from '../clusters/certificates.ts';
import {
  CLUSTER,
  CLUSTERS,
  type Cluster,
  forgetDeletedClusters,
  getCluster,
  listClusters,
} from '../clusters/cluster.ts';
import { HSM, type Hsm, HSMS, hsmsOf, SLOTS_MAX } from '../clusters/hsm.ts';
import { findHsmType } from '../clusters/hsm-types.ts';
import { CloudHsmError, invalidRequest, notFound, wrongState } from '../errors.ts';
import { APPLIANCE, APPLIANCES, type Appliance, blankAppliances, recordOrder } from '../fleet/appliance.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { cloudHsmId } from '../ids.ts';
import { enqueue } from '../jobs/job.ts';
import { type Reader, select } from '../ledger.ts';
import { createInterface, freeAddresses, isHost } from '../network/interfaces.ts';
import { createClusterGroup } from '../network/security-groups.ts';
import { regionOf, SUBNETS, type Subnet } from '../network/vpc.ts';
import type { Parts } from '../parts.ts';
import { backupView, clusterView, hsmView } from './views.ts';
import { paged } from './paging.ts';

/** Who asks, and in which world. */
export interface Caller {
  readonly region: string;
}

type Run<O extends OperationName> = (parts: Parts, caller: Caller, input: RequestOf<O>) => Promise<object>;

const RETENTION_DAYS = { default: '90', min: 7, max: 379 };
const CLUSTERS_PAGE_MAX = 25;
const BACKUPS_PAGE_MAX = 50;

/** The operations that are there. Source: AWS CloudHSM API Reference, "Actions". */
export const CLOUDHSM_OPERATIONS: { readonly [O in OperationName]?: Run<O> } = {
  CreateCluster: (parts, caller, input) =>
    parts.ledger.transaction(async (tx) => {
      const cluster = await createCluster(tx, parts, caller, input);
      return { Cluster: await clusterView(tx, cluster) };
    }),

  async DescribeClusters({ ledger, runtime }, { region }, { Filters, MaxResults, NextToken }) {
    const fields = {
      clusterIds: ({ clusterId }: Cluster) => clusterId,
      vpcIds: ({ vpcId }: Cluster) => vpcId,
      states: ({ state }: Cluster) => state,
    };
    const clusters = filtered(await listClusters(ledger, runtime.clock.now(), region), fields, Filters);
    const { items, NextToken: more } = paged(
      clusters,
      ({ clusterId }) => clusterId,
      MaxResults ?? CLUSTERS_PAGE_MAX,
      NextToken,
    );
    return { Clusters: await Promise.all(items.map((cluster) => clusterView(ledger, cluster))), NextToken: more };
  },

  InitializeCluster: (parts, { region }, { ClusterId, SignedCert, TrustAnchor }) =>
    parts.ledger.transaction(async (tx) => {
      const nowMs = parts.runtime.clock.now();
      const cluster = await getCluster(tx, nowMs, region, ClusterId);
      if (!may(CLUSTER, cluster.state, 'initialize'))
        throw wrongState('Cluster', ClusterId, cluster.state, 'InitializeCluster', ['UNINITIALIZED']);
      const identity = (await hsmsOf(tx, ClusterId)).find(({ state }) => state === 'ACTIVE')?.identity;
      if (identity === undefined)
        throw invalidRequest(`Cluster '${ClusterId}' has no HSM yet, and so no certificate signing request.`);
      const { hsmCertificate } = identity;
      // Certificates are judged by the machine's clock, with which people sign them.
      const problem = findCertificateProblem(
        { signedCert: SignedCert, trustAnchor: TrustAnchor, hsmCertificate },
        parts.runtime.clock.host(),
      );
      if (problem !== undefined) throw invalidRequest(problem);
      const stateMessage = 'Cluster is initializing. State will change to INITIALIZED upon completion.';
      const state = next(CLUSTER, cluster.state, 'initialize');
      tx.put(CLUSTERS, ClusterId, {
        ...cluster,
        state,
        stateMessage,
        clusterCertificate: SignedCert,
        trustAnchor: TrustAnchor,
      });
      enqueue(tx, parts.runtime.random, 'InitializeCluster', ClusterId);
      return { State: state, StateMessage: stateMessage };
    }),

  DeleteCluster: (parts, { region }, { ClusterId }) =>
    parts.ledger.transaction(async (tx) => {
      const cluster = await getCluster(tx, parts.runtime.clock.now(), region, ClusterId);
      if ((await hsmsOf(tx, ClusterId)).length > 0)
        throw invalidRequest(
          `Cluster '${ClusterId}' still contains HSMs. Delete all HSMs before deleting the cluster.`,
        );
      if (!may(CLUSTER, cluster.state, 'delete'))
        throw wrongState('Cluster', ClusterId, cluster.state, 'DeleteCluster', CLUSTER.delete.from);
      const deleting = {
        ...cluster,
        state: next(CLUSTER, cluster.state, 'delete'),
        stateMessage: 'The cluster is being deleted.',
      };
      tx.put(CLUSTERS, ClusterId, deleting);
      enqueue(tx, parts.runtime.random, 'DeleteCluster', ClusterId);
      return { Cluster: await clusterView(tx, deleting) };
    }),

  CreateHsm: (parts, { region }, input) =>
    parts.ledger.transaction(async (tx) => {
      const cluster = await getCluster(tx, parts.runtime.clock.now(), region, input.ClusterId);
      const hsm = await createHsm(tx, parts, cluster, input);
      return { Hsm: hsmView(hsm, cluster) };
    }),

  DeleteHsm: (parts, { region }, input) =>
    parts.ledger.transaction(async (tx) => {
      const cluster = await getCluster(tx, parts.runtime.clock.now(), region, input.ClusterId);
      // The certificate is on its way into the only HSM that has the key for it.
      if (cluster.state === 'INITIALIZE_IN_PROGRESS')
        throw wrongState('Cluster', cluster.clusterId, cluster.state, 'DeleteHsm', [
          'UNINITIALIZED',
          'INITIALIZED',
          'ACTIVE',
        ]);
      const hsm = await namedHsm(tx, cluster, input);
      if (!may(HSM, hsm.state, 'delete')) throw wrongState('HSM', hsm.hsmId, hsm.state, 'DeleteHsm', HSM.delete.from);
      tx.put(HSMS, hsm.hsmId, { ...hsm, state: next(HSM, hsm.state, 'delete') });
      enqueue(tx, parts.runtime.random, 'DeleteHsm', hsm.hsmId);
      return { HsmId: hsm.hsmId };
    }),

  async DescribeBackups({ ledger, config }, { region }, { Filters, MaxResults, NextToken, SortAscending }) {
    const fields = {
      backupIds: ({ backupId }: Backup) => backupId,
      sourceBackupIds: () => '',
      clusterIds: ({ clusterId }: Backup) => clusterId,
      states: ({ state }: Backup) => state,
      neverExpires: ({ neverExpires }: Backup) => String(neverExpires),
    };
    const backups = filtered(
      await select(ledger, BACKUPS, (backup) => backup.region === region),
      fields,
      Filters,
    ).toSorted((a, b) => (SortAscending ? newestFirst(b, a) : newestFirst(a, b)));
    const { items, NextToken: more } = paged(
      backups,
      ({ backupId }) => backupId,
      MaxResults ?? BACKUPS_PAGE_MAX,
      NextToken,
    );
    return { Backups: items.map((backup) => backupView(backup, config.accountId)), NextToken: more };
  },
};

async function createCluster(
  tx: Transaction,
  { runtime, config }: Parts,
  { region }: Caller,
  { HsmType, SubnetIds, SourceBackupId, BackupRetentionPolicy, NetworkType, Mode, TagList }: RequestOf<'CreateCluster'>,
): Promise<Cluster> {
  const nowMs = runtime.clock.now();
  await forgetDeletedClusters(tx, nowMs);
  const existing = (await listClusters(tx, nowMs, region)).filter(({ state }) => state !== 'DELETED');
  if (existing.length >= config.quotas.clusters) throw quotaReached('clusters', config.quotas.clusters);
  const type = findHsmType(HsmType);
  if (type === undefined) throw invalidRequest(`HSM type '${HsmType}' is not supported.`);
  const source = SourceBackupId === undefined ? undefined : await sourceBackup(tx, region, SourceBackupId);
  const mode = Mode ?? source?.mode ?? 'FIPS';
  if (!type.modes.includes(mode)) throw invalidRequest(`HSM type '${HsmType}' does not support mode ${mode}.`);
  if (source !== undefined && source.mode !== mode)
    throw invalidRequest(
      `Backup '${source.backupId}' was taken in mode ${source.mode}; a cluster made from it keeps the mode.`,
    );
  if (source !== undefined && !type.restores.includes(source.hsmType))
    throw invalidRequest(`A backup of HSM type '${source.hsmType}' cannot be restored to HSM type '${HsmType}'.`);
  const retentionDays = BackupRetentionPolicy?.Value ?? RETENTION_DAYS.default;
  if (Number(retentionDays) < RETENTION_DAYS.min || Number(retentionDays) > RETENTION_DAYS.max) {
    throw invalidRequest(`The backup retention must be from ${RETENTION_DAYS.min} to ${RETENTION_DAYS.max} days.`);
  }
  const subnets = await chosenSubnets(tx, region, SubnetIds);
  if (NetworkType === 'DUALSTACK') throw invalidRequest(`Subnet ${SubnetIds[0]} has no IPv6 CIDR block.`);
  const clusterId = cloudHsmId(runtime.random, 'cluster');
  const vpcId = subnets[0]?.vpcId ?? '';
  const cluster: Cluster = {
    clusterId,
    region,
    state: 'CREATE_IN_PROGRESS',
    createdAt: nowMs,
    hsmType: HsmType,
    mode,
    retentionDays,
    tags: TagList ?? [],
    vpcId,
    subnetIds: Object.fromEntries(subnets.map(({ availabilityZone, subnetId }) => [availabilityZone, subnetId])),
    securityGroupId: createClusterGroup(tx, runtime.random, { clusterId, region, vpcId }),
    nextSlot: source?.manifest?.nextSlot ?? 0,
    ...(source?.manifest === undefined
      ? {}
      : {
          sourceBackupId: source.backupId,
          clusterCertificate: source.manifest.clusterCertificate,
          trustAnchor: source.manifest.trustAnchor,
        }),
  };
  tx.put(CLUSTERS, clusterId, cluster);
  enqueue(tx, runtime.random, 'CreateCluster', clusterId);
  return cluster;
}

async function sourceBackup(reader: Reader, region: string, idOrArn: string): Promise<Backup> {
  const backupId = idOrArn.slice(idOrArn.lastIndexOf('/') + 1);
  const backup = await reader.get(BACKUPS, backupId);
  if (backup?.region !== region) throw notFound(`Backup ${backupId} could not be found.`);
  if (backup.state !== 'READY') throw wrongState('Backup', backupId, backup.state, 'CreateCluster', ['READY']);
  return backup;
}

async function chosenSubnets(reader: Reader, region: string, subnetIds: readonly string[]): Promise<readonly Subnet[]> {
  const subnets: Subnet[] = [];
  for (const subnetId of subnetIds) {
    const subnet = await reader.get(SUBNETS, subnetId);
    if (subnet?.region !== region) throw invalidRequest(`Subnet ${subnetId} could not be found.`);
    if (subnets.some(({ availabilityZone }) => availabilityZone === subnet.availabilityZone)) {
      throw invalidRequest(
        `Specify at most one subnet in each Availability Zone; ${subnet.availabilityZone} has more.`,
      );
    }
    if (subnets.some(({ vpcId }) => vpcId !== subnet.vpcId))
      throw invalidRequest('All subnets must be in the same VPC.');
    subnets.push(subnet);
  }
  return subnets;
}

async function createHsm(
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
  const all = await select(tx, HSMS, () => true);
  const here = all.filter(({ availabilityZone }) => regionOf(availabilityZone) === cluster.region);
  if (here.length >= config.quotas.hsms) throw quotaReached('HSMs', config.quotas.hsms);
  if (hsms.length >= config.quotas.hsmsPerCluster || cluster.nextSlot >= SLOTS_MAX)
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
    availabilityZone: AvailabilityZone,
    subnetId,
    eniId: eni.eniId,
    eniIp,
    dataAddress: dataAddress(config.network, eniIp, all),
    slot: cluster.nextSlot,
    applianceId: appliance.applianceId,
  };
  tx.put(HSMS, hsmId, hsm);
  tx.put(CLUSTERS, clusterId, { ...cluster, nextSlot: cluster.nextSlot + 1 });
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

function dataAddress(
  { addressing, sharedPorts }: Parts['config']['network'],
  eniIp: string,
  hsms: readonly Hsm[],
): string {
  if (addressing === 'own') return `${eniIp}:2223`;
  const taken = new Set(hsms.map((hsm) => hsm.dataAddress));
  for (let port = sharedPorts.first; port <= sharedPorts.last; port += 1) {
    const address = `127.0.0.1:${port}`;
    if (!taken.has(address)) return address;
  }
  throw invalidRequest(`No port from ${sharedPorts.first} to ${sharedPorts.last} is free.`);
}

async function namedHsm(
  reader: Reader,
  { clusterId }: Cluster,
  { HsmId, EniId, EniIp }: RequestOf<'DeleteHsm'>,
): Promise<Hsm> {
  const names = [HsmId, EniId, EniIp].filter((name) => name !== undefined);
  if (names.length !== 1) throw invalidRequest('Specify exactly one of HsmId, EniId, EniIp.');
  const found = (await hsmsOf(reader, clusterId)).find((hsm) =>
    [hsm.hsmId, hsm.eniId, hsm.eniIp].includes(names[0] ?? ''),
  );
  if (found === undefined) throw notFound(`HSM ${names[0]} could not be found in cluster ${clusterId}.`);
  return found;
}

function quotaReached(what: string, quota: number) {
  return invalidRequest(`The maximum number of ${what} (${quota}) has been reached.`);
}

/** OR within the values of a filter, AND between filters. An unknown filter is refused. */
function filtered<T>(
  items: readonly T[],
  fields: Readonly<Record<string, (item: T) => string>>,
  filters: Readonly<Record<string, readonly string[]>> | undefined,
): readonly T[] {
  return Object.entries(filters ?? {}).reduce((left, [name, values]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined)
      throw invalidRequest(`'${name}' is no filter; there are ${Object.keys(fields).join(', ')}.`);
    return left.filter((item) => values.includes(field(item)));
  }, items);
}
