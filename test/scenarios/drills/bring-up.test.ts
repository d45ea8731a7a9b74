import { describe, expect } from 'vitest';
import { done, failed } from '../../worlds/cli-tool.ts';
import {
  activeCluster,
  addHsms,
  createKeyStore,
  failureCounts,
  initialize,
  KMS_PASSWORD,
  newCluster,
  OFFICER_PASSWORD,
} from '../../worlds/fixture.ts';
import { Operator, OFFICER_LOGIN, userLogin } from '../../worlds/operator.ts';
import { simulatedScenario } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterWhen, type World } from '../../worlds/world.ts';
import { drillFixture, expectFailedConnect } from './drill.ts';

/** A cluster with one HSM, signed and not yet activated. */
async function initialized(world: World) {
  const created = await newCluster(world);
  await addHsms(
    world,
    created,
    created.subnets.slice(0, 1).map(({ availabilityZone }) => availabilityZone),
  );
  const { clusterId } = await initialize(world, created);
  return { clusterId, operator: await Operator.of(world, clusterId) };
}

function user(username: string, role: string) {
  return { username, role, locked: 'false', mfa: [], quorum: [], 'cluster-coverage': 'full' };
}

const APPLIANCE_USER = user('app_user', 'internal(APPLIANCE_USER)');

async function firstBackup(world: World, clusterId: string): Promise<number> {
  const { Backups } = await cloudhsm<{ Backups: readonly unknown[] }>(world, 'DescribeBackups', {
    Filters: { clusterIds: [clusterId] },
  });
  return Backups.length;
}

