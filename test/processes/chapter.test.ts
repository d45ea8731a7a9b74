import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { until, type World } from '../worlds/world.ts';
import { AwsCli, whyNoAwsCli } from '../worlds/aws-cli.ts';
import { openTool, runTool, type ToolOutcome } from './tools.ts';

/** A dozen processes start, one after the other; a busy machine needs seconds for each. */
const TEST_MS_MAX = 600_000;
const LOGIN = 'loginHSM -u CU -s kmsuser -p tempPassword';

/** A command that the chapter prints, and what it prints below it. Words in angle brackets are filled in. */
interface Printed {
  readonly typed: string;
  readonly answer: readonly string[];
}

const NODES = [0, 1, 2].map((id) => `Node id ${id} and err state 0x00000000 : HSM Return: SUCCESS`);

/** Source: AWS KMS Developer Guide, "Troubleshooting a custom key store": every command of a CloudHSM tool in it. */
const TOOLS = {
  officer: {
    typed: 'loginHSM CO admin <password>',
    answer: [0, 1, 2].map((number) => `loginHSM success on server ${number}(<ip ${number}>)`),
  },
  changePassword: {
    typed: 'changePswd CU kmsuser tempPassword',
    answer: [
      '****CAUTION****',
      'This is a CRITICAL operation, should be done on all nodes in the',
      'cluster. Cav server does NOT synchronize these changes with the',
      'nodes on which this operation is not executed or failed, please',
      'ensure this operation is executed on all nodes in the cluster.',
      '*********',
      'Do you want to continue(y/n)?',
      'Changing password for kmsuser(CU) on 3 nodes',
    ],
  },
  login: {
    typed: LOGIN,
    answer: ['Cfm3LoginHSM returned: 0x00 : HSM Return: SUCCESS', 'Cluster Error Status', ...NODES],
  },
  deleteKey: {
    typed: 'deleteKey -k <handle>',
    answer: ['Cfm3DeleteKey returned: 0x00 : HSM Return: SUCCESS', 'Cluster Error Status', ...NODES],
  },
  logout: {
    typed: 'logoutHSM',
    answer: ['Cfm3LogoutHSM returned: 0x00 : HSM Return: SUCCESS', 'Cluster Error Status', ...NODES],
  },
} as const satisfies Record<string, Printed>;

const SOMETHING: unknown = expect.anything();
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

interface Described {
  readonly CustomKeyStores: readonly {
    readonly CustomKeyStoreId: string;
    readonly CloudHsmClusterId: string;
    readonly ConnectionState: string;
  }[];
}

/** Members that the chapter shows of a key store, and what it shows that is not an id, a date, or a certificate. */
function shownStore(more: object): object {
  return {
    CustomKeyStores: [
      {
        CustomKeyStoreId: like(/^cks-[0-9a-f]{17}$/),
        CustomKeyStoreName: 'ExampleKeyStore',
        CloudHsmClusterId: like(/^cluster-[a-z2-7]{11}$/),
        TrustAnchorCertificate: like(/BEGIN CERTIFICATE/),
        CreationDate: SOMETHING,
        ...more,
      },
    ],
  };
}

