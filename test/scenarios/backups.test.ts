import { HSM_SERVICE } from '@keystorm/protocol';
import { describe, expect, test } from 'vitest';
import {
  createCryptoUser,
  DEADLINE,
  generateKey,
  logIn,
  OFFICER_PASSWORD,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld, REGION } from '../worlds/managed-cluster.ts';

interface ApiBackup {
  readonly BackupId: string;
  readonly BackupState: string;
  readonly NeverExpires: boolean;
}

const DAY_MS = 86_400_000;

async function backupsOf({ api }: ManagedWorld, clusterId: string, states?: readonly string[]) {
  const Filters = { clusterIds: [clusterId], ...(states && { states }) };
  return (await api<{ Backups: readonly ApiBackup[] }>('DescribeBackups', { Filters })).Backups;
}

/** Moves the clock, and waits for everything that falls due then. */
async function advanceDays(world: ManagedWorld, days: number): Promise<void> {
  await world.clusters.call('AdvanceClock', { byMs: days * DAY_MS }, DEADLINE);
  await world.operator.clock.sleep(3_000);
  await world.jobsDone();
}

const fileOf = (backupId: string) => `backups/${backupId}.sealed`;

describe('day by day', () => {
  test('a cluster is backed up, and what is older than its retention goes, but for the last one and those that are kept', () =>
    inManagedWorld('days', async (world) => {
      const { clusterId: ClusterId, hsms } = await world.activeCluster(1);
      await world.jobsDone();
      await world.api('ModifyCluster', { ClusterId, BackupRetentionPolicy: { Type: 'DAYS', Value: '7' } });
      const [first] = await backupsOf(world, ClusterId);
      await world.api('ModifyBackupAttributes', { BackupId: first!.BackupId, NeverExpires: true });
      for (let day = 1; day <= 10; day += 1) await advanceDays(world, 1);
      const ready = await backupsOf(world, ClusterId, ['READY']);
      expect(ready).toHaveLength(8);
      expect(ready.map(({ BackupId }) => BackupId)).toContain(first!.BackupId);
      const pending = await backupsOf(world, ClusterId, ['PENDING_DELETION']);
      expect(pending).toHaveLength(3);

      // What expired can be restored; it expires again, unless it is kept.
      const BackupId = pending[0]!.BackupId;
      await world.api('RestoreBackup', { BackupId });
      await world.api('ModifyBackupAttributes', { BackupId, NeverExpires: true });
      await world.api('DeleteHsm', { ClusterId, HsmId: hsms[0]!.hsmId });
      await world.clusterWhen(ClusterId, (now) => now.hsms.length === 0);
      await advanceDays(world, 6);
      await advanceDays(world, 30);
      const left = await backupsOf(world, ClusterId, ['READY']);
      expect(left.filter(({ NeverExpires }) => !NeverExpires)).toHaveLength(1);
      expect(left).toHaveLength(3);
      const disk = world.sim.runtime('manager').storage;
      const files = async () => (await disk.listFiles('backups/')).length;
      expect(await files()).toBe(left.length + (await backupsOf(world, ClusterId, ['PENDING_DELETION'])).length);
      await advanceDays(world, 8);
      await advanceDays(world, 1);
      expect(await backupsOf(world, ClusterId)).toEqual(left);
      expect(await files()).toBe(3);
    }));

  test('a backup that was deleted is purged after seven days, shown for an hour, and gone', () =>
    inManagedWorld('purge', async (world) => {
      const { clusterId } = await world.activeCluster(1);
      await world.jobsDone();
      const [backup] = await backupsOf(world, clusterId);
      const { BackupId } = backup!;
      await world.api('DeleteBackup', { BackupId });
      await advanceDays(world, 6.9);
      expect((await backupsOf(world, clusterId, ['PENDING_DELETION'])).map((found) => found.BackupId)).toEqual([
        BackupId,
      ]);
      await advanceDays(world, 0.1);
      expect((await backupsOf(world, clusterId, ['DELETED'])).map((found) => found.BackupId)).toEqual([BackupId]);
      await expect(world.api('RestoreBackup', { BackupId })).rejects.toThrow(
        `Backup '${BackupId}' is in state DELETED; RestoreBackup requires PENDING_DELETION.`,
      );
      expect(await world.sim.runtime('manager').storage.readFile(fileOf(BackupId))).toBeUndefined();
      await advanceDays(world, 0.05);
      expect(await backupsOf(world, clusterId, ['DELETED'])).toEqual([]);
      await expect(world.api('RestoreBackup', { BackupId })).rejects.toThrow('could not be found');
    }));

  test('a jump over weeks brings one backup, and nothing that could not be restored', () =>
    inManagedWorld('jump', async (world) => {
      const { clusterId: ClusterId } = await world.activeCluster(1);
      await world.jobsDone();
      await world.api('ModifyCluster', { ClusterId, BackupRetentionPolicy: { Type: 'DAYS', Value: '7' } });
      await advanceDays(world, 60);
      expect(await backupsOf(world, ClusterId, ['READY'])).toHaveLength(1);
      expect(await backupsOf(world, ClusterId, ['PENDING_DELETION'])).toHaveLength(1);
    }));

  test('a cluster that is gone is shown for an hour, and its backups stay', () =>
    inManagedWorld('gone', async (world) => {
      const { clusterId: ClusterId, hsms } = await world.activeCluster(1);
      await world.api('DeleteHsm', { ClusterId, HsmId: hsms[0]!.hsmId });
      await world.clusterWhen(ClusterId, (now) => now.hsms.length === 0);
      await world.api('DeleteCluster', { ClusterId });
      await world.clusterWhen(ClusterId, ({ state }) => state === 'DELETED');
      await advanceDays(world, 400);
      const { Clusters } = await world.api<{ Clusters: unknown[] }>('DescribeClusters', {});
      expect(Clusters).toEqual([]);
      expect(await backupsOf(world, ClusterId, ['READY'])).toHaveLength(2);
    }));
});

