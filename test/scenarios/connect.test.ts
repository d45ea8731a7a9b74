import type { KMS } from '@aws-sdk/client-kms';
import { connectHsm, type HsmConnection } from '@keystorm/hsm-client';
import type { ClusterHsm } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { ec2 } from '../worlds/ec2.ts';
import {
  activeCluster,
  addHsms,
  asOfficer,
  connectedStore,
  createKeyStore,
  createKmsUser,
  failureCounts,
  isWhole,
  type KeyStore,
  kmsUser,
  OFFICER,
  onHsm,
} from '../worlds/fixture.ts';
import { describeScenarios, simulatedScenario } from '../worlds/scenario.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';
import { answerOf, cloudhsm, clusterOf, clusterWhen, harness, REGION, until, type World } from '../worlds/world.ts';

/** On file with KMS, and in force on every HSM, when a row begins. */
const PASSWORD = 'Known1234';
const OTHER_PASSWORD = 'Other1234';
const WRONG_PASSWORD = 'Guess1234';

interface Fixture {
  readonly world: World;
  readonly kms: KMS;
  /** DISCONNECTED, and without keys: the owner of keys could not be deleted. */
  readonly store: KeyStore;
  readonly clusterId: string;
}

async function prepare(world: World): Promise<Fixture> {
  const { store, clusterId } = await connectedStore(world);
  await store.disconnect();
  return { world, kms: world.kms(), store, clusterId };
}

/** What can be wrong with `kmsuser`, and on which HSMs; listed in the order in which a connect looks for it. */
interface Trouble {
  readonly missing?: readonly number[];
  readonly locked?: readonly number[];
  /** Has another password than the one that KMS has on file. */
  readonly changed?: readonly number[];
  /** Somebody else is logged in. */
  readonly inUse?: readonly number[];
}

interface Row {
  readonly trouble: Trouble;
  readonly code: string;
  /** LoginFailureCnt on each HSM afterwards; undefined where there is no such user. */
  readonly failures: readonly (number | undefined)[];
}

// Source: AWS KMS Developer Guide, "How to fix a connection failure". The order is ours; its point is that a login is
// tried only where nothing else stands in the way, because each failure counts.
const ROWS: readonly Row[] = [
  { trouble: { missing: [0, 1] }, code: 'USER_NOT_FOUND', failures: [undefined, undefined] },
  { trouble: { missing: [1] }, code: 'USER_NOT_FOUND', failures: [0, undefined] },
  { trouble: { locked: [0, 1] }, code: 'USER_LOCKED_OUT', failures: [5, 5] },
  { trouble: { locked: [0] }, code: 'USER_LOCKED_OUT', failures: [5, 0] },
  { trouble: { changed: [0, 1] }, code: 'INVALID_CREDENTIALS', failures: [1, 1] },
  { trouble: { changed: [1] }, code: 'INVALID_CREDENTIALS', failures: [0, 1] },
  { trouble: { inUse: [0] }, code: 'USER_LOGGED_IN', failures: [0, 0] },
  { trouble: { inUse: [1] }, code: 'USER_LOGGED_IN', failures: [0, 0] },
  { trouble: { missing: [1], locked: [0] }, code: 'USER_NOT_FOUND', failures: [5, undefined] },
  { trouble: { missing: [1], changed: [0] }, code: 'USER_NOT_FOUND', failures: [0, undefined] },
  { trouble: { missing: [1], inUse: [0] }, code: 'USER_NOT_FOUND', failures: [0, undefined] },
  { trouble: { locked: [0], changed: [1] }, code: 'USER_LOCKED_OUT', failures: [5, 0] },
  { trouble: { locked: [0], inUse: [1] }, code: 'USER_LOCKED_OUT', failures: [5, 0] },
  { trouble: { changed: [0, 1], inUse: [0] }, code: 'INVALID_CREDENTIALS', failures: [1, 1] },
  { trouble: { changed: [1], inUse: [0] }, code: 'INVALID_CREDENTIALS', failures: [0, 1] },
];

