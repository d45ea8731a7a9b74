import { describe, expect, test } from 'vitest';
import type { Keystrokes } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import { DEADLINE, OFFICER_PASSWORD, USER_PASSWORD } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { Signer } from '../../packages/hsm-node/src/signer.fixture.ts';
import { done, failed } from '../worlds/cli-tool.ts';
import { asOfficer, atDesk, type Desk } from '../worlds/desk.ts';
import { CAUTION, FAREWELL, runManagementTool, type ToolRun } from '../worlds/management-tool.ts';
import { addApprovals, readTokenFile, signTokenFile } from '../worlds/token-files.ts';

const OFFICERS = ['officer1', 'officer2'] as const;
type Officer = (typeof OFFICERS)[number];
const KEYS = { officer1: new Signer(), officer2: new Signer() } as const satisfies Record<Officer, Signer>;
const LABELS = ['0(10.0.0.1)', '1(10.0.0.2)', '2(10.0.0.3)'];
const CMU_LOGIN = `loginHSM CO officer1 ${USER_PASSWORD}`;
const CLI_LOGIN = `login --username officer1 --role admin --password ${USER_PASSWORD}`;
const CREATE = `createUser CU alice ${USER_PASSWORD}`;

const onAll = (text: string) => LABELS.map((label) => `${text} ${label}`);

/** Two officers on every HSM, who have no keys yet. */
function withOfficers(seed: string, work: (desk: Desk) => Promise<void>): Promise<void> {
  return atDesk(seed, async (desk) => {
    for (const node of desk.hsms.keys())
      await asOfficer(desk, node, async (admin) => {
        for (const userName of OFFICERS)
          await admin.call('CreateUser', { userType: 'USER_TYPE_CO', userName, password: USER_PASSWORD }, DEADLINE);
      });
    await work(desk);
  });
}

function cmu({ cliMachine }: Desk, ...input: readonly Keystrokes[]): Promise<ToolRun> {
  const { runtime, files, clusters } = cliMachine;
  return runManagementTool({ runtime, files, servers: clusters[0]!.servers }, ...input);
}

/** What the tool says to a command, up to the next prompt. */
function answerTo({ screen }: ToolRun, command: string): readonly string[] {
  const start = screen.findLastIndex((line) => line.endsWith(`>${command}`));
  const end = screen.findIndex((line, index) => index > start && (/^aws-cloudhsm>/.test(line) || line === FAREWELL));
  return screen.slice(start + 1, end);
}

/** Signs a file as `openssl dgst -sha256 -sign` does. */
async function signFile({ files }: Desk, officer: Officer, path: string, signature: string): Promise<void> {
  await files.write(signature, KEYS[officer].sign((await files.read(path))!));
}

/** Registers the keys of both officers with cloudhsm_mgmt_util. */
async function registerKeys(desk: Desk): Promise<void> {
  for (const officer of OFFICERS) {
    const token = `/${officer}.token`;
    await desk.files.write(token, Buffer.from('token to be signed\n'));
    await signFile(desk, officer, token, `${token}.sig`);
    await desk.files.write(`/${officer}.pub`, Buffer.from(KEYS[officer].publicKey));
    const register = `registerQuorumPubKey CO ${officer} ${token} ${token}.sig /${officer}.pub`;
    const run = await cmu(desk, `loginHSM CO ${officer} ${USER_PASSWORD}`, register, 'y');
    expect(answerTo(run, register)).toEqual([
      ...CAUTION,
      'Do you want to continue(y/n)?y',
      ...onAll('registerQuorumPubKey success on server'),
    ]);
  }
}

const APPROVAL_FILE = `# The "Token File Path" line is required in any case.
Multi Token File Path = /officer1.token;
Token File Path = ;

Number of Approvals = 2;

Approver Type = 2; # 2 for CO, 1 for CU
Approver Name = officer1;
Approval File = /officer1.token.sig1;

Approver Type = 2; # 2 for CO, 1 for CU
Approver Name = officer2;
Approval File = /officer1.token.sig2;
`;

/** Two officers sign officer1's token. */
async function signTokens(desk: Desk): Promise<void> {
  await signFile(desk, 'officer1', '/officer1.token', '/officer1.token.sig1');
  await signFile(desk, 'officer2', '/officer1.token', '/officer1.token.sig2');
  await desk.files.write('/approval.txt', Buffer.from(APPROVAL_FILE));
}

