import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { until } from '../worlds/world.ts';
import { AwsCli, whyNoAwsCli } from '../worlds/aws-cli.ts';

const missing = whyNoAwsCli();
if (missing !== undefined) console.log(`The disaster is skipped: ${missing}.`);

const OTHER_REGION = 'us-west-2';
const SECRET = 'outlives its cluster';

interface Cluster {
  readonly ClusterId: string;
  readonly State: string;
  readonly SubnetMapping: Readonly<Record<string, string>>;
  readonly Certificates: { readonly ClusterCertificate: string };
  readonly BackupRetentionPolicy: object;
  readonly SourceBackupId?: string;
  readonly Hsms: readonly { readonly HsmId: string; readonly State: string; readonly EniIp: string }[];
}
interface Backup {
  readonly BackupId: string;
  readonly BackupState: string;
  readonly NeverExpires: boolean;
  readonly SourceBackup?: string;
  readonly DeleteTimestamp?: string;
}

/**
 * Drills DS-15, DS-16, DS-17, DS-26 and DS-27 as an operator types them: backups are kept, copied, deleted and restored;
 * then everything goes, and one backup brings it back.
 * Source: AWS CloudHSM User Guide, "AWS CloudHSM cluster backups"; AWS KMS Developer Guide, "How to fix a failing KMS key".
 */
