import { describe, expect } from 'vitest';
import { backupFrom, backupsOf, restoredCluster } from '../../worlds/backups.ts';
import { activate, addHsms, initialize, isWhole, newCluster, OFFICER_PASSWORD } from '../../worlds/fixture.ts';
import { done, failed } from '../../worlds/cli-tool.ts';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { answerTo } from '../../worlds/management-tool.ts';
import { userLogin, type Operator } from '../../worlds/operator.ts';
import { drill } from '../../worlds/scenario.ts';
import { trailRecords } from '../../worlds/trail.ts';
import {
  advanceDays,
  answerOf,
  cloudhsm,
  clusterOf,
  clusterWhen,
  harness,
  REGION,
  until,
  type World,
} from '../../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture, wrongState } from './drill.ts';
import {
  BOTH_WELL,
  changePassword,
  deleteMaterial,
  giveBack,
  handleOf,
  LOGIN,
  operatorOf,
  takeOver,
  TEMPORARY,
} from './kmsuser-procedures.ts';

const UNSEEN = 'KEY_NOT_FOUND';
const DENIED = 'KEY_ACCESS_DENIED';
const FORBIDDEN = 'NOT_PERMITTED';

/** Takes a backup of the cluster. */
function backUp({ world, clusterId }: Drill): Promise<unknown> {
  return harness(world, 'lab/backup', { clusterId, region: REGION });
}

/** A cluster with two HSMs that is made from a backup of another one, step by step. */
async function restoredBeside(world: World, clusterId: string, SourceBackupId: string): Promise<string> {
  const { subnets, clusterCertificate } = await clusterOf(world, clusterId);
  const SubnetIds = subnets.map(({ subnetId }) => subnetId);
  const created = { HsmType: 'hsm1.medium', SubnetIds, SourceBackupId };
  const { Cluster } = await cloudhsm<{ Cluster: { ClusterId: string } }>(world, 'CreateCluster', created);
  expect(Cluster).toMatchObject({
    State: 'CREATE_IN_PROGRESS',
    SourceBackupId,
    Certificates: { ClusterCertificate: clusterCertificate },
  });
  const { ClusterId } = Cluster;
  const restored = await clusterWhen(world, ClusterId, ({ state }) => state === 'ACTIVE');
  expect(restored.hsms).toEqual([]);
  const signed = { SignedCert: clusterCertificate, TrustAnchor: world.customer.ca.certificate };
  expect(await answerOf(cloudhsm(world, 'InitializeCluster', { ClusterId, ...signed }))).toMatch(
    `CloudHsmInvalidRequestException: Cluster '${ClusterId}' is in state ACTIVE`,
  );
  await addHsms(
    world,
    restored,
    subnets.slice(0, 2).map(({ availabilityZone }) => availabilityZone),
  );
  return ClusterId;
}

/** What CloudTrail says of the material of a deleted key. */
interface Deletion {
  readonly keyHandle: string;
  readonly backingKeyId: string;
  readonly deletionStatus: string;
}

/** Schedules the deletion of A, disconnects or cuts the cluster off, and lets the waiting period pass. */
async function orphaned(it: Drill, { isCut = false } = {}): Promise<Deletion> {
  const { world, kms, store, a, clusterId } = it;
  await kms.scheduleKeyDeletion({ KeyId: a.id, PendingWindowInDays: 7 });
  if (isCut) {
    await harness(world, 'lab/net-cut', { clusterId, region: REGION });
    // KMS knows of it; what it had sent before could still arrive.
    expect(await it.encrypt(it.b)).toBe(CANNOT_COMMUNICATE);
  } else expect(await store.disconnect()).toBe('DISCONNECTED');
  await advanceDays(world, 8);
  const orphan = await deletion(it);
  expect(orphan).toMatchObject({ deletionStatus: 'FAILURE' });
  return orphan;
}

/** Waits until A is deleted; resolves to what the service event says of its material. */
async function deletion({ world, kms, store, a, clusterId }: Drill): Promise<Deletion> {
  const { additionalEventData = {} } = await until(world, 'the key is not deleted', async () => {
    const records = await trailRecords(world, { AttributeKey: 'EventName', AttributeValue: 'DeleteKey' });
    return records.find(({ resources }) => resources?.some(({ ARN }) => ARN === a.arn));
  });
  expect(await answerOf(kms.describeKey({ KeyId: a.id }))).toMatch(/^NotFoundException: /);
  expect(additionalEventData).toMatchObject({ customKeyStoreId: store.id, clusterId });
  const [first] = JSON.parse(additionalEventData['backingKeysDeletionStatus'] ?? '[]') as readonly Deletion[];
  if (first === undefined) throw new Error('the event names no material');
  return first;
}

async function drillIn(world: World): Promise<{ readonly it: Drill; readonly operator: Operator }> {
  const it = await drillFixture(world);
  return { it, operator: await operatorOf(it) };
}