// Source: AWS CloudHSM User Guide, "Activate the cluster"; AWS KMS Developer Guide, "Create a custom key store".
describe('drills: from a new cluster to a key store', () => {
  simulatedScenario('DS-03 activation with cloudhsm-cli', async (world) => {
    const { clusterId, operator } = await initialized(world);
    const activate = `cluster activate --password ${OFFICER_PASSWORD}`;
    const run = await operator.cli('user list', activate, 'user list', activate);
    expect(run.answers).toEqual([
      done({ users: [user('admin', 'unactivated-admin'), APPLIANCE_USER] }),
      done('Cluster activation successful'),
      done({ users: [user('admin', 'admin'), APPLIANCE_USER] }),
      failed('The cluster is activated already'),
    ]);
    await clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE');
    expect(await firstBackup(world, clusterId)).toBe(1);
    expect((await operator.cmu(OFFICER_LOGIN, 'quit')).exitCode).toBe(0);
  });

  simulatedScenario('DS-03 activation with cloudhsm_mgmt_util', async (world) => {
    const { clusterId, operator } = await initialized(world);
    const first = 'loginHSM PRECO admin password';
    const change = `changePswd PRECO admin ${OFFICER_PASSWORD}`;
    const { dialogue, exitCode } = await operator.cmu(
      first,
      'listUsers',
      change,
      'y',
      'logoutHSM',
      OFFICER_LOGIN,
      'listUsers',
    );
    const types = dialogue.map((line) => /^ +1 +(\w+) +admin /.exec(line)?.[1]).filter((type) => type !== undefined);
    expect(types).toEqual(['PRECO', 'CO']);
    expect(dialogue).toContain('Changing password for admin(PRECO) on 1 nodes');
    expect(exitCode).toBe(0);
    await clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE');
    expect((await operator.cmu(first)).exitCode).toBe(1);
  });

  simulatedScenario('DS-05, DS-09 kmsuser, its store, and a password that KMS does not know', async (world) => {
    const { clusterId } = await activeCluster(world, 3);
    const operator = await Operator.of(world, clusterId);
    const created = await operator.asOfficer(`createUser CU kmsuser ${KMS_PASSWORD}`, 'y', 'listUsers');
    expect(created.dialogue).toContain('Creating User kmsuser(CU) on 3 nodes');
    expect(created.dialogue.filter((line) => /^ +3 +CU +kmsuser +NO +0 +NO$/.test(line))).toHaveLength(3);

    const store = await createKeyStore(world, clusterId, { name: 'ExampleKeyStore' });
    expect(await store.state()).toBe('DISCONNECTED');
    expect(await store.connect()).toBe('CONNECTED');
    // KMS has given itself another password.
    await operator.cmu(`loginHSM CU kmsuser ${KMS_PASSWORD}`);
    expect(await failureCounts(world, clusterId)).toEqual([1, 1, 1]);
    const { arn } = await store.newKey();
    await store.disconnect();
    await operator.asOfficer('changePswd CU kmsuser tempPassword', 'y');
    const login = userLogin('tempPassword');
    const run = await operator.kmu(login, `findKey -l ${arn}`, 'logoutHSM');
    const handle = run.answerTo(`findKey -l ${arn}`)[2] ?? '';
    const everywhere = await operator.kmu(login, `findSingleKey -k ${handle}`);
    expect(everywhere.answerTo(`findSingleKey -k ${handle}`).slice(2)).toHaveLength(3);
    expect(everywhere.exitCode).toBe(0);

    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    expect(await failureCounts(world, clusterId)).toEqual([1, 1, 1]);
    const hashes = (await operator.asOfficer('findAllKeys 3 1')).dialogue.filter((line) => /^[0-9a-f]{64}$/.test(line));
    expect([hashes.length, new Set(hashes).size]).toEqual([3, 1]);
    await store.disconnect();
    const CustomKeyStoreId = store.id;
    await world.kms().updateCustomKeyStore({ CustomKeyStoreId, KeyStorePassword: 'tempPassword' });
    expect(await store.connect()).toBe('CONNECTED');
    expect(await failureCounts(world, clusterId)).toEqual([0, 0, 0]);
  });

  simulatedScenario('D18 USER_NOT_FOUND', async (world) => {
    const { clusterId } = await activeCluster(world);
    const operator = await Operator.of(world, clusterId);
    const store = await createKeyStore(world, clusterId);
    const again = async () => {
      expect(await store.disconnect()).toBe('DISCONNECTED');
      return await store.connect();
    };
    expect(await store.connect()).toBe('FAILED USER_NOT_FOUND');
    // An officer of that name is somebody else.
    expect((await operator.asOfficer('createUser CO kmsuser kmsPswd2', 'y')).exitCode).toBe(0);
    expect(await again()).toBe('FAILED USER_NOT_FOUND');
    // So is a user whom one of the HSMs lacks.
    const create = 'createUser CU kmsuser kmsPswd2';
    expect((await operator.asOfficer('server 0', create, 'y', 'exit')).exitCode).toBe(0);
    expect(await again()).toBe('FAILED USER_NOT_FOUND');
    expect((await operator.asOfficer('server 1', create, 'y', 'exit')).exitCode).toBe(0);
    expect(await again()).toBe('FAILED INVALID_CREDENTIALS');
    await store.disconnect();
    await world.kms().updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword: 'kmsPswd2' });
    expect(await store.connect()).toBe('CONNECTED');
    await store.newKey();
    await store.disconnect();
    const refused = await operator.asOfficer('deleteUser CU kmsuser', 'I', 'I');
    expect(refused.dialogue.filter((line) => line === 'deleteUser failed: HSM Error: User owns keys')).toHaveLength(2);
  });

  simulatedScenario('D19 kmsuser is locked out by guesses in key_mgmt_util', async (world) => {
    const it = await drillFixture(world);
    const operator = await Operator.of(world, it.clusterId);
    await it.store.disconnect();
    await operator.asOfficer('changePswd CU kmsuser Real1234', 'y');
    expect(await it.setPassword('Real1234')).toBe('ok');
    const guess = userLogin('Guess1234');
    expect((await operator.kmu(guess, guess, guess, guess, guess)).exitCode).toBe(1);
    await expectFailedConnect(it, 'USER_LOCKED_OUT');
    const { answers } = await operator.cli('user list');
    expect(answers[0]).toMatchObject({ data: { users: [{}, {}, { username: 'kmsuser', locked: 'true' }] } });
    const cure = await operator.cli(
      `login --username admin --role admin --password ${OFFICER_PASSWORD}`,
      'user change-password --username kmsuser --role crypto-user --password Fresh1234',
      'user list',
    );
    expect(cure.answers[2]).toMatchObject({ data: { users: [{}, {}, { username: 'kmsuser', locked: 'false' }] } });
    expect(await it.store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    await it.store.disconnect();
    expect(await it.setPassword('Fresh1234')).toBe('ok');
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await answerOf(it.kms.describeKey({ KeyId: it.a.id }))).toBe('ok');
    expect(await it.decrypt()).toBe('ok');
  });
});
