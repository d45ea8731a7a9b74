import { Secret } from '@keystorm/runtime';
import { describe, expect } from 'vitest';
import { codeOf } from '../../../packages/hsm-node/src/hsm-node.fixture.ts';
import { type AuditEvent, auditEvents, collected } from '../../worlds/audit-logs.ts';
import { backupFrom, restoredCluster } from '../../worlds/backups.ts';
import { eventsUntil, type EventMessage } from '../../worlds/event-stream.ts';
import {
  asOfficer,
  KMS_PASSWORD,
  kmsUser,
  OFFICER,
  onEveryHsm,
  passwordEpochs,
  type StoreKey,
} from '../../worlds/fixture.ts';
import { Operator } from '../../worlds/operator.ts';
import { drill, simulatedScenario } from '../../worlds/scenario.ts';
import { lastRecord, trailRecords } from '../../worlds/trail.ts';
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
import { type Drill, drillFixture, wrongState } from './drill.ts';

const TEMPORARY = 'tempPassword';
const BACKING_KEYS = /^\[\{"keyHandle":"\d+","backingKeyId":"[0-9a-f]+"\}\]$/;

/** What the owner does to log in as `kmsuser`: disconnect the store, and have the officer set a password. */
async function takeOver({ world, store, clusterId }: Drill): Promise<void> {
  await store.disconnect();
  await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(TEMPORARY)));
}

/** … and to give the store back to KMS. */
async function giveBack(it: Drill): Promise<void> {
  expect(await it.setPassword(TEMPORARY)).toBe('ok');
  expect(await it.store.connect()).toBe('CONNECTED');
}

/** Handles of a key's object on each HSM, joined; deletes it there if asked to. */
function keyObjects({ world, clusterId }: Drill, { arn }: StoreKey, { remove = false } = {}) {
  return onEveryHsm(world, clusterId, async (hsm) => {
    await hsm.login(kmsUser(TEMPORARY));
    const found = await hsm.findKeys({ label: arn });
    if (remove) for (const { handle } of found) await hsm.deleteKey(handle);
    await hsm.logout();
    return found.map(({ handle }) => handle).join();
  });
}

/** Logins and logouts that the two HSMs have logged, up to an officer's guess on each now, with which there are so many. */
async function sessionsLogged({ world, clusterId }: Drill, guesses: number): Promise<readonly AuditEvent[]> {
  const guess = { ...OFFICER, password: new Secret('Guess1234') };
  await onEveryHsm(world, clusterId, async (hsm) => expect(await codeOf(hsm.login(guess))).toBe('WRONG_PASSWORD'));
  await collected(world, clusterId, '"Response : 163:"', guesses);
  return auditEvents(world, clusterId, { filterPattern: '?CN_LOGIN ?CN_LOGOUT' });
}

interface Audit {
  readonly missing: readonly { readonly keyArn: string; readonly keyHandle: string; readonly clusterId: string }[];
}

function audit(world: World): Promise<Audit> {
  return harness<Audit>(world, 'lab/audit', {});
}

/** Waits for the service event that tells what became of a key's material. */
async function deleteKeyEvent({ world }: Drill, { arn }: StoreKey) {
  const attribute = { AttributeKey: 'EventName', AttributeValue: 'DeleteKey' };
  const event = await until(world, 'no DeleteKey event', async () =>
    (await trailRecords(world, attribute)).find(({ resources }) => resources?.[0]?.ARN === arn),
  );
  const { backingKeys = '', backingKeysDeletionStatus = '', ...names } = event.additionalEventData ?? {};
  const [backingKey] = JSON.parse(backingKeys) as { keyHandle: string; backingKeyId: string }[];
  const [status] = JSON.parse(backingKeysDeletionStatus) as { deletionStatus: string }[];
  expect(status).toEqual({ ...backingKey, deletionStatus: status?.deletionStatus });
  return { ...names, keyHandle: backingKey?.keyHandle, deletionStatus: status?.deletionStatus, event };
}

