import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DescribeCustomKeyStoresCommand,
  DisconnectCustomKeyStoreCommand,
  ConnectCustomKeyStoreCommand,
  UpdateCustomKeyStoreCommand,
} from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { until, type World } from '../worlds/world.ts';
import { openTool, runTool } from './tools.ts';

const OFFICER = 'loginHSM CO admin Officer1';
const CHANGE = 'changePswd CU kmsuser tempPassword';

/** The state of the only key store, when it has come to rest. */
function settled(world: World): Promise<string> {
  return until(world, 'the key store does not settle', async () => {
    const { CustomKeyStores = [] } = await world.kms().send(new DescribeCustomKeyStoresCommand());
    const { ConnectionState = '', ConnectionErrorCode = '' } = CustomKeyStores[0] ?? {};
    return /ING$/.test(ConnectionState) ? undefined : `${ConnectionState} ${ConnectionErrorCode}`.trimEnd();
  });
}

/** A dozen processes start, one after the other; a busy machine needs seconds for each. */
const TEST_MS_MAX = 400_000;

test('the procedure of the guide for kmsuser, typed as it stands there', { timeout: TEST_MS_MAX }, async () => {
  await withProcessWorld(async (world, { dataDir, endpoint }) => {
    const { clusters } = await world.clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
    const addresses = clusters[0]?.hsms.map(({ eniIp }) => eniIp) ?? [];
    const onAll = (text: string) => addresses.map((address, number) => `${text} ${number}(${address})`);
    const tool = (...input: readonly string[]) => runTool('cloudhsm_mgmt_util', ['--data-dir', dataDir], ...input);

    // `keystorm up` has left the configuration of its example cluster in place.
    const connected = await tool(OFFICER, CHANGE, 'y', 'A', 'listUsers', 'quit');
    for (const line of [...onAll('E2E enabled on server'), ...onAll('loginHSM success on server')])
      expect(connected.lines).toContain(line);
    expect(connected.lines).toContain('Changing password for kmsuser(CU) on 3 nodes');
    expect(connected.lines).toContain('changePswd failed: HSM Error: User is logged in on another session');
    expect(connected.lines.filter((line) => /^3 +CU +kmsuser +NO +0 +NO$/.test(line))).toHaveLength(3);
    expect(connected.exitCode).toBe(1);
    for (const secret of ['Officer1', 'tempPassword'])
      expect(connected.stdout + connected.stderr).not.toContain(secret);

    const { CustomKeyStores = [] } = await world.kms().send(new DescribeCustomKeyStoresCommand());
    const CustomKeyStoreId = CustomKeyStores[0]?.CustomKeyStoreId;
    await world.kms().send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId }));
    expect(await settled(world)).toBe('DISCONNECTED');
    const disconnected = await tool(OFFICER, CHANGE, 'y', 'logoutHSM', 'loginHSM CU kmsuser tempPassword', 'quit');
    for (const line of [...onAll('changePswd success on server'), ...onAll('loginHSM success on server')])
      expect(disconnected.lines).toContain(line);
    expect(disconnected.exitCode).toBe(0);
    expect(disconnected.lines.at(-2)).toBe('disconnecting from servers, please wait...');

    // No session is left that would make this USER_LOGGED_IN.
    await world.kms().send(new UpdateCustomKeyStoreCommand({ CustomKeyStoreId, KeyStorePassword: 'tempPassword' }));
    await world.kms().send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId }));
    expect(await settled(world)).toBe('CONNECTED');

    await configured(dataDir, addresses);
    await otherTools(dataDir, addresses);
    await configuredCli(dataDir, endpoint, addresses);
  }, []);
});

