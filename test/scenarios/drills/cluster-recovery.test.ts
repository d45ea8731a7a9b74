import { describe, expect } from 'vitest';
import { codeOf } from '../../../packages/hsm-node/src/hsm-node.fixture.ts';
import {
  activeCluster,
  addHsms,
  asOfficer,
  failureCounts,
  isWhole,
  cryptoUser,
  kmsUser,
  newCluster,
  OFFICER,
  onEveryHsm,
  onHsm,
  type KeyStore,
} from '../../worlds/fixture.ts';
import { fieldOf, firstEvent, opcodeOf } from '../../worlds/audit-logs.ts';
import { backupFrom, backupsOf } from '../../worlds/backups.ts';
import { done } from '../../worlds/cli-tool.ts';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { scrape, valuesOf } from '../../worlds/metrics.ts';
import { Operator, userLogin } from '../../worlds/operator.ts';
import { drill, simulatedScenario } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterOf, clusterWhen, harness, REGION, until, type World } from '../../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture, expectFailedConnect } from './drill.ts';

const TEMPORARY = 'tempPassword';
const ZONE_C = `${REGION}c`;

interface ApiHsm {
  readonly HsmId: string;
  readonly EniId: string;
  readonly EniIp: string;
  readonly AvailabilityZone: string;
}

async function described(world: World, clusterId: string) {
  const Filters = { clusterIds: [clusterId] };
  const { Clusters } = await cloudhsm<{ Clusters: { State: string; Hsms: ApiHsm[] }[] }>(world, 'DescribeClusters', {
    Filters,
  });
  return Clusters[0];
}

/** A cluster of the same lineage with two HSMs. */
async function restore(world: World, backupId: string): Promise<string> {
  const cluster = await newCluster(world, { backupId });
  expect(await described(world, cluster.clusterId)).toMatchObject({
    State: 'ACTIVE',
    Hsms: [],
    SourceBackupId: backupId,
  });
  const zones = cluster.subnets.map(({ availabilityZone }) => availabilityZone);
  return (await addHsms(world, cluster, zones.slice(0, 2))).clusterId;
}

async function deleteHsms(world: World, clusterId: string): Promise<void> {
  for (const { hsmId } of (await clusterOf(world, clusterId)).hsms)
    await backupFrom(world, clusterId, () => cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: hsmId }));
  await clusterWhen(world, clusterId, ({ hsms }) => hsms.length === 0);
}

/** Lets the store use another cluster of the lineage. */
function move({ kms, store }: Drill, clusterId: string, KeyStorePassword?: string): Promise<string> {
  return answerOf(
    kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, CloudHsmClusterId: clusterId, KeyStorePassword }),
  );
}

/** A failed store has to be disconnected before anything else. */
async function connectAgain(store: KeyStore): Promise<string> {
  if ((await store.state()) !== 'DISCONNECTED') await store.disconnect();
  return store.connect();
}