function tokenLines(node: number, id = 1): readonly string[] {
  return ['Token:', `Id:${id}`, 'Service:3', `Node:${node}`, 'Key Handle:0', 'User:officer1'];
}

describe('cloudhsm_mgmt_util: quorum', () => {
  test('is set up, asked for, given, and used up', () =>
    withOfficers('cmu quorum', async (desk) => {
      await registerKeys(desk);
      const list = await cmu(desk, 'listUsers');
      expect(list.screen.filter((line) => line.includes('officer')).map((line) => line.split(/\s+/).slice(3))).toEqual(
        LABELS.flatMap(() => [
          ['officer1', 'YES', '0', 'NO'],
          ['officer2', 'YES', '0', 'NO'],
        ]),
      );

      const set = await cmu(desk, 'getMValue 3', CMU_LOGIN, 'setMValue 3 2', 'y', 'getMValue 3', 'getMValue 4');
      expect(answerTo(set, 'setMValue 3 2')).toEqual([
        ...CAUTION,
        'Do you want to continue(y/n)?y',
        'Setting M Value(2) for 3 on 3 nodes',
        ...onAll('setMValue success on server'),
      ]);
      expect(answerTo(set, 'getMValue 3')).toEqual(
        [0, 1, 2].map((number) => `MValue of service 3[USER_MGMT] on server ${number} : [2]`),
      );
      expect(answerTo(set, 'getMValue 4')[0]).toBe('MValue of service 4[MISC_CO] on server 0 : [1]');

      const refused = await cmu(desk, CMU_LOGIN, CREATE, 'y', 'A');
      expect(answerTo(refused, CREATE).slice(CAUTION.length + 1)).toEqual([
        'Creating User alice(CU) on 3 nodes',
        'createUser failed: RET_MXN_AUTH_FAILED',
        'creating user on server 0(10.0.0.1) failed',
        '',
        'Retry/Ignore/Abort?(R/I/A):A',
      ]);
      expect(refused.exitCode).toBe(1);

      const get = 'getToken 3 officer1 /officer1.token';
      expect(answerTo(await cmu(desk, CMU_LOGIN, get), get)).toEqual(
        LABELS.flatMap((label, node) => [`getToken success on server ${label}`, ...tokenLines(node)]),
      );
      await signTokens(desk);
      const approve = 'approveToken /approval.txt';
      const run = await cmu(desk, CMU_LOGIN, approve, 'listTokens', CREATE, 'y');
      expect(answerTo(run, approve)).toEqual(onAll('approveToken success on server'));
      const listed = answerTo(run, 'listTokens').map((line) => line.replace(/\d+ sec$/, 'N sec'));
      expect(listed).toEqual([
        ...LABELS.flatMap((label, node) => [
          '',
          '=====================',
          `    Server ${label}`,
          '=====================',
          '-------- Token - 0 ----------',
          ...tokenLines(node),
          'Token Validity: N sec',
          'Required num of approvers : 2',
          'Current num of approvals : 2',
          'Approver-0: officer1',
          'Approver-1: officer2',
          'Num of tokens = 1',
        ]),
        '',
        'listTokens success',
      ]);
      expect(answerTo(run, CREATE).slice(CAUTION.length + 1)).toEqual([
        'Creating User alice(CU) on 3 nodes',
        ...onAll('createUser success on server'),
      ]);

      const remove = 'deleteUser CU alice';
      const again = await cmu(desk, CMU_LOGIN, remove, 'I', 'I', 'I', 'listTokens');
      expect(answerTo(again, remove).slice(0, 5)).toEqual([
        'Deleting user alice(CU) on 3 nodes',
        'deleteUser failed: RET_MXN_AUTH_FAILED',
        'deleteUser failed on server 0(10.0.0.1)',
        '',
        'Retry/rollBack/Ignore?(R/B/I):I',
      ]);
      expect(answerTo(again, 'listTokens').filter((line) => line.startsWith('Num'))).toEqual(
        LABELS.map(() => 'Num of tokens = 0'),
      );
    }));

  test('says what is wrong, and changes nothing', () =>
    withOfficers('cmu quorum misuse', async (desk) => {
      await registerKeys(desk);
      await cmu(desk, CMU_LOGIN, 'setMValue 3 2', 'y', 'getToken 3 officer1 /officer1.token');
      await signTokens(desk);
      await desk.files.write('/half.txt', Buffer.from(APPROVAL_FILE.replace('Approvals = 2', 'Approvals = 3')));
      await desk.files.write(
        '/line.txt',
        Buffer.from(`# A comment\n${APPROVAL_FILE.replace('Name = officer2;', 'Name')}`),
      );
      await desk.files.write('/cu.txt', Buffer.from(APPROVAL_FILE.replace('Approver Type = 2', 'Approver Type = 1')));
      await desk.files.write('/swapped.txt', Buffer.from(APPROVAL_FILE.replace('sig1', 'sig2')));
      await desk.files.write('/none.txt', Buffer.from(APPROVAL_FILE.replace('sig2', 'sig3')));
      const needs =
        'it needs Multi Token File Path, Number of Approvals, and for each of them Approver Type, Approver Name and Approval File';
      for (const [command, answer, exitCode] of [
        ['setMValue 5 2', 'Usage: setMValue <3 USER_MGMT|4 MISC_CO> <officers who have to approve, 2 to 8>', 2],
        ['setMValue 3 two', 'Usage: setMValue <3 USER_MGMT|4 MISC_CO> <officers who have to approve, 2 to 8>', 2],
        ['getMValue', 'Usage: getMValue <3 USER_MGMT|4 MISC_CO>', 2],
        ['getToken 3 officer1', 'Usage: getToken <3 USER_MGMT|4 MISC_CO> <user name> <token file>', 2],
        ['getToken 3 officer2 /f', 'getToken failed: HSM Error: User is not logged in or not permitted', 1],
        [
          'getToken 4 officer1 /f',
          'getToken failed: HSM Error: This operation violates the current configured/FIPS policies',
          1,
        ],
        ['approveToken', 'Usage: approveToken <approval file>', 2],
        ['approveToken /nowhere', 'There is no file /nowhere', 1],
        ['approveToken /half.txt', `approveToken failed: /half.txt: ${needs}`, 1],
        ['approveToken /line.txt', "approveToken failed: /line.txt: line 13 is not 'Name = value;'", 1],
        ['approveToken /none.txt', 'There is no file /officer1.token.sig3', 1],
        ['approveToken /cu.txt', 'approveToken failed: HSM Error: Invalid User Type.', 1],
        ['approveToken /swapped.txt', 'approveToken failed: HSM Error: Signature is not valid', 1],
        ['delToken', 'Usage: delToken <user|all>', 2],
        ['registerQuorumPubKey CO officer1 /officer1.token', USAGE_OF_REGISTRATION, 2],
        ['registerQuorumPubKey CO officer1 /a /b /c', 'There is no file /a', 1],
      ] as const) {
        const run = await cmu(desk, CMU_LOGIN, command);
        expect({ command, answer: answerTo(run, command)[0], exitCode: run.exitCode }).toEqual({
          command,
          answer,
          exitCode,
        });
      }
      const tokens = await cmu(desk, CMU_LOGIN, 'listTokens', 'delToken user', 'listTokens');
      expect(answerTo(tokens, 'delToken user')).toEqual(onAll('delToken success on server'));
      expect(tokens.screen.filter((line) => /^(Num of|Current)/.test(line))).toEqual([
        ...LABELS.flatMap(() => ['Current num of approvals : 0', 'Num of tokens = 1']),
        ...LABELS.map(() => 'Num of tokens = 0'),
      ]);
    }));
});