/** What the tools say before they have a configuration, and how they get one. */
async function configured(dataDir: string, addresses: readonly string[]): Promise<void> {
  const option = ['--data-dir', dataDir];
  const file = (name: string) => join(dataDir, 'etc', name);
  await rm(file('cloudhsm_mgmt_util.cfg'));
  const without = await runTool('cloudhsm_mgmt_util', option);
  expect([without.exitCode, without.stdout]).toEqual([1, '']);
  expect(without.stderr).toContain('npx configure --cmu');

  const nowhere = await runTool('configure', ['--cmu', '10.9.9.9', ...option]);
  expect([nowhere.exitCode, nowhere.stdout]).toEqual([1, '']);
  expect(nowhere.stderr).toContain(`HSMs in service: ${addresses.join(', ')}.`);
  for (const { misuse, says } of [
    { misuse: [], says: 'Use one of: configure -a <IP address>, configure --cmu <IP address>, configure -m.' },
    { misuse: ['--cmu', '10.0.0.1', '-m'], says: 'Use one of: ' },
    { misuse: ['--cmu', '10.0.0'], says: "'10.0.0' is not an IP address" },
    { misuse: ['--surprise'], says: "unknown option '--surprise'" },
  ]) {
    const { exitCode, stderr } = await runTool('configure', [...option, ...misuse]);
    expect([misuse, exitCode, stderr]).toEqual([misuse, 2, expect.stringContaining(says)]);
  }
  expect((await runTool('cloudhsm_mgmt_util', ['--surprise'])).exitCode).toBe(2);

  const all = await runTool('configure', ['-a', addresses[2] ?? '', ...option]);
  expect(all.lines).toEqual([
    `Updating server config in ${file('cloudhsm_client.cfg')}`,
    `Updating server config in ${file('cloudhsm_mgmt_util.cfg')}`,
    '',
  ]);
  expect(readFileSync(file('cloudhsm_client.cfg'), 'utf8')).toBe(readFileSync(file('cloudhsm_mgmt_util.cfg'), 'utf8'));

  // What the client finds goes into the file of the management tool, also where it was told of one HSM only.
  const client = JSON.parse(readFileSync(file('cloudhsm_client.cfg'), 'utf8')) as { servers: unknown[] };
  writeFileSync(file('cloudhsm_client.cfg'), JSON.stringify({ servers: client.servers.slice(0, 1) }));
  await rm(file('cloudhsm_mgmt_util.cfg'));
  const copied = await runTool('configure', ['-m', ...option]);
  expect(copied.lines).toEqual([`Updating server config in ${file('cloudhsm_mgmt_util.cfg')}`, '']);
  expect(JSON.parse(readFileSync(file('cloudhsm_mgmt_util.cfg'), 'utf8'))).toEqual(client);
  await rm(file('cloudhsm_client.cfg'));
  const unready = await runTool('configure', ['-m', ...option]);
  expect([unready.exitCode, unready.stdout]).toEqual([1, '']);
  expect(unready.stderr).toContain('npx configure -a');
  await runTool('configure', ['-a', addresses[0] ?? '', ...option]);

  await rename(file('customerCA.crt'), file('elsewhere.crt'));
  const limited = await runTool('cloudhsm_mgmt_util', [file('cloudhsm_mgmt_util.cfg')], OFFICER, 'listUsers');
  expect(limited.lines).toContain('running in limited commands mode');
  expect(limited.lines).toContain('loginHSM is not available in limited commands mode');
  expect(limited.lines.filter((line) => line.startsWith('Number of users found:3'))).toHaveLength(addresses.length);
  await rename(file('elsewhere.crt'), file('customerCA.crt'));
  expect(existsSync(join(dataDir, '.keystorm'))).toBe(false);
}

/** The other tools as processes: how they are told what to do, and how they end. */
async function otherTools(dataDir: string, addresses: readonly string[]): Promise<void> {
  const option = ['--data-dir', dataDir];
  const file = join(dataDir, 'etc', 'cloudhsm-cli.cfg');
  const officer = { CLOUDHSM_ROLE: 'admin', CLOUDHSM_PIN: 'admin:Officer1' };
  const cli = async (env: Readonly<Record<string, string>>, ...words: readonly string[]) => {
    const { exitCode, stdout } = await openTool('cloudhsm-cli', [...option, ...words], env).end();
    return { exitCode, answer: JSON.parse(stdout) as unknown };
  };
  const alice = ['--username', 'alice', '--role', 'crypto-user'];
  expect(await cli(officer, 'user', 'create', ...alice, '--password', 'Password1')).toEqual({
    exitCode: 0,
    answer: { error_code: 0, data: { username: 'alice', role: 'crypto-user' } },
  });
  const wrong = { ...officer, CLOUDHSM_PIN: 'admin:Officer2' };
  expect(await cli(wrong, 'user', 'delete', ...alice)).toEqual({
    exitCode: 1,
    answer: { error_code: 1, data: 'HSM Error: RET_USER_LOGIN_FAILURE' },
  });

  const single = (...words: readonly string[]) => runTool('key_mgmt_util', [...option, 'singlecmd', ...words]);
  const login = ['loginHSM', '-u', 'CU', '-s', 'alice', '-p', 'Password1'];
  const made = await single(...login, 'genSymKey', '-t', '31', '-s', '32', '-l', 'made by a script');
  expect(made.exitCode).toBe(0);
  const handle = /Key Handle: (\d+)/.exec(made.stdout)?.[1] ?? '';
  expect(made.lines.filter((line) => line.startsWith('Node id'))).toHaveLength(2 * addresses.length);
  const key = { CLOUDHSM_ROLE: 'crypto-user', CLOUDHSM_PIN: 'alice:Password1' };
  expect(await cli(key, 'key', 'list', '--filter', 'attr.label=made by a script')).toMatchObject({
    answer: { data: { matched_keys: [{ 'key-reference': `0x${Number(handle).toString(16).padStart(16, '0')}` }] } },
  });
  expect((await single(...login, 'deleteKey', '-k', handle)).exitCode).toBe(0);
  expect((await single(...login, 'deleteKey', '-k', handle)).exitCode).toBe(1);
  expect((await single(...login.slice(0, -1), 'Wrong1234', 'findKey')).exitCode).toBe(1);

  // Two of the three HSMs are found by the one that is configured.
  await rm(file);
  const without = await runTool('cloudhsm-cli', [...option, 'user', 'list']);
  expect([without.exitCode, without.stdout]).toEqual([1, '']);
  expect(without.stderr).toContain('npx configure-cli -a');
  const configured = await runTool('configure-cli', ['-a', addresses[1] ?? '', ...option]);
  expect([configured.exitCode, configured.lines[0]]).toEqual([0, `Updating server config in ${file}`]);
  const content = JSON.parse(readFileSync(file, 'utf8')) as { clusters: [{ servers: unknown[] }] };
  content.clusters[0].servers.splice(1);
  writeFileSync(file, JSON.stringify(content));
  const { answer } = await cli({}, 'cluster', 'hsm-info');
  expect((answer as { data: { hsms: unknown[] } }).data.hsms).toHaveLength(addresses.length);

  for (const [tool, ...misuse] of [
    ['cloudhsm-cli'],
    ['cloudhsm-cli', 'user', 'lst'],
    ['key_mgmt_util', 'nonsense'],
    ['key_mgmt_util', 'singlecmd'],
  ] as const)
    expect([tool, (await runTool(tool, [...option, ...misuse])).exitCode]).toEqual([tool, 2]);
}