// Source: AWS KMS Developer Guide, "How to recover deleted key material for a KMS key", "How to fix a failing KMS key";
// AWS CloudHSM User Guide, "Creating clusters from backups".
describe('drills: clusters that are lost, and come back from a backup', () => {
  simulatedScenario('DS-14: the newest backup has the password that KMS knows', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const newest = await backupFrom(world, clusterId, () =>
      harness(world, 'lab/backup', { clusterId, region: REGION }),
    );
    const restored = await restore(world, newest);
    await store.disconnect();
    expect(await move(it, restored)).toBe('ok');
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();
    expect(await failureCounts(world, restored)).toEqual([0, 0]);
  });

  simulatedScenario('DS-14: an older backup has a password of its time', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const older = await backupFrom(world, clusterId, () => harness(world, 'lab/backup', { clusterId, region: REGION }));
    // Each connect gives `kmsuser` another password.
    for (let n = 0; n < 2; n += 1) {
      await store.disconnect();
      expect(await store.connect()).toBe('CONNECTED');
    }
    await store.disconnect();
    const restored = await restore(world, older);
    expect(await move(it, restored)).toBe('ok');
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    await store.disconnect();
    await asOfficer(world, restored, (hsm) => hsm.changePassword(kmsUser(TEMPORARY)));
    expect(await it.setPassword(TEMPORARY)).toBe('ok');
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();
  });

  drill('D11, DS-16: all HSMs are deleted; new ones come from the newest backup, with its password', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const { hsms } = await clusterOf(world, clusterId);
    const operator = await Operator.of(world, clusterId);
    const before = (await backupsOf(world, clusterId)).length;
    await deleteHsms(world, clusterId);
    expect(await backupsOf(world, clusterId)).toHaveLength(before + hsms.length);
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.decrypt()).toMatch(CANNOT_COMMUNICATE);
    expect((await described(world, clusterId))?.State).toBe('ACTIVE');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await expectFailedConnect(it, 'INSUFFICIENT_CLOUDHSM_HSMS');
    const [first, second] = hsms;
    const elsewhere = first!.eniIp.replace(/\d+$/, (host) => String(Number(host) + 50));
    await cloudhsm(world, 'CreateHsm', {
      ClusterId: clusterId,
      AvailabilityZone: first?.availabilityZone,
      IpAddress: elsewhere,
    });
    const one = await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 1));
    expect(one.hsms[0]?.eniIp).toBe(elsewhere);
    // A tool that knows none but the old addresses finds nobody, until it is told anew.
    await until(world, 'a deleted HSM still answers', async () => {
      const { screen } = await operator.kmu('exit');
      return screen[0] === 'LIQUIDSECURITY: Daemon socket connection error' || undefined;
    });
    await operator.configure(clusterId);
    const info = await operator.kmu('getHSMInfo', 'exit');
    expect(info.screen.join()).toContain('Cfm3GetHSMInfo returned: 0x00 : HSM Return: SUCCESS');

    // One HSM connects a store, two make keys. Nothing rotated the password since the backup.
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();
    expect(await it.createKey()).toMatch('CloudHsmClusterInvalidConfigurationException: ');

    // The second one gets the address of its predecessor: free once that is erased, and KMS has no interface there.
    expect(await store.disconnect()).toBe('DISCONNECTED');
    const asked = { ClusterId: clusterId, AvailabilityZone: second?.availabilityZone, IpAddress: second?.eniIp };
    await until(world, 'the address does not become free', async () =>
      (await answerOf(cloudhsm(world, 'CreateHsm', asked))) === 'ok' ? true : undefined,
    );
    const two = await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
    expect(two.hsms.map(({ eniIp }) => eniIp)).toEqual([elsewhere, second?.eniIp]);
    expect(await store.connect()).toBe('CONNECTED');
    await until(world, 'no key can be made', async () => ((await it.createKey()) === 'ok' ? true : undefined));
  });

  simulatedScenario('DS-23: users and keys travel between clusters of one lineage, and no further', async (world) => {
    const original = await activeCluster(world, 1);
    const backupId = await backupFrom(world, original.clusterId, () =>
      harness(world, 'lab/backup', { clusterId: original.clusterId, region: REGION }),
    );
    const related = await clusterOf(world, await restore(world, backupId));
    const stranger = await activeCluster(world, 1);
    const alice = cryptoUser('alice');
    const { userId, user, key } = await onHsm(world, original.hsms[0]!, async (hsm) => {
      await hsm.login(OFFICER);
      const created = await hsm.createUser(alice);
      const masked = await hsm.exportMaskedUser(created.userId);
      await hsm.logout();
      await hsm.login(alice);
      const { handle } = await hsm.generateKey({
        label: 'k',
        id: new Uint8Array(),
        lengthBytes: 32,
        extractable: false,
      });
      return { ...created, user: masked, key: { handle, masked: await hsm.exportMaskedKey(handle) } };
    });
    await onHsm(world, related.hsms[0]!, async (hsm) => {
      await hsm.login(OFFICER);
      // Its owner first.
      expect(await codeOf(hsm.importMaskedKey(key.masked))).toBe('USER_NOT_FOUND');
      expect(await hsm.importMaskedUser(user)).toEqual({ userId });
      expect(await hsm.importMaskedKey(key.masked)).toEqual({ handle: key.handle });
      await hsm.logout();
      await hsm.login(alice);
      const { handle } = await hsm.insertMaskedKey(key.masked);
      expect(handle).not.toBe(key.handle);
      expect((await hsm.findKeys({ label: 'k' })).map((found) => found.handle)).toEqual([key.handle, handle]);
    });
    await onHsm(world, stranger.hsms[0]!, async (hsm) => {
      await hsm.login(OFFICER);
      expect(await codeOf(hsm.importMaskedUser(user))).toBe('FOREIGN_OBJECT');
      expect(await codeOf(hsm.importMaskedKey(key.masked))).toBe('FOREIGN_OBJECT');
    });
  });
});

