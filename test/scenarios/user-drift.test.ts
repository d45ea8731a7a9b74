import { expect, test } from 'vitest';
import { activeCluster, createKeyStore, failureCounts, isWhole, KMS_PASSWORD } from '../worlds/fixture.ts';
import { Operator, OFFICER_LOGIN } from '../worlds/operator.ts';
import { drill } from '../worlds/scenario.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';
import { cloudhsm, clusterOf, clusterWhen, until, type World } from '../worlds/world.ts';

const CONFIGURATION = '/etc/cloudhsm_mgmt_util.cfg';
const OFFICER = OFFICER_LOGIN;
const CREATE_KMSUSER = `createUser CU kmsuser ${KMS_PASSWORD}`;

async function addHsm(world: World, clusterId: string): Promise<void> {
  const { subnets, hsms } = await clusterOf(world, clusterId);
  const AvailabilityZone = subnets[hsms.length]?.availabilityZone;
  await cloudhsm(world, 'CreateHsm', { ClusterId: clusterId, AvailabilityZone });
  await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, hsms.length + 1));
}

/** Drill DS-11: a user that was created with a configuration older than the cluster's third HSM. */
async function drifted(world: World) {
  const { clusterId, hsms } = await activeCluster(world.programs?.without ?? world, 2);
  const operator = new Operator(world);
  const address = hsms[1]?.eniIp ?? '';
  await operator.configure(clusterId);
  expect(await operator.configureServers(address)).toEqual([`Updating server config in ${CONFIGURATION}`]);
  await addHsm(world, clusterId);
  const { dialogue } = await operator.cmu(OFFICER, CREATE_KMSUSER, 'y', 'quit');
  expect(dialogue).toContain('Creating User kmsuser(CU) on 2 nodes');
  // The tool of Client SDK 5 finds the third HSM by itself.
  const { answers } = await operator.cli('user list');
  expect(answers[0]).toMatchObject({
    data: { users: [{}, {}, { username: 'kmsuser', 'cluster-coverage': 'inconsistent' }] },
  });
  const store = await createKeyStore(world, clusterId);
  expect(await store.connect()).toBe('FAILED USER_NOT_FOUND');
  await operator.configureServers(address);
  const counts = async () =>
    (await operator.cmu('listUsers')).dialogue.filter((line) => line.startsWith('Number of users'));
  expect(await counts()).toEqual(['Number of users found:3', 'Number of users found:3', 'Number of users found:2']);
  const reconnect = async () => {
    await store.disconnect();
    return await store.connect();
  };
  return { operator, reconnect };
}

drill('DS-11: a user that is missing on one HSM is created there, and the key store connects', async (world) => {
  const { operator, reconnect } = await drifted(world);
  const another = ['createUser CU alice Password1', 'y', 'deleteUser CU alice'];
  const { dialogue, exitCode } = await operator.cmu(
    OFFICER,
    'server 2',
    ...another,
    CREATE_KMSUSER,
    'y',
    'exit',
    'listUsers',
    'quit',
  );
  expect(exitCode).toBe(0);
  // Each HSM counts its users by itself.
  expect(idsOfKmsUser(dialogue)).toEqual(['3', '3', '4']);
  expect(await reconnect()).toBe('CONNECTED');
});

drill('DS-11: a user that is missing on one HSM is copied there, and the key store connects', async (world) => {
  const { operator, reconnect } = await drifted(world);
  const { dialogue, exitCode } = await operator.cmu(OFFICER, 'server 0', 'syncUser 3 2', 'exit', 'listUsers', 'quit');
  expect(dialogue.slice(dialogue.indexOf('server0>syncUser 3 2') + 1, dialogue.indexOf('server0>exit'))).toEqual([
    'ExtractMaskedObject: 0x0 !',
    'InsertMaskedObject: 0x0 !',
    'syncUser success',
  ]);
  // The copy keeps the id, and the password.
  expect(idsOfKmsUser(dialogue)).toEqual(['3', '3', '3']);
  expect(exitCode).toBe(0);
  expect(await reconnect()).toBe('CONNECTED');
});