describe('a damaged backup', () => {
  const DAMAGES = [
    {
      name: 'changed',
      damage: (content: Buffer) => Buffer.concat([content.subarray(0, -1), Buffer.of(content.at(-1)! ^ 1)]),
    },
    { name: 'cut', damage: (content: Buffer) => content.subarray(0, content.length / 2) },
    { name: 'missing', damage: () => undefined },
  ];

  test.each(DAMAGES)(
    '($name) is refused by name, and the cluster that it was for is left as it was',
    ({ name, damage }) =>
      inManagedWorld(`damaged-${name}`, async (world) => {
        const { clusterId: ClusterId, hsms, subnets } = await world.activeCluster(1);
        await world.jobsDone();
        await world.api('DeleteHsm', { ClusterId, HsmId: hsms[0]!.hsmId });
        await world.clusterWhen(ClusterId, (now) => now.hsms.length === 0);
        const [newest, older] = await backupsOf(world, ClusterId);
        const { BackupId } = newest!;
        const disk = world.sim.runtime('manager').storage;
        const content = damage((await disk.readFile(fileOf(BackupId)))!);
        if (content === undefined) await disk.removeFile(fileOf(BackupId));
        else await disk.writeFile(fileOf(BackupId), content);
        const refusal = `Backup ${BackupId} is ${name === 'missing' ? 'missing' : 'damaged'}.`;

        const SubnetIds = subnets.map(({ subnetId }) => subnetId);
        const create = { HsmType: 'hsm1.medium', SubnetIds, SourceBackupId: BackupId };
        await expect(world.api('CreateCluster', create)).rejects.toThrow(`CloudHsmInvalidRequestException: ${refusal}`);
        await world.api('CreateHsm', { ClusterId, AvailabilityZone: `${REGION}a` });
        await world.clusterWhen(ClusterId, (now) => now.hsms[0]?.state === 'DEGRADED');
        const { Clusters } = await world.api<{
          Clusters: { State: string; Hsms: { HsmId: string; StateMessage: string }[] }[];
        }>('DescribeClusters', {});
        expect(Clusters).toHaveLength(1);
        expect(Clusters[0]).toMatchObject({ State: 'ACTIVE' });
        const [failed] = Clusters[0]!.Hsms;
        expect(failed?.StateMessage).toBe(`HSM creation failed. Please delete this HSM and try again. ${refusal}`);
        const copy = { BackupId, DestinationRegion: 'eu-west-1' };
        await world.api('CopyBackupToRegion', copy);
        await world.jobsDone();
        const there = await world.api<{ Backups: ApiBackup[] }>('DescribeBackups', {}, { region: 'eu-west-1' });
        expect(there.Backups.map(({ BackupState }) => BackupState)).toEqual(['DELETED']);

        // The owner gives it up, and the one before it is taken.
        await world.api('DeleteHsm', { ClusterId, HsmId: failed?.HsmId });
        await world.clusterWhen(ClusterId, (now) => now.hsms.length === 0);
        await world.api('DeleteBackup', { BackupId });
        expect(older?.BackupState).toBe('READY');
        await world.api('CreateHsm', { ClusterId, AvailabilityZone: `${REGION}a` });
        await world.clusterWhen(ClusterId, (now) => now.hsms[0]?.state === 'ACTIVE');
        await world.jobsDone();
        // The appliance of the failed one is erased by the next health check.
        while ((await world.processes()).processes.length > 1) await world.operator.clock.sleep(50);
      }),
  );
});