const LIMITED = 'Cluster is in limited-write mode';

/** What the tools say while HSMs change their type: nobody changes users or keys. The handle is of a key of alice. */
async function expectLimitedWrites(operator: Operator, handle: number): Promise<void> {
  const [generation, deletion] = ['genSymKey -t 31 -s 32 -l x', `deleteKey -k ${handle}`];
  const keys = await operator.kmu(userLogin('Password1', 'alice'), generation, deletion);
  expect(keys.answerTo(generation)[0]).toBe(`Cfm3GenerateSymmetricKey returned: 0xf0a : HSM Error: ${LIMITED}`);
  expect(keys.answerTo(deletion)[0]).toBe(`Cfm3DeleteKey returned: 0xf0a : HSM Error: ${LIMITED}`);
  for (const [name, command] of [
    ['createUser', 'createUser CU bob Password1'],
    ['changePswd', 'changePswd CU alice Password2'],
  ] as const) {
    const { dialogue, exitCode } = await operator.asOfficer(command, 'y', 'A');
    expect(dialogue).toContain(`${name} failed: HSM Error: ${LIMITED}`);
    expect(exitCode).toBe(1);
  }
  const { answers } = await operator.cli(
    `login --username alice --role crypto-user --password Password1`,
    'key generate-symmetric aes --label x --key-length-bytes 32',
  );
  expect(answers[1]).toMatchObject({ error_code: 1, data: expect.stringContaining(LIMITED) as string });
}

