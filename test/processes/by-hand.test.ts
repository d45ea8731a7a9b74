import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { REGION, until } from '../worlds/world.ts';
import { AwsCli, whyNoAwsCli } from '../worlds/aws-cli.ts';
import { run, runWell } from '../worlds/command.ts';

const missing = whyNoAwsCli();
if (missing !== undefined) console.log(`The road by hand is skipped: ${missing}.`);

interface Clusters {
  readonly Clusters: readonly {
    readonly State: string;
    readonly Hsms: readonly { readonly State: string; readonly EniIp: string }[];
    readonly Certificates: { readonly ClusterCsr: string };
  }[];
}
interface KeyStores {
  readonly CustomKeyStores: readonly { readonly ConnectionState: string }[];
}

/** A command of ours, as npx finds it. */
const tool = (name: string) => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));

/**
 * Everything that `keystorm up` does by itself, done by hand: read it from top to bottom to learn what a custom key
 * store stands on. Source: AWS CloudHSM User Guide, "Getting started"; AWS KMS Developer Guide, "Create an AWS CloudHSM
 * key store".
 */
test.skipIf(missing !== undefined)(
  'from an empty system to a key in a custom key store, by hand',
  {
    timeout: 600_000,
  },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keystorm-hand-'));
    try {
      await withProcessWorld(
        async (world, system) => {
          const aws = await AwsCli.for(system, folder);
          const openssl = (command: string) => runWell('/usr/bin/openssl', command.split(' '), { cwd: folder });
          const waitFor = <T>(what: string, ask: () => Promise<T | undefined>) => until(world, `${what}: in vain`, ask);

          // 1. A cluster stands in a VPC. There is one already, with a private subnet in each Availability Zone.
          const { subnets } = await world.clusterService.call('ListSubnets', { region: REGION }, { deadlineMs: 5_000 });
          const subnetIds = subnets.map(({ subnetId }) => subnetId).join(' ');
          const { Cluster } = await aws.ask<{ Cluster: { ClusterId: string } }>(
            `cloudhsmv2 create-cluster --hsm-type hsm1.medium --subnet-ids ${subnetIds}`,
          );
          const id = Cluster.ClusterId;
          const cluster = async () =>
            (await aws.ask<Clusters>(`cloudhsmv2 describe-clusters --filters clusterIds=${id}`)).Clusters[0]!;
          const stateIs = (state: string) =>
            waitFor(`the cluster becomes ${state}`, async () => ((await cluster()).State === state ? true : undefined));
          const activeHsms = (count: number) =>
            waitFor(`${count} HSMs become ACTIVE`, async () => {
              const { Hsms } = await cluster();
              return Hsms.length === count && Hsms.every(({ State }) => State === 'ACTIVE') ? Hsms : undefined;
            });
          await stateIs('UNINITIALIZED');

          // 2. The first HSM. It makes a key pair for the whole cluster, and a request to have it certified.
          await aws.ask(`cloudhsmv2 create-hsm --cluster-id ${id} --availability-zone us-east-1a`);
          const [first] = await activeHsms(1);
          writeFileSync(join(folder, 'cluster.csr'), (await cluster()).Certificates.ClusterCsr);

          // 3. Your own certificate authority signs it. So the cluster is yours, and its HSMs can prove that they are.
          await openssl('genrsa -out customerCA.key 2048');
          await openssl(
            'req -new -x509 -days 3652 -key customerCA.key -out customerCA.crt -subj /C=US/O=Example/CN=CA',
          );
          await openssl(
            'x509 -req -days 3652 -in cluster.csr -CA customerCA.crt -CAkey customerCA.key -CAcreateserial -out cluster.crt',
          );
          await aws.ask(
            `cloudhsmv2 initialize-cluster --cluster-id ${id} --signed-cert file://cluster.crt --trust-anchor file://customerCA.crt`,
          );
          await stateIs('INITIALIZED');

          // 4. The tools learn where the HSM is, and whom to trust.
          mkdirSync(join(system.dataDir, 'etc'), { recursive: true });
          copyFileSync(join(folder, 'customerCA.crt'), join(system.dataDir, 'etc/customerCA.crt'));
          const configure = () => runWell(tool('configure'), ['-a', first!.EniIp, '--data-dir', system.dataDir]);
          const manage = (...lines: readonly string[]) =>
            runWell(tool('cloudhsm_mgmt_util'), ['--data-dir', system.dataDir], { input: `${lines.join('\n')}\n` });
          await configure();

          // 5. The first officer changes the password that everybody knows. That activates the cluster.
          const activation = await manage(
            'loginHSM PRECO admin password',
            'changePswd PRECO admin Officer1',
            'y',
            'logoutHSM',
            'quit',
          );
          expect(activation).toContain('changePswd success on server 0');
          await stateIs('ACTIVE');

          // 6. KMS wants two HSMs in different zones. The tools do not notice a new one by themselves.
          await aws.ask(`cloudhsmv2 create-hsm --cluster-id ${id} --availability-zone us-east-1b`);
          await activeHsms(2);
          await configure();

          // 7. The crypto user as whom KMS will log in, on both HSMs.
          const user = await manage(
            'loginHSM CO admin Officer1',
            'createUser CU kmsuser kmsPswd1',
            'y',
            'logoutHSM',
            'quit',
          );
          expect(user).toContain('createUser success on server 0');
          expect(user).toContain('createUser success on server 1');

          // 8. The custom key store. Connecting it, KMS changes the password of kmsuser: from now on nobody knows it.
          const { CustomKeyStoreId } = await aws.ask<{ CustomKeyStoreId: string }>(
            `kms create-custom-key-store --custom-key-store-name ByHand --cloud-hsm-cluster-id ${id} --key-store-password kmsPswd1 --trust-anchor-certificate file://customerCA.crt`,
          );
          await aws.ask(`kms connect-custom-key-store --custom-key-store-id ${CustomKeyStoreId}`);
          await waitFor('the store is connected', async () => {
            const { CustomKeyStores } = await aws.ask<KeyStores>('kms describe-custom-key-stores');
            return CustomKeyStores[0]?.ConnectionState === 'CONNECTED' ? true : undefined;
          });

          // 9. A KMS key whose key material is in your HSMs, and in no other place.
          const { KeyMetadata } = await aws.ask<{ KeyMetadata: { KeyId: string; Arn: string } }>(
            `kms create-key --origin AWS_CLOUDHSM --custom-key-store-id ${CustomKeyStoreId}`,
          );
          writeFileSync(join(folder, 'plaintext'), 'worth the way');
          const { CiphertextBlob } = await aws.ask<{ CiphertextBlob: string }>(
            `kms encrypt --key-id ${KeyMetadata.KeyId} --plaintext fileb://plaintext`,
          );
          writeFileSync(join(folder, 'ciphertext'), Buffer.from(CiphertextBlob, 'base64'));
          const { Plaintext, KeyId } = await aws.ask<{ Plaintext: string; KeyId: string }>(
            'kms decrypt --ciphertext-blob fileb://ciphertext',
          );
          expect(Buffer.from(Plaintext, 'base64').toString()).toBe('worth the way');
          expect(KeyId).toBe(KeyMetadata.Arn);

          // 10. kmsuser is still there, but the password that you gave it is not.
          const { stdout } = await run(tool('cloudhsm_mgmt_util'), ['--data-dir', system.dataDir], {
            input: 'loginHSM CU kmsuser kmsPswd1\nquit\n',
          });
          expect(stdout).toContain('loginHSM failed');
        },
        ['--empty'],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