/** What EventBridge was told, up to the service event: the keys, and the details. */
async function deletionNotices({ kms }: Drill) {
  const { protocol, hostname, port } = (await kms.config.endpoint?.()) ?? {};
  const isLast = ({ data }: EventMessage) => data.eventName === 'DeleteKey';
  const messages = await eventsUntil(`${protocol}//${hostname}:${port}`, '0', isLast);
  const notices = messages.filter(({ data }) => data['detail-type'] === 'KMS CMK Deletion');
  return notices.map(({ data }) => [...(data.resources as string[]), data.detail]);
}

// Source: AWS KMS Developer Guide, "How to fix a failing KMS key", "How to fix unavailable KMS keys", "How to delete
// orphaned key material", "Deleting KMS keys from a CloudHSM key store".
describe('drills: keys and key objects that are deleted', () => {
  simulatedScenario(
    'D4: deleted key material: the key fails first, and is unavailable once an audit has missed it',
    async (world) => {
      const it = await drillFixture(world);
      const { store, clusterId, a, b } = it;
      expect(await audit(world)).toEqual({ missing: [] });
      await takeOver(it);
      const [handle] = await keyObjects(it, a, { remove: true });
      await giveBack(it);

      const missing = `KMSInvalidStateException: The key material for ${a.arn} cannot be found in the associated CloudHSM cluster ${clusterId}.`;
      expect(await store.state()).toBe('CONNECTED');
      expect(await it.keyState(a)).toBe('Enabled true');
      expect(await it.decrypt()).toBe(missing);
      expect(await it.encrypt(b)).toBe('ok');

      expect((await audit(world)).missing).toMatchObject([{ keyArn: a.arn, keyHandle: handle, clusterId }]);
      expect(await it.keyState(a)).toBe('Unavailable false');
      expect(await it.decrypt()).toBe(`KMSInvalidStateException: ${a.arn} is unavailable.`);
      expect(await it.keyState(b)).toBe('Enabled true');
      expect(await it.encrypt(b)).toBe('ok');

      // A new connection may be one to a cluster that has it; this one has not.
      await store.disconnect();
      expect(await store.connect()).toBe('CONNECTED');
      expect(await it.keyState(a)).toBe('Unavailable false');
      expect(await it.decrypt()).toBe(`KMSInvalidStateException: ${a.arn} is unavailable.`);
      expect(await it.keyState(b)).toBe('Enabled true');

      // What is to be deleted, and is gone already, counts as deleted.
      await it.kms.scheduleKeyDeletion({ KeyId: a.id, PendingWindowInDays: 7 });
      await advanceDays(world, 8);
      expect(await deleteKeyEvent(it, a)).toMatchObject({ clusterId, keyHandle: handle, deletionStatus: 'SUCCESS' });
    },
  );

  simulatedScenario('D4: the audit comes by itself, on the clock of the world', async (world) => {
    const it = await drillFixture(world);
    await takeOver(it);
    await keyObjects(it, it.a, { remove: true });
    await giveBack(it);
    await advanceDays(world, 1);
    await until(world, 'no audit is made', async () =>
      (await it.keyState(it.a)) === 'Unavailable false' ? true : undefined,
    );
    expect(await it.keyState(it.b)).toBe('Enabled true');
  });

  simulatedScenario('D4: an audit that cannot ask any HSM changes nothing', async (world) => {
    const it = await drillFixture(world);
    for (const { hsmId } of (await clusterOf(world, it.clusterId)).hsms)
      await world.chaos.kill(hsmId, { stayDown: true });
    expect(await audit(world)).toEqual({ missing: [] });
    expect(await it.keyState(it.a)).toBe('Enabled true');
  });

  drill('D22, DS-12: clean deletion', async (world) => {
    const it = await drillFixture(world);
    const { kms, store, clusterId, a, ciphertext } = it;
    const operator = await Operator.of(world, clusterId);
    const owned = async () => {
      const { dialogue } = await operator.asOfficer('findAllKeys 3 0');
      return dialogue.filter((line) => line.includes('(o)'));
    };
    const before = await owned();
    await kms.createAlias({ AliasName: 'alias/gone', TargetKeyId: a.id });
    const GranteePrincipal = 'arn:aws:iam::111122223333:role/Gone';
    const RetiringPrincipal = 'arn:aws:iam::111122223333:role/Retiring';
    await kms.createGrant({ KeyId: a.id, GranteePrincipal, RetiringPrincipal, Operations: ['Decrypt'] });
    const retirable = async () => (await kms.listRetirableGrants({ RetiringPrincipal })).Grants;
    expect(await retirable()).toMatchObject([{ KeyId: a.arn, GranteePrincipal }]);
    await kms.scheduleKeyDeletion({ KeyId: a.id, PendingWindowInDays: 7 });
    await advanceDays(world, 8);
    const { event, ...told } = await deleteKeyEvent(it, a);
    expect(told).toEqual({
      customKeyStoreId: store.id,
      clusterId,
      keyHandle: expect.stringMatching(/^\d+$/) as string,
      deletionStatus: 'SUCCESS',
    });
    expect(event).toEqual({
      eventVersion: '1.08',
      userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
      eventTime: expect.any(String) as string,
      eventSource: 'kms.amazonaws.com',
      eventName: 'DeleteKey',
      awsRegion: 'us-east-1',
      sourceIPAddress: 'AWS Internal',
      userAgent: 'AWS Internal',
      requestParameters: null,
      responseElements: null,
      additionalEventData: expect.any(Object) as object,
      eventID: expect.any(String) as string,
      readOnly: false,
      resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN: a.arn }],
      eventType: 'AwsServiceEvent',
      recipientAccountId: '111122223333',
      managementEvent: true,
      eventCategory: 'Management',
    });

    // The stream of a simulation has no reader.
    if (world.kind !== 'simulated') expect(await deletionNotices(it)).toEqual([[a.arn, { 'key-id': a.id }]]);

    const gone = `NotFoundException: Key '${a.arn}' does not exist`;
    expect(await answerOf(kms.describeKey({ KeyId: a.id }))).toBe(gone);
    expect(await answerOf(kms.decrypt({ KeyId: a.arn, CiphertextBlob: ciphertext }))).toBe(gone);
    expect(await it.decrypt()).toBe(
      'AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
    expect(await lastRecord(world, 'Decrypt')).toMatchObject({ errorCode: 'AccessDenied' });
    expect((await kms.listAliases({})).Aliases?.map(({ AliasName }) => AliasName)).not.toContain('alias/gone');
    expect(await answerOf(kms.listGrants({ KeyId: a.id }))).toBe(gone);
    expect(await retirable()).toEqual([]);
    expect(before).toHaveLength(2);
    for (const line of before) expect(line).toContain(`${told.keyHandle}(o)`);
    for (const line of await owned()) expect(line).not.toContain(`${told.keyHandle}(o)`);
    await takeOver(it);
    expect(await keyObjects(it, a)).toEqual(['', '']);
  });

  simulatedScenario('D22: a backup from before a clean deletion still holds the key object', async (world) => {
    const it = await drillFixture(world);
    const { kms, clusterId, a } = it;
    const backupId = await backupFrom(world, clusterId, () =>
      harness(world, 'lab/backup', { clusterId, region: REGION }),
    );
    await kms.scheduleKeyDeletion({ KeyId: a.id, PendingWindowInDays: 7 });
    await advanceDays(world, 8);
    const { keyHandle, deletionStatus } = await deleteKeyEvent(it, a);
    expect(deletionStatus).toBe('SUCCESS');
    const restored = await restoredCluster(world, backupId);
    await asOfficer(world, restored, (hsm) => hsm.changePassword(kmsUser(TEMPORARY)));
    expect(await keyObjects({ ...it, clusterId: restored }, a)).toEqual([keyHandle, keyHandle]);
  });

  simulatedScenario('D23: orphaned key material: no HSM can be reached when the key is due', async (world) => {
    const it = await drillFixture(world);
    const { kms, clusterId, a } = it;
    await kms.scheduleKeyDeletion({ KeyId: a.id, PendingWindowInDays: 7 });
    const { hsms } = await clusterOf(world, clusterId);
    for (const { hsmId } of hsms) await world.chaos.kill(hsmId, { stayDown: true });
    await advanceDays(world, 8);
    expect(await deleteKeyEvent(it, a)).toMatchObject({ clusterId, deletionStatus: 'FAILURE' });
  });
});

