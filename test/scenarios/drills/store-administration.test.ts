import type { CreateCustomKeyStoreRequest } from '@aws-sdk/client-kms';
import type { Cluster, ClusterHsm } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { newCustomer } from '../../../packages/hsm-node/src/hsm-node.fixture.ts';
import {
  activate,
  activeCluster,
  addHsms,
  asOfficer,
  createKeyStore,
  createKmsUser,
  initialize,
  KMS_PASSWORD,
  KeyStore,
  kmsUser,
  newCluster,
  onEveryHsm,
} from '../../worlds/fixture.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { withSimulatedWorld } from '../../worlds/simulated-world.ts';
import { lastRecord } from '../../worlds/trail.ts';
import {
  advanceDays,
  answerOf,
  callAws,
  cloudhsm,
  clusterOf,
  clusterWhen,
  harness,
  REGION,
  until,
  type World,
} from '../../worlds/world.ts';
import { type Drill, drillFixture, wrongState } from './drill.ts';

const NAME_IN_USE = /^CustomKeyStoreNameInUseException: /;
const CLUSTER_IN_USE = /^CloudHsmClusterInUseException: /;
const NOT_ACTIVE = /^CloudHsmClusterNotActiveException: /;
const INVALID_CONFIGURATION = /^CloudHsmClusterInvalidConfigurationException: /;

/** And a second key store, never connected, on a cluster of its own. */
async function prepare(world: World): Promise<Drill & { readonly other: KeyStore; readonly otherClusterId: string }> {
  const drill = await drillFixture(world);
  const bare = world.programs?.without ?? world;
  const { clusterId } = await activeCluster(bare);
  return { ...drill, other: await createKeyStore(bare, clusterId, { name: 'OtherStore' }), otherClusterId: clusterId };
}

