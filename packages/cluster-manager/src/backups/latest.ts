import { getHsmType } from '../clusters/hsm-types.ts';
import { type Reader, select } from '../ledger.ts';
import { type Backup, BACKUPS } from './backup.ts';

interface Restorable {
  readonly clusterId: string;
  readonly hsmType: string;
  /** Backup that the cluster was made from. */
  readonly sourceBackupId?: string;
}

/** The newest backup of the cluster that its HSMs can restore; of a restored cluster without backups, its source. */
export async function latestReadyBackup(reader: Reader, cluster: Restorable): Promise<Backup | undefined> {
  const { restores } = getHsmType(cluster.hsmType);
  const ready = await select(
    reader,
    BACKUPS,
    ({ clusterId, state, hsmType }) =>
      clusterId === cluster.clusterId && state === 'READY' && restores.includes(hsmType),
  );
  const [newest] = ready.toSorted((a, b) => b.createdAt - a.createdAt || (a.backupId < b.backupId ? 1 : -1));
  if (newest !== undefined || cluster.sourceBackupId === undefined) return newest;
  const source = await reader.get(BACKUPS, cluster.sourceBackupId);
  return source?.state === 'READY' ? source : undefined;
}