describe('a restored cluster', () => {
  test('decrypts what the original encrypted, which is gone by then', () =>
    inManagedWorld('restored', async (world) => {
      const { clusterId: ClusterId, hsms, subnets, clusterCertificate } = await world.activeCluster(2);
      const tls = { trustAnchor: world.customer.ca.certificate };
      const connect = (address: string) => world.operator.network.connect(HSM_SERVICE, { address, tls });
      for (const { dataAddress } of hsms) {
        const officer = connect(dataAddress);
        await officer.call(
          'Login',
          { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD },
          DEADLINE,
        );
        await createCryptoUser(officer, 'alice');
        officer.close();
      }
      const alice = connect(hsms[0]!.dataAddress);
      await logIn(alice, 'alice');
      const secrets: { readonly handle: number; readonly ciphertext: Buffer }[] = [];
      for (let n = 0; n < 20; n += 1) {
        const handle = await generateKey(alice, `key ${n}`);
        const sent = { handle, plaintext: Buffer.from(`secret ${n}`) };
        secrets.push({ handle, ciphertext: (await alice.call('Encrypt', sent, DEADLINE)).ciphertext });
      }
      await world.clusterWhen(ClusterId, (now) => now.hsms.every(({ keys }) => keys === 20));
      for (const { hsmId } of hsms) await world.api('DeleteHsm', { ClusterId, HsmId: hsmId });
      await world.clusterWhen(ClusterId, (now) => now.hsms.length === 0);
      await world.api('DeleteCluster', { ClusterId });
      await world.clusterWhen(ClusterId, ({ state }) => state === 'DELETED');
      const [newest] = await backupsOf(world, ClusterId);
      const { Cluster } = await world.api<{ Cluster: { ClusterId: string } }>('CreateCluster', {
        HsmType: 'hsm2m.medium',
        SubnetIds: subnets.map(({ subnetId }) => subnetId),
        SourceBackupId: newest!.BackupId,
      });
      await world.clusterWhen(Cluster.ClusterId, ({ state }) => state === 'ACTIVE');
      for (const zone of ['a', 'b'])
        await world.api('CreateHsm', { ClusterId: Cluster.ClusterId, AvailabilityZone: `${REGION}${zone}` });
      const restored = await world.clusterWhen(
        Cluster.ClusterId,
        (now) => now.hsms.length === 2 && now.hsms.every(({ state }) => state === 'ACTIVE'),
      );
      expect(restored.clusterCertificate).toBe(clusterCertificate);
      for (const { dataAddress } of restored.hsms) {
        const there = connect(dataAddress);
        await logIn(there, 'alice');
        for (const [n, { handle, ciphertext }] of secrets.entries())
          expect((await there.call('Decrypt', { handle, ciphertext }, DEADLINE)).plaintext.toString()).toBe(
            `secret ${n}`,
          );
      }
    }));
});
