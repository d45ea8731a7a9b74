import { describe, expect, test } from 'vitest';
import type { Cluster } from '../clusters/cluster.ts';
import { agenda, type Due } from './agenda.ts';
import type { Backup } from './backup.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const OWNER = { region: 'us-east-1', accountId: '111122223333' };

const cluster = (more: Partial<Cluster> = {}): Cluster => ({
  ...OWNER,
  clusterId: 'c',
  state: 'ACTIVE',
  createdAt: 0,
  hsmType: 'hsm1.medium',
  mode: 'FIPS',
  retentionDays: '7',
  tags: [],
  vpcId: 'v',
  subnetIds: {},
  securityGroupId: 's',
  nextSlot: 0,
  ...more,
});

const backup = (backupId: string, createdAtDays: number, more: Partial<Backup> = {}): Backup => ({
  ...OWNER,
  backupId,
  state: 'READY',
  createdAt: createdAtDays * DAY,
  clusterId: 'c',
  hsmType: 'hsm1.medium',
  mode: 'FIPS',
  neverExpires: false,
  tags: [],
  ...more,
});

/** `what id at`, with days and hours. */
function said({ what, id, at }: Due): string {
  const hours = (at % DAY) / HOUR;
  return `${what} ${id} day ${Math.floor(at / DAY)}${hours > 0 ? ` ${hours} h` : ''}`;
}

const CASES: readonly {
  readonly name: string;
  readonly clusters?: readonly Cluster[];
  readonly backups?: readonly Backup[];
  readonly living?: readonly string[];
  readonly expected: readonly string[];
}[] = [
  {
    name: 'a day after its newest backup a cluster is backed up',
    backups: [backup('a', 3), backup('b', 5)],
    expected: ['back up c day 6', 'expire a day 10'],
  },
  { name: 'one without backups is backed up at once', expected: ['back up c day 1'] },
  { name: 'one without an ACTIVE HSM is not', living: [], backups: [backup('a', 3)], expected: [] },
  {
    name: 'one that is being modified is not',
    clusters: [cluster({ state: 'MODIFY_IN_PROGRESS' })],
    backups: [backup('a', 3)],
    expected: [],
  },
  {
    name: 'one whose backup is on its way is not',
    backups: [backup('a', 3), backup('b', 5, { state: 'CREATE_IN_PROGRESS' })],
    expected: [],
  },
  {
    name: 'a deleted backup was one, too',
    backups: [backup('a', 3, { state: 'PENDING_DELETION', deleteAt: 11 * DAY })],
    expected: ['back up c day 4', 'purge a day 11'],
  },
  {
    name: 'backups expire after the retention of the cluster, but for the last one that is READY',
    living: [],
    clusters: [cluster({ retentionDays: '30' })],
    backups: [
      backup('a', 1),
      backup('b', 2),
      backup('c', 3),
      backup('d', 4, { state: 'PENDING_DELETION', deleteAt: 0 }),
    ],
    expected: ['expire a day 31', 'expire b day 32', 'purge d day 0'],
  },
  {
    name: 'one that never expires does not',
    living: [],
    backups: [backup('a', 1, { neverExpires: true }), backup('b', 2), backup('c', 3)],
    expected: ['expire b day 9'],
  },
  {
    name: 'nor does one whose cluster is gone, nor a copy',
    clusters: [cluster({ state: 'DELETED', deletedAt: 5 * DAY })],
    backups: [backup('a', 1), backup('b', 2), { ...backup('x', 1), clusterId: undefined } as unknown as Backup],
    expected: ['forget cluster c day 5 1 h'],
  },
  {
    name: 'what is gone is forgotten an hour later',
    living: [],
    backups: [backup('a', 1, { state: 'DELETED', deleteAt: 8 * DAY })],
    expected: ['forget backup a day 8 1 h'],
  },
];

describe('with time', () => {
  test.each(CASES)('$name', ({ clusters = [cluster()], backups = [], living = ['c'], expected }) => {
    expect(
      agenda({ clusters, backups, living: new Set(living) })
        .map(said)
        .toSorted(),
    ).toEqual(expected.toSorted());
  });
});
