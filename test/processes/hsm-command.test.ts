import { connectHsm, type HsmEndpoint } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { afterEach, aroundAll, describe, expect, test, vi } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { keystorm } from './keystorm.ts';

const PASSWORD = 'Alice12345';

describe('keystorm hsm', { timeout: 300_000 }, () => {
  let dataDir: string;
  let endpoint: HsmEndpoint;
  let trustAnchor: string;

  aroundAll(
    (runTests) =>
      withProcessWorld(async ({ clusterService }, system) => {
        dataDir = system.dataDir;
        const { clusters } = await clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
        const hsm = clusters[0]?.hsms[0];
        endpoint = { hsmId: hsm?.hsmId ?? '', address: hsm?.dataAddress ?? '' };
        trustAnchor = clusters[0]?.trustAnchor ?? '';
        await runTests();
      }, []),
    900_000,
  );
  afterEach(() => void vi.unstubAllEnvs());

  const hsm = (command: string, ...args: readonly string[]) =>
    keystorm('hsm', command, endpoint.hsmId, ...args, '--data-dir', dataDir, '--json');

  /** A crypto user with a key object; resolves to its handle. */
  async function makeKey(): Promise<number> {
    const runtime = createProcessRuntime({ name: 'test', dataDir, logLevel: 'silent' });
    const connection = connectHsm(runtime, { endpoint, trustAnchor });
    const alice = { userType: 'USER_TYPE_CU', userName: 'alice', password: new Secret(PASSWORD) } as const;
    try {
      await connection.login({ userType: 'USER_TYPE_CO', userName: 'admin', password: new Secret('Officer1') });
      await connection.createUser(alice);
      await connection.logout();
      await connection.login(alice);
      const key = { label: 'of alice', id: Buffer.from('a1', 'hex'), lengthBytes: 32, extractable: true };
      return (await connection.generateKey(key)).handle;
    } finally {
      connection.close();
    }
  }

  test('shows an HSM, its users and keys, and encrypts and decrypts', async () => {
    const handle = await makeKey();
    vi.stubEnv('KEYSTORM_HSM_PASSWORD', PASSWORD);
    expect(JSON.parse((await hsm('info')).stdout)).toMatchObject({ hsmId: endpoint.hsmId });
    expect(JSON.parse((await hsm('users')).stdout)).toContainEqual(expect.objectContaining({ userName: 'alice' }));
    const alice = ['--user', 'CU:alice'];
    expect(JSON.parse((await hsm('login', ...alice)).stdout)).toMatchObject({ userName: 'alice' });
    expect(JSON.parse((await hsm('keys', ...alice)).stdout)).toContainEqual({
      handle,
      ownerName: 'alice',
      label: 'of alice',
      id: 'a1',
    });
    const how = [...alice, '--key', String(handle), '--aad', 'YWFk'];
    const { ciphertext } = JSON.parse((await hsm('encrypt', 'aGVsbG8=', ...how)).stdout) as { ciphertext: string };
    expect(JSON.parse((await hsm('decrypt', ciphertext, ...how)).stdout)).toEqual({ plaintext: 'aGVsbG8=' });
  });

  test('says what is wrong', async () => {
    vi.stubEnv('KEYSTORM_HSM_PASSWORD', 'not-this-one');
    expect(await hsm('login', '--user', 'alice')).toMatchObject({ code: 2, stdout: '' });
    expect(await hsm('login', '--user', 'CO:admin')).toMatchObject({ code: 1, stdout: '' });
    const crypto = ['--user', 'CU:alice', '--key', '1'];
    const misused = await hsm('encrypt', 'no base64!', ...crypto);
    expect(misused).toMatchObject({ code: 2, stderr: 'keystorm: The plaintext must be base64.\n' });
    const unknown = await keystorm('hsm', 'info', 'hsm-nowhere', '--data-dir', dataDir);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('No HSM hsm-nowhere can be asked.');
  });
});
