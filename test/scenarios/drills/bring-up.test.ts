import { describe, expect } from 'vitest';
import { isForKeyOf, sign } from '../../../packages/hsm-node/src/hsm-node.fixture.ts';
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
import { Operator, OFFICER_LOGIN, userLogin } from '../../worlds/operator.ts';
import { drill } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterWhen, REGION, type World } from '../../worlds/world.ts';
import { drillFixture, expectFailedConnect } from './drill.ts';

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

async function firstBackup(world: World, clusterId: string): Promise<number> {
  const { Backups } = await cloudhsm<{ Backups: readonly unknown[] }>(world, 'DescribeBackups', {
    Filters: { clusterIds: [clusterId] },
  });
  return Backups.length;
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
      [{ SignedCert: TrustAnchor }, 'The signed certificate'],
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
      StateMessage: expect.stringMatching(/./) as string,
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
    const run = await operator.cli('user list', activate, 'user list', activate);
    expect(run.answers).toEqual([
      done({ users: [user('admin', 'unactivated-admin'), APPLIANCE_USER] }),
      done('Cluster activation successful'),
      done({ users: [user('admin', 'admin'), APPLIANCE_USER] }),
      failed('The cluster is activated already'),
    ]);
    await clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE');
    expect(await firstBackup(world, clusterId)).toBe(1);
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
    expect(dialogue).toContain('Changing password for admin(PRECO) on 1 nodes');
    expect(exitCode).toBe(0);
    await clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE');
    expect((await operator.cmu(first)).exitCode).toBe(1);
  });

  drill('DS-05, DS-09: kmsuser, its store, and a password that KMS does not know', async (world) => {
    const { clusterId } = await activeCluster(world, 3);
    const operator = await Operator.of(world, clusterId);
    const created = await operator.asOfficer(`createUser CU kmsuser ${KMS_PASSWORD}`, 'y', 'listUsers');
    expect(created.dialogue).toContain('Creating User kmsuser(CU) on 3 nodes');
    expect(created.dialogue.filter((line) => /^ +3 +CU +kmsuser +NO +0 +NO$/.test(line))).toHaveLength(3);

    const store = await createKeyStore(world, clusterId, { name: 'ExampleKeyStore' });
    expect(await store.state()).toBe('DISCONNECTED');
    expect(await store.connect()).toBe('CONNECTED');
    // KMS has given itself another password.
    await operator.cmu(`loginHSM CU kmsuser ${KMS_PASSWORD}`);
    expect(await failureCounts(world, clusterId)).toEqual([1, 1, 1]);
    const { arn } = await store.newKey();
    await store.disconnect();
    await operator.asOfficer('changePswd CU kmsuser tempPassword', 'y');
    const login = userLogin('tempPassword');
    const run = await operator.kmu(login, `findKey -l ${arn}`, 'logoutHSM');
    const handle = run.answerTo(`findKey -l ${arn}`)[2] ?? '';
    const everywhere = await operator.kmu(login, `findSingleKey -k ${handle}`);
    expect(everywhere.answerTo(`findSingleKey -k ${handle}`).slice(2)).toHaveLength(3);
    expect(everywhere.exitCode).toBe(0);

    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    expect(await failureCounts(world, clusterId)).toEqual([1, 1, 1]);
    const hashes = (await operator.asOfficer('findAllKeys 3 1')).dialogue.filter((line) => /^[0-9a-f]{64}$/.test(line));
    expect([hashes.length, new Set(hashes).size]).toEqual([3, 1]);
    await store.disconnect();
    const CustomKeyStoreId = store.id;
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
    expect(await store.connect()).toBe('FAILED USER_NOT_FOUND');
    // An officer of that name is somebody else.
    expect((await operator.asOfficer('createUser CO kmsuser kmsPswd2', 'y')).exitCode).toBe(0);
    expect(await again()).toBe('FAILED USER_NOT_FOUND');
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
