import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { done, failed } from '../worlds/cli-tool.ts';
import { runWell } from '../worlds/command.ts';
import { activeCluster, isWhole, OFFICER_PASSWORD } from '../worlds/fixture.ts';
import { withProcessWorld } from '../worlds/process-world.ts';
import { clusterWhen, REGION } from '../worlds/world.ts';
import { openTool } from './tools.ts';

const ADMIN = { CLOUDHSM_ROLE: 'admin', CLOUDHSM_PIN: `admin:${OFFICER_PASSWORD}` };
const ENFORCED = done({ 'mtls-enforcement-level': 'cluster' });
const TEST_MS_MAX = 400_000;

/** Source: AWS CloudHSM User Guide, "Set up mutual TLS between client and AWS CloudHSM". */
test('mutual TLS as the guide sets it up, with certificates of openssl', { timeout: TEST_MS_MAX }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-mtls-'));
  const path = (name: string) => join(folder, name);
  const openssl = (command: string) => runWell('/usr/bin/openssl', command.split(' '), { cwd: folder });
  try {
    await withProcessWorld(async (world, { dataDir }) => {
      const { clusterId, hsms } = await activeCluster(world, 1, REGION, 'hsm2m.medium');
      const type = (tool: string, ...words: readonly string[]) => openTool(tool, words, ADMIN).end();
      const configure = (...words: readonly string[]) => type('configure-cli', ...words, '--data-dir', dataDir);
      const cli = async (command: string) => {
        const { stdout } = await type('cloudhsm-cli', '--data-dir', dataDir, ...command.split(' '));
        return JSON.parse(stdout) as unknown;
      };
      const etc = join(dataDir, 'etc');
      mkdirSync(etc, { recursive: true });
      writeFileSync(join(etc, 'customerCA.crt'), world.customer.ca.certificate);
      expect((await configure('-a', hsms[0]!.eniIp)).exitCode).toBe(0);

      // 1. Create and register a trust anchor onto the HSM.
      await openssl('genrsa -out mtls_ca_root_1.key 2048');
      await openssl('req -new -x509 -days 9130 -key mtls_ca_root_1.key -out mtls_ca_root_1.crt -subj /C=US/O=Example');
      const register = `cluster mtls register-trust-anchor --path ${path('mtls_ca_root_1.crt')}`;
      const certificate = readFileSync(path('mtls_ca_root_1.crt'), 'utf8');
      const trust_anchor = { 'certificate-reference': '0x01', certificate, 'cluster-coverage': 'full' };
      expect(await cli(register)).toEqual(done({ trust_anchor }));
      expect(await cli('cluster mtls set-enforcement --level cluster')).toEqual(
        failed('Failed to set the mtls enforcement. Current connection must be mtls to set this enforcement.'),
      );

      // 2. Enable mTLS: the certificate has no common name.
      await openssl('genrsa -out ssl-client.key 2048');
      await openssl('req -new -key ssl-client.key -out ssl-client.csr -subj /O=Client');
      await openssl(
        'x509 -req -days 1826 -in ssl-client.csr -CA mtls_ca_root_1.crt -CAkey mtls_ca_root_1.key -CAcreateserial -out ssl-client.crt',
      );
      writeFileSync(path('ssl-client.pem'), readFileSync(path('ssl-client.crt'), 'utf8') + certificate);
      await openssl('rsa -aes256 -in ssl-client.key -out locked.key -passout pass:secret12');
      const use = (key: string) =>
        configure('--client-cert-hsm-tls-file', path('ssl-client.pem'), '--client-key-hsm-tls-file', path(key));
      expect(await use('locked.key')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('has a passphrase, which mutual TLS does not support') as string,
      });
      expect((await use('ssl-client.key')).exitCode).toBe(0);

      // 3. Set the mTLS enforcement. It outlives the process.
      expect(await cli('cluster mtls set-enforcement --level cluster')).toEqual(
        done({ message: 'Mtls enforcement level set to Cluster successfully' }),
      );
      expect(await cli('cluster mtls get-enforcement')).toEqual(ENFORCED);
      await world.chaos.kill(hsms[0]!.hsmId);
      await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 1));
      expect(await cli('cluster mtls get-enforcement')).toEqual(ENFORCED);

      // A certificate of another authority, and none: without the paths, the connection is regular TLS again.
      await openssl(
        'req -new -x509 -days 30 -noenc -newkey rsa:2048 -keyout other.key -out other.crt -subj /C=US/O=Example',
      );
      const other = ['--client-cert-hsm-tls-file', path('other.crt'), '--client-key-hsm-tls-file', path('other.key')];
      expect((await configure(...other)).exitCode).toBe(0);
      expect(await cli('user list')).toMatchObject({
        data: expect.stringContaining('no trust anchor that is registered on it has issued') as string,
      });
      const file = join(etc, 'cloudhsm-cli.cfg');
      const configuration = JSON.parse(readFileSync(file, 'utf8')) as { clusters: Record<string, unknown>[] };
      const isPath = (name: string) => /^client_(cert|key)_hsm_tls_path$/.test(name);
      configuration.clusters = configuration.clusters.map((cluster) =>
        Object.fromEntries(Object.entries(cluster).filter(([name]) => !isPath(name))),
      );
      writeFileSync(file, JSON.stringify(configuration));
      expect(await cli('user list')).toMatchObject({
        data: expect.stringContaining('it enforces mutual TLS. Name a client certificate') as string,
      });

      expect((await use('ssl-client.key')).exitCode).toBe(0);
      expect(await cli('cluster mtls set-enforcement --level none')).toEqual(
        done({ message: 'Mtls enforcement level set to None successfully' }),
      );
      expect(await cli('cluster mtls deregister-trust-anchor --certificate-reference 0x01')).toEqual(
        done({ message: 'Trust anchor with reference 0x01 deregistered successfully' }),
      );
      expect(await cli('cluster mtls list-trust-anchors')).toEqual(done({ trust_anchors: [] }));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
