import type { BackupState, ClusterMode, Tag } from '@keystorm/aws-api/cloudhsmv2';
import { table, type Transitions } from '@keystorm/runtime';
import { notFound } from '../errors.ts';
import { type Reader, select } from '../ledger.ts';
import { isOwnedBy, type Owner } from '../owner.ts';

/**
 * A backup that could not be taken leaves no record; a copy that failed is DELETED.
 * Source: AWS CloudHSM API Reference, "Backup", BackupState.
 */
export const BACKUP = {
  taken: { from: ['CREATE_IN_PROGRESS'], to: 'READY' },
  failed: { from: ['CREATE_IN_PROGRESS'], to: 'DELETED' },
  delete: { from: ['READY'], to: 'PENDING_DELETION' },
  restore: { from: ['PENDING_DELETION'], to: 'READY' },
  purged: { from: ['PENDING_DELETION'], to: 'DELETED' },
} as const satisfies Transitions<BackupState>;

/** How long a deleted backup can be restored. Source: AWS CloudHSM User Guide, "Deleting and restoring backups". */
const RESTORABLE_MS = 7 * 86_400_000;
/** How long a backup that is gone is still listed, milliseconds of the simulated world. */
const REMEMBERED_MS = 3_600_000;

export interface Backup extends Owner {
  readonly backupId: string;
  readonly state: BackupState;
  /** Milliseconds since the epoch; of a copy that of its source. */
  readonly createdAt: number;
  /** Cluster that it is a backup of; a copy in another Region belongs to none. */
  readonly clusterId?: string;
  /** Present in a copy. */
  readonly copy?: BackupCopy;
  readonly hsmType: string;
  readonly mode: ClusterMode;
  readonly neverExpires: boolean;
  readonly tags: readonly Tag[];
  /** While PENDING_DELETION and DELETED: when it is purged, or was. Milliseconds since the epoch. */
  readonly deleteAt?: number;
  /** With whom it is shared, as the owner wrote it; JSON. */
  readonly policy?: string;
  /** What the file holds; present from READY on. */
  readonly manifest?: BackupManifest;
}

interface BackupCopy {
  /** Milliseconds since the epoch. */
  readonly copiedAt: number;
  readonly sourceRegion: string;
  readonly sourceBackupId: string;
  readonly sourceClusterId: string;
}

interface BackupManifest {
  /** Of the sealed file, hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly keys: number;
  readonly users: number;
  readonly sourceHsmId: string;
  /** The lineage: who restores the backup has this certificate and this authority. PEM. */
  readonly clusterCertificate: string;
  readonly trustAnchor: string;
  /** First slot that no HSM had when the backup was taken. */
  readonly nextSlot: number;
}

/** Key: id of the backup. */
export const BACKUPS = table<Backup>('backups');

/** Name of the file that holds the sealed content. */
export function backupFile(backupId: string): string {
  return `backups/${backupId}.sealed`;
}

/** The ARN of a backup. */
export function backupArn({ region, accountId, backupId }: Pick<Backup, 'region' | 'accountId' | 'backupId'>): string {
  const partition = region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:cloudhsm:${region}:${accountId}:backup/${backupId}`;
}

/** Throws CloudHsmResourceNotFoundException. */
export async function getBackup(reader: Reader, nowMs: number, owner: Owner, backupId: string): Promise<Backup> {
  const backup = await reader.get(BACKUPS, backupId);
  if (backup === undefined || !isOwnedBy(backup, owner) || !isRemembered(backup, nowMs))
    throw notFound(`Backup ${backupId} could not be found.`);
  return backup;
}

/** The backups that fulfil a condition, forgotten ones left out. */
export function listBackups(
  reader: Reader,
  nowMs: number,
  where: (backup: Backup) => boolean,
): Promise<readonly Backup[]> {
  return select(reader, BACKUPS, (backup) => where(backup) && isRemembered(backup, nowMs));
}

/** When a backup that is deleted now is purged. */
export function purgeTime(nowMs: number): number {
  return nowMs + RESTORABLE_MS;
}

/** When a backup that is DELETED is no longer shown. */
export function forgottenAt({ deleteAt = 0 }: Backup): number {
  return deleteAt + REMEMBERED_MS;
}

function isRemembered(backup: Backup, nowMs: number): boolean {
  return backup.state !== 'DELETED' || nowMs < forgottenAt(backup);
}