const USAGE_OF_REGISTRATION =
  'Usage: registerQuorumPubKey <CO> <user name> <registration token> <signed registration token> <public key>';

/** Signs the digests of an authdata file, as a person with the key does. */
function signAuthData({ files }: Desk, key: Signer, path: string) {
  return async () => {
    const data = JSON.parse(files.text(path)!) as { PublicKey: string; Data: { Digest: string; Signature: string }[] };
    data.PublicKey = key.publicKey;
    for (const entry of data.Data)
      entry.Signature = key.signDigest(Buffer.from(entry.Digest, 'base64')).toString('base64');
    await files.write(path, Buffer.from(JSON.stringify(data)));
  };
}

const QUESTION = 'Enter signed authdata file path (press enter if it is the same file):';

describe('cloudhsm_mgmt_util: second factor', () => {
  test('of an officer is set, used for logins, and taken', () =>
    withOfficers('cmu 2fa', async (desk) => {
      const key = KEYS.officer1;
      const admin = `loginHSM CO admin ${OFFICER_PASSWORD}`;
      const create = `createUser CO example_user ${USER_PASSWORD} -2fa /authdata`;
      const run = await cmu(desk, admin, create, 'y', signAuthData(desk, key, '/authdata'), '', 'listUsers');
      expect(answerTo(run, create).slice(CAUTION.length)).toEqual([
        'Do you want to continue(y/n)?y',
        'Sign the digests in /authdata, and put the signatures into it.',
        'Put the public key of the user into it as well.',
        QUESTION,
        'Creating User example_user(CO) on 3 nodes',
        ...onAll('createUser success on server'),
      ]);
      expect(answerTo(run, 'listUsers').filter((line) => /example_user +YES +0 +YES$/.test(line))).toHaveLength(3);
      expect(JSON.parse(desk.files.text('/authdata')!)).toMatchObject({
        Version: '1.0',
        Data: desk.endpoints.map(({ hsmId }) => ({ HsmId: hsmId })),
      });

      const login = `loginHSM CO example_user ${USER_PASSWORD}`;
      expect(answerTo(await cmu(desk, login), login)).toEqual(
        LABELS.flatMap((label) => [
          'loginHSM failed: HSM Error: User needs a second factor',
          `loginHSM failed on server ${label}`,
        ]),
      );
      const signedLogin = `${login} -2fa /login`;
      const change = `changePswd CO example_user ${USER_PASSWORD}`;
      const signed = await cmu(desk, signedLogin, signAuthData(desk, key, '/login'), '', change, 'y');
      expect(answerTo(signed, signedLogin)).toEqual([
        'Sign the digests in /login, and put the signatures into it.',
        QUESTION,
        ...onAll('loginHSM success on server'),
      ]);
      // Without a new one, a password change takes the second factor.
      expect(answerTo(signed, change).at(-1)).toBe('changePswd success on server 2(10.0.0.3)');
      expect(answerTo(await cmu(desk, login), login)).toEqual(onAll('loginHSM success on server'));
      const rotate = `${change} -2fa /new`;
      const other = KEYS.officer2;
      const rotated = await cmu(desk, login, rotate, 'y', signAuthData(desk, other, '/new'), '/new');
      expect(answerTo(rotated, rotate).at(-1)).toBe('changePswd success on server 2(10.0.0.3)');
      const wrong = await cmu(desk, signedLogin, signAuthData(desk, key, '/login'), '');
      expect(answerTo(wrong, signedLogin)).toContain('loginHSM failed: HSM Error: RET_USER_LOGIN_FAILURE');
      const right = await cmu(desk, signedLogin, signAuthData(desk, other, '/login'), '');
      expect(right.exitCode).toBe(0);
    }));

  test('is for officers, and needs every signature', () =>
    withOfficers('cmu 2fa misuse', async (desk) => {
      const admin = `loginHSM CO admin ${OFFICER_PASSWORD}`;
      const crypto = `createUser CU alice ${USER_PASSWORD} -2fa /authdata`;
      expect(answerTo(await cmu(desk, admin, crypto), crypto)).toEqual([
        'createUser failed: a second factor is for crypto officers only',
      ]);
      const create = `createUser CO alice ${USER_PASSWORD} -2fa /authdata`;
      const last = async (...input: readonly Keystrokes[]) =>
        answerTo(await cmu(desk, admin, create, 'y', ...input), create).at(-1);
      const hsmId = desk.endpoints[0]?.hsmId;
      expect(await last('')).toBe(`createUser failed: /authdata has no signature for ${hsmId}`);
      expect(await last('/nowhere')).toBe('There is no file /nowhere');
      await desk.files.write('/other', Buffer.from('{}'));
      expect(await last('/other')).toBe('createUser failed: /other is not authdata of version 1.0');
      expect((await cmu(desk, 'listUsers')).screen.some((line) => line.includes('alice'))).toBe(false);
    }));
});

