import { describe, expect } from 'vitest';
import {
  activeCluster,
  addHsms,
  connectedStore,
  createKeyStore,
  createKmsUser,
  failureCounts,
  initialize,
  isWhole,
  KMS_PASSWORD,
  kmsUser,
  newCluster,
  OFFICER_PASSWORD,
  onHsm,
} from '../../worlds/fixture.ts';
import { auditEvents, collected, fieldOf, firstEvent, opcodeOf } from '../../worlds/audit-logs.ts';
import { Operator, OFFICER_LOGIN, userLogin } from '../../worlds/operator.ts';
import { drill, simulatedScenario } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterOf, clusterWhen, until, type World } from '../../worlds/world.ts';

async function zonesOf(world: World, clusterId: string): Promise<readonly string[]> {
  return (await clusterOf(world, clusterId)).subnets.map(({ availabilityZone }) => availabilityZone);
}

async function backupCount(world: World, clusterId: string): Promise<number> {
  const Filters = { clusterIds: [clusterId], states: ['READY'] };
  return (await cloudhsm<{ Backups: readonly unknown[] }>(world, 'DescribeBackups', { Filters })).Backups.length;
}

// Source: AWS CloudHSM User Guide, "Interpreting HSM audit logs".
describe('drills: what the audit logs of the HSMs say', () => {
  drill('DS-03: the activation is the change of a password by the first officer', async (world) => {
    const created = await newCluster(world);
    await addHsms(world, created, (await zonesOf(world, created.clusterId)).slice(0, 1));
    const { clusterId } = await initialize(world, created);
    const operator = await Operator.of(world, clusterId);
    await operator.cmu('loginHSM PRECO admin password', `changePswd PRECO admin ${OFFICER_PASSWORD}`, 'y', 'quit');
    await clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE');
    const [change] = await collected(world, clusterId, 'CN_CHANGE_PSWD', 1);
    expect(change?.message.split('\n').slice(4)).toEqual([
      'Opcode : CN_CHANGE_PSWD (0x9)',
      expect.stringMatching(/^Session Handle : 0x/) as string,
      'Response : 0:HSM Return: SUCCESS',
      'Log type : MGMT_USER_DETAILS_LOG (2)',
      'User Name : admin',
      'User Type : CN_CRYPTO_PRE_OFFICER (6)',
    ]);
  });

  drill('DS-04: HSMs are added: a backup each, the same users, streams that begin with a login', async (world) => {
    const { clusterId } = await activeCluster(world, 1);
    await createKmsUser(world, clusterId);
    const [, second = '', third = ''] = await zonesOf(world, clusterId);
    const create = (AvailabilityZone: string) =>
      cloudhsm<{ Hsm: { readonly State: string } }>(world, 'CreateHsm', { ClusterId: clusterId, AvailabilityZone });
    for (const [index, zone] of [second, third].entries()) {
      const before = await backupCount(world, clusterId);
      expect((await create(zone)).Hsm.State).toBe('CREATE_IN_PROGRESS');
      await clusterWhen(world, clusterId, (cluster) => {
        expect(cluster.state).toBe('ACTIVE');
        return isWhole(cluster, index + 2);
      });
      expect(await backupCount(world, clusterId)).toBe(before + 1);
    }
    expect(await answerOf(create('us-east-1f'))).toBe(
      `CloudHsmInvalidRequestException: Availability zone 'us-east-1f' is not part of cluster '${clusterId}'.`,
    );
    const { hsms } = await clusterOf(world, clusterId);
    const operator = new Operator(world);
    await operator.configureServers(hsms[0]?.eniIp ?? '');
    const { dialogue } = await operator.asOfficer('listUsers');
    const users = [
      ['1', 'CO', 'admin'],
      ['2', 'AU', 'app_user'],
      ['3', 'CU', 'kmsuser'],
    ];
    const rows = dialogue.filter((line) => /^ +\d/.test(line)).map((line) => line.trim().split(/ +/).slice(0, 3));
    expect(rows).toEqual([...users, ...users, ...users]);
    for (const { hsmId } of hsms.slice(1)) {
      const first = await firstEvent(world, clusterId, hsmId);
      expect([opcodeOf(first), fieldOf(first, 'Sequence No')]).toEqual(['CN_LOGIN', '0x0']);
    }
  });

  drill('DS-08: who is logged in as kmsuser is seen in the audit log, and only there', async (world) => {
    const { store, clusterId } = await connectedStore(world);
    await store.disconnect();
    const operator = await Operator.of(world, clusterId);
    await operator.asOfficer('changePswd CU kmsuser tempPassword', 'y');
    await world.kms().updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword: 'tempPassword' });
    const { hsms } = await clusterOf(world, clusterId);
    const [, occupied] = hsms;
    await onHsm(world, occupied!, async (hsm) => {
      await hsm.login(kmsUser('tempPassword'));
      expect(await store.connect()).toBe('FAILED USER_LOGGED_IN');
      const open = await until(world, 'the foreign session is not logged', async () => {
        const sessions = await openSessions(world, clusterId);
        return sessions.length === 1 ? sessions : undefined;
      });
      expect(open).toEqual([occupied?.hsmId]);
    });
    await store.disconnect();
    expect(await store.connect()).toBe('CONNECTED');
  });

  drill('DS-10: guesses at the password of kmsuser are its audit signature, on every HSM', async (world) => {
    const { clusterId, hsms } = await activeCluster(world.programs?.without ?? world, 3);
    await createKmsUser(world, clusterId);
    const operator = await Operator.of(world, clusterId);
    const store = await createKeyStore(world, clusterId);
    const guesses = Array.from({ length: 5 }, () => 'loginHSM CU kmsuser wrongPswd');
    const { dialogue } = await operator.cmu(...guesses, `loginHSM CU kmsuser ${KMS_PASSWORD}`, 'quit');
    expect(dialogue.filter((line) => line.includes('RET_USER_LOGIN_FAILURE'))).toHaveLength(5 * hsms.length);
    expect(dialogue.filter((line) => line === 'loginHSM failed: HSM Error: User is locked out')).toHaveLength(
      hsms.length,
    );
    expect(await failureCounts(world, clusterId)).toEqual([5, 5, 5]);
    const wrong = await collected(world, clusterId, '"Response : 163:HSM Error: RET_USER_LOGIN_FAILURE"', 15);
    for (const { hsmId } of hsms) {
      const here = wrong.filter(({ logStreamName }) => logStreamName === hsmId);
      expect(here.map((event) => [opcodeOf(event), fieldOf(event, 'User Name')])).toEqual(
        Array.from({ length: 5 }, () => ['CN_LOGIN', 'kmsuser']),
      );
    }
    // The right password comes too late.
    await collected(world, clusterId, 'CN_LOGIN "User is locked out" kmsuser', 3);
    expect(await store.connect()).toBe('FAILED USER_LOCKED_OUT');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect((await operator.asOfficer('changePswd CU kmsuser newPass1', 'y')).exitCode).toBe(0);
    expect(await failureCounts(world, clusterId)).toEqual([0, 0, 0]);
    const update = { CustomKeyStoreId: store.id, KeyStorePassword: 'newPass1' };
    await world.kms().updateCustomKeyStore(update);
    expect(await store.connect()).toBe('CONNECTED');
  });

  simulatedScenario(
    'DS-12, DS-21: a key of KMS is made on one HSM, sent to others, and deleted by hand on all',
    async (world) => {
      const { store, clusterId } = await connectedStore(world, { hsms: 3 });
      const { arn } = await store.newKey();
      await collected(world, clusterId, 'CN_GENERATE_KEY', 1);
      await collected(world, clusterId, 'CN_INSERT_MASKED_OBJECT_USER', 1);
      const made = await auditEvents(world, clusterId, { filterPattern: '"Secret Key Handle"' });
      const source = made.find((event) => opcodeOf(event) === 'CN_GENERATE_KEY');
      const handle = fieldOf(source!, 'Priv/Secret Key Handle');
      expect(made.every((event) => fieldOf(event, 'Priv/Secret Key Handle') === handle)).toBe(true);
      const opcodes = (isSource: boolean) =>
        made.filter(({ logStreamName }) => (logStreamName === source?.logStreamName) === isSource).map(opcodeOf);
      expect(opcodes(true)).toEqual(['CN_GENERATE_KEY', 'CN_EXTRACT_MASKED_OBJECT_USER']);
      expect(new Set(opcodes(false))).toEqual(new Set(['CN_INSERT_MASKED_OBJECT_USER']));

      await store.disconnect();
      const operator = await Operator.of(world, clusterId);
      await operator.asOfficer('changePswd CU kmsuser tempPassword', 'y');
      const run = await operator.kmu(
        userLogin('tempPassword'),
        `findKey -l ${arn}`,
        `deleteKey -k ${handle}`,
        'logoutHSM',
      );
      expect(run.exitCode).toBe(0);
      const gone = await collected(world, clusterId, `CN_DESTROY_OBJECT "Key Handle : ${handle}"`, 3);
      expect(new Set(gone.map(({ logStreamName }) => logStreamName)).size).toBe(3);
      for (const event of gone) expect(fieldOf(event, 'Response')).toBe('0:HSM Return: SUCCESS');
    },
  );

  simulatedScenario('quit logs the officer out, as logoutHSM does', async (world) => {
    const { clusterId, hsms } = await activeCluster(world, 1);
    const operator = await Operator.of(world, clusterId);
    const ends = async () =>
      (await auditEvents(world, clusterId, { logStreamNames: [hsms[0]?.hsmId], filterPattern: 'admin' })).map(opcodeOf);
    await collected(world, clusterId, 'CN_APP_FINALIZE', 1);
    const before = (await ends()).length;
    await operator.cmu(OFFICER_LOGIN, 'logoutHSM', OFFICER_LOGIN, 'quit');
    await until(world, 'the sessions do not end', async () =>
      (await ends()).length === before + 4 ? true : undefined,
    );
    expect((await ends()).slice(before)).toEqual(['CN_LOGIN', 'CN_LOGOUT', 'CN_LOGIN', 'CN_LOGOUT']);
  });
});

/** The HSMs on which somebody is logged in as `kmsuser`, as their logs tell: once for each session that has not ended. */
async function openSessions(world: World, clusterId: string): Promise<readonly string[]> {
  const open = new Map<string, string>();
  for (const event of await auditEvents(world, clusterId, { filterPattern: '"User Name : kmsuser" SUCCESS' })) {
    const session = `${event.logStreamName} ${fieldOf(event, 'Session Handle')}`;
    if (opcodeOf(event) === 'CN_LOGIN') open.set(session, event.logStreamName);
    else if (['CN_LOGOUT', 'CN_APP_FINALIZE', 'CN_CLOSE_SESSION'].includes(opcodeOf(event))) open.delete(session);
  }
  return [...open.values()];
}