// Source: AWS KMS API Reference, "CreateCustomKeyStore", "UpdateCustomKeyStore", "DeleteCustomKeyStore",
// "DescribeCustomKeyStores".
describeDrills('drills: administration of key stores', prepare, (drill) => {
  drill('D28, DS-05, DS-25: creations that are rejected', async (it) => {
    const { world, kms, clusterId, otherClusterId, other, store } = it;
    const create = (deviation: Partial<CreateCustomKeyStoreRequest>) =>
      kms.createCustomKeyStore({
        CustomKeyStoreName: 'NewStore',
        CloudHsmClusterId: otherClusterId,
        TrustAnchorCertificate: world.customer.ca.certificate,
        KeyStorePassword: KMS_PASSWORD,
        ...deviation,
      });
    const listed = async () => {
      const { CustomKeyStores = [] } = await kms.describeCustomKeyStores();
      return CustomKeyStores.map(({ CustomKeyStoreId }) => CustomKeyStoreId);
    };
    const before = await listed();
    const rejected = async (deviation: Partial<CreateCustomKeyStoreRequest>) => {
      const answer = await answerOf(create(deviation));
      expect(await listed()).toEqual(before);
      return answer;
    };

    // The very same creation again, while the store has never been connected, is answered with that store.
    expect(await create({ CustomKeyStoreName: 'OtherStore' })).toMatchObject({ CustomKeyStoreId: other.id });
    expect(await create({ CustomKeyStoreName: 'OtherStore', CustomKeyStoreType: 'AWS_CLOUDHSM' })).toMatchObject({
      CustomKeyStoreId: other.id,
    });
    expect(await listed()).toEqual(before);
    // A replay with one other property is another creation.
    expect(await rejected({ CustomKeyStoreName: 'OtherStore', KeyStorePassword: 'another1' })).toMatch(NAME_IN_USE);
    expect(await rejected({ CustomKeyStoreName: 'DrillStore', CloudHsmClusterId: clusterId })).toMatch(NAME_IN_USE);
    expect(await rejected({ CustomKeyStoreName: 'DrillStore' })).toMatch(NAME_IN_USE);
    expect(await rejected({ CloudHsmClusterId: clusterId })).toMatch(CLUSTER_IN_USE);
    expect(await rejected({ CloudHsmClusterId: 'cluster-zzzzzzzzzzz' })).toMatch(/^CloudHsmClusterNotFoundException: /);
    expect(await rejected({ CloudHsmClusterId: 'cluster-1a23b4cdefg' })).toMatch(
      /^ValidationException: 1 validation error detected: Value 'cluster-1a23b4cdefg' at 'cloudHsmClusterId' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
    );

    const { backupId } = await harness<{ backupId: string }>(world, 'lab/backup', { clusterId, region: REGION });
    const relative = await newCluster(world, { backupId });
    expect(relative.state).toBe('ACTIVE');
    expect(await rejected({ CloudHsmClusterId: relative.clusterId })).toMatch(CLUSTER_IN_USE);
    await deleteCluster(world, relative);

    const growing = await newCluster(world);
    const [zoneA = '', zoneB = ''] = growing.subnets.map(({ availabilityZone }) => availabilityZone);
    const rejectedThere = () => rejected({ CloudHsmClusterId: growing.clusterId });
    expect(growing.state).toBe('UNINITIALIZED');
    expect(await rejectedThere()).toMatch(NOT_ACTIVE);
    await addHsms(world, growing, [zoneA]);
    const initialized = await initialize(world, growing);
    expect(initialized.state).toBe('INITIALIZED');
    expect(await rejectedThere()).toMatch(NOT_ACTIVE);
    await activate(world, initialized);
    expect(await rejectedThere()).toMatch(INVALID_CONFIGURATION);
    const twoInOneZone = await addHsms(world, growing, [zoneA]);
    expect(await rejectedThere()).toMatch(INVALID_CONFIGURATION);
    await deleteHsms(world, twoInOneZone, twoInOneZone.hsms.slice(1));
    await addHsms(world, growing, [zoneB]);
    const { ca } = await newCustomer(world.operator);
    const foreign = { CloudHsmClusterId: growing.clusterId, TrustAnchorCertificate: ca.certificate };
    expect(await rejected(foreign)).toMatch(/^IncorrectTrustAnchorException: /);

    // White space of PEM means nothing. Once connected, the store has a password that nobody can repeat.
    await createKmsUser(world, growing.clusterId);
    const spaced = `\n${world.customer.ca.certificate.replaceAll('\n', '\r\n')}\n`;
    const request = { CloudHsmClusterId: growing.clusterId, TrustAnchorCertificate: spaced };
    const { CustomKeyStoreId = '' } = await create(request);
    const created = new KeyStore(world, CustomKeyStoreId);
    const withCreated = await listed();
    expect(await created.connect()).toBe('CONNECTED');
    expect(await answerOf(create(request))).toMatch(NAME_IN_USE);
    expect(await created.disconnect()).toBe('DISCONNECTED');
    expect(await answerOf(create(request))).toMatch(NAME_IN_USE);
    expect(await listed()).toEqual(withCreated);
    await kms.deleteCustomKeyStore({ CustomKeyStoreId });
    await deleteCluster(world, growing);
    expect(await listed()).toEqual(before);
    expect(await store.state()).toBe('CONNECTED');
  });

  drill(
    'DS-25: only a cluster of the lineage takes the place of another',
    async ({ world, kms, store, otherClusterId }) => {
      const { clusterId: empty } = await newCluster(world);
      const described = () => kms.describeCustomKeyStores({ CustomKeyStoreId: store.id });
      await store.disconnect();
      const { CustomKeyStores: before } = await described();
      const refused = async (CloudHsmClusterId: string) => {
        const answer = await answerOf(kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, CloudHsmClusterId }));
        expect((await described()).CustomKeyStores).toEqual(before);
        return answer;
      };
      expect(await refused(otherClusterId)).toMatch(/^CloudHsmClusterNotRelatedException: /);
      expect(await refused('cluster-aaaaaaaaaaa')).toMatch(/^CloudHsmClusterNotFoundException: /);
      expect(await refused(empty)).toMatch(NOT_ACTIVE);
      expect(await store.connect()).toBe('CONNECTED');
      await cloudhsm(world, 'DeleteCluster', { ClusterId: empty });
    },
  );

  drill('D29: update', async (it) => {
    const { kms, store } = it;
    const update = (change: object) => answerOf(kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, ...change }));
    const name = async () => {
      const { CustomKeyStores } = await kms.describeCustomKeyStores({ CustomKeyStoreId: store.id });
      return CustomKeyStores?.[0]?.CustomKeyStoreName;
    };
    expect(await update({ NewCustomKeyStoreName: 'Renamed' })).toBe('ok');
    expect(await name()).toBe('Renamed');
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
    expect(await update({ NewCustomKeyStoreName: 'Twice', KeyStorePassword: 'another1' })).toBe(
      wrongState(store, 'CONNECTED'),
    );
    expect(await name()).toBe('Renamed');
    expect(await update({ NewCustomKeyStoreName: 'OtherStore' })).toMatch(NAME_IN_USE);
    expect(await update({ NewCustomKeyStoreName: 'Renamed' })).toBe('ok');
    expect(await update({ NewCustomKeyStoreName: 'DrillStore' })).toBe('ok');
    expect(await update({})).toMatch(/^ValidationException: /);

    expect(await store.disconnect()).toBe('DISCONNECTED');
    // Nobody verifies the password; the rest of the change is not made without it.
    expect(await update({ NewCustomKeyStoreName: 'OtherStore', KeyStorePassword: 'wrongPw1' })).toMatch(NAME_IN_USE);
    expect(await store.connect()).toBe('CONNECTED');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await update({ KeyStorePassword: 'wrongPw1' })).toBe('ok');
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await setKmsPassword(it, 'restored1');
    expect(await update({ KeyStorePassword: 'restored1' })).toBe('ok');
    expect(await store.connect()).toBe('CONNECTED');
  });

  drill('D31: describe', async ({ world, kms, store, other, clusterId }) => {
    const { CustomKeyStores: both = [] } = await kms.describeCustomKeyStores();
    expect(both.map(({ CustomKeyStoreId }) => CustomKeyStoreId).toSorted()).toEqual([store.id, other.id].toSorted());
    const described = {
      CustomKeyStoreId: store.id,
      CustomKeyStoreName: 'DrillStore',
      CloudHsmClusterId: clusterId,
      TrustAnchorCertificate: world.customer.ca.certificate,
      ConnectionState: 'CONNECTED',
      CustomKeyStoreType: 'AWS_CLOUDHSM',
    };
    for (const filter of [{ CustomKeyStoreId: store.id }, { CustomKeyStoreName: 'DrillStore' }]) {
      const CreationDate = expect.any(Date) as Date;
      expect((await kms.describeCustomKeyStores(filter)).CustomKeyStores).toEqual([{ ...described, CreationDate }]);
      // A client of AWS drops what it does not know, the password for example.
      const wire = await callAws(world.programs?.without ?? world, 'kms', 'DescribeCustomKeyStores', filter);
      const entry = { ...described, CreationDate: expect.any(Number) as number };
      expect(wire).toEqual({ CustomKeyStores: [entry], Truncated: false });
    }
    const refused = (filter: object) => answerOf(kms.describeCustomKeyStores(filter));
    expect(await refused({ CustomKeyStoreId: store.id, CustomKeyStoreName: 'DrillStore' })).toMatch(
      /^ValidationException: /,
    );
    expect(await refused({ CustomKeyStoreName: 'NoStore' })).toMatch(/^CustomKeyStoreNotFoundException: /);
    expect(await refused({ CustomKeyStoreId: 'cks-00000000000000000' })).toMatch(/^CustomKeyStoreNotFoundException: /);

    const first = await kms.describeCustomKeyStores({ Limit: 1 });
    expect(first).toMatchObject({ Truncated: true, NextMarker: expect.any(String) as unknown });
    const second = await kms.describeCustomKeyStores({ Limit: 1, Marker: first.NextMarker });
    expect(second).toMatchObject({ Truncated: false });
    expect(second).not.toHaveProperty('NextMarker');
    expect([...(first.CustomKeyStores ?? []), ...(second.CustomKeyStores ?? [])]).toEqual(both);
  });

  // Comes last: it ends with a store without keys, five weeks later.
  drill('D30: delete', async (it) => {
    const { world, kms, store, clusterId, a, b } = it;
    const remove = () => answerOf(kms.deleteCustomKeyStore({ CustomKeyStoreId: store.id }));
    const hasKeys = /^CustomKeyStoreHasCMKsException: /;
    // The state is looked at before the keys are.
    expect(await remove()).toBe(wrongState(store, 'CONNECTED'));
    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await remove()).toMatch(hasKeys);
    const keys = await keysOfStore(it);
    expect(keys).toEqual(expect.arrayContaining([a.arn, b.arn]));
    for (const KeyId of keys) await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 30 });
    expect(await remove()).toMatch(hasKeys);
    await advanceDays(world, 31);
    await until(world, 'the keys are not deleted', async () =>
      (await keysOfStore(it)).length === 0 ? true : undefined,
    );
    expect(await remove()).toBe('ok');
    expect(await lastRecord(world, 'DeleteCustomKeyStore')).toMatchObject({
      requestParameters: { customKeyStoreId: store.id },
      responseElements: null,
      additionalEventData: { customKeyStoreName: 'DrillStore', clusterId },
    });
    expect(await answerOf(kms.describeCustomKeyStores({ CustomKeyStoreId: store.id }))).toMatch(
      /^CustomKeyStoreNotFoundException: /,
    );

    // The cluster, its users and the key objects stay; the keys are orphans now.
    const { state, hsms } = await clusterOf(world, clusterId);
    expect([state, ...hsms.map((hsm) => hsm.state)]).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    await setKmsPassword(it, KMS_PASSWORD);
    expect((await labels(it)).toSorted()).toEqual(keys.toSorted());
    const next = await createKeyStore(world, clusterId);
    expect(await next.connect()).toBe('CONNECTED');
    expect(await answerOf(next.newKey())).toBe('ok');
  });
});

