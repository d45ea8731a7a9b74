import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
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
  await withProcessWorld(async (world, { dataDir }) => {
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
  for (const misuse of [[], ['--cmu', '10.0.0.1', '-a', '10.0.0.1'], ['--surprise']])
    expect((await runTool('configure', [...misuse, ...option])).exitCode).toBe(2);
  expect((await runTool('cloudhsm_mgmt_util', ['--surprise'])).exitCode).toBe(2);

  const all = await runTool('configure', ['-a', addresses[2] ?? '', ...option]);
  expect(all.lines).toEqual([
    `Updating server config in ${file('cloudhsm_client.cfg')}`,
    `Updating server config in ${file('cloudhsm_mgmt_util.cfg')}`,
    '',
  ]);
  expect(readFileSync(file('cloudhsm_client.cfg'), 'utf8')).toBe(readFileSync(file('cloudhsm_mgmt_util.cfg'), 'utf8'));

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

  const nowhere = await runTool('configure-cli', ['add-cluster', '--cluster-id', 'cluster-zzzzzzzzzzz', ...option]);
  expect([nowhere.exitCode, nowhere.stdout]).toEqual([1, '']);
  expect(nowhere.stderr).toContain('No cluster with HSMs has the id cluster-zzzzzzzzzzz.');
  for (const [tool, ...misuse] of [
    ['configure-cli'],
    ['configure-cli', '-a', '10.0.0.1', '--cluster-id', 'cluster-zzzzzzzzzzz'],
    ['configure-cli', 'remove-cluster', '-a', '10.0.0.1'],
    ['cloudhsm-cli'],
    ['cloudhsm-cli', 'user', 'lst'],
    ['key_mgmt_util', 'nonsense'],
    ['key_mgmt_util', 'singlecmd'],
  ] as const)
    expect([tool, (await runTool(tool, [...option, ...misuse])).exitCode]).toEqual([tool, 2]);
}