// Source: AWS KMS Developer Guide, "How to delete orphaned key material", "How to fix a failing KMS key".
describe('drills: key material that is left, and that is gone', () => {
  drill('D23, DS-12: orphaned key material is deleted by hand', async (world) => {
    const { it, operator } = await drillIn(world);
    const backupId = await backupFrom(world, it.clusterId, () => backUp(it));
    const { keyHandle } = await orphaned(it);
    // KMS does not try again.
    expect(await it.store.connect()).toBe('CONNECTED');
    await takeOver(it, operator);
    expect(await handleOf(operator, it.a)).toBe(keyHandle);

    await deleteMaterial(operator, keyHandle);
    const again = `deleteKey -k ${keyHandle}`;
    const run = await operator.kmu(LOGIN, again, `findKey -l ${it.a.arn}`);
    expect(run.answerTo(again)).toEqual([returned('FindKey', UNSEEN), ...nodes({ 0: UNSEEN, 1: UNSEEN })]);
    expect(run.answerTo(`findKey -l ${it.a.arn}`)).toEqual([
      'Total number of keys present 0',
      ...BOTH_WELL,
      returned('FindKey'),
    ]);
    await giveBack(it);
    expect(await it.encrypt(it.b)).toBe('ok');

    // Backups still hold it.
    await operator.configure(await restoredCluster(world, backupId));
    await changePassword(operator, TEMPORARY);
    expect(await handleOf(operator, it.a)).toBe(keyHandle);
  });

  drill('D23: a cluster that is cut off keeps the material; nobody but its owner deletes it', async (world) => {
    const { it, operator } = await drillIn(world);
    for (const name of ['alice', 'bob'])
      expect((await operator.asOfficer(`createUser CU ${name} Password1`, 'y')).exitCode).toBe(0);
    const { keyHandle } = await orphaned(it, { isCut: true });
    expect(await it.store.state()).toBe('CONNECTED');
    await harness(world, 'lab/net-heal', { clusterId: it.clusterId, region: REGION });
    await takeOver(it, operator);
    const shared = await operator.cmu(`loginHSM CU kmsuser ${TEMPORARY}`, `shareKey ${keyHandle} 4 1`, 'y', 'quit');
    expect(shared.exitCode).toBe(0);
    const deletion = `deleteKey -k ${keyHandle}`;
    const attempt = async (name: string) =>
      (await operator.kmu(userLogin('Password1', name), deletion)).answerTo(deletion);
    expect(await attempt('alice')).toEqual([returned('DeleteKey', DENIED), ...nodes({ 0: DENIED, 1: DENIED })]);
    expect(await attempt('bob')).toEqual([returned('FindKey', UNSEEN), ...nodes({ 0: UNSEEN, 1: UNSEEN })]);
    // An officer may not, and has no such command in the tool for officers.
    const login = `loginHSM -u CO -s admin -p ${OFFICER_PASSWORD}`;
    const officer = await operator.kmu(login, deletion);
    expect(officer.answerTo(login)).toEqual([returned('LoginHSM'), ...BOTH_WELL]);
    expect(officer.answerTo(deletion)).toEqual([
      returned('FindKey', FORBIDDEN),
      ...nodes({ 0: FORBIDDEN, 1: FORBIDDEN }),
    ]);
    const unknown = `deleteKey ${keyHandle}`;
    expect(answerTo(await operator.asOfficer(unknown), unknown)).toEqual([
      "There is no such command. Type 'help' for a list.",
    ]);
    expect(await handleOf(operator, it.a)).toBe(keyHandle);
  });

  drill('DS-12: orphaned key material is deleted by its id, with cloudhsm-cli', async (world) => {
    const { it, operator } = await drillIn(world);
    const { keyHandle, backingKeyId } = await orphaned(it);
    await takeOver(it, operator);
    const login = `login --username kmsuser --role crypto-user --password ${TEMPORARY}`;
    const id = `attr.id="0x${backingKeyId}"`;
    const run = await operator.cli(
      login,
      `key list --filter ${id}`,
      'key delete --filter attr.key-type=aes',
      `key delete --filter ${id}`,
      `key list --filter ${id}`,
      'logout',
    );
    expect(run.answers.slice(1)).toEqual([
      done({
        matched_keys: [
          { 'key-reference': `0x${Number(keyHandle).toString(16).padStart(16, '0')}`, attributes: { label: it.a.arn } },
        ],
        total_key_count: 1,
        returned_key_count: 1,
      }),
      failed('Key selection criteria matched 2 keys. Refine selection criteria to select a single key.'),
      done({ message: 'Key deleted successfully' }),
      done({ matched_keys: [], total_key_count: 0, returned_key_count: 0 }),
      done('Logout successful'),
    ]);
    await giveBack(it);
    expect(await it.encrypt(it.b)).toBe('ok');
  });

  drill('D4: the material of a key was deleted', async (world) => {
    const { it, operator } = await drillIn(world);
    await takeOver(it, operator);
    await deleteMaterial(operator, (await handleOf(operator, it.a)) ?? '');
    await giveBack(it);
    expect(await it.store.state()).toBe('CONNECTED');
    expect(await it.keyState(it.a)).toBe('Enabled true');
    expect(await it.decrypt()).toMatch(/^KMSInvalidStateException: /);
    expect(await it.encrypt(it.b)).toBe('ok');
    await harness(world, 'lab/audit', {});
    expect(await it.keyState(it.a)).toBe('Unavailable false');
    expect(await it.keyState(it.b)).toBe('Enabled true');
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toMatch(/^KMSInvalidStateException: /);
  });
});