const ENABLED = [{ strategy: 'token-sign', status: 'enabled' }];
const NEEDED = failed('Quorum approval is required for this operation');

describe('cloudhsm-cli: quorum', () => {
  test('is set up, asked for, given with the operation, and used up', () =>
    withOfficers('cli quorum', async (desk) => {
      for (const officer of OFFICERS) {
        await desk.files.write(`/${officer}.pub`, Buffer.from(KEYS[officer].publicKey));
        const register = `user change-quorum token-sign register --public-key /${officer}.pub --signed-token /reg`;
        const run = await desk.cli(
          `login --username ${officer} --role admin --password ${USER_PASSWORD}`,
          'quorum token-sign generate --service registration --token /reg',
          () => signTokenFile(desk, KEYS[officer], '/reg'),
          register,
          'user list',
          'quit',
        );
        expect(run.answers.slice(1, 3)).toEqual([done({ path: '/reg' }), done({ username: officer, role: 'admin' })]);
        expect(run.answers[3]).toMatchObject({
          data: {
            users: expect.arrayContaining([expect.objectContaining({ username: officer, quorum: ENABLED })]) as object,
          },
        });
      }
      const create = `user create --username alice --role crypto-user --password ${USER_PASSWORD}`;
      const remove = 'user delete --username alice --role crypto-user';
      const set = await desk.cli(
        'quorum token-sign list-quorum-values',
        CLI_LOGIN,
        'quorum token-sign set-quorum-value --service user --value 2',
        'quorum token-sign list-quorum-values',
        create,
        'quit',
      );
      expect(set.answers).toEqual([
        done({ user: 1, quorum: 1 }),
        done({ username: 'officer1', role: 'admin' }),
        done('Set Quorum Value successful'),
        done({ user: 2, quorum: 1 }),
        NEEDED,
      ]);
      const token = { username: 'officer1', service: 'user', 'approvals-required': { value: 2 } };
      const run = await desk.cli(
        CLI_LOGIN,
        'quorum token-sign generate --service user --token /tfile',
        'quorum token-sign list',
        () => addApprovals(desk, '/tfile', { officer2: KEYS.officer2 }),
        `${create} --approval /tfile`,
        () => addApprovals(desk, '/tfile', KEYS),
        `${create} --approval /tfile`,
        remove,
        `${remove} --approval /tfile`,
        'quorum token-sign list',
        'quit',
      );
      expect(run.answers).toEqual([
        done({ username: 'officer1', role: 'admin' }),
        done({ path: '/tfile' }),
        done({
          tokens: [
            {
              ...token,
              'number-of-approvals': { value: 0 },
              'token-timeout-seconds': { value: expect.any(Number) as number },
              'cluster-coverage': 'full',
            },
          ],
        }),
        NEEDED,
        done({ username: 'alice', role: 'crypto-user' }),
        NEEDED,
        failed('HSM Error: Invalid argument'),
        done({ tokens: [] }),
      ]);
      const file = readTokenFile(desk, '/tfile');
      expect(Buffer.from(file.approval_data, 'base64')).toHaveLength(3 * 80);
    }));

  test('says what is wrong', () =>
    withOfficers('cli quorum misuse', async (desk) => {
      await desk.files.write('/bad', Buffer.from('{"version":"1.0"}'));
      const run = await desk.cli(
        CLI_LOGIN,
        'quorum token-sign generate --service key --token /f',
        'quorum token-sign generate --service user --token /f',
        'quorum token-sign generate --service user --token /f --filter key-reference=0x6',
        'quorum token-sign set-quorum-value --service key-usage --value 2',
        'quorum token-sign set-quorum-value --service registration --value 2',
        'quorum token-sign set-quorum-value --service user --value two',
        'quorum token-sign set-quorum-value --service user --value 9',
        'quorum token-sign delete --scope mine',
        'quorum token-sign delete --scope user',
        'user delete --username kmsuser --role crypto-user --approval /nowhere',
        'user delete --username kmsuser --role crypto-user --approval /bad',
        'user change-quorum token-sign register --public-key /nowhere --signed-token /bad',
        'quit',
      );
      const services = '[possible values: user, quorum, cluster, registration, key-usage, key-management]';
      expect(run.answers.slice(1)).toEqual([
        failed(`'key' isn't a valid value for '--service <SERVICE>' ${services}`),
        failed('HSM Error: This operation violates the current configured/FIPS policies'),
        failed('--filter is for the services key-usage and key-management'),
        failed("'key-usage' isn't a valid value for '--service <SERVICE>' [possible values: user, quorum, cluster]"),
        failed("'registration' isn't a valid value for '--service <SERVICE>' [possible values: user, quorum, cluster]"),
        failed("'two' isn't a valid value for '--value <VALUE>' [possible values: 2, 3, 4, 5, 6, 7, 8]"),
        failed('HSM Error: Invalid argument'),
        failed("'mine' isn't a valid value for '--scope <SCOPE>' [possible values: user, all]"),
        done('Deletion of quorum token(s) successful'),
        failed('There is no file /nowhere'),
        failed('/bad is not a token file of version 2.0'),
        failed('There is no file /nowhere'),
      ]);
    }));
});

