import { expect, test } from 'vitest';
import { configureServers } from '../../packages/cli/src/configure/configure.ts';
import { readServerFile } from '../../packages/cli/src/hsm-tools/server-file.ts';
import { type Keystrokes, TypedFiles } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import {
  activeCluster,
  createKeyStore,
  failureCounts,
  isWhole,
  KMS_PASSWORD,
  OFFICER_PASSWORD,
} from '../worlds/fixture.ts';
import { runManagementTool, type ToolRun, TRUST_ANCHOR } from '../worlds/management-tool.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';
import { cloudhsm, clusterOf, clusterWhen, until, type World } from '../worlds/world.ts';

const CONFIGURATION = '/etc/cloudhsm_mgmt_util.cfg';
const OFFICER = `loginHSM CO admin ${OFFICER_PASSWORD}`;
const CREATE_KMSUSER = `createUser CU kmsuser ${KMS_PASSWORD}`;

/** The operator's machine, with the tools on it. */
class Operator {
  readonly #world: World;
  readonly #files: TypedFiles;

  constructor(world: World) {
    this.#world = world;
    this.#files = new TypedFiles({ [TRUST_ANCHOR]: world.customer.ca.certificate });
  }

  /** Returns what `configure` says. */
  async configure(eniIp: string): Promise<readonly string[]> {
    const said: string[] = [];
    const tools = {
      clusters: this.#world.clusterService,
      files: this.#files,
      print: (line: string) => said.push(line),
    };
    await configureServers(tools, eniIp, [CONFIGURATION]);
    return said;
  }

  servers() {
    return readServerFile(this.#files, CONFIGURATION);
  }

  async type(...input: readonly Keystrokes[]): Promise<ToolRun> {
    const machine = { runtime: this.#world.operator, files: this.#files, servers: await this.servers() };
    return await runManagementTool(machine, ...input);
  }
}

async function addHsm(world: World, clusterId: string): Promise<void> {
  const { subnets, hsms } = await clusterOf(world, clusterId);
  const AvailabilityZone = subnets[hsms.length]?.availabilityZone;
  await cloudhsm(world, 'CreateHsm', { ClusterId: clusterId, AvailabilityZone });
  await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, hsms.length + 1));
}

/** Drill DS-11: a user that was created with a configuration older than the cluster's third HSM. */
async function drifted(world: World) {
  const { clusterId, hsms } = await activeCluster(world, 2);
  const operator = new Operator(world);
  const address = hsms[1]?.eniIp ?? '';
  expect(await operator.configure(address)).toEqual([`Updating server config in ${CONFIGURATION}`]);
  await addHsm(world, clusterId);
  const { dialogue } = await operator.type(OFFICER, CREATE_KMSUSER, 'y', 'quit');
  expect(dialogue).toContain('Creating User kmsuser(CU) on 2 nodes');
  const store = await createKeyStore(world, clusterId);
  expect(await store.connect()).toBe('FAILED USER_NOT_FOUND');
  await operator.configure(address);
  const counts = async () =>
    (await operator.type('listUsers')).dialogue.filter((line) => line.startsWith('Number of users'));
  expect(await counts()).toEqual(['Number of users found:3', 'Number of users found:3', 'Number of users found:2']);
  const reconnect = async () => {
    await store.disconnect();
    return await store.connect();
  };
  return { operator, reconnect };
}

test('a user that is missing on one HSM is created there, and the key store connects', () =>
  withSimulatedWorld('DS-11 A', async (world) => {
    const { operator, reconnect } = await drifted(world);
    const { exitCode } = await operator.type(OFFICER, 'server 2', CREATE_KMSUSER, 'y', 'exit', 'quit');
    expect(exitCode).toBe(0);
    expect(await reconnect()).toBe('CONNECTED');
  }).then(() => undefined));