/** What configure-cli writes, and what it does not understand. */
async function configuredCli(dataDir: string, endpoint: string, addresses: readonly string[]): Promise<void> {
  const file = join(dataDir, 'etc', 'cloudhsm-cli.cfg');
  const content = () => JSON.parse(readFileSync(file, 'utf8')) as { clusters: { cluster_id: string }[] };
  const configure = (...words: readonly string[]) => runTool('configure-cli', [...words, '--data-dir', dataDir]);
  const updated = { exitCode: 0, lines: [`Updating server config in ${file}`, ''] };
  const clusterId = content().clusters[0]?.cluster_id ?? '';

  expect(await configure('--default-retry-mode', 'off', '--disable-key-availability-check')).toMatchObject(updated);
  expect(content()).toMatchObject({ default_retry_mode: 'off', disable_key_availability_check: true });
  // Neither another cluster nor the same one from elsewhere touches the settings.
  expect(await configure('--cluster-id', clusterId, '--region', 'us-east-1')).toMatchObject(updated);
  const servers = addresses.map((name) => ({ name, hostname: name, port: 2223, owner_cert_path: 'customerCA.crt' }));
  const clusters = [{ cluster_id: clusterId, servers }];
  expect(content()).toEqual({ clusters, default_retry_mode: 'off', disable_key_availability_check: true });
  expect(await configure('--enable-key-availability-check')).toMatchObject(updated);
  // An AWS endpoint tells where there is no system to ask.
  const elsewhere = await mkdtemp(join(dataDir, 'elsewhere-'));
  const described = ['--cluster-id', clusterId, '--data-dir', elsewhere];
  const byEndpoint = await runTool('configure-cli', [...described, '--endpoint', endpoint]);
  expect([byEndpoint.exitCode, byEndpoint.stderr]).toEqual([0, '']);
  const found = JSON.parse(readFileSync(join(elsewhere, 'etc', 'cloudhsm-cli.cfg'), 'utf8')) as unknown;
  expect(found).toEqual({ clusters, default_retry_mode: 'standard', disable_key_availability_check: false });

  for (const { words, exitCode = 1, says } of [
    { words: ['--cluster-id', clusterId, '--region', 'eu-west-1'], says: `has the id ${clusterId} in eu-west-1.` },
    { words: ['--cluster-id', clusterId, '--endpoint', endpoint, '--region', 'eu-west-1'], says: 'in this Region' },
    { words: ['-a', 'hsm-1'], exitCode: 2, says: "'hsm-1' is not an IP address" },
    { words: ['-a', '10.0.0.1', '--cluster-id', clusterId], exitCode: 2, says: 'not by both' },
    { words: ['--default-retry-mode', 'often'], exitCode: 2, says: 'Allowed choices are standard, off' },
  ]) {
    const run = await configure(...words);
    expect([words, run.exitCode, run.stdout, run.stderr]).toEqual([words, exitCode, '', expect.stringContaining(says)]);
  }
  expect(content()).toEqual({ clusters, default_retry_mode: 'off', disable_key_availability_check: false });
  await rm(file);
  const unready = await configure('--default-retry-mode', 'off');
  expect([unready.exitCode, unready.stderr]).toEqual([1, expect.stringContaining('npx configure-cli -a')]);
  expect(existsSync(file)).toBe(false);
}
