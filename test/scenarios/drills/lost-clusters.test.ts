import { describe, expect } from 'vitest';
import { backupsOf } from '../../worlds/backups.ts';
import { ec2, vpcOf } from '../../worlds/ec2.ts';
import { addHsms, newCluster } from '../../worlds/fixture.ts';
import { drill, simulatedScenario } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterOf, clusterWhen, harness, REGION, type World } from '../../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture, expectFailedConnect } from './drill.ts';

async function backUp({ world, clusterId }: Drill): Promise<string> {
  return (await harness<{ readonly backupId: string }>(world, 'lab/backup', { clusterId, region: REGION })).backupId;
}

/** A cluster with two HSMs, made from a backup in whatever subnets there are, but for one. */
async function restored(world: World, backupId: string, ...withoutSubnetIds: readonly string[]): Promise<string> {
  const cluster = await newCluster(world, { backupId, withoutSubnetIds });
  const zones = cluster.subnets.map(({ availabilityZone }) => availabilityZone);
  return (await addHsms(world, cluster, zones.slice(0, 2))).clusterId;
}

/** As the API shows it, of a cluster that is gone as well. */
async function described(world: World, clusterId: string): Promise<DescribedCluster | undefined> {
  const Filters = { clusterIds: [clusterId] };
  const { Clusters } = await cloudhsm<{ Clusters: readonly DescribedCluster[] }>(world, 'DescribeClusters', {
    Filters,
  });
  return Clusters[0];
}

interface DescribedCluster {
  readonly Certificates: { readonly ClusterCertificate: string };
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
  const { CustomKeyStores } = await kms.describeCustomKeyStores({ CustomKeyStoreId });
  expect(CustomKeyStores).toMatchObject([{ CloudHsmClusterId, ConnectionState: 'DISCONNECTED' }]);
  expect(await store.connect()).toBe('CONNECTED');
}

// Source: AWS KMS Developer Guide, "How to fix a connection failure", "How to fix a failing KMS key".
describe('drills: clusters that are lost, or lack what a store needs', () => {
  drill('D6, D10, DS-17: CLUSTER_NOT_FOUND: the cluster is deleted, and made anew from a backup', async (world) => {
    const it = await drillFixture(world);
    const { kms, store, clusterId: ClusterId, a } = it;
    const backupId = await backUp(it);
    await deleteHsms(it);
    const { Cluster } = await cloudhsm<{ Cluster: object }>(world, 'DeleteCluster', { ClusterId });
    expect(Cluster).toMatchObject({ State: 'DELETE_IN_PROGRESS', StateMessage: 'The cluster is being deleted.' });
    await clusterWhen(world, ClusterId, ({ state }) => state === 'DELETED');
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.decrypt()).toMatch(CANNOT_COMMUNICATE);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await expectFailedConnect(it, 'CLUSTER_NOT_FOUND');

    // The newest backup has the password that KMS knows.
    const backups = (await backupsOf(world, ClusterId)).map(({ BackupId }) => BackupId);
    expect(backups).toContain(backupId);
    const another = await restored(world, backups[0] ?? '');
    // Nobody initializes it: it is the cluster that was, under another id.
    expect(await described(world, another)).toMatchObject({
      State: 'ACTIVE',
      SourceBackupId: backups[0],
      Hsms: [{ State: 'ACTIVE' }, { State: 'ACTIVE' }],
      Certificates: { ClusterCertificate: (await described(world, ClusterId))?.Certificates.ClusterCertificate },
    });
    await moveTo(it, another);
    await it.recovers();
    expect((await kms.describeKey({ KeyId: a.id })).KeyMetadata?.CloudHsmClusterId).toBe(another);
  });

  simulatedScenario('D9: a cluster from an old backup lacks the keys that came after it', async (world) => {
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

  drill('D12, DS-18: INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const subnetId = (await clusterOf(world, clusterId)).subnets[1]?.subnetId ?? '';
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await harness(world, 'lab/subnet-fill', { subnetId, region: REGION });
    await expectFailedConnect(it, 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET');
    // One address is enough.
    await harness(world, 'lab/subnet-drain', { subnetId, region: REGION });
    await harness(world, 'lab/subnet-fill', { subnetId, region: REGION, leaveFree: 1 });
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();

    // Where no address can be freed, a cluster in subnets with more room takes its place.
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await harness(world, 'lab/subnet-fill', { subnetId, region: REGION });
    expect(await store.connect()).toBe('FAILED INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await moveTo(it, await restored(world, await backUp(it), subnetId));
    await it.recovers();
  });

  drill('D17, DS-18: SUBNET_NOT_FOUND: the subnets of a cluster cannot be changed', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const { subnetId, availabilityZone, cidrBlock } = (await clusterOf(world, clusterId)).subnets[1]!;
    const backupId = await backUp(it);
    await harness(world, 'lab/subnet-delete', { subnetId, region: REGION });
    // A store that is connected does not notice, until the next connect.
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.keyState(it.a)).toBe('Enabled true');
    expect(await it.decrypt()).toBe('ok');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await expectFailedConnect(it, 'SUBNET_NOT_FOUND');
    // Another one in its place is none of the cluster.
    const subnet = { VpcId: await vpcOf(world), CidrBlock: cidrBlock, AvailabilityZone: availabilityZone };
    await ec2(world, 'CreateSubnet', subnet);
    expect(await store.connect()).toBe('FAILED SUBNET_NOT_FOUND');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await moveTo(it, await restored(world, backupId));
    await it.recovers();
  });
});