// Source: AWS KMS Developer Guide, "How to recover deleted key material for a KMS key".
drill(
  'D9, D24, DS-13, DS-14: deleted key material comes back from a backup, with the password of its time',
  async (world) => {
    const { it, operator } = await drillIn(world);
    const { kms, store, clusterId, a } = it;
    // A guess that the backup remembers. Another HSM needs a backup to come from.
    await operator.cmu('loginHSM CU kmsuser Guess1234');
    const third = (await clusterOf(world, clusterId)).subnets[2]?.availabilityZone;
    const backupId = await backupFrom(world, clusterId, () =>
      cloudhsm(world, 'CreateHsm', { ClusterId: clusterId, AvailabilityZone: third }),
    );
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 3));
    await operator.configure(clusterId);
    const deletedMs = world.operator.clock.now();
    await takeOver(it, operator);
    const handle = (await handleOf(operator, a)) ?? '';
    await deleteMaterial(operator, handle);
    await giveBack(it);
    const later = await store.newKey();
    expect(await it.decrypt()).toMatch(/^KMSInvalidStateException: /);
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.keyState(a)).toBe('Enabled true');
    await harness(world, 'lab/audit', {});
    expect(await it.keyState(a)).toBe('Unavailable false');
    expect((await operator.asOfficer('changePswd CO admin Another1', 'y')).exitCode).toBe(0);
    const tooNew = await backupFrom(world, clusterId, () => backUp(it));

    const backups = await backupsOf(world, clusterId);
    expect(backups[0]).toMatchObject({ BackupId: tooNew, ClusterId: clusterId, BackupState: 'READY' });
    const made = backups.map(({ CreateTimestamp = 0 }) => CreateTimestamp);
    expect(made).toEqual(made.toSorted((one, other) => other - one));
    expect(backups.find(({ CreateTimestamp = 0 }) => CreateTimestamp * 1000 < deletedMs)?.BackupId).toBe(backupId);
    const restored = await restoredBeside(world, clusterId, backupId);
    const certificate = (await clusterOf(world, clusterId)).clusterCertificate;
    const { Clusters } = await cloudhsm<{ Clusters: readonly object[] }>(world, 'DescribeClusters', {
      Filters: { clusterIds: [restored] },
    });
    expect(Clusters).toMatchObject([
      {
        State: 'ACTIVE',
        SourceBackupId: backupId,
        Hsms: [{ State: 'ACTIVE' }, { State: 'ACTIVE' }],
        Certificates: { ClusterCertificate: certificate },
      },
    ]);
    await operator.configure(restored);
    // Its users have the passwords and the failures of the backup's time.
    const { dialogue } = await operator.asOfficer('listUsers');
    expect(dialogue.filter((line) => /^ +3 +CU +kmsuser +NO +1 +NO$/.test(line))).toHaveLength(2);

    const move = (CloudHsmClusterId: string, KeyStorePassword?: string) =>
      answerOf(kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, CloudHsmClusterId, KeyStorePassword }));
    expect(await move(restored)).toBe(wrongState(store, 'CONNECTED'));
    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await move(restored)).toBe('ok');
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await changePassword(operator, TEMPORARY);
    expect(await handleOf(operator, a)).toBe(handle);
    const everywhere = `findSingleKey -k ${handle}`;
    const found = await operator.kmu(LOGIN, everywhere, 'logoutHSM');
    expect(found.answerTo(everywhere)).toEqual([returned('FindKey'), ...BOTH_WELL]);
    expect(await move(restored, TEMPORARY)).toBe('ok');
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();
    expect(await it.keyState(a)).toBe('Enabled true');
    expect(await it.keyState(later)).toBe('Enabled true');
    expect(await it.encrypt(later)).toMatch(/^KMSInvalidStateException: /);
    // Nobody touches the cluster that was left.
    const { hsms } = await clusterOf(world, clusterId);
    expect(isWhole(await clusterOf(world, clusterId), 3)).toBe(true);

    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await move('cluster-aaaaaaaaaaa')).toMatch(/^CloudHsmClusterNotFoundException: /);
    for (const { hsmId } of hsms.slice(1)) await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
    await clusterWhen(world, clusterId, ({ hsms }) => hsms.length === 1);
    expect(await move(clusterId)).toMatch(/^CloudHsmClusterInvalidConfigurationException: /);
    // In the last zone, where an appliance is free in containers, too.
    const created = await newCluster(world);
    await addHsms(
      world,
      created,
      created.subnets.slice(-1).map(({ availabilityZone }) => availabilityZone),
    );
    const { clusterId: stranger } = await activate(world, await initialize(world, created));
    expect(await move(stranger)).toMatch(/^CloudHsmClusterNotRelatedException: /);
  },
);