describeScenarios('connecting', prepare, (scenario) => {
  scenario(
    'fails for one reason, and for the first of two; once mended, it succeeds without a new password',
    async (it) => {
      for (const { trouble, code, failures } of ROWS) {
        await begin(it);
        const sessions = await makeTrouble(it, trouble);
        expect([trouble, await it.store.connect()]).toEqual([trouble, `FAILED ${code}`]);
        expect([trouble, await failureCounts(it.world, it.clusterId)]).toEqual([trouble, failures]);
        expect(await it.store.disconnect()).toBe('DISCONNECTED');
        for (const session of sessions) session.close();
        await mend(it, trouble);
        expect([trouble, await it.store.connect()]).toEqual([trouble, 'CONNECTED']);
        expect(await it.store.disconnect()).toBe('DISCONNECTED');
      }
    },
  );

  scenario('takes a crypto officer named kmsuser for nobody', async (it) => {
    await begin(it);
    await makeTrouble(it, { missing: [0, 1] });
    const officer = { ...kmsUser(PASSWORD), userType: 'USER_TYPE_CO' } as const;
    await asOfficer(it.world, it.clusterId, (hsm) => hsm.createUser(officer));
    expect(await it.store.connect()).toBe('FAILED USER_NOT_FOUND');
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    await asOfficer(it.world, it.clusterId, (hsm) => hsm.deleteUser(officer.userType, officer.userName));
    await mend(it, { missing: [0, 1] });
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
  });

  scenario('does not take a password for changed where the change was refused', async (it) => {
    await begin(it);
    const [session] = await makeTrouble(it, { inUse: [1] });
    expect(await it.store.connect()).toBe('FAILED USER_LOGGED_IN');
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    session?.close();
    // The officer sets again what KMS has on file; by its number, it could be the change that was refused.
    await asOfficer(it.world, it.clusterId, (hsm) => hsm.changePassword(kmsUser(PASSWORD)));
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
  });

  scenario('tries each HSM once, however often it is asked for', async (it) => {
    const { kms, store, world, clusterId } = it;
    await begin(it);
    await makeTrouble(it, { changed: [0, 1] });
    for (const attempts of [1, 2, 3]) {
      await Promise.all([1, 2, 3].map(() => kms.connectCustomKeyStore({ CustomKeyStoreId: store.id })));
      expect(await store.settled()).toBe('FAILED INVALID_CREDENTIALS');
      expect(await failureCounts(world, clusterId)).toEqual([attempts, attempts]);
      expect(await store.disconnect()).toBe('DISCONNECTED');
    }
    await mend(it, { changed: [0, 1] });
    expect(await store.connect()).toBe('CONNECTED');
    expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
    expect(await store.disconnect()).toBe('DISCONNECTED');
  });

  scenario('passes over an HSM that is away, whatever is wrong there', async (it) => {
    const { world, store, clusterId } = it;
    await begin(it);
    await makeTrouble(it, { changed: [1] });
    const [, away] = (await clusterOf(world, clusterId)).hsms;
    await world.chaos.kill(away?.hsmId ?? '', { stayDown: true });
    expect(await store.connect()).toBe('CONNECTED');
    // Whether the HSM is back, the cluster tells only once it was seen to be away.
    await clusterWhen(world, clusterId, (cluster) => !isWhole(cluster, 2));
    await world.chaos.start(away?.hsmId ?? '');
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
    expect(await store.disconnect()).toBe('DISCONNECTED');
  });

  scenario('reports unknown stores, unreachable HSMs, a cluster without HSMs, no cluster', async (it) => {
    const { world, kms, store, clusterId } = it;
    expect(await answerOf(kms.connectCustomKeyStore({ CustomKeyStoreId: 'cks-00000000000000000' }))).toMatch(
      /^CustomKeyStoreNotFoundException: /,
    );
    await begin(it);
    const cluster = await clusterOf(world, clusterId);
    // Just killed, the HSMs still count as active.
    for (const { hsmId } of cluster.hsms) await world.chaos.kill(hsmId, { stayDown: true });
    expect(await store.connect()).toBe('FAILED NETWORK_ERRORS');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await clusterWhen(world, clusterId, ({ hsms }) => hsms.every(({ ailment }) => ailment !== ''));
    for (const { hsmId } of cluster.hsms) await world.chaos.start(hsmId);
    await clusterWhen(world, clusterId, (now) => isWhole(now, 2));
    expect(await store.connect()).toBe('CONNECTED');
    expect(await store.disconnect()).toBe('DISCONNECTED');

    for (const { hsmId } of cluster.hsms) await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
    await clusterWhen(world, clusterId, ({ hsms }) => hsms.length === 0);
    expect(await store.connect()).toBe('FAILED INSUFFICIENT_CLOUDHSM_HSMS');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    // One is enough to connect, two are needed to create a key.
    const [zoneA = '', zoneB = ''] = cluster.hsms.map(({ availabilityZone }) => availabilityZone);
    await addHsms(world, cluster, [zoneA]);
    expect(await store.connect()).toBe('CONNECTED');
    expect(await answerOf(store.newKey())).toMatch(/^CloudHsmClusterInvalidConfigurationException: /);
    const { hsms } = await addHsms(world, cluster, [zoneB]);
    expect(await answerOf(store.newKey())).toBe('ok');
    expect(await store.disconnect()).toBe('DISCONNECTED');

    for (const { hsmId } of hsms) await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
    await clusterWhen(world, clusterId, (now) => now.hsms.length === 0);
    await cloudhsm(world, 'DeleteCluster', { ClusterId: clusterId });
    await clusterWhen(world, clusterId, ({ state }) => state === 'DELETED');
    expect(await store.connect()).toBe('FAILED CLUSTER_NOT_FOUND');
    expect(await store.disconnect()).toBe('DISCONNECTED');
  });
});

