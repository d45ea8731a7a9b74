import { describe, expect } from 'vitest';
import { foreignRequest, isForKeyOf, sign } from '../../../packages/hsm-node/src/hsm-node.fixture.ts';
import { backupsOf } from '../../worlds/backups.ts';
import { done, failed } from '../../worlds/cli-tool.ts';
import {
  activeCluster,
  addHsms,
  createKeyStore,
  failureCounts,
  initialize,
  isWhole,
  KMS_PASSWORD,
  newCluster,
  OFFICER_PASSWORD,
} from '../../worlds/fixture.ts';
import { ALL_WELL, returned } from '../../worlds/key-tool.ts';
import { Operator, OFFICER_LOGIN, userLogin } from '../../worlds/operator.ts';
import { drill } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterWhen, REGION, until, type World } from '../../worlds/world.ts';
import { connectInVain, drillFixture, expectFailedConnect, expectOnlyDisconnect, membersOf } from './drill.ts';

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

interface ApiHsm {
  readonly State: string;
  readonly StateMessage: string;
}
interface ApiCluster {
  readonly ClusterId: string;
  readonly State: string;
  readonly Hsms: readonly ApiHsm[];
  readonly Certificates: Readonly<Record<string, string>>;
}

async function described(world: World, clusterId: string): Promise<ApiCluster> {
  const Filters = { clusterIds: [clusterId] };
  const { Clusters } = await cloudhsm<{ Clusters: readonly ApiCluster[] }>(world, 'DescribeClusters', { Filters });
  if (Clusters[0] === undefined) throw new Error(`there is no ${clusterId}`);
  return Clusters[0];
}