describe('cloudhsm-cli: multi-factor authentication', () => {
  const CHANGE = `user change-mfa token-sign --username kmsuser --role crypto-user --change-password ${USER_PASSWORD}`;
  const LOGIN = `login --username kmsuser --role crypto-user --password ${USER_PASSWORD}`;

  test('of a crypto user is registered, used for logins, and deregistered', () =>
    withOfficers('cli mfa', async (desk) => {
      const key = KEYS.officer1;
      await desk.files.write('/officer1.pub', Buffer.from(key.publicKey));
      const user = done({ username: 'kmsuser', role: 'crypto-user' });
      const run = await desk.cli(
        CLI_LOGIN,
        `${CHANGE} --token /unsigned --change-quorum`,
        () => signTokenFile(desk, key, '/unsigned'),
        '',
        '/officer1.pub',
        'user list',
        'logout',
        LOGIN,
        `${LOGIN} mfa-token-sign --token /login`,
        () => signTokenFile(desk, key, '/login'),
        '',
        'quit',
      );
      expect(run.screen).toContain('Enter signed token file path (press enter if same as the unsigned token file):');
      expect(run.screen).toContain('Enter public key PEM file path:/officer1.pub');
      const json = run.answers.filter((answer) => typeof answer !== 'string');
      expect(json.map(({ error_code }) => error_code)).toEqual([0, 0, 0, 0, 1, 0]);
      expect(json[1]).toEqual(user);
      expect(json[2]).toMatchObject({
        data: {
          users: expect.arrayContaining([expect.objectContaining({ username: 'kmsuser', mfa: ENABLED })]) as object,
        },
      });
      expect(json.slice(4)).toEqual([failed('HSM Error: User needs a second factor'), user]);

      const gone = await desk.cli(CLI_LOGIN, `${CHANGE} --deregister --change-quorum`, 'logout', LOGIN, 'quit');
      expect(gone.answers.slice(1)).toEqual([user, done('Logout successful'), user]);
    }));

  test('that not every HSM knows is inconsistent; it is asked for with what belongs to it', () =>
    withOfficers('cli mfa misuse', async (desk) => {
      await asOfficer(desk, 0, async (officer) => {
        const { digest } = await officer.call('DrawChallenge', {}, DEADLINE);
        const secondFactor = { publicKey: KEYS.officer1.publicKey, signature: KEYS.officer1.signDigest(digest) };
        const user = { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword: USER_PASSWORD } as const;
        await officer.call('ChangePassword', { ...user, secondFactor }, DEADLINE);
      });
      const inconsistent = [{ strategy: 'token-sign', status: 'inconsistent' }];
      const run = await desk.cli(
        'user list',
        CLI_LOGIN,
        CHANGE,
        `${CHANGE} --token /f --deregister`,
        `${LOGIN} mfa-token-sign`,
        `${LOGIN} --token /f`,
        'quit',
      );
      expect(run.answers[0]).toMatchObject({
        data: {
          users: expect.arrayContaining([
            expect.objectContaining({ username: 'kmsuser', mfa: inconsistent }),
          ]) as object,
        },
      });
      expect(run.answers.slice(2)).toEqual([
        failed('Give one of --token <TOKEN> and --deregister'),
        failed('Give one of --token <TOKEN> and --deregister'),
        failed('mfa-token-sign and --token <TOKEN> belong together'),
        failed('mfa-token-sign and --token <TOKEN> belong together'),
      ]);
    }));
});
