import { existsSync, readFileSync } from 'node:fs';
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
import { runTool } from './tools.ts';

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