test('a user that is missing on one HSM is copied there, and the key store connects', () =>
  withSimulatedWorld('DS-11 B', async (world) => {
    const { operator, reconnect } = await drifted(world);
    const { exitCode } = await operator.type(OFFICER, 'server 0', 'syncUser 3 2', 'exit', 'quit');
    expect(exitCode).toBe(0);
    expect(await reconnect()).toBe('CONNECTED');
  }).then(() => undefined));

/** A cluster with `kmsuser` on both HSMs, and a store on it that has never been connected. */
async function withKmsUser(world: World) {
  const { clusterId, hsms } = await activeCluster(world, 2);
  const operator = new Operator(world);
  await operator.configure(hsms[0]?.eniIp ?? '');
  await operator.type(OFFICER, CREATE_KMSUSER, 'y', 'quit');
  return { operator, clusterId, store: await createKeyStore(world, clusterId) };
}

test.each([
  { name: 'the password again on all servers', repair: [`changePswd CU kmsuser ${KMS_PASSWORD}`, 'y'] },
  { name: 'a copy of the user', repair: ['server 0', 'syncUser 3 1', 'exit'] },
])('a password that is another one on one HSM keeps the store from connecting, until $name', ({ name, repair }) =>
  withSimulatedWorld(`DS-22 ${name}`, async (world) => {
    const { operator, clusterId, store } = await withKmsUser(world);
    await operator.type(OFFICER, 'server 1', 'changePswd CU kmsuser Another123', 'y', 'exit', 'quit');
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    // One attempt on each, and only where it failed is it counted.
    expect(await failureCounts(world, clusterId)).toEqual([0, 1]);
    await store.disconnect();
    const { exitCode } = await operator.type(OFFICER, ...repair, 'quit');
    expect(exitCode).toBe(0);
    expect(await store.connect()).toBe('CONNECTED');
    expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
  }).then(() => undefined),
);

test('a user that is locked out on one HSM keeps the store from connecting, until an officer unlocks it', () =>
  withSimulatedWorld('DS-10', async (world) => {
    const { operator, clusterId, store } = await withKmsUser(world);
    const attempts = Array.from({ length: 5 }, () => 'loginHSM CU kmsuser Wrong1234');
    await operator.type('server 1', ...attempts, 'exit', 'quit');
    expect(await failureCounts(world, clusterId)).toEqual([0, 5]);
    expect(await store.connect()).toBe('FAILED USER_LOCKED_OUT');
    expect(await failureCounts(world, clusterId)).toEqual([0, 5]);
    await store.disconnect();
    await operator.type(OFFICER, `changePswd CU kmsuser ${KMS_PASSWORD}`, 'y', 'quit');
    expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
    expect(await store.connect()).toBe('CONNECTED');
  }).then(() => undefined));

test('configure lists the HSMs of the cluster in the order of their joining, and refuses other addresses', () =>
  withSimulatedWorld('configure', async (world) => {
    const { clusterId, hsms } = await activeCluster(world, 3);
    const operator = new Operator(world);
    await operator.configure(hsms[2]?.eniIp ?? '');
    const joined = [...hsms].sort((a, b) => a.slot - b.slot).map(({ eniIp }) => eniIp);
    expect((await operator.servers()).map(({ name }) => name)).toEqual(joined);
    await expect(operator.configure('10.9.9.9')).rejects.toThrow(
      `No HSM has the address 10.9.9.9. HSMs in service: ${hsms.map(({ eniIp }) => eniIp).join(', ')}.`,
    );
    // A configuration is never refreshed behind the operator's back.
    await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, EniIp: joined[1] });
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
    await until(world, 'the deleted HSM still answers', async () => {
      const { screen } = await operator.type('quit');
      return screen.includes(`Connection to server '${joined[1]}' failed`) || undefined;
    });
    await operator.configure(joined[0] ?? '');
    expect((await operator.servers()).map(({ name }) => name)).toEqual([joined[0], joined[2]]);
  }).then(() => undefined));