test.skipIf(missing !== undefined)(
  'a cluster is deleted with all its HSMs, and comes back from its newest backup, with the AWS CLI alone',
  { timeout: 600_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keystorm-disaster-'));
    try {
      await withProcessWorld(async (world, system) => {
        const aws = await AwsCli.for(system, folder);
        const waitFor = <T>(what: string, ask: () => Promise<T | undefined>) => until(world, `${what}: in vain`, ask);
        const clusters = async () => (await aws.ask<{ Clusters: Cluster[] }>('cloudhsmv2 describe-clusters')).Clusters;
        const backups = async (filters: string, cli = aws) =>
          (await cli.ask<{ Backups: Backup[] }>(`cloudhsmv2 describe-backups --filters ${filters}`)).Backups;
        const [cluster] = await clusters();
        const id = cluster!.ClusterId;
        const now = async () => (await clusters()).find(({ ClusterId }) => ClusterId === id);
        const { CustomKeyStores } = await aws.ask<{ CustomKeyStores: { CustomKeyStoreId: string }[] }>(
          'kms describe-custom-key-stores',
        );
        const store = `--custom-key-store-id ${CustomKeyStores[0]?.CustomKeyStoreId}`;
        const connection = (wanted: string) =>
          waitFor(`the store is ${wanted}`, async () => {
            const described = await aws.ask<{
              CustomKeyStores: { ConnectionState: string; ConnectionErrorCode?: string }[];
            }>(`kms describe-custom-key-stores ${store}`);
            const { ConnectionState, ConnectionErrorCode = '' } = described.CustomKeyStores[0]!;
            return `${ConnectionState} ${ConnectionErrorCode}`.trim() === wanted ? true : undefined;
          });

        // 1. Something that must not be lost.
        writeFileSync(join(folder, 'plaintext'), SECRET);
        const { CiphertextBlob } = await aws.ask<{ CiphertextBlob: string }>(
          'kms encrypt --key-id alias/example --plaintext fileb://plaintext',
        );
        writeFileSync(join(folder, 'ciphertext'), Buffer.from(CiphertextBlob, 'base64'));
        const decrypt = async () => {
          const { Plaintext } = await aws.ask<{ Plaintext: string }>(
            'kms decrypt --ciphertext-blob fileb://ciphertext',
          );
          return Buffer.from(Plaintext, 'base64').toString();
        };

        // 2. Each HSM that goes leaves a backup; the cluster stays ACTIVE, and with one HSM the keys can still be used.
        const before = (await backups(`clusterIds=${id}`)).length;
        const [last, ...others] = cluster!.Hsms;
        for (const { EniIp } of others) await aws.ask(`cloudhsmv2 delete-hsm --cluster-id ${id} --eni-ip ${EniIp}`);
        await waitFor('one HSM is left', async () => ((await now())?.Hsms.length === 1 ? true : undefined));
        expect(await decrypt()).toBe(SECRET);
        expect(await aws.refusal(`cloudhsmv2 delete-cluster --cluster-id ${id}`)).toBe(
          `An error occurred (CloudHsmInvalidRequestException) when calling the DeleteCluster operation: Cluster '${id}' still contains HSMs. Delete all HSMs before deleting the cluster.`,
        );
        await aws.ask(`cloudhsmv2 delete-hsm --cluster-id ${id} --hsm-id ${last?.HsmId}`);
        await waitFor('no HSM is left', async () => ((await now())?.Hsms.length === 0 ? true : undefined));
        expect((await now())?.State).toBe('ACTIVE');
        expect(await aws.refusal('kms decrypt --ciphertext-blob fileb://ciphertext')).toContain(
          'KMS cannot communicate with your CloudHSM cluster',
        );
        const [newest, older] = await backups(`clusterIds=${id}`);
        expect(await backups(`clusterIds=${id}`)).toHaveLength(before + 3);

        // 3. Backups are kept for as long as one likes, and can be deleted, restored, and copied to another Region.
        await aws.ask(`cloudhsmv2 modify-cluster --cluster-id ${id} --backup-retention-policy Type=DAYS,Value=7`);
        expect((await now())?.BackupRetentionPolicy).toEqual({ Type: 'DAYS', Value: '7' });
        expect(
          await aws.refusal(`cloudhsmv2 modify-cluster --cluster-id ${id} --backup-retention-policy Type=DAYS,Value=6`),
        ).toContain('(CloudHsmInvalidRequestException)');
        const { Backup: kept } = await aws.ask<{ Backup: Backup }>(
          `cloudhsmv2 modify-backup-attributes --backup-id ${newest?.BackupId} --never-expires`,
        );
        expect(kept.NeverExpires).toBe(true);
        const { Backup: deleted } = await aws.ask<{ Backup: Backup }>(
          `cloudhsmv2 delete-backup --backup-id ${older?.BackupId}`,
        );
        expect(deleted).toMatchObject({
          BackupState: 'PENDING_DELETION',
          DeleteTimestamp: expect.any(String) as string,
        });
        const subnets = Object.values(cluster!.SubnetMapping).join(' ');
        const create = (backupId: string | undefined) =>
          `cloudhsmv2 create-cluster --hsm-type hsm1.medium --source-backup-id ${backupId} --subnet-ids ${subnets}`;
        expect(await aws.refusal(create(older?.BackupId))).toContain(
          `Backup '${older?.BackupId}' is in state PENDING_DELETION; CreateCluster requires READY.`,
        );
        await aws.ask(`cloudhsmv2 restore-backup --backup-id ${older?.BackupId}`);
        expect(await backups(`backupIds=${older?.BackupId},states=READY`)).toHaveLength(1);
        await aws.ask(
          `cloudhsmv2 copy-backup-to-region --destination-region ${OTHER_REGION} --backup-id ${newest?.BackupId}`,
        );
        const there = aws.with({ AWS_REGION: OTHER_REGION, AWS_DEFAULT_REGION: OTHER_REGION });
        const [copy] = await waitFor('the copy arrives', async () => {
          const found = await backups(`sourceBackupIds=${newest?.BackupId},states=READY`, there);
          return found.length > 0 ? found : undefined;
        });
        expect(copy).toMatchObject({ SourceBackup: newest?.BackupId, BackupState: 'READY' });

        // 4. The cluster goes, too. Its backups stay.
        await aws.ask(`kms disconnect-custom-key-store ${store}`);
        await aws.ask(`cloudhsmv2 delete-cluster --cluster-id ${id}`);
        await waitFor('the cluster is gone', async () => ((await now())?.State === 'DELETED' ? true : undefined));
        await connection('DISCONNECTED');
        await aws.ask(`kms connect-custom-key-store ${store}`);
        await connection('FAILED CLUSTER_NOT_FOUND');
        await aws.ask(`kms disconnect-custom-key-store ${store}`);

        // 5. The newest backup makes a cluster with the same certificate, users and keys. KMS knows the password of kmsuser.
        const { Cluster: made } = await aws.ask<{ Cluster: Cluster }>(create(newest?.BackupId));
        expect(made).toMatchObject({ SourceBackupId: newest?.BackupId, Certificates: cluster!.Certificates });
        const restored = async () => (await clusters()).find(({ ClusterId }) => ClusterId === made.ClusterId);
        await waitFor('the new cluster is ACTIVE', async () =>
          (await restored())?.State === 'ACTIVE' ? true : undefined,
        );
        for (const zone of ['us-east-1a', 'us-east-1b'])
          await aws.ask(`cloudhsmv2 create-hsm --cluster-id ${made.ClusterId} --availability-zone ${zone}`);
        await waitFor('its HSMs are ACTIVE', async () => {
          const hsms = (await restored())?.Hsms ?? [];
          return hsms.length === 2 && hsms.every(({ State }) => State === 'ACTIVE') ? true : undefined;
        });
        await connection('DISCONNECTED');
        await aws.ask(`kms update-custom-key-store ${store} --cloud-hsm-cluster-id ${made.ClusterId}`);
        await aws.ask(`kms connect-custom-key-store ${store}`);
        await connection('CONNECTED');
        expect(await decrypt()).toBe(SECRET);

        // 6. Accidents of its network, which the lab makes and mends.
        const lab = async (...args: readonly string[]) => {
          const { code, stdout, stderr } = await system.keystorm('lab', ...args);
          expect([stderr, code]).toEqual(['', 0]);
          return stdout.trim();
        };
        expect(await lab('sg', 'drop', made.ClusterId)).toContain('lets nothing through');
        expect(await aws.refusal('kms decrypt --ciphertext-blob fileb://ciphertext')).toContain('cannot communicate');
        expect(await lab('sg', 'restore', made.ClusterId)).toContain('admits its members again');
        await waitFor('the HSMs can be reached', () => decrypt().catch(() => undefined));
        const [subnet = ''] = Object.values(cluster!.SubnetMapping);
        expect(await lab('subnet', 'fill', subnet, '--leave-free', '1')).toMatch(
          /^\d+ addresses of subnet-.* are taken/,
        );
        expect(await lab('subnet', 'drain', subnet)).toMatch(/^\d+ addresses of subnet-.* are free again\.$/);
        expect(await lab('steps', '--json')).toBe('{"steps":[]}');
        const { code, stderr } = await system.keystorm('lab', 'replace-hsm', 'hsm-aaaaaaaaaaa');
        expect([stderr, code]).toEqual([expect.stringContaining('could not be found'), 1]);
      }, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
