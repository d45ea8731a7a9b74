import { X509Certificate } from 'node:crypto';
import { connectHsm, type HsmEndpoint } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import { type Keystrokes, TypedFiles } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import {
  claimOf,
  DEADLINE,
  hostOf,
  initialize,
  inWorld,
  newCustomer,
  OFFICER_PASSWORD,
  USER_PASSWORD,
  userOf,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { type HsmCluster, withHsmCluster } from '../worlds/hsm-cluster.ts';
import {
  answerTo,
  CAUTION,
  FAREWELL,
  runManagementTool,
  type ToolMachine,
  type ToolRun,
  TRUST_ANCHOR,
} from '../worlds/management-tool.ts';

const OFFICER = `loginHSM CO admin ${OFFICER_PASSWORD}`;
const KMSUSER = `loginHSM CU kmsuser ${USER_PASSWORD}`;
const LABELS = ['0(10.0.0.1)', '1(10.0.0.2)', '2(10.0.0.3)'];
const USERS_HEAD =
  '    User Id             User Type       User Name                          MofnPubKey    LoginFailureCnt         2FA';
const USERS = [
  '         1              CO              admin                                    NO               0               NO',
  '         2              AU              app_user                                 NO               0               NO',
  '         3              CU              kmsuser                                  NO               0               NO',
];
const ON_ALL = (text: string, labels: readonly string[] = LABELS) => labels.map((label) => `${text} ${label}`);

function serversOf(endpoints: readonly HsmEndpoint[]): ToolMachine['servers'] {
  return endpoints.map(({ address }) => {
    const [hostname = '', port] = address.split(':');
    return { name: hostname, hostname, port: Number(port), trustAnchorPath: TRUST_ANCHOR };
  });
}

/** The client's machine, ready to run the tool. */
function machineOf(cluster: HsmCluster, more: Partial<ToolMachine> = {}): ToolMachine {
  return {
    runtime: cluster.client,
    files: new TypedFiles({ [TRUST_ANCHOR]: cluster.world.customer.ca.certificate }),
    servers: serversOf(cluster.endpoints),
    ...more,
  };
}

function type(cluster: HsmCluster, ...input: readonly Keystrokes[]): Promise<ToolRun> {
  return runManagementTool(machineOf(cluster), ...input);
}

async function newKey(cluster: HsmCluster, index: number, label = 'label'): Promise<number> {
  const hsm = connectHsm(cluster.client, {
    endpoint: cluster.endpoints[index]!,
    trustAnchor: cluster.world.customer.ca.certificate,
  });
  await hsm.login({ userType: 'USER_TYPE_CU', userName: 'kmsuser', password: new Secret(USER_PASSWORD) });
  const { handle } = await hsm.generateKey({ label, id: Buffer.from('id'), lengthBytes: 32, extractable: false });
  hsm.close();
  return handle;
}

/** Gives every server a copy of the key 6. */
async function keyOnAll(cluster: HsmCluster): Promise<void> {
  await newKey(cluster, 0);
  const copied = await type(cluster, OFFICER, 'server 0', 'syncKey 6 1', 'syncKey 6 2');
  expect(copied.exitCode).toBe(0);
}

describe('starting and ending', () => {
  test('the tool connects to every server, and ends with quit', () =>
    withHsmCluster('start', async (cluster) => {
      expect(await type(cluster, 'quit', 'listUsers')).toMatchObject({
        screen: [
          'Connecting to the server(s), it may take time',
          'depending on the server(s) load, please wait...',
          '',
          "Connecting to server '10.0.0.1': hostname '10.0.0.1', port 2223...",
          "Connected to server '10.0.0.1': hostname '10.0.0.1', port 2223.",
          "Connecting to server '10.0.0.2': hostname '10.0.0.2', port 2223...",
          "Connected to server '10.0.0.2': hostname '10.0.0.2', port 2223.",
          "Connecting to server '10.0.0.3': hostname '10.0.0.3', port 2223...",
          "Connected to server '10.0.0.3': hostname '10.0.0.3', port 2223.",
          ...ON_ALL('E2E enabled on server'),
          'aws-cloudhsm>quit',
          FAREWELL,
        ],
        exitCode: 0,
      });
    }));

  test('a server that does not answer is skipped, and used again when it is back', () =>
    withHsmCluster('absent', async (cluster) => {
      cluster.world.crash(2);
      const run = await type(
        cluster,
        OFFICER,
        'info',
        'createUser CU alice alice1234',
        'y',
        () => cluster.restart(1),
        'changePswd CU alice alice5678',
        'y',
      );
      expect(run.screen).toContain("Connection to server '10.0.0.2' failed");
      expect(answerTo(run, 'info')).toEqual([
        'Id      Name                    Hostname         Port   State           Partition               LoginState',
        "0       10.0.0.1                10.0.0.1        2223    Connected       hsm-aaaaaaaaaa0         Logged in as 'admin(CO)'",
        '1       10.0.0.2                10.0.0.2        2223    Disconnected                            Not logged in',
        "2       10.0.0.3                10.0.0.3        2223    Connected       hsm-aaaaaaaaaa2         Logged in as 'admin(CO)'",
      ]);
      expect(run.dialogue).toContain('Creating User alice(CU) on 2 nodes');
      // It is back, and nobody is logged in there.
      expect(run.dialogue).toContain("Connected to server '10.0.0.2': hostname '10.0.0.2', port 2223.");
      expect(run.dialogue).toContain('Changing password for alice(CU) on 3 nodes');
      expect(run.dialogue.slice(-6)).toEqual([
        'changePswd success on server 0(10.0.0.1)',
        'changePswd failed: HSM Error: User is not logged in or not permitted',
        'changing password on server 1(10.0.0.2) failed',
        '',
        'Retry/Ignore/Abort?(R/I/A):',
        'aws-cloudhsm>',
      ]);
      expect(run.exitCode).toBe(1);
    }));

  test('a login that died with its connection is made again', () =>
    withHsmCluster('login again', async (cluster) => {
      const run = await type(
        cluster,
        OFFICER,
        () => cluster.world.crash(2),
        () => cluster.restart(1),
        'changePswd CU kmsuser tempPassword',
        'y',
      );
      expect(run.dialogue.slice(-4)).toEqual([...ON_ALL('changePswd success on server'), 'aws-cloudhsm>']);
    }));

  test('a password that has changed meanwhile is tried once, not guessed', () =>
    withHsmCluster('no guessing', async (cluster) => {
      const run = await type(
        cluster,
        KMSUSER,
        () => cluster.world.crash(2),
        () => cluster.restart(1),
        async () => {
          const officer = await type(cluster, OFFICER, 'server 1', 'changePswd CU kmsuser tempPassword', 'y');
          expect(officer.exitCode).toBe(0);
        },
        'info server 1',
        'info server 1',
        'listUsers',
      );
      expect(answerTo(run, 'info server 1')[1]).toContain('Not logged in');
      expect(answerTo(run, 'listUsers').filter((line) => line.includes('kmsuser'))[1]).toMatch(/kmsuser +NO +1 +NO/);
    }));

  test('sessions on the HSMs end with the tool', () =>
    withHsmCluster('sessions', async (cluster) => {
      const change = ['changePswd CU kmsuser tempPassword', 'y'];
      const during: ToolRun[] = [];
      await type(cluster, KMSUSER, async () => void during.push(await type(cluster, OFFICER, ...change)), 'quit');
      expect(during[0]?.dialogue).toContain('changePswd failed: HSM Error: User is logged in on another session');
      expect((await type(cluster, OFFICER, ...change)).exitCode).toBe(0);
    }));
});

describe('logins', () => {
  test('go to every server, and end there', () =>
    withHsmCluster('login', async (cluster) => {
      const { dialogue, exitCode } = await type(cluster, OFFICER, 'logoutHSM');
      expect(dialogue).toEqual([
        `aws-cloudhsm>${OFFICER}`,
        ...ON_ALL('loginHSM success on server'),
        'aws-cloudhsm>logoutHSM',
        ...ON_ALL('logoutHSM success on server'),
        'aws-cloudhsm>',
      ]);
      expect(exitCode).toBe(0);
    }));

  test('with a wrong password fail on every server, count there, and lock at the fifth', () =>
    withHsmCluster('lockout', async (cluster) => {
      const wrong = 'loginHSM CU kmsuser wrong1234';
      const run = await type(cluster, wrong, wrong, wrong, wrong, wrong, KMSUSER, 'listUsers');
      expect(run.dialogue.slice(0, 7)).toEqual([
        `aws-cloudhsm>${wrong}`,
        ...LABELS.flatMap((label) => [
          'loginHSM failed: HSM Error: RET_USER_LOGIN_FAILURE',
          `loginHSM failed on server ${label}`,
        ]),
      ]);
      expect(answerTo(run, KMSUSER)[0]).toBe('loginHSM failed: HSM Error: User is locked out');
      const rows = answerTo(run, 'listUsers').filter((line) => line.includes('kmsuser'));
      expect(rows).toEqual(Array<string>(3).fill(USERS[2]?.replace(' 0 ', ' 5 ') ?? ''));
      expect(run.exitCode).toBe(1);
      const cured = await type(cluster, OFFICER, 'changePswd CU kmsuser tempPassword', 'y', 'logoutHSM');
      expect(cured.exitCode).toBe(0);
      expect((await type(cluster, 'loginHSM CU kmsuser tempPassword')).exitCode).toBe(0);
    }));

  test('of a second user need a logout first', () =>
    withHsmCluster('one user', async (cluster) => {
      const run = await type(cluster, OFFICER, KMSUSER, 'logoutHSM', KMSUSER, 'info server 0');
      expect(answerTo({ ...run, dialogue: run.dialogue.slice(0, 7) }, KMSUSER)).toEqual([
        'loginHSM failed: HSM Error: A user is already logged in on this session',
      ]);
      expect(answerTo(run, 'info server 0')[1]).toContain("Logged in as 'kmsuser(CU)'");
    }));

  test('ask for the password where it is not given', () =>
    withHsmCluster('ask', async (cluster) => {
      const { dialogue, exitCode } = await type(cluster, 'loginHSM CO admin -hpswd', OFFICER_PASSWORD);
      expect(dialogue.slice(0, 3)).toEqual([
        'aws-cloudhsm>loginHSM CO admin -hpswd',
        'Enter password:',
        'loginHSM success on server 0(10.0.0.1)',
      ]);
      expect(exitCode).toBe(0);
    }));

  const LOGIN_USAGE = 'Usage: loginHSM <CO|CU|AU|PRECO> <user name> <password|-hpswd> [-2fa <authdata file>]';
  const REFUSED = [
    { command: 'loginHSM CO', answer: LOGIN_USAGE, exitCode: 2 },
    { command: 'loginHSM CO admin secret1 -2fa', answer: LOGIN_USAGE, exitCode: 2 },
    { command: 'loginHSM CO admin secret1 2fa file', answer: LOGIN_USAGE, exitCode: 2 },
    { command: 'loginHSM co admin secret1', answer: 'loginHSM failed: HSM Error: Invalid User Type.', exitCode: 1 },
    {
      command: 'logoutHSM',
      answer: 'logoutHSM failed: HSM Error: User is not logged in or not permitted',
      exitCode: 1,
    },
    {
      command: 'loginHSM CU nobody secret1',
      answer: "loginHSM failed: HSM Error: user isn't initialized or user with this name doesn't exist",
      exitCode: 1,
    },
  ];
  test('are refused', () =>
    withHsmCluster('refused', async (cluster) => {
      for (const { command, answer, exitCode } of REFUSED) {
        const run = await type(cluster, command);
        expect({ command, answer: answerTo(run, command)[0], exitCode: run.exitCode }).toEqual({
          command,
          answer,
          exitCode,
        });
      }
    }));
});

describe('users', () => {
  test('are listed of every server, without a login', () =>
    withHsmCluster('list', async (cluster) => {
      const run = await type(cluster, 'listU');
      expect(answerTo(run, 'listU')).toEqual(
        LABELS.flatMap((label) => [`Users on server ${label}:`, 'Number of users found:3', '', USERS_HEAD, ...USERS]),
      );
    }));

  test('get another password on every server, after a warning', () =>
    withHsmCluster('password', async (cluster) => {
      const { dialogue } = await type(cluster, OFFICER, 'changePswd CU kmsuser tempPassword', 'yes', 'y', 'quit');
      expect(dialogue.slice(4)).toEqual([
        'aws-cloudhsm>changePswd CU kmsuser tempPassword',
        ...CAUTION,
        'Do you want to continue(y/n)?yes',
        "Invalid option, please type 'y' or 'n'",
        '',
        'Do you want to continue(y/n)?y',
        'Changing password for kmsuser(CU) on 3 nodes',
        ...ON_ALL('changePswd success on server'),
        'aws-cloudhsm>quit',
      ]);
      expect((await type(cluster, 'loginHSM CU kmsuser tempPassword')).exitCode).toBe(0);
      expect((await type(cluster, KMSUSER)).exitCode).toBe(1);
    }));

  test('are created and deleted on every server', () =>
    withHsmCluster('create', async (cluster) => {
      const { dialogue, exitCode } = await type(
        cluster,
        OFFICER,
        'createUser CO alice alicePassword1',
        'y',
        'deleteUser CO alice',
      );
      expect(dialogue.slice(4)).toEqual([
        'aws-cloudhsm>createUser CO alice alicePassword1',
        ...CAUTION,
        'Do you want to continue(y/n)?y',
        'Creating User alice(CO) on 3 nodes',
        ...ON_ALL('createUser success on server'),
        'aws-cloudhsm>deleteUser CO alice',
        'Deleting user alice(CO) on 3 nodes',
        ...ON_ALL('deleteUser success on server'),
        'aws-cloudhsm>',
      ]);
      expect(exitCode).toBe(0);
    }));

  const UNDECIDED = [
    { name: 'n', input: ['n'] },
    { name: 'the end of input', input: [] },
  ];
  test.each(UNDECIDED)('stay as they are after $name', ({ name, input }) =>
    withHsmCluster(name, async (cluster) => {
      const run = await type(cluster, OFFICER, 'createUser CU alice alice1234', ...input);
      expect(run.dialogue.join('\n')).not.toContain('Creating User');
      expect(run.exitCode).toBe(0);
      expect(answerTo(await type(cluster, 'listUsers'), 'listUsers')).toContain('Number of users found:3');
    }),
  );

  test('have new passwords typed twice, and nothing is done when they differ', () =>
    withHsmCluster('twice', async (cluster) => {
      const run = await type(
        cluster,
        OFFICER,
        'changePswd CU kmsuser -hpswd',
        'tempPassword',
        'tempPasswort',
        'createUser CU alice -hpswd',
        'alice1234',
        'alice1234',
        'y',
      );
      expect(run.dialogue.slice(4, 11)).toEqual([
        'aws-cloudhsm>changePswd CU kmsuser -hpswd',
        'Enter new password:',
        'Re-enter new password:',
        'The passwords differ.',
        'aws-cloudhsm>createUser CU alice -hpswd',
        'Enter password:',
        'Re-enter password:',
      ]);
      expect((await type(cluster, 'loginHSM CU alice alice1234')).exitCode).toBe(0);
      expect((await type(cluster, KMSUSER)).exitCode).toBe(0);
    }));

  test('cannot get a password while they are logged in elsewhere', () =>
    withHsmCluster('logged in', async (cluster) => {
      const session = cluster.openSession();
      await session.ready(3, 5_000);
      const { dialogue, exitCode } = await type(
        cluster,
        OFFICER,
        'changePswd CU kmsuser tempPassword',
        'y',
        'x',
        'A',
        'quit',
      );
      expect(dialogue.slice(-9)).toEqual([
        'Changing password for kmsuser(CU) on 3 nodes',
        'changePswd failed: HSM Error: User is logged in on another session',
        'changing password on server 0(10.0.0.1) failed',
        '',
        'Retry/Ignore/Abort?(R/I/A):x',
        'Invalid option, please type one of R, I, A',
        '',
        'Retry/Ignore/Abort?(R/I/A):A',
        'aws-cloudhsm>quit',
      ]);
      expect(exitCode).toBe(1);
      await session.close();
    }));

  test('who change their own password stay logged in with it', () =>
    withHsmCluster('own password', async (cluster) => {
      const run = await type(
        cluster,
        KMSUSER,
        'changePswd CU kmsuser tempPassword',
        'y',
        () => cluster.world.crash(3),
        () => cluster.restart(2),
        'info server 2',
      );
      expect(answerTo(run, 'info server 2')[1]).toContain("Logged in as 'kmsuser(CU)'");
    }));

  test('see the older caution where it is asked for', () =>
    withHsmCluster('legacy', async (cluster) => {
      const machine = machineOf(cluster, { legacyText: true });
      const { dialogue } = await runManagementTool(machine, OFFICER, 'changePswd CU kmsuser tempPassword', 'y');
      expect(dialogue.slice(4, 13)).toEqual([
        'aws-cloudhsm>changePswd CU kmsuser tempPassword',
        '****CAUTION****',
        'This is a CRITICAL operation, should be done on all nodes in the',
        'cluster. Cav server does NOT synchronize these changes with the',
        'nodes on which this operation is not executed or failed, please',
        'ensure this operation is executed on all nodes in the cluster.',
        '*********',
        'Do you want to continue(y/n)?y',
        'Changing password for kmsuser(CU) on 3 nodes',
      ]);
    }));

  const FAILURES = [
    {
      command: 'createUser CU kmsuser other1234',
      reason: 'User already exists',
      where: 'creating user on server %s failed',
    },
    { command: 'createUser CU alice short', reason: 'Invalid password', where: 'creating user on server %s failed' },
    { command: 'createUser CU a-b alice1234', reason: 'Invalid argument', where: 'creating user on server %s failed' },
    {
      command: 'createUser PRECO bob bob123456',
      reason: 'Invalid User Type.',
      where: 'creating user on server %s failed',
    },
    {
      command: 'changePswd CU nobody other1234',
      reason: "user isn't initialized or user with this name doesn't exist",
      where: 'changing password on server %s failed',
    },
    {
      command: 'deleteUser CU nobody',
      reason: "user isn't initialized or user with this name doesn't exist",
      where: 'deleteUser failed on server %s',
    },
    {
      command: 'deleteUser CO admin',
      reason: 'User is logged in on another session',
      where: 'deleteUser failed on server %s',
    },
  ];
  test('are guarded by the HSM', () =>
    withHsmCluster('guarded', async (cluster) => {
      for (const { command, reason, where } of FAILURES) {
        const caution = command.startsWith('deleteUser') ? [] : ['y'];
        const run = await type(cluster, OFFICER, command, ...caution, 'I', 'I', 'I', 'quit');
        const name = command.split(' ')[0];
        expect(run.dialogue.filter((line) => /failed(:| on|$)/.test(line))).toEqual(
          LABELS.flatMap((label) => [`${name} failed: HSM Error: ${reason}`, where.replace('%s', label)]),
        );
        expect(run.exitCode).toBe(1);
      }
    }));
});

test('the first officer activates the cluster with a password of its own', () =>
  inWorld('activation', async (world) => {
    const appliance = await world.start(1);
    const dataAddress = `${hostOf(1)}:2223`;
    await initialize(world.outside, world.customer, appliance.admin, claimOf(0, hostOf(1), { dataAddress }));
    const machine: ToolMachine = {
      runtime: world.sim.runtime('client'),
      files: new TypedFiles({ [TRUST_ANCHOR]: world.customer.ca.certificate }),
      servers: serversOf([{ hsmId: 'hsm-aaaaaaaaaa0', address: dataAddress }]),
    };
    const run = await runManagementTool(
      machine,
      'loginHSM PRECO admin password',
      'listUsers',
      'changePswd PRECO admin Officer1',
      'y',
      'info',
      'logoutHSM',
      'loginHSM CO admin Officer1',
      'loginHSM PRECO admin password',
    );
    expect(answerTo(run, 'listUsers').slice(4)).toEqual([USERS[0]?.replace('CO   ', 'PRECO'), USERS[1]]);
    expect(answerTo(run, 'changePswd PRECO admin Officer1').slice(-2)).toEqual([
      'Changing password for admin(PRECO) on 1 nodes',
      'changePswd success on server 0(10.0.0.1)',
    ]);
    expect(answerTo(run, 'info')[1]).toContain("Logged in as 'admin(CO)'");
    expect(answerTo(run, 'loginHSM CO admin Officer1')).toEqual(['loginHSM success on server 0(10.0.0.1)']);
    expect(run.exitCode).toBe(1);
  }));

describe('an HSM that dies in the middle', () => {
  /** Drill DS-22: kills an HSM while the caution is shown. */
  const changed = (cluster: HsmCluster, ...then: readonly Keystrokes[]) =>
    type(cluster, OFFICER, 'changePswd CU kmsuser tempPassword', () => cluster.world.crash(2), 'y', ...then);
  /** On which servers the new password is in force. */
  const inForce = async (cluster: HsmCluster) => {
    const { dialogue } = await type(cluster, 'loginHSM CU kmsuser tempPassword');
    return LABELS.filter((label) => dialogue.includes(`loginHSM success on server ${label}`));
  };

  test('leaves the other servers alone when the operator aborts', () =>
    withHsmCluster('abort', async (cluster) => {
      const run = await changed(cluster, 'A');
      expect(run.dialogue.slice(-7)).toEqual([
        'Changing password for kmsuser(CU) on 3 nodes',
        'changePswd success on server 0(10.0.0.1)',
        'changePswd failed: HSM CLUSTER ERROR: Server in cluster is unavailable',
        'changing password on server 1(10.0.0.2) failed',
        '',
        'Retry/Ignore/Abort?(R/I/A):A',
        'aws-cloudhsm>',
      ]);
      expect(run.exitCode).toBe(1);
      await cluster.restart(1);
      expect(await inForce(cluster)).toEqual([LABELS[0]]);
    }));

  test('is left out when the operator ignores it', () =>
    withHsmCluster('ignore', async (cluster) => {
      const run = await changed(cluster, 'I');
      expect(run.dialogue.slice(-2)).toEqual(['changePswd success on server 2(10.0.0.3)', 'aws-cloudhsm>']);
      expect(run.exitCode).toBe(1);
      await cluster.restart(1);
      expect(await inForce(cluster)).toEqual([LABELS[0], LABELS[2]]);
    }));

  test('is included when it is back and the operator retries', () =>
    withHsmCluster('retry', async (cluster) => {
      const run = await changed(cluster, 'R', () => cluster.restart(1), 'r');
      expect(run.dialogue.slice(-3)).toEqual([...ON_ALL('changePswd success on server').slice(1), 'aws-cloudhsm>']);
      expect(run.exitCode).toBe(0);
      expect(await inForce(cluster)).toEqual(LABELS);
    }));

  test('is cured by changing the password again', () =>
    withHsmCluster('again', async (cluster) => {
      await changed(cluster, 'A');
      await cluster.restart(1);
      await type(cluster, OFFICER, 'changePswd CU kmsuser tempPassword', 'y');
      expect(await inForce(cluster)).toEqual(LABELS);
    }));

  test('is cured by syncUser from a good server', () =>
    withHsmCluster('sync user', async (cluster) => {
      await changed(cluster, 'A');
      await cluster.restart(1);
      const run = await type(cluster, OFFICER, 'server 0', 'syncUser 3 1', 'syncUser 3 2', 'exit', 'listUsers');
      expect(run.dialogue.slice(4, 14)).toEqual([
        'aws-cloudhsm>server 0',
        "Server is in 'E2' mode...",
        'server0>syncUser 3 1',
        'ExtractMaskedObject: 0x0 !',
        'InsertMaskedObject: 0x0 !',
        'syncUser success',
        'server0>syncUser 3 2',
        'ExtractMaskedObject: 0x0 !',
        'InsertMaskedObject: 0x0 !',
        'syncUser success',
      ]);
      expect(run.exitCode).toBe(0);
      expect(await inForce(cluster)).toEqual(LABELS);
    }));

  test('is no reason to lose a user: deletion is rolled back', () =>
    withHsmCluster('roll back', async (cluster) => {
      await type(cluster, OFFICER, 'createUser CU alice alice1234', 'y');
      await type(cluster, 'loginHSM CU alice wrong1234');
      await keyOnAll(cluster);
      await type(cluster, KMSUSER, 'shareKey 6 4 1', 'y');
      // Server 2 refuses: the user is logged in there.
      const held = connectHsm(cluster.client, {
        endpoint: cluster.endpoints[2]!,
        trustAnchor: cluster.world.customer.ca.certificate,
      });
      const alice = { userType: 'USER_TYPE_CU', userName: 'alice', password: new Secret('alice1234') } as const;
      await held.login(alice);
      const before = answerTo(await type(cluster, 'listUsers'), 'listUsers');
      const run = await type(cluster, OFFICER, 'deleteUser CU alice', 'A', 'B', 'listUsers');
      expect(answerTo(run, 'deleteUser CU alice')).toEqual([
        'Deleting user alice(CU) on 3 nodes',
        'deleteUser success on server 0(10.0.0.1)',
        'deleteUser success on server 1(10.0.0.2)',
        'deleteUser failed: HSM Error: User is logged in on another session',
        'deleteUser failed on server 2(10.0.0.3)',
        '',
        'Retry/rollBack/Ignore?(R/B/I):A',
        'Invalid option, please type one of R, B, I',
        '',
        'Retry/rollBack/Ignore?(R/B/I):B',
        'rollBack success on server 0(10.0.0.1)',
        'rollBack success on server 1(10.0.0.2)',
      ]);
      // With id, password and counter as before.
      expect(answerTo(run, 'listUsers')).toEqual(before);
      expect(before[7]).toMatch(/^ +4 .*alice +NO +1 +NO$/);
      expect(run.exitCode).toBe(1);
      // And with what was shared with it.
      const find = answerTo(await type(cluster, OFFICER, 'findAllKeys 4 0'), 'findAllKeys 4 0');
      expect(find.filter((line) => line.endsWith('(s)'))).toEqual(LABELS.map(() => '6(s)'));
      // A deletion is one record, also where it is refused.
      const audit = await cluster.hsms[2]!.admin.call('ReadAuditLog', { recordsMax: 1_000 }, DEADLINE);
      expect(audit.records.filter(({ message }) => /CN_DELETE_USER|CN_EXTRACT/.test(message))).toHaveLength(1);
      held.close();
      expect((await type(cluster, 'loginHSM CU alice alice1234')).exitCode).toBe(0);
    }));
});

describe('the mode of one server', () => {
  test('sends commands to that server only', () =>
    withHsmCluster('server mode', async (cluster) => {
      const { dialogue, exitCode } = await type(
        cluster,
        OFFICER,
        'server 1',
        'createUser CU alice alice1234',
        'y',
        'exit',
        'listUsers',
      );
      expect(dialogue.slice(4, 17)).toEqual([
        'aws-cloudhsm>server 1',
        "Server is in 'E2' mode...",
        'server1>createUser CU alice alice1234',
        ...CAUTION,
        'Do you want to continue(y/n)?y',
        'Creating User alice(CU) on 1 nodes',
        'createUser success on server 1(10.0.0.2)',
      ]);
      expect(dialogue.filter((line) => line.startsWith('Number of users found'))).toEqual([
        'Number of users found:3',
        'Number of users found:4',
        'Number of users found:3',
      ]);
      expect(exitCode).toBe(0);
    }));

  const REFUSED = [
    { command: 'server', answer: 'Usage: server <server number>' },
    { command: 'server x', answer: 'Usage: server <server number>' },
    { command: 'server 3', answer: 'There is no server 3.' },
    { command: 'server 2', answer: 'Server 2(10.0.0.3) is not connected.' },
    { command: 'info server 7', answer: 'There is no server 7.' },
    { command: 'info cluster', answer: 'Usage: info [server <server number>]' },
    { command: 'exit', answer: "exit leaves the mode of one server. Type 'quit' to end." },
    { command: 'syncUser 3 1', answer: "syncUser copies from one server: type 'server <server number>' first." },
    { command: 'syncKey 6', answer: 'Usage: syncKey <key handle> <server number>' },
    { command: 'getCert c.pem 8', answer: "getCert asks one server: type 'server <server number>' first." },
    { command: 'getCert c.pem 3', answer: 'Usage: getCert <file> <1|2|4|8|16>' },
  ];
  test('is particular', () =>
    withHsmCluster('particular', async (cluster) => {
      cluster.world.crash(3);
      const run = await type(cluster, ...REFUSED.map(({ command }) => command));
      for (const { command, answer } of REFUSED)
        expect({ command, answer: answerTo(run, command) }).toEqual({ command, answer: [answer] });
    }));

  test('copies keys under their handles', () =>
    withHsmCluster('sync key', async (cluster) => {
      const handle = await newKey(cluster, 0);
      const find = 'findAllKeys 3 0';
      const run = await type(
        cluster,
        OFFICER,
        'server 0',
        `syncKey ${handle} 2`,
        `syncKey 99 2`,
        `syncKey 6 0`,
        'exit',
        find,
      );
      expect(answerTo(run, `syncKey ${handle} 2`)).toEqual(['syncKey success']);
      expect(answerTo(run, 'syncKey 99 2')).toEqual([
        'syncKey failed: HSM Error: Invalid object handle is passed to this operation',
      ]);
      expect(answerTo(run, 'syncKey 6 0')).toEqual(['There is no other server 0.']);
      expect(answerTo(run, find).filter((line) => line.startsWith('Number of keys'))).toEqual([
        'Number of keys found 1',
        'Number of keys found 0',
        'Number of keys found 1',
      ]);
    }));

  test('refuses a user whose id is taken there', () =>
    withHsmCluster('id taken', async (cluster) => {
      const run = await type(
        cluster,
        OFFICER,
        'server 0',
        'createUser CU alice alice1234',
        'y',
        'exit',
        'server 1',
        'createUser CU bob bob123456',
        'y',
        'exit',
        'server 0',
        'syncUser 4 1',
      );
      expect(answerTo(run, 'syncUser 4 1')).toEqual([
        'ExtractMaskedObject: 0x0 !',
        'InsertMaskedObject: 0xf02 !',
        'syncUser failed: HSM Error: User already exists',
      ]);
      expect(run.exitCode).toBe(1);
    }));

  test('saves certificates that chain', () =>
    withHsmCluster('certificates', async (cluster) => {
      const machine = machineOf(cluster);
      const commands = [1, 2, 4, 8, 16].map((number) => `getCert /tmp/${number}.pem ${number}`);
      const run = await runManagementTool(machine, 'server 2', ...commands);
      expect(answerTo(run, commands[0]!)).toEqual(['getCert Success']);
      expect(run.exitCode).toBe(0);
      const saved = (number: number) => new X509Certificate(machine.files.text(`/tmp/${number}.pem`) ?? '');
      expect(saved(2).verify(saved(1).publicKey)).toBe(true);
      expect(saved(8).verify(saved(4).publicKey)).toBe(true);
      expect(saved(4).fingerprint).toBe(new X509Certificate(cluster.world.customer.ca.certificate).fingerprint);
      expect(saved(16).publicKey.equals(saved(8).publicKey)).toBe(true);
    }));
});

describe('keys', () => {
  test('are listed by their owner, with a hash that tells whether servers agree', () =>
    withHsmCluster('keys', async (cluster) => {
      const handle = await newKey(cluster, 0);
      const machine = machineOf(cluster);
      const run = await runManagementTool(
        machine,
        OFFICER,
        'server 0',
        `syncKey ${handle} 1`,
        'exit',
        'findAllKeys 3 1',
        'findAllKeys 1 1',
        'findAllKeys 3 0 /tmp/keys',
      );
      const [first, second, third] = LABELS;
      const hash = answerTo(run, 'findAllKeys 3 1')[5];
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(answerTo(run, 'findAllKeys 3 1')).toEqual([
        ...[first, second].flatMap((label) => [
          `Keys on server ${label}:`,
          'Number of keys found 1',
          'number of keys matched from start index 0::1',
          '6(o)',
          'Key Hash:',
          hash,
          '',
          `findAllKeys success on server ${label}`,
        ]),
        `Keys on server ${third}:`,
        'Number of keys found 0',
        'number of keys matched from start index 0::0',
        `findAllKeys success on server ${third}`,
      ]);
      expect(answerTo(run, 'findAllKeys 1 1').join()).not.toContain('Hash');
      expect(answerTo(run, 'findAllKeys 3 0 /tmp/keys')).toEqual(ON_ALL('findAllKeys success on server'));
      expect(machine.files.text('/tmp/keys')).toContain('6(o)');
      expect(run.exitCode).toBe(0);
    }));

  test('of pairs are listed: the private one for its owner, the public one for everybody', () =>
    withHsmCluster('keys of pairs', async (cluster) => {
      const owner = await userOf(cluster.world, cluster.hsms[0]!);
      await owner.call('GenerateKeyPair', { label: 'pair', modulusBits: 2048, publicExponent: 65_537 }, DEADLINE);
      const run = await type(cluster, OFFICER, 'server 0', 'findAllKeys 3 0', 'findAllKeys 1 0');
      expect(answerTo(run, 'findAllKeys 3 0')[3]).toBe('6(o),7(o)');
      expect(answerTo(run, 'findAllKeys 1 0')[3]).toBe('6(o)');
    }));

  test('are not listed for crypto users', () =>
    withHsmCluster('keys of a user', async (cluster) => {
      const run = await type(cluster, KMSUSER, 'findAllKeys 3 0');
      expect(answerTo(run, 'findAllKeys 3 0').slice(0, 2)).toEqual([
        'findAllKeys failed: HSM Error: User is not logged in or not permitted',
        'findAllKeys failed on server 0(10.0.0.1)',
      ]);
    }));

  test('show their attributes and their owner', () =>
    withHsmCluster('attributes', async (cluster) => {
      await newKey(cluster, 0, 'arn:aws:kms:us-east-1:111122223333:key/1');
      const run = await type(
        cluster,
        KMSUSER,
        'server 0',
        'getAttribute 6 354',
        'getAttribute 6 3',
        'getAttribute 6 258',
        'getAttribute 6 512',
        'getAttribute 6 288',
        'getAttribute 6 7',
        'getAttribute 7 3',
        'getKeyInfo -k 6',
      );
      const head = 'Attribute Value on server 0(10.0.0.1):';
      expect(answerTo(run, 'getAttribute 6 354')).toEqual([head, 'OBJ_ATTR_EXTRACTABLE', '0x00000000']);
      expect(answerTo(run, 'getAttribute 6 3')).toEqual([
        head,
        'OBJ_ATTR_LABEL',
        'arn:aws:kms:us-east-1:111122223333:key/1',
      ]);
      expect(answerTo(run, 'getAttribute 6 258')).toEqual([head, 'OBJ_ATTR_ID', 'id']);
      expect(answerTo(run, 'getAttribute 6 512')).toEqual(
        expect.arrayContaining(['OBJ_ATTR_VALUE_LEN', '0x00000020', 'OBJ_ATTR_KEY_TYPE', '0x0000001f']),
      );
      for (const id of [288, 7])
        expect(answerTo(run, `getAttribute 6 ${id}`)[0]).toBe('getAttribute failed: HSM Error: Invalid argument');
      expect(answerTo(run, 'getAttribute 7 3')[0]).toBe(
        'getAttribute failed: HSM Error: Invalid object handle is passed to this operation',
      );
      expect(answerTo(run, 'getKeyInfo -k 6').map((line) => line.trim())).toEqual([
        'Key Info on server 0(10.0.0.1):',
        '',
        'Token/Flash Key,',
        '',
        'Owned by user 3',
        '',
      ]);
    }));

  test('are changed on every server, after a warning', () =>
    withHsmCluster('change attributes', async (cluster) => {
      await keyOnAll(cluster);
      const change = 'setAttribute 6 260 0';
      const run = await type(cluster, KMSUSER, change, 'y', 'setAttribute 6 3 another', 'y', 'getAttribute 6 260');
      expect(answerTo(run, change)).toEqual([
        ...CAUTION,
        'Do you want to continue(y/n)?y',
        ...ON_ALL('setAttribute success on server'),
      ]);
      expect(answerTo(run, 'getAttribute 6 260')).toEqual(
        LABELS.flatMap((label) => [`Attribute Value on server ${label}:`, 'OBJ_ATTR_ENCRYPT', '0x00000000']),
      );
      // Changed alike, HSMs still agree.
      const hashes = answerTo(await type(cluster, OFFICER, 'findAllKeys 3 1'), 'findAllKeys 3 1');
      expect(new Set(hashes.filter((line) => /^[0-9a-f]{64}$/.test(line))).size).toBe(1);
    }));

  const UNCHANGEABLE = [
    { command: 'setAttribute 6 1 1', answer: 'setAttribute failed: HSM Error: Invalid argument' },
    { command: 'setAttribute 6 258 id', answer: 'setAttribute failed: HSM Error: Invalid argument' },
    { command: 'setAttribute 6 354 1', answer: 'setAttribute failed: HSM Error: Invalid argument' },
    { command: 'setAttribute 6 260 2', answer: 'setAttribute failed: HSM Error: Invalid argument' },
    { command: 'setAttribute 6 260', answer: 'Usage: setAttribute <key handle> <attribute> <value>' },
    { command: 'shareKey 6 4', answer: 'Usage: shareKey <key handle> <user id> <1 to share|0 to unshare>' },
    { command: 'shareKey 6 4 2', answer: 'Usage: shareKey <key handle> <user id> <1 to share|0 to unshare>' },
    { command: 'shareKey 6 1 1', answer: 'shareKey failed: user 1 is not the same crypto user on every server' },
    { command: 'shareKey 6 9 1', answer: 'shareKey failed: user 9 is not the same crypto user on every server' },
  ];
  test('do not take every change', () =>
    withHsmCluster('unchangeable', async (cluster) => {
      const run = await type(cluster, KMSUSER, ...UNCHANGEABLE.map(({ command }) => command));
      for (const { command, answer } of UNCHANGEABLE)
        expect({ command, answer: answerTo(run, command) }).toEqual({ command, answer: [answer] });
    }));

  test('are trusted by officers, and by nobody else', () =>
    withHsmCluster('trusted', async (cluster) => {
      await keyOnAll(cluster);
      const trust = 'setAttribute 6 134 1';
      const refused = await type(cluster, KMSUSER, trust, 'y', 'A');
      expect(refused.dialogue).toContain('setAttribute failed: HSM Error: User is not logged in or not permitted');
      expect(refused.dialogue).toContain('setting attribute on server 0(10.0.0.1) failed');
      expect((await type(cluster, OFFICER, trust, 'y')).exitCode).toBe(0);
      const run = await type(cluster, KMSUSER, 'server 2', 'getAttribute 6 134');
      expect(answerTo(run, 'getAttribute 6 134')[2]).toBe('0x00000001');
    }));

  test('are shared with another crypto user, and no longer', () =>
    withHsmCluster('share', async (cluster) => {
      await keyOnAll(cluster);
      await type(cluster, OFFICER, 'createUser CU alice alice1234', 'y');
      const run = await type(cluster, KMSUSER, 'shareKey 6 4 1', 'y', 'server 1', 'getKeyInfo 6');
      expect(answerTo(run, 'shareKey 6 4 1').slice(-4)).toEqual([
        'Do you want to continue(y/n)?y',
        ...ON_ALL('shareKey success on server'),
      ]);
      expect(answerTo(run, 'getKeyInfo 6').map((line) => line.trim())).toEqual([
        'Key Info on server 1(10.0.0.2):',
        '',
        'Token/Flash Key,',
        '',
        'Owned by user 3',
        '',
        'also, shared to following 1 user(s):',
        '',
        '4',
        '',
      ]);
      const keysOf = async () => answerTo(await type(cluster, OFFICER, 'findAllKeys 4 0'), 'findAllKeys 4 0');
      expect((await keysOf())[3]).toBe('6(s)');
      await type(cluster, KMSUSER, 'shareKey 6 4 0', 'y');
      expect((await keysOf())[1]).toBe('Number of keys found 0');
    }));

  test('are not shared by an id that means different users', () =>
    withHsmCluster('id of two', async (cluster) => {
      const create = (number: number, name: string) =>
        type(cluster, OFFICER, `server ${number}`, `createUser CU ${name} ${name}123456`, 'y');
      await create(0, 'alice');
      await create(1, 'bob');
      await create(2, 'alice');
      const run = await type(cluster, KMSUSER, 'shareKey 6 4 1');
      expect(answerTo(run, 'shareKey 6 4 1')).toEqual([
        'shareKey failed: user 4 is not the same crypto user on every server',
      ]);
      expect(run.exitCode).toBe(1);
    }));
});

describe('without the certificate authority', () => {
  const LIMITED = [
    'Server 0(10.0.0.1) is in unencrypted mode now...',
    'running in limited commands mode',
    'Failed to create client ssl ctx',
    'E2E Session failed: E2E setup failed',
    'Enabling E2E failed',
  ];

  test('only what needs no trust can be done', () =>
    withHsmCluster('no authority', async (cluster) => {
      const run = await runManagementTool(
        machineOf(cluster, { files: new TypedFiles() }),
        OFFICER,
        'listUsers',
        'info',
      );
      const start = run.screen.indexOf(`${TRUST_ANCHOR},`);
      expect(run.screen.slice(start, start + 8)).toEqual([
        `${TRUST_ANCHOR},`,
        'partition owner certificate not exist at given path',
        ...LIMITED.slice(0, 2),
        "Error: partition owner certificate doesn't exist at given path.",
        ...LIMITED.slice(2),
      ]);
      expect(answerTo(run, OFFICER)).toEqual(['loginHSM is not available in limited commands mode']);
      expect(answerTo(run, 'listUsers')).toContain(USERS[2]);
      expect(answerTo(run, 'info')[1]).toMatch(/Connected +hsm-aaaaaaaaaa0 +Not logged in/);
      expect(run.exitCode).toBe(1);
    }));

  const ANCHORS = [
    { name: 'of somebody else', anchor: async ({ client }: HsmCluster) => (await newCustomer(client)).ca.certificate },
    { name: 'that is damaged', anchor: () => Promise.resolve('no certificate') },
  ];
  test.each(ANCHORS)('and with one $name, the same; enable_e2e ends it', ({ name, anchor }) =>
    withHsmCluster(name, async (cluster) => {
      const files = new TypedFiles({ [TRUST_ANCHOR]: await anchor(cluster) });
      const run = await runManagementTool(
        machineOf(cluster, { files }),
        OFFICER,
        'enable_e2e',
        () => files.write(TRUST_ANCHOR, Buffer.from(cluster.world.customer.ca.certificate)),
        'enable_e2e',
        OFFICER,
      );
      for (const line of LIMITED) expect(run.screen).toContain(line);
      expect(run.screen.filter((line) => line === 'Enabling E2E failed')).toHaveLength(6);
      expect(answerTo(run, 'enable_e2e')).toEqual(ON_ALL('E2E enabled on server'));
      expect(answerTo(run, OFFICER)).toEqual(ON_ALL('loginHSM success on server'));
    }),
  );

  test('nothing secret was sent', () =>
    withHsmCluster('no secret', async (cluster) => {
      await runManagementTool(machineOf(cluster, { files: new TypedFiles() }), 'loginHSM CU kmsuser wrong1234');
      expect(answerTo(await type(cluster, 'listUsers'), 'listUsers')).toContain(USERS[2]);
    }));
});

describe('commands', () => {
  const NOT_UNDERSTOOD = [
    { command: 'list', answer: 'Which one: listUsers, listAttributes, listTokens?' },
    { command: 'LISTUSERS', answer: "There is no such command. Type 'help' for a list." },
    { command: 'listUsers all', answer: 'Usage: listUsers' },
    { command: 'findAllKeys 3', answer: 'Usage: findAllKeys <user id> <key hash: 0|1> [file]' },
    { command: 'getAttribute x 3', answer: 'Usage: getAttribute <key handle> <attribute> [file]' },
    { command: 'getHSMInfo 1', answer: 'Usage: getHSMInfo' },
    { command: 'deleteUser CU', answer: 'Usage: deleteUser <CO|CU> <user name>' },
    { command: 'logoutHSM now', answer: 'Usage: logoutHSM' },
    {
      command: 'createUser CU alice',
      answer: 'Usage: createUser <CO|CU> <user name> <password|-hpswd> [-2fa <authdata file>]',
    },
    {
      command: 'changePswd CU alice',
      answer: 'Usage: changePswd <CO|CU|PRECO> <user name> <password|-hpswd> [-2fa <authdata file>]',
    },
    { command: 'findAllKeys 3 2', answer: 'Usage: findAllKeys <user id> <key hash: 0|1> [file]' },
    { command: 'getKeyInfo -k six', answer: 'Usage: getKeyInfo [-k] <key handle> [file]' },
    { command: 'setAttribute 6 3', answer: 'Usage: setAttribute <key handle> <attribute> <value>' },
    { command: 'listAttributes all', answer: 'Usage: listAttributes [-h]' },
    { command: 'shareKey 6 3 2', answer: 'Usage: shareKey <key handle> <user id> <1 to share|0 to unshare>' },
    { command: 'syncKey 6', answer: 'Usage: syncKey <key handle> <server number>' },
    { command: 'syncUser alice 1', answer: 'Usage: syncUser <user id> <server number>' },
    { command: 'getCert file 3', answer: 'Usage: getCert <file> <1|2|4|8|16>' },
    { command: 'info servers', answer: 'Usage: info [server <server number>]' },
    { command: 'server one', answer: 'Usage: server <server number>' },
    { command: 'exit now', answer: 'Usage: exit' },
    { command: 'enable_e2e now', answer: 'Usage: enable_e2e' },
    { command: 'help me', answer: 'Usage: help' },
    { command: 'quit now', answer: 'Usage: quit' },
  ];
  test('that are not understood are misuses', () =>
    withHsmCluster('misuses', async (cluster) => {
      for (const { command, answer } of NOT_UNDERSTOOD) {
        const run = await type(cluster, '', command);
        expect({ command, answer: answerTo(run, command), exitCode: run.exitCode }).toEqual({
          command,
          answer: [answer],
          exitCode: 2,
        });
      }
    }));

  const NOT_LOGGED_IN = [
    { command: 'createUser CU alice alice1234', input: ['y', 'A'], where: 'creating user on server %s failed' },
    { command: 'changePswd CU kmsuser other1234', input: ['y', 'A'], where: 'changing password on server %s failed' },
    { command: 'deleteUser CU kmsuser', input: ['B'], where: 'deleteUser failed on server %s' },
    { command: 'findAllKeys 3 0', input: [], where: 'findAllKeys failed on server %s' },
    { command: 'getKeyInfo 6', input: [], where: 'getKeyInfo failed on server %s' },
    { command: 'getAttribute 6 512', input: [], where: 'getAttribute failed on server %s' },
    { command: 'setAttribute 6 3 label', input: ['y', 'A'], where: 'setting attribute on server %s failed' },
    { command: 'shareKey 6 3 1', input: ['y', 'A'], where: 'sharing key on server %s failed' },
  ];
  test('that need a login say so', () =>
    withHsmCluster('nobody', async (cluster) => {
      for (const { command, input, where } of NOT_LOGGED_IN) {
        const run = await type(cluster, command, ...input);
        const [name] = command.split(' ');
        expect(run.dialogue.filter((line) => /failed(:| on|$)/.test(line)).slice(0, 2)).toEqual([
          `${name} failed: HSM Error: User is not logged in or not permitted`,
          where.replace('%s', LABELS[0] ?? ''),
        ]);
        expect([command, run.exitCode]).toEqual([command, 1]);
      }
    }));

  test('are explained, and the hardware is shown', () =>
    withHsmCluster('help', async (cluster) => {
      const run = await type(cluster, 'help', 'getHSMInfo', 'listAttributes');
      expect(answerTo(run, 'help')).toContain(
        'changePswd <CO|CU|PRECO> <user name> <password|-hpswd> [-2fa <authdata file>]',
      );
      expect(answerTo(run, 'getHSMInfo').slice(0, 4)).toEqual([
        'Getting HSM Info on 3 nodes',
        '*** Server 0 HSM Info ***',
        '',
        '    Label                :cavium',
      ]);
      expect(answerTo(run, 'getHSMInfo')).toContain('    Serial Number        :00000000000040');
      expect(answerTo(run, 'listAttributes')).toContain('      OBJ_ATTR_LABEL                  = 3');
      expect(run.exitCode).toBe(0);
    }));
});