// In the simulation only: it takes eleven clusters, more than a Region may have at a time.
test('D28: an eleventh store is rejected (simulated)', async () => {
  await withSimulatedWorld('D28: an eleventh store', async (world) => {
    for (let number = 1; number <= 11; number += 1) {
      const cluster = await activeCluster(world);
      const answer = await answerOf(createKeyStore(world, cluster.clusterId, { name: `Store${number}` }));
      expect([number, answer]).toEqual([
        number,
        number <= 10 ? 'ok' : expect.stringMatching(/^LimitExceededException: /),
      ]);
      await deleteCluster(world, cluster);
    }
    expect((await world.kms().describeCustomKeyStores()).CustomKeyStores).toHaveLength(10);
  });
});

async function deleteCluster(world: World, cluster: Cluster): Promise<void> {
  const { clusterId } = cluster;
  const { hsms } = await clusterOf(world, clusterId);
  await deleteHsms(world, cluster, hsms);
  await cloudhsm(world, 'DeleteCluster', { ClusterId: clusterId });
  await clusterWhen(world, clusterId, ({ state }) => state === 'DELETED');
}

async function deleteHsms(world: World, { clusterId }: Cluster, hsms: readonly ClusterHsm[]): Promise<void> {
  for (const { hsmId } of hsms) await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
  await clusterWhen(world, clusterId, (cluster) =>
    cluster.hsms.every(({ hsmId }) => !hsms.some((deleted) => deleted.hsmId === hsmId)),
  );
}

