import { type Backup, listBackups } from '../../backups/backup.ts';
import { isOwnedBy } from '../../owner.ts';
import { filtered } from './filters.ts';
import type { Operation } from './operation.ts';
import { byTime, paged } from './paging.ts';
import { isSharedWith } from './shared-backups.ts';
import { backupView } from './views.ts';

const PAGE_MAX = 50;

const FIELDS = {
  backupIds: ({ backupId }: Backup) => backupId,
  sourceBackupIds: ({ copy }: Backup) => copy?.sourceBackupId,
  clusterIds: ({ clusterId }: Backup) => clusterId,
  states: ({ state }: Backup) => state,
  neverExpires: ({ neverExpires }: Backup) => String(neverExpires),
};

/** Newest first, unless asked otherwise. `Shared` asks for those that others share with the caller. */
export const describeBackups: Operation<'DescribeBackups'> = async (
  { ledger, runtime },
  caller,
  { Filters, MaxResults, NextToken, Shared, SortAscending },
) => {
  const visible = await listBackups(ledger, runtime.clock.now(), (backup) =>
    Shared === true ? isSharedWith(backup, caller, 'DescribeBackups') : isOwnedBy(backup, caller),
  );
  const { items, NextToken: more } = paged(
    filtered(visible, FIELDS, Filters),
    ({ createdAt, backupId }) => byTime(createdAt, backupId),
    { pageMax: MaxResults ?? PAGE_MAX, token: NextToken, descending: SortAscending !== true },
  );
  return { Backups: items.map(backupView), NextToken: more };
};
