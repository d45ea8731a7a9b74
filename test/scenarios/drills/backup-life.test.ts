import { expect } from 'vitest';
import { type Backup, backupFrom, backupsOf } from '../../worlds/backups.ts';
import { activeCluster } from '../../worlds/fixture.ts';
import { drill } from '../../worlds/scenario.ts';
import {
  advanceDays,
  answerOf,
  cloudhsm,
  clusterWhen,
  harness,
  REGION,
  until,
  type World,
} from '../../worlds/world.ts';

const INVALID = /^CloudHsmInvalidRequestException: /;
const DAY_SECONDS = 86_400;

interface ApiBackup extends Backup {
  readonly DeleteTimestamp?: number;
  readonly NeverExpires?: boolean;
}

/** Calls an operation on a backup. */
async function change(world: World, operation: string, BackupId: string, more: object = {}): Promise<ApiBackup> {
  return (await cloudhsm<{ Backup: ApiBackup }>(world, operation, { BackupId, ...more })).Backup;
}

// Source: AWS CloudHSM User Guide, "AWS CloudHSM cluster backups", "Configuring backup retention".
drill('DS-26: a backup is deleted and restored, kept for ever, and expires', async (world) => {
  const bare = world.programs?.without ?? world;
  const { clusterId: ClusterId, hsms } = await activeCluster(bare, 1);
  const ready = async () => (await backupsOf(bare, ClusterId)).filter(({ BackupState }) => BackupState === 'READY');
  const stateOf = async (id: string) =>
    (await backupsOf(bare, ClusterId)).find(({ BackupId }) => BackupId === id)?.BackupState;
  const lab = () => harness(world, 'lab/backup', { clusterId: ClusterId, region: REGION });
  const [deleted, kept] = [await backupFrom(world, ClusterId, lab), await backupFrom(world, ClusterId, lab)];

  const pending = await change(world, 'DeleteBackup', deleted);
  expect(pending.BackupState).toBe('PENDING_DELETION');
  const leftSeconds = (pending.DeleteTimestamp ?? 0) - world.operator.clock.now() / 1000;
  expect(leftSeconds / DAY_SECONDS).toBeCloseTo(7, 2);
  const { subnets } = await world.clusterService.call('ListSubnets', { region: REGION }, { deadlineMs: 5_000 });
  const SubnetIds = subnets.map(({ subnetId }) => subnetId);
  const creation = { HsmType: 'hsm1.medium', SubnetIds, SourceBackupId: deleted };
  expect(await answerOf(cloudhsm(world, 'CreateCluster', creation))).toMatch(INVALID);
  expect((await change(world, 'RestoreBackup', deleted)).BackupState).toBe('READY');
  await change(world, 'DeleteBackup', deleted);
  await advanceDays(world, 7);
  await until(world, 'the backup is not purged', async () =>
    (await stateOf(deleted)) === 'DELETED' ? true : undefined,
  );
  expect(await answerOf(change(world, 'RestoreBackup', deleted))).toMatch(INVALID);

  expect((await change(world, 'ModifyBackupAttributes', kept, { NeverExpires: true })).NeverExpires).toBe(true);
  const retain = (Value: string) =>
    answerOf(cloudhsm(world, 'ModifyCluster', { ClusterId, BackupRetentionPolicy: { Type: 'DAYS', Value } }));
  for (const days of ['6', '380']) expect(await retain(days)).toMatch(INVALID);
  expect(await retain('7')).toBe('ok');
  for (let day = 1; day <= 9; day += 1) await backupFrom(world, ClusterId, () => advanceDays(world, 1));
  await until(world, 'nothing expires', async () => ((await ready()).length === 8 ? true : undefined));
  const oldestMs = world.operator.clock.now() - 7.1 * DAY_SECONDS * 1000;
  for (const { BackupId, CreateTimestamp = 0 } of await ready())
    expect([BackupId, BackupId === kept || CreateTimestamp * 1000 > oldestMs]).toEqual([BackupId, true]);

  // Without an HSM nothing is backed up any more, and the last backup stays.
  const last = await backupFrom(world, ClusterId, () =>
    cloudhsm(world, 'DeleteHsm', { ClusterId, HsmId: hsms[0]?.hsmId }),
  );
  await clusterWhen(world, ClusterId, (cluster) => cluster.hsms.length === 0);
  await advanceDays(world, 30);
  await until(world, 'nothing expires', async () => ((await ready()).length === 2 ? true : undefined));
  expect(new Set((await ready()).map(({ BackupId }) => BackupId))).toEqual(new Set([last, kept]));
});