/** Signs itself, with an RSA key of 1024 bits. */
const SMALL_AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIB/jCCAWegAwIBAgIUJmbZmYYPwAHD5GKOduHcH8hlbSMwDQYJKoZIhvcNAQEL
BQAwEDEOMAwGA1UEAwwFc21hbGwwIBcNMjYxMTI4MDMzNDM4WhgPMjEyNjExMDQw
MzM0MzhaMBAxDjAMBgNVBAMMBXNtYWxsMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB
iQKBgQC7qw3zE3JMY6ZrY+feTug7B55+knQaX01j+ShhMlQUJR40DeCuF6e7Y7O1
hzaQ0xEKMAx9cvd+0fhfZHw+96uEsqaMIwbiWkRWXucm1mFscECaRetaP7Ryj4F0
gLf/9IE6vmrHyelMrfN5NjW2vcx/MeeXSqCbA9ASgQv24bg9BwIDAQABo1MwUTAd
BgNVHQ4EFgQUnZiqRJMpKfRxUhXZ1IUfnKXly3IwHwYDVR0jBBgwFoAUnZiqRJMp
KfRxUhXZ1IUfnKXly3IwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOB
gQAoaH3PyimaMzhaFpf6+58zORDF39oGdVLnldM4LypE4WGF81DMrDF3K8QuEDUO
sB0lmqm5vnBgoYHOGs7CBqJgdPmkdi3gBP0YKNcNcX4EubZsxQTokIqlHqf/Su7e
38SLn8s1Tmb2/xcI8xLi1fa1oGO8XvTVNBJKLI1pVzvbUA==
-----END CERTIFICATE-----`;

function user(username: string, role: string) {
  return { username, role, locked: 'false', mfa: [], quorum: [], 'cluster-coverage': 'full' };
}

const APPLIANCE_USER = user('app_user', 'internal(APPLIANCE_USER)');

async function backupStates(world: World, clusterId: string): Promise<readonly string[]> {
  return (await backupsOf(world, clusterId)).map(({ BackupState }) => BackupState);
}

/** On how many servers a list of users shows kmsuser with so many failed logins. */
function rowsOfKmsUser(dialogue: readonly string[], failures: number): number {
  const columns = ['3', 'CU', 'kmsuser', 'NO', String(failures), 'NO'].join(' ');
  return dialogue.filter((line) => line.trim().replaceAll(/ +/g, ' ') === columns).length;
}

// Source: AWS CloudHSM User Guide, "Activate the cluster"; AWS KMS Developer Guide, "Create a custom key store".
describe('drills: from a new cluster to a key store', () => {
  drill('DS-01, DS-02: bring-up of a cluster, and what comes too early or too late', async (world) => {
    const { subnets } = await world.clusterService.call('ListSubnets', { region: REGION }, { deadlineMs: 5_000 });
    const zones = subnets.map(({ availabilityZone }) => availabilityZone);
    const SubnetIds = subnets.map(({ subnetId }) => subnetId);
    const { Cluster: created } = await cloudhsm<{ Cluster: ApiCluster }>(world, 'CreateCluster', {
      HsmType: 'hsm1.medium',
      SubnetIds,
    });
    const { ClusterId } = created;
    expect(created).toMatchObject({
      State: 'CREATE_IN_PROGRESS',
      Hsms: [],
      BackupPolicy: 'DEFAULT',
      BackupRetentionPolicy: { Type: 'DAYS', Value: '90' },
      SubnetMapping: Object.fromEntries(subnets.map((subnet) => [subnet.availabilityZone, subnet.subnetId])),
    });
    await clusterWhen(world, ClusterId, ({ state }) => state === 'UNINITIALIZED');
    expect((await described(world, ClusterId)).Certificates).toEqual({});

    // Of two that are created at once, one is too early.
    const create = (AvailabilityZone = zones[0]) =>
      cloudhsm<{ Hsm: ApiHsm }>(world, 'CreateHsm', { ClusterId, AvailabilityZone });
    const tooEarly = `CloudHsmInvalidRequestException: Cluster '${ClusterId}' already contains an HSM but has not yet been fully activated`;
    const racing = [create(zones[0]), create(zones[1])];
    expect((await Promise.all(racing.map(answerOf))).toSorted()).toEqual([tooEarly, 'ok']);
    const { Hsm } = await Promise.any(racing);
    expect(Hsm).toMatchObject({
      State: 'CREATE_IN_PROGRESS',
      EniId: expect.stringMatching(/^eni-/) as string,
      EniIp: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) as string,
    });
    await clusterWhen(world, ClusterId, (cluster) => isWhole(cluster, 1));
    expect(await answerOf(create())).toBe(tooEarly);

    const { Hsms, Certificates } = await described(world, ClusterId);
    expect(Hsms).toMatchObject([{ State: 'ACTIVE', StateMessage: 'HSM created.' }]);
    expect(Object.keys(Certificates).toSorted()).toEqual([
      'AwsHardwareCertificate',
      'ClusterCsr',
      'HsmCertificate',
      'ManufacturerHardwareCertificate',
    ]);
    const { ClusterCsr = '', HsmCertificate = '' } = Certificates;
    expect(isForKeyOf(ClusterCsr, HsmCertificate)).toBe(true);

    const TrustAnchor = world.customer.ca.certificate;
    const SignedCert = await sign(world.operator, world.customer, ClusterCsr);
    const initializing = (certificates: object) =>
      cloudhsm<object>(world, 'InitializeCluster', { ClusterId, SignedCert, TrustAnchor, ...certificates });
    for (const [wrong, complaint] of [
      [
        { SignedCert: await sign(world.operator, world.customer, await foreignRequest(world.operator)) },
        'The signed certificate does not belong to the certificate signing request of the cluster.',
      ],
      [{ TrustAnchor: SMALL_AUTHORITY }, 'RSA with 2048 or 4096 bits'],
      [{ TrustAnchor: SignedCert }, 'The trust anchor must be a self-signed certificate.'],
    ] as const) {
      const answer = await answerOf(initializing(wrong));
      expect(answer).toMatch(/^CloudHsmInvalidRequestException: /);
      expect(answer).toContain(complaint);
      expect((await described(world, ClusterId)).State).toBe('UNINITIALIZED');
    }
    expect(await initializing({})).toEqual({
      State: 'INITIALIZE_IN_PROGRESS',
      StateMessage: 'Cluster is initializing. State will change to INITIALIZED upon completion.',
    });
    await clusterWhen(world, ClusterId, ({ state }) => state === 'INITIALIZED');
    expect((await described(world, ClusterId)).Certificates).toEqual({ ClusterCertificate: SignedCert });
    expect(await answerOf(initializing({}))).toMatch(/^CloudHsmInvalidRequestException: .* is in state INITIALIZED/);
    expect(await answerOf(create())).toBe(tooEarly);
    expect((await described(world, ClusterId)).State).toBe('INITIALIZED');
  });

  drill('DS-03: activation with cloudhsm-cli', async (world) => {
    const { clusterId, operator } = await initialized(world);
    const activate = `cluster activate --password ${OFFICER_PASSWORD}`;
    await world.chaos.whileHeld('CreateBackup/take it', async () => {
      const run = await operator.cli('user list', activate, 'user list', activate);
      expect(run.answers).toEqual([
        done({ users: [user('admin', 'unactivated-admin'), APPLIANCE_USER] }),
        done('Cluster activation successful'),
        done({ users: [user('admin', 'admin'), APPLIANCE_USER] }),
        failed('The cluster is activated already'),
      ]);
      await clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE');
      expect(await backupStates(world, clusterId)).toEqual(['CREATE_IN_PROGRESS']);
    });
    await until(world, 'the backup does not become READY', async () =>
      (await backupStates(world, clusterId)).join() === 'READY' ? true : undefined,
    );
    expect((await operator.cmu(OFFICER_LOGIN, 'quit')).exitCode).toBe(0);
  });

  drill('DS-03: activation with cloudhsm_mgmt_util', async (world) => {
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
    const succeeded = ['loginHSM', 'changePswd', 'logoutHSM', 'loginHSM'];
    expect(dialogue.filter((line) => line.includes(' success on '))).toEqual(
      (await Promise.all(succeeded.map((name) => operator.onServers(`${name} success on server`)))).flat(),
    );
    expect(dialogue).toContain('Changing password for admin(PRECO) on 1 nodes');
    expect(exitCode).toBe(0);
    await clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE');
    const again = await operator.cmu(first);
    expect(again.dialogue).toContain(
      "loginHSM failed: HSM Error: user isn't initialized or user with this name doesn't exist",
    );
    expect(again.exitCode).toBe(1);
  });

  drill('DS-05, DS-09: kmsuser, its store, and a password that KMS does not know', async (world) => {
    const { clusterId } = await activeCluster(world, 3);
    const operator = await Operator.of(world, clusterId);
    const created = await operator.asOfficer(`createUser CU kmsuser ${KMS_PASSWORD}`, 'y', 'listUsers');
    const successes = created.dialogue.filter((line) => line.includes(' success on '));
    expect(successes).toEqual([
      ...(await operator.onServers('loginHSM success on server')),
      ...(await operator.onServers('createUser success on server')),
    ]);
    expect(created.dialogue).toContain('Creating User kmsuser(CU) on 3 nodes');
    expect(rowsOfKmsUser(created.dialogue, 0)).toBe(3);

    const store = await createKeyStore(world, clusterId, { name: 'ExampleKeyStore' });
    const CustomKeyStoreId = store.id;
    expect(CustomKeyStoreId).toMatch(/^cks-[0-9a-f]{17}$/);
    expect(await store.state()).toBe('DISCONNECTED');
    await world.chaos.whileHeld('connect/rotate', async () => {
      expect(membersOf(await world.kms().connectCustomKeyStore({ CustomKeyStoreId }))).toEqual({});
      expect(await store.state()).toBe('CONNECTING');
    });
    expect(await store.settled()).toBe('CONNECTED');
    // KMS has given itself another password.
    const late = await operator.cmu(`loginHSM CU kmsuser ${KMS_PASSWORD}`);
    expect(late.dialogue.filter((line) => line === 'loginHSM failed: HSM Error: RET_USER_LOGIN_FAILURE')).toHaveLength(
      3,
    );
    expect(await failureCounts(world, clusterId)).toEqual([1, 1, 1]);
    const { KeyMetadata } = await world.kms().createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId });
    expect(KeyMetadata?.KeyState).toBe('Enabled');
    const arn = KeyMetadata?.Arn ?? '';
    await store.disconnect();
    await operator.asOfficer('changePswd CU kmsuser tempPassword', 'y');
    const login = userLogin('tempPassword');
    const run = await operator.kmu(login, `findKey -l ${arn}`, 'logoutHSM');
    const handle = run.answerTo(`findKey -l ${arn}`)[2] ?? '';
    const everywhere = await operator.kmu(login, `findSingleKey -k ${handle}`);
    expect(everywhere.answerTo(`findSingleKey -k ${handle}`)).toEqual([returned('FindKey'), ...ALL_WELL]);
    expect(everywhere.exitCode).toBe(0);

    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    const { dialogue } = await operator.asOfficer('listUsers', 'findAllKeys 3 1');
    expect(rowsOfKmsUser(dialogue, 1)).toBe(3);
    const hashes = dialogue.filter((line) => /^[0-9a-f]{64}$/.test(line));
    expect([hashes.length, new Set(hashes).size]).toEqual([3, 1]);
    await store.disconnect();
    await world.kms().updateCustomKeyStore({ CustomKeyStoreId, KeyStorePassword: 'tempPassword' });
    expect(await store.connect()).toBe('CONNECTED');
    expect(await failureCounts(world, clusterId)).toEqual([0, 0, 0]);
  });

  drill('D18: USER_NOT_FOUND', async (world) => {
    const { clusterId } = await activeCluster(world);
    const operator = await Operator.of(world, clusterId);
    const store = await createKeyStore(world, clusterId);
    const again = async () => {
      expect(await store.disconnect()).toBe('DISCONNECTED');
      return await store.connect();
    };
    const asked = { world, kms: world.kms(), store, clusterId };
    await connectInVain(asked, 'USER_NOT_FOUND');
    await expectOnlyDisconnect(asked, 'USER_NOT_FOUND');
    // An officer of that name is somebody else.
    expect((await operator.asOfficer('createUser CO kmsuser kmsPswd2', 'y')).exitCode).toBe(0);
    expect(await store.connect()).toBe('FAILED USER_NOT_FOUND');
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

  drill('D19, DS-10: kmsuser is locked out by guesses in key_mgmt_util', async (world) => {
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