const folder = mkdtempSync(join(tmpdir(), 'keystorm-chapter-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the tool said to a command, the first time it was typed; every line ends the line of its prompt. */
function answerTo({ lines }: ToolOutcome, prompt: string, position: number): readonly string[] {
  const starts = [...lines.keys()].filter((index) => lines[index]?.startsWith(prompt));
  return lines
    .slice((starts[position] ?? 0) + 1, starts[position + 1])
    .map((line) => line.replaceAll(/\s+/g, ' '))
    .filter((line) => line !== '');
}

test.skipIf(whyNoAwsCli() !== undefined)(
  'the commands of the chapter, typed as they stand there, give the output shown there',
  { timeout: TEST_MS_MAX },
  async () => {
    await withProcessWorld(async (world, system) => {
      const aws = await AwsCli.for(system, folder);
      const described = () =>
        aws.ask<Described>('kms describe-custom-key-stores --custom-key-store-name ExampleKeyStore');
      const {
        CustomKeyStores: [store],
      } = await described();
      const { CustomKeyStoreId: id = '', CloudHsmClusterId: clusterId = '' } = store ?? {};
      const rest = () =>
        until(world, 'the key store does not settle', async () => {
          const { CustomKeyStores } = await described();
          const state = CustomKeyStores[0]?.ConnectionState ?? '';
          return /ING$/.test(state) ? undefined : state;
        });
      const named = `--custom-key-store-id ${id}`;
      const disconnect = async () => {
        expect(await aws.ask(`kms disconnect-custom-key-store ${named}`)).toBeUndefined();
        expect(await rest()).toBe('DISCONNECTED');
      };
      const connect = async () => {
        expect(await aws.ask(`kms connect-custom-key-store ${named}`)).toBeUndefined();
        return await rest();
      };
      const ips = await addresses(world, clusterId);
      const fill = (text: string) => text.replaceAll(/<ip (\d)>/g, (_, number: string) => ips[Number(number)] ?? '');
      const dataDir = ['--data-dir', system.dataDir];
      const cmu = (...input: readonly string[]) =>
        runTool('cloudhsm_mgmt_util', ['--legacy-text', ...dataDir], ...input);
      const kmu = (...input: readonly string[]) => runTool('key_mgmt_util', dataDir, ...input);

      const { KeyMetadata: key } = await aws.ask<{ KeyMetadata: { Arn: string } }>(
        `kms create-key --origin AWS_CLOUDHSM ${named}`,
      );

      // How to disconnect and log in.
      await disconnect();
      const officer = await cmu(
        TOOLS.officer.typed.replace('<password>', 'Officer1'),
        TOOLS.changePassword.typed,
        'y',
        'quit',
      );
      expect(answerTo(officer, 'aws-cloudhsm>', 0)).toEqual(TOOLS.officer.answer.map(fill));
      expect(answerTo(officer, 'aws-cloudhsm>', 1).slice(0, 8)).toEqual(TOOLS.changePassword.answer);
      expect(officer.exitCode).toBe(0);

      // How to fix invalid kmsuser credentials: KMS does not know the password.
      expect(await connect()).toBe('FAILED');
      expect(await described()).toMatchObject(
        shownStore({ ConnectionState: 'FAILED', ConnectionErrorCode: 'INVALID_CREDENTIALS' }),
      );
      await disconnect();

      // How to delete orphaned key material.
      const found = await kmu(LOGIN, `findKey -l ${key.Arn}`, 'exit');
      const handle = answerTo(found, 'Command:', 1)[2] ?? '';
      expect(handle).toMatch(/^\d+$/);
      const deletion = await kmu(
        TOOLS.login.typed,
        TOOLS.deleteKey.typed.replace('<handle>', handle),
        TOOLS.logout.typed,
        'exit',
      );
      for (const [position, { answer }] of [TOOLS.login, TOOLS.deleteKey, TOOLS.logout].entries())
        expect(answerTo(deletion, 'Command:', position)).toEqual(answer);
      expect(deletion.exitCode).toBe(0);

      // Whoever stays logged in keeps KMS out; how the session ends does not matter.
      expect(await aws.ask(`kms update-custom-key-store ${named} --key-store-password tempPassword`)).toBeUndefined();
      const open = openTool('key_mgmt_util', dataDir);
      open.type(LOGIN);
      await open.says('Node id 2 and err state 0x00000000');
      expect(await connect()).toBe('FAILED');
      expect(await described()).toMatchObject(shownStore({ ConnectionErrorCode: 'USER_LOGGED_IN' }));
      await disconnect();
      open.child.kill('SIGKILL');
      await once(open.child, 'close');

      // How to log out and reconnect.
      expect(await connect()).toBe('CONNECTED');
      const connected = await aws.ask<Described>(`kms describe-custom-key-stores ${named}`);
      expect(connected).toMatchObject(shownStore({ ConnectionState: 'CONNECTED' }));
      expect(connected.CustomKeyStores[0]).not.toHaveProperty('ConnectionErrorCode');
      expect((await kmu(LOGIN)).lines).toContain('Cfm3LoginHSM returned: 0xa3 : HSM Error: RET_USER_LOGIN_FAILURE');

      // Locked out by whoever guesses; KMS serves on until it has to log in.
      await disconnect();
      await kmu(...Array<string>(5).fill(LOGIN));
      expect(await connect()).toBe('FAILED');
      expect(await described()).toMatchObject(
        shownStore({ ConnectionState: 'FAILED', ConnectionErrorCode: 'USER_LOCKED_OUT' }),
      );

      // How to recover deleted key material.
      const { Backups } = await aws.ask<{ Backups: object[] }>(
        `cloudhsmv2 describe-backups --filters clusterIds=${clusterId}`,
      );
      expect(Backups[0]).toMatchObject({
        ClusterId: clusterId,
        BackupId: like(/^backup-[a-z2-7]{11}$/),
        CreateTimestamp: SOMETHING,
        BackupState: 'READY',
      });

      const users = await runTool('cloudhsm-cli', [...dataDir, 'user', 'list']);
      expect(users.exitCode).toBe(0);
      expect(JSON.parse(users.stdout)).toMatchObject({
        error_code: 0,
        data: { users: [{ username: 'admin' }, { username: 'app_user' }, { username: 'kmsuser', locked: 'true' }] },
      });
    }, []);
  },
);

async function addresses({ clusterService }: World, clusterId: string): Promise<readonly string[]> {
  const { clusters } = await clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
  const cluster = clusters.find((candidate) => candidate.clusterId === clusterId);
  return (cluster?.hsms ?? []).toSorted((a, b) => a.slot - b.slot).map(({ eniIp }) => eniIp);
}
