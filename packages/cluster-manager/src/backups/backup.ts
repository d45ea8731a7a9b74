import type { BackupState, ClusterMode, Tag } from '@keystorm/aws-api/cloudhsmv2';
import { table, type Transitions } from '@keystorm/runtime';
import { type Reader, select } from '../ledger.ts';

/** Source: AWS CloudHSM API Reference, "Backup", BackupState. A backup that failed leaves no record. */
export const BACKUP = {
  taken: { from: ['CREATE_IN_PROGRESS'], to: 'READY' },
  failed: { from: ['CREATE_IN_PROGRESS'], to: 'DELETED' },
} as const satisfies Transitions<BackupState>;

export interface Backup {
  readonly backupId: string;
  readonly region: string;
  readonly state: BackupState;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly clusterId: string;
  readonly hsmType: string;
  readonly mode: ClusterMode;
  readonly neverExpires: boolean;
  readonly tags: readonly Tag[];
  /** What the file holds; present from READY on. */
  readonly manifest?: BackupManifest;
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

/** The newest backup of the cluster that can be restored; of a restored cluster without backups, its source. */
export async function latestReadyBackup(
  reader: Reader,
  cluster: { readonly clusterId: string; readonly sourceBackupId?: string },
): Promise<Backup | undefined> {
  const ready = await select(
    reader,
    BACKUPS,
    ({ clusterId, state }) => clusterId === cluster.clusterId && state === 'READY',
  );
  const [newest] = ready.toSorted(newestFirst);
  if (newest !== undefined || cluster.sourceBackupId === undefined) return newest;
  return reader.get(BACKUPS, cluster.sourceBackupId);
}

export function newestFirst(a: Backup, b: Backup): number {
  return b.createdAt - a.createdAt || (a.backupId < b.backupId ? 1 : -1);
}