describe('drills: what connect says at once', () => {
  drill('D21: synchronous outcomes of connect', async (world) => {
    const it = await drillFixture(world);
    const { kms, store, clusterId } = it;
    const connect = (CustomKeyStoreId: string) => answerOf(kms.connectCustomKeyStore({ CustomKeyStoreId }));
    const epochs = () => passwordEpochs(world, clusterId);
    // Of a store that is connected: nothing happens, no password is rotated.
    const before = await epochs();
    const logged = await sessionsLogged(it, 2);
    expect(await connect(store.id)).toBe('ok');
    expect(await store.state()).toBe('CONNECTED');
    expect(await epochs()).toEqual(before);
    // Nor does a session end or begin: there are the guesses alone.
    expect((await sessionsLogged(it, 4)).slice(logged.length).map(({ message }) => message)).toEqual(
      Array(2).fill(expect.stringContaining('Response : 163:')),
    );
    expect(await connect('cks-00000000000000000')).toMatch(/^CustomKeyStoreNotFoundException: /);

    expect(await store.disconnect()).toBe('DISCONNECTED');
    await harness(world, 'lab/sg-drop', { clusterId, region: REGION });
    expect(await connect(store.id)).toMatch(/^CloudHsmClusterInvalidConfigurationException: /);
    expect(await store.state()).toBe('DISCONNECTED');
    await harness(world, 'lab/sg-restore', { clusterId, region: REGION });
    await world.chaos.whileHeld('connect/rotate', async () => {
      expect(await connect(store.id)).toBe('ok');
      expect(await store.state()).toBe('CONNECTING');
      expect(await connect(store.id)).toBe('ok');
      expect(await store.state()).toBe('CONNECTING');
      expect(await it.keyState(it.a)).toBe('Unavailable false');
      expect(await store.disconnect()).toBe('DISCONNECTED');
      expect(await it.keyState(it.a)).toBe('Unavailable false');
    });
    expect(await epochs()).toEqual(before);
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();

    expect(await store.disconnect()).toBe('DISCONNECTED');
    const { hsms } = await clusterOf(world, clusterId);
    for (const { hsmId } of hsms) await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
    await clusterWhen(world, clusterId, (cluster) => cluster.hsms.length === 0);
    await world.chaos.whileHeld('DeleteCluster/remove it', async () => {
      const { Cluster } = await cloudhsm<{ Cluster: object }>(world, 'DeleteCluster', { ClusterId: clusterId });
      expect(Cluster).toMatchObject({ State: 'DELETE_IN_PROGRESS' });
      expect(await connect(store.id)).toBe(
        `CloudHsmClusterNotActiveException: The AWS CloudHSM cluster ${clusterId} is in state DELETE_IN_PROGRESS. It must be ACTIVE.`,
      );
      expect(await store.state()).toBe('DISCONNECTED');
    });
  });
});

