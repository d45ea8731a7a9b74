import type { Backup as ApiBackup, Cluster as ApiCluster, Hsm as ApiHsm } from '@keystorm/aws-api/cloudhsmv2';
import { type Backup, backupArn } from '../../backups/backup.ts';
import type { Cluster } from '../../clusters/cluster.ts';
import { type Hsm, hsmsOf } from '../../clusters/hsm.ts';
import type { Reader } from '../../ledger.ts';

/** The shapes of the API. Source: AWS CloudHSM API Reference, "Data Types". */

export async function clusterView(reader: Reader, cluster: Cluster): Promise<ApiCluster> {
  const hsms = await hsmsOf(reader, cluster.clusterId);
  return {
    BackupPolicy: 'DEFAULT',
    BackupRetentionPolicy: { Type: 'DAYS', Value: cluster.retentionDays },
    ClusterId: cluster.clusterId,
    CreateTimestamp: new Date(cluster.createdAt),
    Hsms: hsms.map(hsmView),
    HsmType: cluster.hsmType,
    HsmTypeRollbackExpiration: dateOf(cluster.rollback?.expiresAt),
    SecurityGroup: cluster.securityGroupId,
    SourceBackupId: cluster.sourceBackupId,
    State: cluster.state,
    StateMessage: cluster.stateMessage,
    SubnetMapping: cluster.subnetIds,
    VpcId: cluster.vpcId,
    NetworkType: 'IPV4',
    Certificates: certificates(cluster, hsms),
    TagList: cluster.tags,
    Mode: cluster.mode,
  };
}

export function hsmView(hsm: Hsm): ApiHsm {
  return {
    AvailabilityZone: hsm.availabilityZone,
    ClusterId: hsm.clusterId,
    SubnetId: hsm.subnetId,
    EniId: hsm.eniId,
    EniIp: hsm.eniIp,
    HsmId: hsm.hsmId,
    HsmType: hsm.hsmType,
    State: hsm.state,
    StateMessage: hsm.stateMessage,
  };
}

export function backupView(backup: Backup): ApiBackup {
  const { copy, deleteAt } = backup;
  return {
    BackupId: backup.backupId,
    BackupArn: backupArn(backup),
    BackupState: backup.state,
    ClusterId: backup.clusterId,
    CreateTimestamp: new Date(backup.createdAt),
    CopyTimestamp: dateOf(copy?.copiedAt),
    NeverExpires: backup.neverExpires,
    SourceRegion: copy?.sourceRegion,
    SourceBackup: copy?.sourceBackupId,
    SourceCluster: copy?.sourceClusterId,
    DeleteTimestamp: dateOf(deleteAt),
    TagList: backup.tags,
    HsmType: backup.hsmType,
    Mode: backup.mode,
  };
}

function dateOf(epochMs: number | undefined): Date | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs);
}

/** The first HSM's certificates while the cluster waits to be initialized, the cluster's own once it is. */
function certificates({ state, clusterCertificate }: Cluster, hsms: readonly Hsm[]): ApiCluster['Certificates'] {
  if (state === 'INITIALIZE_IN_PROGRESS') return {};
  if (clusterCertificate !== undefined) return { ClusterCertificate: clusterCertificate };
  const identity = hsms.find((hsm) => hsm.state === 'ACTIVE')?.identity;
  if (identity === undefined) return {};
  return {
    ClusterCsr: identity.clusterCsr,
    HsmCertificate: identity.hsmCertificate,
    AwsHardwareCertificate: identity.awsHardwareCertificate,
    ManufacturerHardwareCertificate: identity.manufacturerHardwareCertificate,
  };
}
