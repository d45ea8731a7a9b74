import { type HsmEndpoint } from '@keystorm/hsm-client';
import { describe, expect, test } from 'vitest';
import { createCloudHsmMgmtUtil } from '../../packages/cli/src/cloudhsm-mgmt-util/cmu.ts';
import type { CmuOptions } from '../../packages/cli/src/cloudhsm-mgmt-util/session.ts';
import { type Keystrokes, TypedFiles, TypedTerminal } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import { OFFICER_PASSWORD, USER_PASSWORD } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { type HsmCluster, withHsmCluster } from '../worlds/hsm-cluster.ts';

const TRUST_ANCHOR = '/etc/customerCA.crt';
const LOGIN = `loginHSM CO admin ${OFFICER_PASSWORD}`;
/** Lines before the first prompt. */
const GREETING_LINES = 3 + 3 * 2 + 3;
const BYE = 'disconnecting from servers, please wait...';
const CAUTION = [
  '*************************CAUTION********************************',
  'This is a CRITICAL operation, should be done on all nodes in the',
  'cluster. AWS does NOT synchronize these changes automatically with the',
  'nodes on which this operation is not executed or failed, please',
  'ensure this operation is executed on all nodes in the cluster.',
  '****************************************************************',
  '',
];
const USERS_HEAD =
  '    User Id             User Type       User Name                          MofnPubKey    LoginFailureCnt         2FA';
const USERS = [
  '         1              CO              admin                                    NO               0               NO',
  '         2              AU              app_user                                 NO               0               NO',
  '         3              CU              kmsuser                                  NO               0               NO',
];

interface Visit {
  readonly screen: readonly string[];
  /** What came after the greeting and before the farewell. */
  readonly dialogue: readonly string[];
  readonly exitCode: number;
}

function configured(endpoints: readonly HsmEndpoint[]): CmuOptions['servers'] {
  return endpoints.map(({ address }) => {
    const [hostname = '', port] = address.split(':');
    return { name: hostname, hostname, port: Number(port), trustAnchorPath: TRUST_ANCHOR };
  });
}

async function visit(
  cluster: HsmCluster,
  input: readonly Keystrokes[],
  options: Partial<CmuOptions> & { readonly files?: TypedFiles } = {},
): Promise<Visit> {
  const terminal = new TypedTerminal(input);
  const files = options.files ?? new TypedFiles({ [TRUST_ANCHOR]: cluster.world.customer.ca.certificate });
  const servers = options.servers ?? configured(cluster.endpoints);
  const tool = createCloudHsmMgmtUtil(cluster.client, { terminal, files }, { legacyText: false, ...options, servers });
  const exitCode = await tool.run();
  return { screen: terminal.screen, dialogue: terminal.screen.slice(GREETING_LINES, -1), exitCode };
}

describe('cloudhsm_mgmt_util', () => {
  test('connects to every server, and ends with quit', async () => {
    await withHsmCluster(1, async (cluster) => {
      expect(await visit(cluster, ['quit'])).toMatchObject({
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
          'E2E enabled on server 0(10.0.0.1)',
          'E2E enabled on server 1(10.0.0.2)',
          'E2E enabled on server 2(10.0.0.3)',
          'aws-cloudhsm>quit',
          BYE,
        ],
        exitCode: 0,
      });
    });
  });

  test('logs in on every server, and out', async () => {
    await withHsmCluster(2, async (cluster) => {
      const { dialogue, exitCode } = await visit(cluster, [LOGIN, 'logoutHSM']);
      expect(dialogue).toEqual([
        `aws-cloudhsm>${LOGIN}`,
        'loginHSM success on server 0(10.0.0.1)',
        'loginHSM success on server 1(10.0.0.2)',
        'loginHSM success on server 2(10.0.0.3)',
        'aws-cloudhsm>logoutHSM',
        'logoutHSM success on server 0(10.0.0.1)',
        'logoutHSM success on server 1(10.0.0.2)',
        'logoutHSM success on server 2(10.0.0.3)',
        'aws-cloudhsm>',
      ]);
      expect(exitCode).toBe(0);
    });
  });

  test('lists the users of every server without a login', async () => {
    await withHsmCluster(3, async (cluster) => {
      const { dialogue } = await visit(cluster, ['listU', 'quit']);
      expect(dialogue).toEqual([
        'aws-cloudhsm>listU',
        ...['0(10.0.0.1)', '1(10.0.0.2)', '2(10.0.0.3)'].flatMap((label) => [
          `Users on server ${label}:`,
          'Number of users found:3',
          '',
          USERS_HEAD,
          ...USERS,
        ]),
        'aws-cloudhsm>quit',
      ]);
    });
  });

  test('changes a password on every server after a warning', async () => {
    await withHsmCluster(4, async (cluster) => {
      const { dialogue } = await visit(cluster, [LOGIN, 'changePswd CU kmsuser tempPassword', 'yes', 'y', 'quit']);
      expect(dialogue.slice(4)).toEqual([
        'aws-cloudhsm>changePswd CU kmsuser tempPassword',
        ...CAUTION,
        'Do you want to continue(y/n)?yes',
        "Invalid option, please type 'y' or 'n'",
        '',
        'Do you want to continue(y/n)?y',
        'Changing password for kmsuser(CU) on 3 nodes',
        'changePswd success on server 0(10.0.0.1)',
        'changePswd success on server 1(10.0.0.2)',
        'changePswd success on server 2(10.0.0.3)',
        'aws-cloudhsm>quit',
      ]);
      expect((await visit(cluster, ['loginHSM CU kmsuser tempPassword'])).exitCode).toBe(0);
      expect((await visit(cluster, [`loginHSM CU kmsuser ${USER_PASSWORD}`])).exitCode).toBe(1);
    });
  });

  test('creates and deletes a user on every server', async () => {
    await withHsmCluster(5, async (cluster) => {
      const { dialogue, exitCode } = await visit(cluster, [
        LOGIN,
        'createUser CO alice alicePassword1',
        'y',
        'deleteUser CO alice',
        'quit',
      ]);
      expect(dialogue.slice(4)).toEqual([
        'aws-cloudhsm>createUser CO alice alicePassword1',
        ...CAUTION,
        'Do you want to continue(y/n)?y',
        'Creating User alice(CO) on 3 nodes',
        'createUser success on server 0(10.0.0.1)',
        'createUser success on server 1(10.0.0.2)',
        'createUser success on server 2(10.0.0.3)',
        'aws-cloudhsm>deleteUser CO alice',
        'Deleting user alice(CO) on 3 nodes',
        'deleteUser success on server 0(10.0.0.1)',
        'deleteUser success on server 1(10.0.0.2)',
        'deleteUser success on server 2(10.0.0.3)',
        'aws-cloudhsm>quit',
      ]);
      expect(exitCode).toBe(0);
    });
  });

  test('cannot change the password of a user who is logged in elsewhere', async () => {
    await withHsmCluster(6, async (cluster) => {
      const session = cluster.openSession();
      await session.ready(3, 5_000);
      const { dialogue, exitCode } = await visit(cluster, [
        LOGIN,
        'changePswd CU kmsuser tempPassword',
        'y',
        'A',
        'quit',
      ]);
      expect(dialogue.slice(-6)).toEqual([
        'Changing password for kmsuser(CU) on 3 nodes',
        'changePswd failed: HSM Error: User is logged in on another session',
        'changing password on server 0(10.0.0.1) failed',
        '',
        'Retry/Ignore/Abort?(R/I/A):A',
        'aws-cloudhsm>quit',
      ]);
      expect(exitCode).toBe(1);
      await session.close();
    });
  });
});