describe('drills: the store under load, and what is left of it all', () => {
  drill('D35: throttle: the quota of a store is shared by its keys, and by nothing else', async (world) => {
    const it = await drillFixture(world);
    const { kms, a, b, plaintext } = it;
    const { KeyMetadata } = await kms.createKey({});
    const s = { id: KeyMetadata?.KeyId ?? '', arn: '' };
    await harness(world, 'lab/rates', { perStore: 5 });
    const burst = Array.from({ length: 50 }, (_, number) => it.encrypt(number % 2 === 0 ? a : b));
    const answers = await Promise.all(burst);
    const throttled =
      'ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.';
    expect(new Set(answers)).toEqual(new Set(['ok', throttled]));
    // Where no time passes meanwhile, both keys together are let in five times.
    if (world.kind === 'simulated') expect(answers.filter((answer) => answer === 'ok')).toHaveLength(5);
    const refusal: unknown = await until(world, 'nothing is throttled', () =>
      kms.encrypt({ KeyId: a.id, Plaintext: plaintext }).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    expect(refusal).toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
    const others = Array.from({ length: 20 }, () => [it.encrypt(s), answerOf(kms.describeKey({ KeyId: a.id }))]);
    expect(new Set(await Promise.all(others.flat()))).toEqual(new Set(['ok']));
    await harness(world, 'lab/rates', {});
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => it.encrypt(a))))).toEqual(new Set(['ok']));
  });

  drill('D36: audit trail: what was asked, in order, and no word of what failed behind it', async (world) => {
    const it = await drillFixture(world);
    const { kms, store, clusterId, ciphertext, plaintext } = it;
    const CustomKeyStoreId = store.id;
    const before = (await trailRecords(world)).length;
    const key = await store.newKey();
    await it.encrypt(key);
    await it.decrypt();
    await store.disconnect();
    await it.encrypt(key);
    await it.setPassword('wrong1234');
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    await answerOf(kms.deleteCustomKeyStore({ CustomKeyStoreId }));
    await kms.disableKey({ KeyId: key.id });
    await kms.scheduleKeyDeletion({ KeyId: key.id, PendingWindowInDays: 7 });
    await kms.cancelKeyDeletion({ KeyId: key.id });
    await kms.scheduleKeyDeletion({ KeyId: key.id, PendingWindowInDays: 7 });
    await advanceDays(world, 8);
    await deleteKeyEvent(it, key);

    const records = await trailRecords(world);
    const asked = records.slice(before).filter(({ eventName }) => eventName !== 'DescribeCustomKeyStores');
    const ofStore = { customKeyStoreName: 'DrillStore', clusterId };
    const backingKeys = expect.stringMatching(BACKING_KEYS) as string;
    const ofKey = { customKeyStoreId: store.id, clusterId, backingKeys };
    const backingKeysDeletionStatus = expect.stringContaining('"deletionStatus":"FAILURE"') as string;
    expect(
      asked.map(({ eventName, errorCode, errorMessage, additionalEventData }) => [
        eventName,
        errorCode === undefined ? 'ok' : `${errorCode}: ${errorMessage}`,
        additionalEventData,
      ]),
    ).toEqual([
      ['CreateKey', 'ok', { backingKey: expect.stringMatching(/^\{"keyHandle":"\d+","backingKeyId":/) as string }],
      ['Encrypt', 'ok', { customKeyStoreId: store.id }],
      ['Decrypt', 'ok', { customKeyStoreId: store.id }],
      ['DisconnectCustomKeyStore', 'ok', ofStore],
      ['Encrypt', `KMSInvalidStateException: ${key.arn} is unavailable.`, { customKeyStoreId: store.id }],
      ['UpdateCustomKeyStore', 'ok', ofStore],
      // That it came to nothing is told nowhere.
      ['ConnectCustomKeyStore', 'ok', ofStore],
      ['DeleteCustomKeyStore', wrongState(store, 'FAILED'), ofStore],
      ['DisableKey', 'ok', undefined],
      ['ScheduleKeyDeletion', 'ok', ofKey],
      ['CancelKeyDeletion', 'ok', undefined],
      ['ScheduleKeyDeletion', 'ok', ofKey],
      ['DeleteKey', 'ok', { ...ofKey, backingKeysDeletionStatus }],
    ]);
    const told = JSON.stringify(records);
    const base64 = [ciphertext, plaintext].map((bytes) => Buffer.from(bytes).toString('base64'));
    for (const secret of [KMS_PASSWORD, 'wrong1234', 'BEGIN CERTIFICATE', String(Buffer.from(plaintext)), ...base64])
      expect(told).not.toContain(secret);
    expect(told).not.toContain('INVALID_CREDENTIALS');
  });
});