// Each fault is looked for before those that were there already.
simulatedScenario('a connect tells the first of all that is wrong, and leaves no interfaces behind', async (world) => {
  const { store, clusterId } = await prepare(world);
  const lab = (what: string, target: object) => harness(world, `lab/${what}`, { ...target, region: REGION });
  const { hsms, subnets } = await clusterOf(world, clusterId);
  const subnetId = subnets.at(-1)?.subnetId;
  const expectFailure = async (code: string) => {
    expect(await store.connect()).toBe(`FAILED ${code}`);
    expect([code, await interfacesOf(world, clusterId)]).toEqual([code, []]);
    expect(await store.disconnect()).toBe('DISCONNECTED');
  };

  await asOfficer(world, clusterId, (hsm) => hsm.deleteUser('USER_TYPE_CU', 'kmsuser'));
  await expectFailure('USER_NOT_FOUND');
  await lab('net-cut', { clusterId });
  await expectFailure('NETWORK_ERRORS');
  await lab('subnet-fill', { subnetId });
  await expectFailure('INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET');
  for (const { hsmId } of hsms) await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
  await clusterWhen(world, clusterId, (cluster) => cluster.hsms.length === 0);
  await expectFailure('INSUFFICIENT_CLOUDHSM_HSMS');
  await lab('subnet-delete', { subnetId });
  await expectFailure('SUBNET_NOT_FOUND');
});

// Disks that fail are to be had in the simulation only.
test('an HSM that cannot write the new password fails the connect, and the others keep the old one (simulated)', async () => {
  await withSimulatedWorld('a full disk', async (world) => {
    const it = await prepare(world);
    const { store } = it;
    await begin(it);
    const [, second] = await hsmsOf(it);
    const machine = await world.machineOf(second?.hsmId ?? '');
    world.sim.failDisk(machine, true);
    expect(await store.connect()).toBe('FAILED INTERNAL_ERROR');
    world.sim.failDisk(machine, false);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await clusterWhen(world, it.clusterId, (cluster) => isWhole(cluster, 2));
    expect(await store.connect()).toBe('CONNECTED');
    expect(await failureCounts(world, it.clusterId)).toEqual([0, 0]);
  });
});