/** The ids of `kmsuser` that a list of users shows, server by server. */
function idsOfKmsUser(dialogue: readonly string[]): readonly string[] {
  const ids = dialogue.map((line) => /^ +(\d+) +CU +kmsuser /.exec(line)?.[1]);
  return ids.filter((id) => id !== undefined);
}

/** A cluster with `kmsuser` on both HSMs, and a store on it that has never been connected. */
async function withKmsUser(world: World) {
  const { clusterId } = await activeCluster(world.programs?.without ?? world, 2);
  const operator = await Operator.of(world, clusterId);
  await operator.cmu(OFFICER, CREATE_KMSUSER, 'y', 'quit');
  return { operator, clusterId, store: await createKeyStore(world, clusterId) };
}

test.each([
  { name: 'the password again on all servers', repair: [`changePswd CU kmsuser ${KMS_PASSWORD}`, 'y'] },
  { name: 'a copy of the user', repair: ['server 0', 'syncUser 3 1', 'exit'] },
])('a password that is another one on one HSM keeps the store from connecting, until $name', ({ name, repair }) =>
  withSimulatedWorld(`DS-22 ${name}`, async (world) => {
    const { operator, clusterId, store } = await withKmsUser(world);
    await operator.cmu(OFFICER, 'server 1', 'changePswd CU kmsuser Another123', 'y', 'exit', 'quit');
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    // One attempt on each, and only where it failed is it counted.
    expect(await failureCounts(world, clusterId)).toEqual([0, 1]);
    await store.disconnect();
    const { exitCode } = await operator.cmu(OFFICER, ...repair, 'quit');
    expect(exitCode).toBe(0);
    expect(await store.connect()).toBe('CONNECTED');
    expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
  }).then(() => undefined),
);

drill('DS-10: a user that is locked out on one HSM keeps the store from connecting, until unlocked', async (world) => {
  const { operator, clusterId, store } = await withKmsUser(world);
  const attempts = Array.from({ length: 5 }, () => 'loginHSM CU kmsuser Wrong1234');
  await operator.cmu('server 1', ...attempts, 'exit', 'quit');
  expect(await failureCounts(world, clusterId)).toEqual([0, 5]);
  const locked = async () => {
    const { answers } = await operator.cli('user list');
    return answers[0];
  };
  const kmsUser = (isLocked: string) => ({ data: { users: [{}, {}, { username: 'kmsuser', locked: isLocked }] } });
  expect(await locked()).toMatchObject(kmsUser('inconsistent'));
  expect(await store.connect()).toBe('FAILED USER_LOCKED_OUT');
  expect(await failureCounts(world, clusterId)).toEqual([0, 5]);
  await store.disconnect();
  await operator.cmu(OFFICER, `changePswd CU kmsuser ${KMS_PASSWORD}`, 'y', 'quit');
  expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
  expect(await locked()).toMatchObject(kmsUser('false'));
  expect(await store.connect()).toBe('CONNECTED');
});

test('configure lists the HSMs of the cluster in the order of their joining, and refuses other addresses', () =>
  withSimulatedWorld('configure', async (world) => {
    const { clusterId, hsms } = await activeCluster(world, 3);
    const operator = new Operator(world);
    await operator.configureServers(hsms[2]?.eniIp ?? '');
    const joined = [...hsms].sort((a, b) => a.slot - b.slot).map(({ eniIp }) => eniIp);
    expect(await operator.servers()).toEqual(joined);
    await expect(operator.configureServers('10.9.9.9')).rejects.toThrow(
      `No HSM has the address 10.9.9.9. HSMs in service: ${hsms.map(({ eniIp }) => eniIp).join(', ')}.`,
    );
    // A configuration is never refreshed behind the operator's back.
    await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, EniIp: joined[1] });
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
    await until(world, 'the deleted HSM still answers', async () => {
      const { screen } = await operator.cmu('quit');
      return screen.includes(`Connection to server '${joined[1]}' failed`) || undefined;
    });
    await operator.configureServers(joined[0] ?? '');
    expect(await operator.servers()).toEqual([joined[0], joined[2]]);
  }).then(() => undefined));
