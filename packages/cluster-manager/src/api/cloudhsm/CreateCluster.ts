import type { RequestOf } from '@keystorm/aws-api/cloudhsmv2';
import { isHsmError } from '@keystorm/protocol';
import type { Transaction } from '@keystorm/runtime';
import type { Backup } from '../../backups/backup.ts';
import { readBackup } from '../../backups/take-backup.ts';
import { type Cluster, CLUSTERS, listClusters } from '../../clusters/cluster.ts';
import { getHsmType, type HsmType } from '../../clusters/hsm-types.ts';
import { invalidRequest } from '../../errors.ts';
import { cloudHsmId } from '../../ids.ts';
import { enqueue } from '../../jobs/job.ts';
import type { Reader } from '../../ledger.ts';
import { createClusterGroup } from '../../network/security-groups.ts';
import { SUBNETS, type Subnet } from '../../network/vpc.ts';
import { isOwnedBy, type Owner } from '../../owner.ts';
import type { Parts } from '../../parts.ts';
import type { Operation } from './operation.ts';
import { quotaReached } from './quotas.ts';
import { retentionDays } from './retention.ts';
import { usableBackup } from './shared-backups.ts';
import { checkedTags } from './tags.ts';
import { clusterView } from './views.ts';

type Request = RequestOf<'CreateCluster'>;

export const createCluster: Operation<'CreateCluster'> = async (parts, caller, request) => {
  if (request.SourceBackupId !== undefined) await requireIntact(parts, caller, request.SourceBackupId);
  return parts.ledger.transaction(async (tx) => {
    const cluster = await recordCluster(tx, parts, caller, request);
    return { Cluster: await clusterView(tx, cluster) };
  });
};

/** Throws CloudHsmInvalidRequestException, naming the backup, when it is damaged: its cluster would never have an HSM. */
async function requireIntact(parts: Parts, caller: Owner, idOrArn: string): Promise<void> {
  try {
    await readBackup(parts, await usableBackup(parts.ledger, caller, idOrArn, 'CreateCluster'));
  } catch (error) {
    throw isHsmError(error, 'INVALID_CIPHERTEXT') ? invalidRequest(error.message) : error;
  }
}

async function recordCluster(
  tx: Transaction,
  { runtime, config }: Parts,
  caller: Owner,
  { HsmType, SubnetIds, SourceBackupId, BackupRetentionPolicy, NetworkType, Mode, TagList }: Request,
): Promise<Cluster> {
  const { region, accountId } = caller;
  const nowMs = runtime.clock.now();
  const existing = await listClusters(tx, nowMs, (other) => isOwnedBy(other, caller) && other.state !== 'DELETED');
  if (existing.length >= config.quotas.clusters) throw quotaReached('clusters', config.quotas.clusters);
  const type = getHsmType(HsmType);
  const source =
    SourceBackupId === undefined ? undefined : await usableBackup(tx, caller, SourceBackupId, 'CreateCluster');
  const mode = chosenMode(type, Mode, source);
  const subnets = await chosenSubnets(tx, region, SubnetIds);
  if (NetworkType === 'DUALSTACK') throw invalidRequest(`Subnet ${SubnetIds[0]} has no IPv6 CIDR block.`);
  const clusterId = cloudHsmId(runtime.random, 'cluster');
  const vpcId = subnets[0]?.vpcId ?? '';
  const cluster: Cluster = {
    clusterId,
    region,
    accountId,
    state: 'CREATE_IN_PROGRESS',
    createdAt: nowMs,
    hsmType: HsmType,
    mode,
    retentionDays: retentionDays(BackupRetentionPolicy),
    tags: checkedTags(TagList),
    vpcId,
    subnetIds: Object.fromEntries(subnets.map(({ availabilityZone, subnetId }) => [availabilityZone, subnetId])),
    securityGroupId: createClusterGroup(tx, runtime.random, { clusterId, region, vpcId }),
    nextSlot: source?.manifest?.nextSlot ?? 0,
    ...inherited(source),
  };
  tx.put(CLUSTERS, clusterId, cluster);
  enqueue(tx, runtime.random, 'CreateCluster', clusterId);
  return cluster;
}

/** A cluster keeps the mode of the backup that it is made from. */
function chosenMode(type: HsmType, asked: Request['Mode'], source: Backup | undefined): Cluster['mode'] {
  const mode = asked ?? source?.mode ?? 'FIPS';
  if (!type.modes.includes(mode)) throw invalidRequest(`HSM type '${type.name}' does not support mode ${mode}.`);
  if (source !== undefined && source.mode !== mode)
    throw invalidRequest(
      `Backup '${source.backupId}' was taken in mode ${source.mode}; a cluster made from it keeps the mode.`,
    );
  if (source !== undefined && !type.restores.includes(source.hsmType))
    throw invalidRequest(`A backup of HSM type '${source.hsmType}' cannot be restored to HSM type '${type.name}'.`);
  return mode;
}

/** The lineage that comes with a backup. */
function inherited(source: Backup | undefined): Partial<Cluster> {
  if (source?.manifest === undefined) return {};
  const { clusterCertificate, trustAnchor } = source.manifest;
  return { sourceBackupId: source.backupId, clusterCertificate, trustAnchor };
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