// In other worlds connects last no longer than they do.
test('a connect that lasts as long as in AWS passes with the clock of the simulated world (simulated)', async () => {
  await withSimulatedWorld(
    'a long connect',
    async (world) => {
      const { clusterId } = await activeCluster(world);
      await createKmsUser(world, clusterId);
      const store = await createKeyStore(world, clusterId);
      await world.kms().connectCustomKeyStore({ CustomKeyStoreId: store.id });
      let passed = 0;
      await until(world, 'it does not connect', async () => {
        if ((await store.state()) === 'CONNECTED') return true;
        await harness(world, 'lab/advance', { byMs: 10_000 });
        passed += 10;
        return undefined;
      });
      expect(passed).toBeGreaterThanOrEqual(120);
      // KMS's own HSM is nobody's business.
      await world.kms().createKey({});
    },
    { controlPlane: { durations: 'aws' } },
  );
});

/** Interfaces through which KMS reaches a cluster. */
async function interfacesOf(world: World, clusterId: string): Promise<readonly unknown[]> {
  const Filter = [{ Name: 'description', Value: [`KMS managed ENI for cluster ${clusterId}`] }];
  const answer = await ec2<{ networkInterfaceSet: readonly unknown[] }>(world, 'DescribeNetworkInterfaces', { Filter });
  return answer.networkInterfaceSet;
}

/** KMS and the HSMs agree on a password that people know as well. */
async function begin({ world, kms, store, clusterId }: Fixture): Promise<void> {
  await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(PASSWORD)));
  await kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword: PASSWORD });
}

/** Resolves to the connections on which somebody is logged in as `kmsuser`. */
async function makeTrouble(it: Fixture, trouble: Trouble): Promise<readonly HsmConnection[]> {
  const { missing = [], locked = [], changed = [], inUse = [] } = trouble;
  const hsms = await hsmsOf(it);
  await asOfficerOn(it, changed, (hsm) => hsm.changePassword(kmsUser(OTHER_PASSWORD)));
  const sessions = await Promise.all(
    inUse.map((index) => logIn(it, hsmAt(hsms, index), changed.includes(index) ? OTHER_PASSWORD : PASSWORD)),
  );
  for (const index of locked) {
    for (let attempt = 1; attempt <= 5; attempt += 1)
      await onHsm(it.world, hsmAt(hsms, index), (hsm) => answerOf(hsm.login(kmsUser(WRONG_PASSWORD))));
  }
  await asOfficerOn(it, missing, (hsm) => hsm.deleteUser('USER_TYPE_CU', 'kmsuser'));
  return sessions;
}

/** Does only what the trouble calls for: the password that KMS has on file is the right one again. */
async function mend(it: Fixture, { missing = [], locked = [], changed = [] }: Trouble): Promise<void> {
  await asOfficerOn(it, missing, (hsm) => hsm.createUser(kmsUser(PASSWORD)));
  await asOfficerOn(it, [...locked, ...changed], (hsm) => hsm.changePassword(kmsUser(PASSWORD)));
}

/** Stays logged in as `kmsuser`. */
async function logIn({ world }: Fixture, { hsmId, dataAddress }: ClusterHsm, password: string): Promise<HsmConnection> {
  const trustAnchor = world.customer.ca.certificate;
  const hsm = connectHsm(world.operator, { endpoint: { hsmId, address: dataAddress }, trustAnchor });
  await hsm.login(kmsUser(password));
  return hsm;
}

async function hsmsOf({ world, clusterId }: Fixture): Promise<readonly ClusterHsm[]> {
  return (await clusterOf(world, clusterId)).hsms;
}

function hsmAt(hsms: readonly ClusterHsm[], index: number): ClusterHsm {
  const hsm = hsms[index];
  if (hsm === undefined) throw new Error(`there is no HSM ${index}`);
  return hsm;
}

async function asOfficerOn(
  it: Fixture,
  indices: readonly number[],
  work: (hsm: HsmConnection) => Promise<unknown>,
): Promise<void> {
  const hsms = await hsmsOf(it);
  for (const index of indices) {
    await onHsm(it.world, hsmAt(hsms, index), async (hsm) => {
      await hsm.login(OFFICER);
      await work(hsm);
      await hsm.logout();
    });
  }
}
