import { describe, expect } from 'vitest';
import { addHsms, isWhole, newCluster } from '../../worlds/fixture.ts';
import { containerScenario, scenario, simulatedScenario } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterOf, clusterWhen, harness, REGION, until, type World } from '../../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture, expectFailedConnect } from './drill.ts';

const NEEDS_TWO = /^CloudHsmClusterInvalidConfigurationException: /;

async function backUp({ world, clusterId }: Drill): Promise<string> {
  return (await harness<{ readonly backupId: string }>(world, 'lab/backup', { clusterId, region: REGION })).backupId;
}

/** A cluster with two HSMs, made from a backup in whatever subnets there are. */
async function restored(world: World, backupId: string): Promise<string> {
  const cluster = await newCluster(world, { backupId });
  const zones = cluster.subnets.map(({ availabilityZone }) => availabilityZone);
  return (await addHsms(world, cluster, zones.slice(0, 2))).clusterId;
}

async function deleteHsms({ world, clusterId: ClusterId }: Drill): Promise<void> {
  for (const { hsmId: HsmId } of (await clusterOf(world, ClusterId)).hsms)
    await cloudhsm(world, 'DeleteHsm', { ClusterId, HsmId });
  await clusterWhen(world, ClusterId, ({ hsms }) => hsms.length === 0);
}

/** Lets the store use another cluster, and connects it. */
async function moveTo({ kms, store }: Drill, CloudHsmClusterId: string): Promise<void> {
  const CustomKeyStoreId = store.id;
  expect(await answerOf(kms.updateCustomKeyStore({ CustomKeyStoreId, CloudHsmClusterId }))).toBe('ok');
  expect(await store.connect()).toBe('CONNECTED');
}

// Source: AWS KMS Developer Guide, "How to fix a connection failure", "How to fix a failing KMS key".
describe('drills: clusters that are lost, or lack what a store needs', () => {
  scenario('D6, D10 CLUSTER_NOT_FOUND: the cluster is deleted, and made anew from a backup', async (world) => {
    const it = await drillFixture(world);
    const { kms, store, clusterId: ClusterId, a } = it;
    const backupId = await backUp(it);
    await deleteHsms(it);
    await cloudhsm(world, 'DeleteCluster', { ClusterId });
    await clusterWhen(world, ClusterId, ({ state }) => state === 'DELETED');
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.decrypt()).toMatch(CANNOT_COMMUNICATE);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await expectFailedConnect(it, 'CLUSTER_NOT_FOUND');

    const another = await restored(world, backupId);
    await moveTo(it, another);
    await it.recovers();
    expect((await kms.describeKey({ KeyId: a.id })).KeyMetadata?.CloudHsmClusterId).toBe(another);
  });

  simulatedScenario('D9 a cluster from an old backup lacks the keys that came after it', async (world) => {
    const it = await drillFixture(world);
    const { store, a } = it;
    const backupId = await backUp(it);
    const later = await store.newKey();
    const another = await restored(world, backupId);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await moveTo(it, another);
    await it.recovers();
    expect(await it.keyState(a)).toBe('Enabled true');
    expect(await it.keyState(later)).toBe('Enabled true');
    expect(await it.encrypt(later)).toBe(
      `KMSInvalidStateException: The key material for ${later.arn} cannot be found in the associated CloudHSM cluster ${another}.`,
    );
  });

  simulatedScenario('D11 INSUFFICIENT_CLOUDHSM_HSMS: one HSM connects a store, two make keys', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const zones = (await clusterOf(world, clusterId)).hsms.map(({ availabilityZone }) => availabilityZone);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await deleteHsms(it);
    await expectFailedConnect(it, 'INSUFFICIENT_CLOUDHSM_HSMS');

    const one = await addHsms(world, await clusterOf(world, clusterId), zones.slice(0, 1));
    expect(isWhole(one, 1)).toBe(true);
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();
    expect(await it.createKey()).toMatch(NEEDS_TWO);
    await addHsms(world, one, zones.slice(1));
    await until(world, 'no key can be made', async () => ((await it.createKey()) === 'ok' ? true : undefined));
  });

  simulatedScenario('D12 INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const subnetId = (await clusterOf(world, clusterId)).subnets[1]?.subnetId;
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await harness(world, 'lab/subnet-fill', { subnetId, region: REGION });
    await expectFailedConnect(it, 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET');
    await harness(world, 'lab/subnet-drain', { subnetId, region: REGION });
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();
  });

  containerScenario('D17 SUBNET_NOT_FOUND: the subnets of a cluster cannot be changed', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const subnetId = (await clusterOf(world, clusterId)).subnets[2]?.subnetId;
    const backupId = await backUp(it);
    await harness(world, 'lab/subnet-delete', { subnetId, region: REGION });
    // A store that is connected does not notice, until the next connect.
    expect(await it.decrypt()).toBe('ok');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    for (const _attempt of [1, 2]) await expectFailedConnect(it, 'SUBNET_NOT_FOUND');
    await moveTo(it, await restored(world, backupId));
    await it.recovers();
  });
});
