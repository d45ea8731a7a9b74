import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectHsm, type HsmConnection, type HsmEndpoint } from '@keystorm/hsm-client';
import { HSM_SERVICE, type HsmUser } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { afterEach, aroundAll, describe, expect, test, vi } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { run } from '../worlds/command.ts';
import { eventually, keystorm, launch, launchKeystorm } from './keystorm.ts';

const KEYSTORM = fileURLToPath(new URL('../../packages/cli/src/keystorm.js', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../examples/hsm-client/encrypt-lines.ts', import.meta.url));
const PASSWORD = 'Alice12345';
const ALICE = { userType: 'USER_TYPE_CU', userName: 'alice', password: new Secret(PASSWORD) } as const;
const AS_ALICE = ['--user', 'CU:alice'];

describe('keystorm hsm', { timeout: 300_000 }, () => {
  let dataDir: string;
  let endpoints: readonly HsmEndpoint[];
  let endpoint: HsmEndpoint;
  let trustAnchor: string;
  let handle: number;

  aroundAll(
    (runTests) =>
      withProcessWorld(async ({ clusterService }, system) => {
        dataDir = system.dataDir;
        const [cluster] = (await clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 })).clusters;
        endpoints = (cluster?.hsms ?? []).map(({ hsmId, dataAddress }) => ({ hsmId, address: dataAddress }));
        endpoint = endpoints[0] ?? { hsmId: '', address: '' };
        trustAnchor = cluster?.trustAnchor ?? '';
        for (const each of endpoints) await onHsm(each, createAlice);
        handle = await onHsm(endpoint, async (connection) => {
          await connection.login(ALICE);
          const key = { label: 'of alice', id: Buffer.from('a1', 'hex'), lengthBytes: 32, extractable: true };
          return (await connection.generateKey(key)).handle;
        });
        await runTests();
      }, []),
    900_000,
  );
  afterEach(() => void vi.unstubAllEnvs());

  const hsm = (command: string, ...args: readonly string[]) =>
    keystorm('hsm', command, endpoint.hsmId, ...args, '--data-dir', dataDir, '--json');
  const onAll = async (command: string, ...args: readonly string[]) =>
    JSON.parse((await keystorm('hsm', command, 'all', ...args, '--data-dir', dataDir, '--json')).stdout) as unknown;
  const allHsms = (answer: unknown) => Object.fromEntries(endpoints.map(({ hsmId }) => [hsmId, answer]));

  async function onHsm<T>(to: HsmEndpoint, work: (connection: HsmConnection) => Promise<T>): Promise<T> {
    const runtime = createProcessRuntime({ name: 'test', dataDir, logLevel: 'silent' });
    const connection = connectHsm(runtime, { endpoint: to, trustAnchor });
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }

  async function createAlice(connection: HsmConnection): Promise<void> {
    await connection.login({ userType: 'USER_TYPE_CO', userName: 'admin', password: new Secret('Officer1') });
    await connection.createUser(ALICE);
  }

  test('shows an HSM, its users and keys, and encrypts and decrypts', async () => {
    vi.stubEnv('KEYSTORM_HSM_PASSWORD', PASSWORD);
    expect(JSON.parse((await hsm('info')).stdout)).toMatchObject({ hsmId: endpoint.hsmId });
    expect(JSON.parse((await hsm('users')).stdout)).toContainEqual(expect.objectContaining({ userName: 'alice' }));
    expect(JSON.parse((await hsm('login', ...AS_ALICE)).stdout)).toMatchObject({ userName: 'alice' });
    expect(JSON.parse((await hsm('keys', ...AS_ALICE)).stdout)).toContainEqual({
      handle,
      ownerName: 'alice',
      label: 'of alice',
      id: 'a1',
    });
    const how = [...AS_ALICE, '--key', String(handle), '--aad', 'YWFk'];
    const { ciphertext } = JSON.parse((await hsm('encrypt', 'aGVsbG8=', ...how)).stdout) as { ciphertext: string };
    expect(JSON.parse((await hsm('decrypt', ciphertext, ...how)).stdout)).toEqual({ plaintext: 'aGVsbG8=' });
  });

  test('shows the services and methods that an HSM tells of itself', async () => {
    const services = JSON.parse((await hsm('services')).stdout) as { name: string; methods: { name: string }[] }[];
    expect(services.map(({ name }) => name)).toEqual(['keystorm.hsm.v1.HsmService', 'grpc.health.v1.Health']);
    expect(services[0]?.methods.map(({ name }) => name)).toEqual(Object.keys(HSM_SERVICE.methods));
    expect(services[0]?.methods.at(-1)).toEqual({
      name: 'Exchange',
      request: 'keystorm.hsm.v1.ExchangeRequest',
      response: 'keystorm.hsm.v1.ExchangeResponse',
      requestStream: true,
      responseStream: true,
    });
    const shown = await keystorm('hsm', 'services', endpoint.hsmId, '--data-dir', dataDir);
    expect(shown.stdout).toMatch(
      /^keystorm\.hsm\.v1\.HsmService +Exchange +stream ExchangeRequest +stream ExchangeResponse/m,
    );
  });

  test('asks all HSMs', async () => {
    vi.stubEnv('KEYSTORM_HSM_PASSWORD', PASSWORD);
    expect(await onAll('info')).toMatchObject(allHsms({ state: 'HSM_STATE_ACTIVE' }));
    const alice = expect.objectContaining({ userName: 'alice' }) as unknown;
    expect(await onAll('users')).toEqual(allHsms(expect.arrayContaining([alice])));
    const own = expect.objectContaining({ ownerName: 'alice' }) as unknown;
    expect(await onAll('keys', ...AS_ALICE)).toMatchObject({ [endpoint.hsmId]: [own] });
    const misused = await keystorm('hsm', 'login', 'all', ...AS_ALICE, '--data-dir', dataDir);
    expect(misused).toMatchObject({ code: 2, stderr: 'keystorm: This asks one HSM, not all.\n' });
  });

  test('a wrong password is tried on one HSM, whoever asks all', async () => {
    const args = ['hsm', 'keys', 'all', ...AS_ALICE, '--password-stdin', '--data-dir', dataDir];
    const tried = await run(process.execPath, [KEYSTORM, ...args], { input: 'wrong1234\n' });
    expect(tried).toMatchObject({ code: 1, stdout: '' });
    const counts = Object.values((await onAll('users')) as Record<string, readonly HsmUser[]>).map(
      (users) => users.find(({ userName }) => userName === 'alice')?.loginFailureCount,
    );
    expect(counts).toEqual([1, 0, 0]);
    const right = await run(process.execPath, [KEYSTORM, ...args], { input: `${PASSWORD}\n` });
    expect(right).toMatchObject({ code: 0, stderr: '' });
    const none = await run(process.execPath, [KEYSTORM, ...args]);
    expect(none).toMatchObject({ code: 2, stderr: 'keystorm: There is no password on standard input.\n' });
  });

  test('watches an HSM until Ctrl-C, so many lines, or so long', async () => {
    const watching = launchKeystorm('hsm', 'watch', endpoint.hsmId, '--data-dir', dataDir);
    await eventually(() =>
      /health SERVING, state ACTIVE, level true, sessions \d+, keys \d+\n/.test(watching.said.stdout),
    );
    await onHsm(endpoint, async (connection) => {
      await connection.login(ALICE);
      const id = Buffer.from('a2', 'hex');
      await connection.generateKey({ label: 'watched', id, lengthBytes: 32, extractable: false });
      await eventually(() => /keys \d+ -> \d+\n/.test(watching.said.stdout));
    });
    watching.child.kill('SIGINT');
    expect(await watching.outcome).toMatchObject({ code: 0, stderr: '' });

    const lines = (await keystorm('hsm', 'watch', 'all', '--lines', '3', '--data-dir', dataDir, '--json')).stdout;
    const watched = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { hsmId: string; health: string });
    expect(watched.map(({ hsmId }) => hsmId).sort()).toEqual(endpoints.map(({ hsmId }) => hsmId).sort());
    expect(watched.map(({ health }) => health)).toEqual(['SERVING', 'SERVING', 'SERVING']);
    expect(await hsm('watch', '--for', '1s')).toMatchObject({ code: 0, stderr: '' });
    expect(await hsm('watch', '--for', 'ever')).toMatchObject({ code: 2, stdout: '' });
  });

  test('the example encrypts on while an HSM is killed', async () => {
    vi.stubEnv('KEYSTORM_HSM_PASSWORD', PASSWORD);
    const hsms = endpoints.map(({ hsmId, address }) => `${hsmId}=${address}`);
    const example = launch(EXAMPLE, ['--ca', join(dataDir, 'customerCA.crt'), '--user', 'alice', ...hsms]);
    const type = (line: string) => void example.child.stdin?.write(`${line}\n`);
    type('before');
    await eventually(() => /give: before \(/.test(example.said.stdout));
    expect(example.said.stdout).toContain('logged in on 3 of 3 HSMs');
    await keystorm('chaos', 'kill', endpoint.hsmId, '--stay-down', '--data-dir', dataDir);
    type('after');
    await eventually(() => /give: after \(/.test(example.said.stdout));
    example.child.stdin?.end();
    expect(await example.outcome).toMatchObject({ code: 0, stderr: '' });
    expect(example.said.stdout).toMatch(/deleted key object \d+\n$/);
    await keystorm('chaos', 'restart', endpoint.hsmId, '--data-dir', dataDir);
    await eventually(async () => (await hsm('info')).code === 0);
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
