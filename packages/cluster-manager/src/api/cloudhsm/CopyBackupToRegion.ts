import { type Backup, BACKUPS } from '../../backups/backup.ts';
import { invalidRequest } from '../../errors.ts';
import { cloudHsmId } from '../../ids.ts';
import { enqueue } from '../../jobs/job.ts';
import type { Operation } from './operation.ts';
import { usableBackup } from './shared-backups.ts';
import { checkedTags } from './tags.ts';

/** The id of the copy is not in the answer: it is found in the destination by its source. */
export const copyBackupToRegion: Operation<'CopyBackupToRegion'> = (
  { ledger, runtime },
  caller,
  { DestinationRegion, BackupId, TagList },
) =>
  ledger.transaction(async (tx) => {
    if (DestinationRegion === caller.region)
      throw invalidRequest(`Backup '${BackupId}' is in Region ${DestinationRegion} already.`);
    if (isRestricted(DestinationRegion) !== isRestricted(caller.region))
      throw invalidRequest(`Backups cannot be copied from ${caller.region} to ${DestinationRegion}.`);
    const source = await usableBackup(tx, caller, BackupId, 'CopyBackupToRegion');
    const copy = {
      copiedAt: runtime.clock.now(),
      sourceRegion: source.region,
      sourceBackupId: source.backupId,
      sourceClusterId: source.clusterId ?? source.copy?.sourceClusterId ?? '',
    };
    const copied: Backup = {
      backupId: cloudHsmId(runtime.random, 'backup'),
      region: DestinationRegion,
      accountId: caller.accountId,
      state: 'CREATE_IN_PROGRESS',
      createdAt: source.createdAt,
      copy,
      hsmType: source.hsmType,
      mode: source.mode,
      neverExpires: source.neverExpires,
      tags: TagList === undefined ? source.tags : checkedTags(TagList),
    };
    tx.put(BACKUPS, copied.backupId, copied);
    enqueue(tx, runtime.random, 'CopyBackup', copied.backupId);
    return {
      DestinationBackup: {
        CreateTimestamp: new Date(copied.createdAt),
        SourceRegion: copy.sourceRegion,
        SourceBackup: copy.sourceBackupId,
        SourceCluster: copy.sourceClusterId,
      },
    };
  });

/** Restricted Regions and the others do not exchange backups. */
function isRestricted(region: string): boolean {
  return region.startsWith('us-gov-');
}