/** ARNs of the keys in the drill's store, those pending deletion included. */
async function keysOfStore({ kms, store }: Drill): Promise<readonly string[]> {
  const { Keys = [] } = await kms.listKeys();
  // A key may be deleted between the two questions.
  const described = await Promise.all(
    Keys.map(({ KeyId }) => kms.describeKey({ KeyId }).catch((error: unknown) => ignored(error, 'NotFoundException'))),
  );
  return described.flatMap((answer) =>
    answer?.KeyMetadata?.CustomKeyStoreId === store.id ? [answer.KeyMetadata.Arn ?? ''] : [],
  );
}

/** The officer gives `kmsuser` a password that is known. */
function setKmsPassword({ world, clusterId }: Drill, password: string): Promise<void> {
  return asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(password)));
}

/** Labels of the key objects that `kmsuser` has on the first HSM. */
async function labels({ world, clusterId }: Drill): Promise<readonly string[]> {
  const [first] = await onEveryHsm(world, clusterId, async (hsm) => {
    await hsm.login(kmsUser(KMS_PASSWORD));
    const keys = await hsm.findKeys({});
    await hsm.logout();
    return keys.map(({ attributes }) => attributes?.label ?? '');
  });
  return first ?? [];
}

/** Undefined for an error of this name; throws any other. */
function ignored(error: unknown, name: string): undefined {
  if (!(error instanceof Error && error.name === name)) throw error;
}