describe('drills: an HSM that is away', () => {
  drill('DS-20: a zone is lost and comes back: keys follow, users do not', async (world) => {
    const it = await drillFixture(world);
    const { clusterId } = it;
    const { hsms } = await addHsms(world, await clusterOf(world, clusterId), [ZONE_C]);
    const away = hsms[2]!;
    const agree = () =>
      clusterWhen(
        world,
        clusterId,
        (cluster) => isWhole(cluster, 3) && new Set(cluster.hsms.map(({ keysDigest }) => keysDigest)).size === 1,
      );
    const alice = cryptoUser('alice');
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(alice));
    const { handle } = await onHsm(world, hsms[0]!, async (hsm) => {
      await hsm.login(alice);
      return hsm.generateKey({ label: 'of alice', id: new Uint8Array(), lengthBytes: 32, extractable: false });
    });
    await agree();
    const operator = await Operator.of(world, clusterId);

    await world.chaos.kill(away.hsmId, { stayDown: true });
    await clusterWhen(world, clusterId, (cluster) => cluster.hsms.some(({ state }) => state === 'DEGRADED'));
    expect(await it.decrypt()).toBe('ok');
    expect(await it.createKey()).toBe('ok');
    expect(valuesOf(await scrape(world), 'hsm_unhealthy', { hsm_id: away.hsmId })).toEqual([1]);
    const deletion = `deleteKey -k ${handle}`;
    const deleted = await operator.kmu(userLogin('Password1', 'alice'), deletion);
    // key_mgmt_util has discovered that there are two.
    expect(deleted.answerTo(deletion)).toEqual([
      'Cfm3DeleteKey returned: 0x00 : HSM Return: SUCCESS',
      'Cluster Error Status',
      'Node id 0 and err state 0x00000000 : HSM Return: SUCCESS',
      'Node id 1 and err state 0x00000000 : HSM Return: SUCCESS',
    ]);
    const added = await operator.asOfficer('createUser CU bob Password1', 'y');
    expect(added.dialogue).toContain('Creating User bob(CU) on 2 nodes');

    await world.chaos.start(away.hsmId);
    const back = await agree();
    expect(back.hsms.map(({ hsmId }) => hsmId)).toEqual(hsms.map(({ hsmId }) => hsmId));
    // Keys follow by themselves, tombstones included; users only by the documented repair.
    const bobs = async () => (await operator.asOfficer('listUsers')).dialogue.filter((line) => / CU +bob /.test(line));
    expect(await bobs()).toHaveLength(2);
    const [bob = ''] = await bobs();
    await operator.asOfficer('server 0', `syncUser ${bob.trim().split(/\s+/)[0]} 2`, 'exit');
    expect(await bobs()).toHaveLength(3);
    const found = await operator.kmu(userLogin('Password1', 'alice'), 'findKey');
    expect(found.answerTo('findKey')[0]).toBe('Total number of keys present 0');
  });

  drill('DS-20: of two HSMs one is lost: keys are used, and none is made', async (world) => {
    const it = await drillFixture(world);
    const [, lost] = (await clusterOf(world, it.clusterId)).hsms;
    const operator = await Operator.of(world, it.clusterId);
    await asOfficer(world, it.clusterId, (hsm) => hsm.createUser(cryptoUser('alice')));
    await world.chaos.kill(lost?.hsmId ?? '', { stayDown: true });
    await clusterWhen(world, it.clusterId, ({ hsms }) => hsms.some(({ state }) => state === 'DEGRADED'));
    expect(await it.decrypt()).toBe('ok');
    expect(await it.createKey()).toMatch(/^CloudHsmClusterInvalidConfigurationException: /);
    // A tool of Client SDK 5 makes none either.
    const { answers } = await operator.cli(
      'login --username alice --role crypto-user --password Password1',
      'key generate-symmetric aes --label x --key-length-bytes 32',
      'key list',
    );
    expect(answers.slice(1)).toEqual([
      {
        error_code: 1,
        data: expect.stringMatching(
          /^Key \d+ does not meet the availability requirements - The key must be available on at least 2 HSMs before being used\.$/,
        ) as string,
      },
      done({ matched_keys: [], total_key_count: 0, returned_key_count: 0 }),
    ]);
    await world.chaos.start(lost?.hsmId ?? '');
    await until(world, 'no key can be made', async () => ((await it.createKey()) === 'ok' ? true : undefined));
  });

  drill('DS-28: while HSMs change their type, keys are used and none is made; then all is as before', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const { hsms } = await clusterOf(world, clusterId);
    const modify = (HsmType: string) => cloudhsm(world, 'ModifyCluster', { ClusterId: clusterId, HsmType });
    const operator = await Operator.of(world, clusterId);
    const alice = cryptoUser('alice');
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(alice));
    const { handle } = await onHsm(world, hsms[0]!, async (hsm) => {
      await hsm.login(alice);
      return hsm.generateKey({ label: 'of alice', id: new Uint8Array(), lengthBytes: 32, extractable: false });
    });
    await world.chaos.whileHeld('ModifyCluster/exchange its HSMs', async () => {
      await modify('hsm2m.medium');
      await until(world, 'writes are not limited', async () => ((await it.createKey()) === 'ok' ? undefined : true));
      expect(await it.createKey()).toMatch(/^KMSInternalException: /);
      expect((await described(world, clusterId))?.State).toBe('MODIFY_IN_PROGRESS');
      expect(await it.decrypt()).toBe('ok');
      await expectLimitedWrites(operator, handle);
      const asked = { ClusterId: clusterId, AvailabilityZone: ZONE_C };
      expect(await answerOf(cloudhsm(world, 'CreateHsm', asked))).toMatch(/^CloudHsmInvalidRequestException: /);
      await store.disconnect();
      expect(await answerOf(store.connect())).toBe(
        `CloudHsmClusterNotActiveException: The AWS CloudHSM cluster ${clusterId} is in state MODIFY_IN_PROGRESS. It must be ACTIVE.`,
      );
    });
    const after = await clusterWhen(world, clusterId, (cluster) => cluster.state === 'ACTIVE');
    expect(after.hsmType).toBe('hsm2m.medium');
    expect(after.hsms.map(({ eniIp }) => eniIp).toSorted()).toEqual(hsms.map(({ eniIp }) => eniIp).toSorted());
    // The AWS CLI of Debian 12 does not show it.
    expect(await described(world.programs?.without ?? world, clusterId)).toHaveProperty('HsmTypeRollbackExpiration');
    expect(await connectAgain(store)).toBe('CONNECTED');
    await it.recovers();
    const lost = await store.newKey();

    // What was made since is lost with it. KMS still has the password that `kmsuser` had then.
    await world.chaos.whileHeld('ModifyCluster/exchange its HSMs', async () => {
      await modify('hsm1.medium');
      await clusterWhen(world, clusterId, (cluster) => cluster.state === 'ROLLBACK_IN_PROGRESS');
    });
    await clusterWhen(world, clusterId, (cluster) => cluster.state === 'ACTIVE');
    expect(await connectAgain(store)).toBe('CONNECTED');
    await it.recovers();
    expect(await it.encrypt(lost)).toMatch(/^KMSInvalidStateException: /);
  });

  drill('DS-29: an HSM is replaced by the service, and nobody who uses keys notices', async (world) => {
    const it = await drillFixture(world);
    const { store, clusterId } = it;
    const { hsms } = await clusterOf(world, clusterId);
    const sick = hsms[1]!;
    const operator = await Operator.of(world, clusterId);
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(cryptoUser('alice')));
    const [login, generate] = [userLogin('Password1', 'alice'), 'genSymKey -t 31 -s 32 -l x'];
    const [, made = ''] = (await operator.kmu(login, generate)).answerTo(generate);
    const find = `findSingleKey -k ${made.replace('Symmetric Key Created. Key Handle: ', '')}`;
    const places = async () =>
      (await described(world, clusterId))?.Hsms.map(({ EniId, EniIp, AvailabilityZone }) =>
        [EniId, EniIp, AvailabilityZone].join(),
      ).toSorted();
    const before = await places();
    await world.chaos.stop(sick.hsmId);
    await clusterWhen(world, clusterId, (cluster) => cluster.hsms.some(({ state }) => state === 'DEGRADED'));
    const { jobId } = await harness<{ jobId: string }>(world, 'lab/replace-hsm', { hsmId: sick.hsmId });
    expect(await harness(world, 'lab/steps')).toEqual({ steps: [] });
    expect(await answerOf(harness(world, 'lab/release', { jobId }))).toContain('holds no step');
    await until(world, 'the HSM is not replaced', async () => {
      expect(await it.decrypt()).toBe('ok');
      const cluster = await clusterOf(world, clusterId);
      return isWhole(cluster, 2) && cluster.hsms.every(({ hsmId }) => hsmId !== sick.hsmId) ? true : undefined;
    });
    expect(await places()).toEqual(before);
    await until(world, 'the new HSM is not used', async () => ((await it.createKey()) === 'ok' ? true : undefined));
    const users = await onEveryHsm(world, clusterId, (hsm) => hsm.listUsers());
    expect(users[0]?.map(({ userId, userName, userType }) => [userId, userName, userType])).toEqual(
      users[1]?.map(({ userId, userName, userType }) => [userId, userName, userType]),
    );
    // Tools that were told nothing find the key on both.
    expect((await operator.kmu(login, find)).answerTo(find)).toEqual([
      returned('FindKey'),
      ...nodes({ 0: undefined, 1: undefined }),
    ]);
    expect(await store.state()).toBe('CONNECTED');
    const { hsms: now } = await clusterOf(world, clusterId);
    const [fresh] = now.filter(({ hsmId }) => hsms.every((before) => before.hsmId !== hsmId));
    const first = await firstEvent(world, clusterId, fresh?.hsmId ?? '');
    expect([opcodeOf(first), fieldOf(first, 'Sequence No')]).toEqual(['CN_LOGIN', '0x0']);
  });
});
