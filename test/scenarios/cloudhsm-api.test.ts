import { describe, expect, test } from 'vitest';
import { DEADLINE } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld, REGION } from '../worlds/managed-cluster.ts';

interface ApiBackup {
  readonly BackupId: string;
  readonly BackupArn: string;
  readonly BackupState: string;
  readonly ClusterId?: string;
  readonly CreateTimestamp: number;
  readonly CopyTimestamp?: number;
  readonly NeverExpires: boolean;
  readonly SourceRegion?: string;
  readonly SourceBackup?: string;
  readonly SourceCluster?: string;
  readonly DeleteTimestamp?: number;
  readonly TagList: readonly Tag[];
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const OTHER_REGION = 'eu-west-1';
const FRIEND = { accountId: '444455556666' };
const DAY_MS = 86_400_000;
const INVALID = 'CloudHsmInvalidRequestException';
const NOT_FOUND = 'CloudHsmResourceNotFoundException';

const tag = (Key: string, Value = 'v'): Tag => ({ Key, Value });

async function backupsIn({ api }: ManagedWorld, input: object, caller: object = {}): Promise<readonly ApiBackup[]> {
  return (await api<{ Backups: readonly ApiBackup[] }>('DescribeBackups', input, caller)).Backups;
}

/** An active cluster, and its first backup, which is READY. */
async function clusterWithBackup(world: ManagedWorld, hsms = 1) {
  const cluster = await world.activeCluster(hsms);
  await world.jobsDone();
  const [backup] = await backupsIn(world, { Filters: { clusterIds: [cluster.clusterId] } });
  return { cluster, backup: backup!, subnetIds: cluster.subnets.map(({ subnetId }) => subnetId) };
}

describe('tags', () => {
  test('of clusters and backups are set, replaced, listed in pages, removed', () =>
    inManagedWorld('tags', async (world) => {
      const { cluster, backup } = await clusterWithBackup(world);
      for (const ResourceId of [cluster.clusterId, backup.BackupId]) {
        const list = async () => (await world.api<{ TagList: Tag[] }>('ListTags', { ResourceId })).TagList;
        expect(await list()).toEqual([]);
        const TagList = ['a', 'b', 'c'].map((key) => tag(key));
        expect(await world.api('TagResource', { ResourceId, TagList })).toEqual({});
        await world.api('TagResource', { ResourceId, TagList: [tag('b', 'new')] });
        expect(await list()).toEqual([tag('a'), tag('b', 'new'), tag('c')]);
        const first = await world.api<{ TagList: Tag[]; NextToken: string }>('ListTags', { ResourceId, MaxResults: 2 });
        expect(first.TagList.map(({ Key }) => Key)).toEqual(['a', 'b']);
        const { NextToken } = first;
        expect(await world.api('ListTags', { ResourceId, MaxResults: 2, NextToken })).toEqual({ TagList: [tag('c')] });
        expect(await world.api('UntagResource', { ResourceId, TagKeyList: ['a', 'never'] })).toEqual({});
        expect((await list()).map(({ Key }) => Key)).toEqual(['b', 'c']);
        const many = Array.from({ length: 49 }, (_, index) => tag(`k${index}`));
        await expect(world.api('TagResource', { ResourceId, TagList: many })).rejects.toThrow(
          'CloudHsmResourceLimitExceededException: A resource has at most 50 tags',
        );
        expect(await list()).toHaveLength(2);
        const refused = 'CloudHsmTagException: ';
        await expect(world.api('TagResource', { ResourceId, TagList: [tag('aws:x')] })).rejects.toThrow(refused);
        await expect(world.api('TagResource', { ResourceId, TagList: [tag('x'), tag('x')] })).rejects.toThrow(refused);
        await expect(world.api('UntagResource', { ResourceId, TagKeyList: ['aws:x'] })).rejects.toThrow(refused);
      }
      const { Clusters } = await world.api<{ Clusters: { TagList: Tag[] }[] }>('DescribeClusters', {});
      expect(Clusters[0]?.TagList).toEqual([tag('b', 'new'), tag('c')]);
    }));
});

describe('a backup', () => {
  test('is deleted, restored within seven days, and kept by an attribute', () =>
    inManagedWorld('backup-life', async (world) => {
      const { backup, cluster, subnetIds } = await clusterWithBackup(world);
      const { BackupId } = backup;
      await expect(world.api('RestoreBackup', { BackupId })).rejects.toThrow(
        `Backup '${BackupId}' is in state READY; RestoreBackup requires PENDING_DELETION.`,
      );
      const { Backup: deleted } = await world.api<{ Backup: ApiBackup }>('DeleteBackup', { BackupId });
      expect(deleted.BackupState).toBe('PENDING_DELETION');
      const now = world.operator.clock.now() / 1000;
      expect(Math.abs((deleted.DeleteTimestamp ?? 0) - now - (7 * DAY_MS) / 1000)).toBeLessThan(10);
      for (const [operation, input] of [
        ['DeleteBackup', { BackupId }],
        ['ModifyBackupAttributes', { BackupId, NeverExpires: true }],
        ['CopyBackupToRegion', { BackupId, DestinationRegion: OTHER_REGION }],
        ['CreateCluster', { HsmType: 'hsm1.medium', SubnetIds: subnetIds, SourceBackupId: BackupId }],
        ['PutResourcePolicy', { ResourceArn: backup.BackupArn, Policy: sharing(backup.BackupArn) }],
      ] as const) {
        await expect(world.api(operation, input)).rejects.toThrow(
          `${INVALID}: Backup '${BackupId}' is in state PENDING_DELETION; ${operation} requires READY.`,
        );
      }
      const { Backup: restored } = await world.api<{ Backup: ApiBackup }>('RestoreBackup', { BackupId });
      expect([restored.BackupState, restored.DeleteTimestamp]).toEqual(['READY', undefined]);
      const kept = await world.api<{ Backup: ApiBackup }>('ModifyBackupAttributes', { BackupId, NeverExpires: true });
      expect(kept.Backup.NeverExpires).toBe(true);
      const never = { clusterIds: [cluster.clusterId], neverExpires: ['true'] };
      expect(await backupsIn(world, { Filters: never })).toHaveLength(1);
      expect(await backupsIn(world, { Filters: { ...never, neverExpires: ['false'] } })).toHaveLength(0);
    }));

  test('is copied to another Region, where it belongs to no cluster, and makes a cluster of the lineage', () =>
    inManagedWorld('copy', async (world) => {
      const { backup, cluster } = await clusterWithBackup(world);
      const { BackupId, CreateTimestamp } = backup;
      const there = { region: OTHER_REGION };
      const request = { BackupId, DestinationRegion: OTHER_REGION, TagList: [tag('copied')] };
      expect(await world.api('CopyBackupToRegion', request)).toEqual({
        DestinationBackup: {
          CreateTimestamp,
          SourceRegion: REGION,
          SourceBackup: BackupId,
          SourceCluster: cluster.clusterId,
        },
      });
      await world.jobsDone();
      const [copied] = await backupsIn(world, { Filters: { sourceBackupIds: [BackupId] } }, there);
      expect(copied).toMatchObject({
        BackupState: 'READY',
        CreateTimestamp,
        SourceRegion: REGION,
        SourceBackup: BackupId,
        SourceCluster: cluster.clusterId,
        TagList: [tag('copied')],
      });
      expect(copied?.ClusterId).toBeUndefined();
      expect(copied?.CopyTimestamp).toBeGreaterThan(CreateTimestamp);
      expect(copied?.BackupId).not.toBe(BackupId);
      expect(await backupsIn(world, { Filters: { sourceBackupIds: [BackupId] } })).toEqual([]);
      await world.api('TagResource', { ResourceId: BackupId, TagList: [tag('source')] });
      await world.api('CopyBackupToRegion', { BackupId, DestinationRegion: 'eu-west-2' });
      expect(await backupsIn(world, {}, { region: 'eu-west-2' })).toMatchObject([{ TagList: [tag('source')] }]);
      const { subnets } = await world.clusters.call('ListSubnets', there, DEADLINE);
      const { Cluster } = await world.api<{ Cluster: { Certificates: { ClusterCertificate: string } } }>(
        'CreateCluster',
        { HsmType: 'hsm1.medium', SubnetIds: [subnets[0]?.subnetId], SourceBackupId: copied?.BackupId },
        there,
      );
      expect(Cluster.Certificates.ClusterCertificate).toBe(cluster.clusterCertificate);
      for (const [DestinationRegion, error] of [
        [REGION, `Backup '${BackupId}' is in Region ${REGION} already.`],
        ['us-gov-west-1', `Backups cannot be copied from ${REGION} to us-gov-west-1.`],
      ])
        await expect(world.api('CopyBackupToRegion', { BackupId, DestinationRegion })).rejects.toThrow(error);
    }));

  test('is shared by a policy: seen, copied and made a cluster of by another account, which may do no more', () =>
    inManagedWorld('shared', async (world) => {
      const { backup, cluster, subnetIds } = await clusterWithBackup(world);
      const { BackupId, BackupArn: ResourceArn } = backup;
      const create = { HsmType: 'hsm1.medium', SubnetIds: subnetIds, SourceBackupId: ResourceArn };
      await expect(world.api('GetResourcePolicy', { ResourceArn })).rejects.toThrow(NOT_FOUND);
      await expect(world.api('DeleteResourcePolicy', { ResourceArn })).rejects.toThrow(NOT_FOUND);
      const copy = { BackupId, DestinationRegion: OTHER_REGION };
      await expect(world.api('CreateCluster', create, FRIEND)).rejects.toThrow(NOT_FOUND);
      await expect(world.api('CopyBackupToRegion', copy, FRIEND)).rejects.toThrow(NOT_FOUND);
      const Policy = sharing(ResourceArn);
      expect(await world.api('PutResourcePolicy', { ResourceArn, Policy })).toEqual({ ResourceArn, Policy });
      expect(await world.api('GetResourcePolicy', { ResourceArn })).toEqual({ Policy });

      expect(await backupsIn(world, {}, FRIEND)).toEqual([]);
      expect(await backupsIn(world, { Shared: true })).toEqual([]);
      expect((await backupsIn(world, { Shared: true }, FRIEND)).map((shared) => shared.BackupId)).toEqual([BackupId]);
      for (const [operation, input] of [
        ['DeleteBackup', { BackupId }],
        ['TagResource', { ResourceId: BackupId, TagList: [tag('x')] }],
        ['GetResourcePolicy', { ResourceArn }],
        ['DeleteResourcePolicy', { ResourceArn }],
        ['CreateCluster', { ...create, SourceBackupId: BackupId }],
        ['DeleteCluster', { ClusterId: cluster.clusterId }],
      ] as const)
        await expect(world.api(operation, input, FRIEND)).rejects.toThrow(NOT_FOUND);
      const { Cluster } = await world.api<{ Cluster: { ClusterId: string } }>('CreateCluster', create, FRIEND);
      expect(await idsOf(world, FRIEND)).toEqual([Cluster.ClusterId]);
      expect(await idsOf(world, {})).toEqual([cluster.clusterId]);
      await world.api('CopyBackupToRegion', copy, FRIEND);
      await world.jobsDone();
      const copies = { Filters: { sourceBackupIds: [BackupId] } };
      expect(await backupsIn(world, copies, { ...FRIEND, region: OTHER_REGION })).toMatchObject([
        { BackupState: 'READY', SourceCluster: cluster.clusterId },
      ]);
      expect(await backupsIn(world, copies, { region: OTHER_REGION })).toEqual([]);

      expect(await world.api('DeleteResourcePolicy', { ResourceArn })).toEqual({ ResourceArn, Policy });
      expect(await backupsIn(world, { Shared: true }, FRIEND)).toEqual([]);
    }));

  test.each([
    { name: 'no ARN', input: { Policy: '{}' }, error: 'Specify a ResourceArn.' },
    { name: 'a cluster', input: { ResourceArn: arnOf('cluster/cluster-aaaaaaaaaaa') }, error: 'Only backups' },
    { name: 'an unknown backup', input: { ResourceArn: arnOf('backup/backup-aaaaaaaaaaa') }, error: NOT_FOUND },
  ])('has no policy under $name', ({ input, error }) =>
    inManagedWorld('policies', async ({ api }) => {
      for (const operation of ['PutResourcePolicy', 'GetResourcePolicy', 'DeleteResourcePolicy'])
        await expect(api(operation, input)).rejects.toThrow(error);
    }),
  );

  test.each([
    { operation: 'DeleteBackup', input: {} },
    { operation: 'RestoreBackup', input: {} },
    { operation: 'ModifyBackupAttributes', input: { NeverExpires: true } },
    { operation: 'CopyBackupToRegion', input: { DestinationRegion: OTHER_REGION } },
  ])('that is unknown: $operation says so', ({ operation, input }) =>
    inManagedWorld('unknown', async ({ api }) => {
      await expect(api(operation, { BackupId: 'backup-aaaaaaaaaaa', ...input })).rejects.toThrow(
        `${NOT_FOUND}: Backup backup-aaaaaaaaaaa could not be found.`,
      );
    }),
  );
});

describe('retention', () => {
  test('is ninety days, and changed between 7 and 379', () =>
    inManagedWorld('retention', async (world) => {
      const { clusterId: ClusterId } = await world.activeCluster(1);
      const modify = (Value: string | undefined) =>
        world.api<{ Cluster: { BackupRetentionPolicy: object } }>('ModifyCluster', {
          ClusterId,
          BackupRetentionPolicy: { Type: 'DAYS', Value },
        });
      const { Clusters } = await world.api<{ Clusters: { BackupRetentionPolicy: object }[] }>('DescribeClusters', {});
      expect(Clusters[0]?.BackupRetentionPolicy).toEqual({ Type: 'DAYS', Value: '90' });
      for (const days of ['7', '379'])
        expect((await modify(days)).Cluster.BackupRetentionPolicy).toEqual({ Type: 'DAYS', Value: days });
      for (const days of ['6', '380', '0'])
        await expect(modify(days)).rejects.toThrow(`${INVALID}: The backup retention must be from 7 to 379 days.`);
      await expect(modify(undefined)).rejects.toThrow('has no value');
      await expect(world.api('ModifyCluster', { ClusterId })).rejects.toThrow(INVALID);
    }));
});

function sharing(Resource: string): string {
  const Action = ['cloudhsm:DescribeBackups', 'cloudhsm:CreateCluster', 'cloudhsm:CopyBackupToRegion'];
  const statement = { Effect: 'Allow', Principal: { AWS: FRIEND.accountId }, Action, Resource };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function arnOf(resource: string): string {
  return `arn:aws:cloudhsm:${REGION}:111122223333:${resource}`;
}

async function idsOf({ api }: ManagedWorld, caller: object): Promise<readonly string[]> {
  const { Clusters } = await api<{ Clusters: { ClusterId: string }[] }>('DescribeClusters', {}, caller);
  return Clusters.map(({ ClusterId }) => ClusterId);
}
