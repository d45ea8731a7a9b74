import { Secret } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import { carriesSecret, userOfEnvironment } from '../../packages/cli/src/cloudhsm-cli/passwords.ts';
import { DEADLINE, OFFICER_PASSWORD, USER_PASSWORD } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { type CliAnswer, done, failed, runSingle } from '../worlds/cli-tool.ts';
import { asOfficer, atDesk, CLUSTER_ID, type Desk, GENERATE, KMSUSER, withAlice } from '../worlds/desk.ts';
import { TRUST_ANCHOR } from '../worlds/management-tool.ts';

const ADMIN = `login --username admin --role admin --password ${OFFICER_PASSWORD}`;
const OWNER = `login --username kmsuser --role crypto-user --password ${USER_PASSWORD}`;
const MAKE = 'key generate-symmetric aes --label aes256 --key-length-bytes 32';
const REFERENCE = '0x0000000000000006';
const CREATE_ALICE = `user create --username alice --role crypto-user --password ${USER_PASSWORD}`;

function row(username: string, role: string, more: object = {}) {
  return { username, role, locked: 'false', mfa: [], quorum: [], 'cluster-coverage': 'full', ...more };
}

const ADMIN_ROW = row('admin', 'admin');
const APPLIANCE_ROW = row('app_user', 'internal(APPLIANCE_USER)');

describe('logins and users', () => {
  test('a session has a login, and ends it', () =>
    atDesk('cli login', async ({ cli }) => {
      const run = await cli(ADMIN, 'logout', 'logout', 'quit', 'user list');
      expect(run.answers).toEqual([
        done({ username: 'admin', role: 'admin' }),
        done('Logout successful'),
        failed('HSM Error: User is not logged in or not permitted'),
      ]);
      expect(run.screen.slice(1, 8)).toEqual([
        '{',
        '  "error_code": 0,',
        '  "data": {',
        '    "username": "admin",',
        '    "role": "admin"',
        '  }',
        '}',
      ]);
      expect(run.exitCode).toBe(1);
    }));

  test('passwords that are not given are asked for, twice where they are set', () =>
    atDesk('cli asks', async ({ cli }) => {
      const run = await cli(
        'login --username Admin --role admin',
        OFFICER_PASSWORD,
        'user create --username alice --role crypto-user',
        'alice1234',
        'alice1234',
        'user change-password --username alice --role crypto-user',
        'alice1234',
        'other1234',
        'quit',
      );
      expect(run.answers).toEqual([
        done({ username: 'admin', role: 'admin' }),
        done({ username: 'alice', role: 'crypto-user' }),
        failed('No password was given'),
      ]);
      expect(run.screen.join('\n')).not.toContain('alice1234');
      expect(run.screen).toContain('Confirm password:');
    }));

  test('users are listed, created, deleted, and get passwords, on all HSMs at once, in whatever case', () =>
    atDesk('cli users', async ({ cli }) => {
      const run = await cli(
        ADMIN,
        CREATE_ALICE,
        'user list',
        `user change-password --username Alice --role crypto-user --password other1234`,
        'user delete --username ALICE --role crypto-user',
        'user list',
        'quit',
      );
      expect(run.answers.slice(1)).toEqual([
        done({ username: 'alice', role: 'crypto-user' }),
        done({ users: [ADMIN_ROW, APPLIANCE_ROW, row('kmsuser', 'crypto-user'), row('alice', 'crypto-user')] }),
        done({ username: 'alice', role: 'crypto-user' }),
        done({ username: 'alice', role: 'crypto-user' }),
        done({ users: [ADMIN_ROW, APPLIANCE_ROW, row('kmsuser', 'crypto-user')] }),
      ]);
      expect(run.exitCode).toBe(0);
    }));

  test('what HSMs do not agree on is inconsistent', () =>
    atDesk('cli drift', async (desk) => {
      const user = (userName: string, userType: 'USER_TYPE_CO' | 'USER_TYPE_CU') => ({
        userName,
        userType,
        password: USER_PASSWORD,
      });
      const deadline = { deadlineMs: 5_000 };
      await asOfficer(desk, 0, (officer) => officer.call('CreateUser', user('alice', 'USER_TYPE_CU'), deadline));
      await asOfficer(desk, 0, (officer) => officer.call('CreateUser', user('bob', 'USER_TYPE_CU'), deadline));
      await asOfficer(desk, 1, (officer) => officer.call('CreateUser', user('bob', 'USER_TYPE_CO'), deadline));
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const guess = { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: 'wrong1234' } as const;
        const peer = desk.world.connect(desk.hsms[2]!);
        await peer.call('Login', guess, deadline).catch(() => undefined);
        peer.close();
      }
      const run = await desk.cli('user list', OWNER, 'quit');
      expect(run.answers).toEqual([
        done({
          users: [
            ADMIN_ROW,
            APPLIANCE_ROW,
            row('kmsuser', 'crypto-user', { locked: 'inconsistent' }),
            row('alice', 'crypto-user', { 'cluster-coverage': 'inconsistent' }),
            row('bob', 'inconsistent', { 'cluster-coverage': 'inconsistent' }),
          ],
        }),
        failed('Login failed on 1 of 3 connections'),
      ]);
      // Whoever is refused by one HSM is logged in nowhere.
      expect(
        (
          await desk.cli(
            ADMIN,
            'user change-password --username kmsuser --role crypto-user --password fresh1234',
            'quit',
          )
        ).exitCode,
      ).toBe(0);
    }));

  test('users are managed on every HSM or on none; reading goes on', () =>
    atDesk('cli without one', async ({ cli, crash, restart }) => {
      const run = await cli(
        ADMIN,
        () => crash(1),
        CREATE_ALICE,
        'user list',
        () => restart(1, 0),
        CREATE_ALICE,
        'quit',
      );
      expect(run.answers[1]).toEqual(failed('User create failed on 1 of 3 connections'));
      expect(run.answers[2]).toEqual(done({ users: [ADMIN_ROW, APPLIANCE_ROW, row('kmsuser', 'crypto-user')] }));
      expect(run.answers[3]).toEqual(done({ username: 'alice', role: 'crypto-user' }));
    }));

  test('the hardware of each HSM is shown', () =>
    atDesk('cli hsm-info', async ({ cli }) => {
      const { answers } = await cli('cluster hsm-info', 'quit');
      const { hsms } = (answers[0] as CliAnswer).data as { hsms: readonly object[] };
      expect(hsms).toHaveLength(3);
      expect(hsms[0]).toMatchObject({
        vendor: 'Marvell Semiconductors, Inc.',
        'firmware-id': 'CNN35XX-NFBE-FW-2.06-16',
      });
    }));
});

describe('keys', () => {
  test('are made on all HSMs, shown, changed, shared and deleted', () =>
    atDesk('cli keys', async (desk) => {
      await withAlice(desk);
      const only = `--filter attr.label=aes256`;
      const run = await desk.cli(
        OWNER,
        `${MAKE} --attributes encrypt=true id=0x1234 extractable=false --share-crypto-users alice`,
        `key list ${only} --verbose`,
        'key list --filter attr.id=0x1234 attr.encrypt=true key-owners.username=kmsuser',
        `key set-attribute ${only} --name label --value other`,
        'key unshare --filter key-reference=0x6 --username alice --role crypto-user',
        'key list',
        'key delete --filter attr.label=other',
        'key list',
        'quit',
      );
      expect(run.answers.slice(2)).toEqual([
        done({
          matched_keys: [((run.answers[1] as CliAnswer).data as { key: object }).key],
          total_key_count: 1,
          returned_key_count: 1,
        }),
        done({
          matched_keys: [{ 'key-reference': REFERENCE, attributes: { label: 'aes256' } }],
          total_key_count: 1,
          returned_key_count: 1,
        }),
        done({ message: 'Attribute set successfully' }),
        done({ message: 'Key unshared successfully' }),
        done({
          matched_keys: [{ 'key-reference': REFERENCE, attributes: { label: 'other' } }],
          total_key_count: 1,
          returned_key_count: 1,
        }),
        done({ message: 'Key deleted successfully' }),
        done({ matched_keys: [], total_key_count: 0, returned_key_count: 0 }),
      ]);
      expect(run.answers[1]).toMatchObject(
        done({
          key: {
            'key-reference': REFERENCE,
            'key-info': {
              'key-owners': [{ username: 'kmsuser', 'key-coverage': 'full' }],
              'shared-users': [{ username: 'alice', 'key-coverage': 'full' }],
              'key-quorum-values': { 'manage-key-quorum-value': 0, 'use-key-quorum-value': 0 },
              'cluster-coverage': 'full',
            },
            attributes: {
              'key-type': 'aes',
              label: 'aes256',
              id: '0x1234',
              class: 'secret-key',
              encrypt: true,
              decrypt: false,
              sign: true,
              extractable: false,
              token: true,
              'key-length-bytes': 32,
            },
          },
        }),
      );
      expect(run.exitCode).toBe(0);
    }));

  test('come in pages', () =>
    atDesk('cli pages', async ({ type, cli }) => {
      await type(KMSUSER, ...Array.from({ length: 12 }, () => GENERATE));
      const { answers } = await cli(
        OWNER,
        'key list',
        'key list --starting-token 10',
        'key list --max-items 0',
        'quit',
      );
      expect(answers[1]).toMatchObject(done({ total_key_count: 12, returned_key_count: 10, next_token: '10' }));
      expect(answers[2]).toMatchObject(done({ total_key_count: 12, returned_key_count: 2 }));
      expect(answers[3]).toEqual(failed('Max items is 1 to 1000'));
    }));

  test('that are not on two HSMs are not made, unless that is allowed', () =>
    atDesk('cli availability', async ({ cli, cliMachine, crash }) => {
      const run = await cli(
        OWNER,
        () => crash(1),
        () => crash(2),
        MAKE,
        'key list',
        'quit',
      );
      expect(run.answers.slice(1)).toEqual([
        failed(
          'Key 6 does not meet the availability requirements - The key must be available on at least 2 HSMs before being used.',
        ),
        done({ matched_keys: [], total_key_count: 0, returned_key_count: 0 }),
      ]);
      const user = { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: new Secret(USER_PASSWORD) } as const;
      const allowed = await runSingle({ ...cliMachine, checkAvailability: false }, MAKE.split(' '), user);
      expect(allowed.answer).toMatchObject(done({ key: { 'key-reference': '0x0000000000000007' } }));
    }));

  test('of a session are on one HSM, and end with it', () =>
    atDesk('cli session key', async ({ cli }) => {
      const { answers } = await cli(OWNER, `${MAKE} --session`, 'logout', OWNER, 'key list', 'quit');
      expect(answers[1]).toMatchObject(done({ key: { 'key-info': { 'cluster-coverage': 'session' } } }));
      expect(answers[4]).toMatchObject(done({ total_key_count: 0 }));
    }));

  test('that a single HSM has are inconsistent', () =>
    atDesk('cli coverage', async ({ type, cli, crash, restart }) => {
      await type(
        KMSUSER,
        () => crash(1),
        () => crash(2),
        GENERATE,
      );
      await restart(1);
      await restart(2);
      const { answers } = await cli(
        OWNER,
        'key list --verbose',
        'key replicate --filter attr.label=aes256 --source-cluster-id cluster-aaaaaaaaaaa --destination-cluster-id cluster-aaaaaaaaaaa',
        'quit',
      );
      expect(answers[1]).toMatchObject(
        done({ matched_keys: [{ 'key-info': { 'cluster-coverage': 'inconsistent' } }] }),
      );
      expect(answers[2]).toEqual(failed('The selected key is not synchronized throughout the cluster'));
    }));

  test('are listed to an admin without what is in them', () =>
    atDesk('cli admin', async ({ type, cli }) => {
      await type(KMSUSER, GENERATE);
      const { answers } = await cli(ADMIN, 'key list --verbose', 'key delete --filter key-reference=0x6', 'quit');
      expect(answers[1]).toMatchObject(done({ matched_keys: [{ 'key-reference': REFERENCE, attributes: {} }] }));
      expect(answers[2]).toEqual(failed('HSM Error: User is not logged in or not permitted'));
    }));
});

describe('HSMs that are too busy', () => {
  const busy = (desk: Desk, errorRate: number) =>
    Promise.all(
      desk.hsms.map(({ admin }) =>
        admin.call(
          'SetErrorRate',
          { errorCode: errorRate === 0 ? '' : 'HSM_BUSY', errorRate, calls: ['ListUsers'] },
          DEADLINE,
        ),
      ),
    );
  const asked = async ({ hsms }: Desk) => {
    const { calls } = await hsms[0]!.admin.call('GetStatus', {}, DEADLINE);
    return calls.find(({ call }) => call === 'ListUsers')?.count ?? 0;
  };
  const refusal = failed('HSM Error: HSM is already busy generating the keys(or random bytes) for another request.');

  test.each([
    { retryMode: 'standard', attempts: 4 },
    { retryMode: 'off', attempts: 1 },
  ] as const)('are asked $attempts times in retry mode $retryMode', ({ retryMode, attempts }) =>
    atDesk('cli retries', async (desk) => {
      await busy(desk, 1);
      const before = await asked(desk);
      const { answer } = await runSingle({ ...desk.cliMachine, retryMode }, ['user', 'list']);
      expect(answer).toEqual(refusal);
      expect((await asked(desk)) - before).toBe(attempts);
    }),
  );

  test('answer when they are so no longer, and nobody notices', () =>
    atDesk('cli throttled', async (desk) => {
      await busy(desk, 1);
      const before = await asked(desk);
      const run = desk.cli('user list', 'quit');
      let attempts = 0;
      while (attempts === 0) attempts = (await asked(desk)) - before;
      await busy(desk, 0);
      expect((await run).answers).toEqual([done({ users: [ADMIN_ROW, APPLIANCE_ROW, row('kmsuser', 'crypto-user')] })]);
    }));
});

describe('one command', () => {
  const user = { userType: 'USER_TYPE_CO', userName: 'admin', password: new Secret(OFFICER_PASSWORD) } as const;

  test('logs in as the environment says, where it needs a login', () =>
    atDesk('cli single', async ({ cliMachine }) => {
      const created = await runSingle(cliMachine, CREATE_ALICE.split(' '), user);
      expect(created).toMatchObject({ answer: done({ username: 'alice', role: 'crypto-user' }), exitCode: 0 });
      const refused = await runSingle(cliMachine, CREATE_ALICE.split(' '));
      expect(refused).toMatchObject({
        answer: failed('HSM Error: User is not logged in or not permitted'),
        exitCode: 1,
      });
      const wrong = { ...user, password: new Secret('wrong1234') };
      const failing = await runSingle(cliMachine, ['key', 'list'], wrong);
      expect(failing).toMatchObject({ answer: failed('HSM Error: RET_USER_LOGIN_FAILURE'), exitCode: 1 });
      expect(await runSingle(cliMachine, ['user', 'list'], wrong)).toMatchObject({ exitCode: 0 });
    }));

  test.each([
    { role: 'admin', pin: 'admin:Officer:1', name: 'admin', password: 'Officer:1' },
    { role: undefined, pin: 'admin:Officer1' },
    { role: 'admin', pin: undefined },
  ])('the environment $role $pin stands for the user $name', ({ role, pin, name, password }) => {
    const found = userOfEnvironment(role, pin);
    expect([found?.userName, found?.password.reveal()]).toEqual([name, password]);
  });

  test.each([
    { role: 'admin', pin: 'admin', problem: 'CLOUDHSM_PIN is not <username>:<password>' },
    { role: 'CO', pin: 'admin:x', problem: /isn't a valid value/ },
  ])('the environment $role $pin is refused', ({ role, pin, problem }) => {
    expect(() => userOfEnvironment(role, pin)).toThrow(problem);
  });

  test.each([
    { line: ADMIN, secret: true },
    { line: 'cluster activate --password=secret12', secret: true },
    { line: 'login --username admin --role admin', secret: false },
  ])("'$line' carries a secret: $secret", ({ line, secret }) => {
    expect(carriesSecret(line)).toBe(secret);
  });
});

const NOT_LOGGED_IN = failed('HSM Error: User is not logged in or not permitted');
const NONE = failed('Key selection criteria matched 0 keys. Refine selection criteria to select a single key.');

const BAD_INPUT: readonly { readonly command: string; readonly says: unknown; readonly exitCode: number }[] = [
  { command: 'user lst', says: "error: There is no such command. Type 'help' for a list.", exitCode: 2 },
  { command: 'user', says: expect.stringMatching(/^COMMANDS:\n {4}user list .*\n {4}user create/), exitCode: 2 },
  { command: 'key generate-symmetric', says: expect.stringContaining('key generate-symmetric aes'), exitCode: 2 },
  {
    command: 'key generate-symmetric des',
    says: "error: There is no such command. Type 'help' for a list.",
    exitCode: 2,
  },
  { command: 'help', says: expect.stringContaining('    user change-password'), exitCode: 0 },
  { command: 'help user', says: expect.not.stringContaining('key list'), exitCode: 0 },
  {
    command: 'help user create',
    says: expect.stringContaining('cloudhsm-cli user create --username <USERNAME> --role'),
    exitCode: 0,
  },
  { command: 'key list --help', says: expect.stringContaining('--max-items <MAX_ITEMS>'), exitCode: 0 },
  {
    command: 'user create --username bob',
    says: expect.stringMatching(/^error: The following required arguments were not provided:\n {4}--role <ROLE>\n/),
    exitCode: 2,
  },
  {
    command: 'user list --verbose',
    says: expect.stringMatching(/^error: Found an argument which was not expected/),
    exitCode: 2,
  },
  {
    command: 'login --username --role admin',
    says: expect.stringMatching(/^error: The argument '--username <USERNAME>' has the wrong number/),
    exitCode: 2,
  },
  {
    command: 'login --username a --username b --role admin',
    says: expect.stringMatching(/was provided more than once/),
    exitCode: 2,
  },
  {
    command: 'login --username a --role CU --password secret12',
    says: failed("'CU' isn't a valid value for '--role <ROLE>' [possible values: crypto-user, admin]"),
    exitCode: 1,
  },
  {
    command: 'login --username nobody --role admin --password secret12',
    says: failed("HSM Error: user isn't initialized or user with this name doesn't exist"),
    exitCode: 1,
  },
  {
    command: 'user list --cluster-id cluster-zzzzzzzzzzz',
    says: failed('Cluster cluster-zzzzzzzzzzz is not in the config file'),
    exitCode: 1,
  },
  { command: 'cluster activate --password secret12', says: failed('The cluster is activated already'), exitCode: 1 },
  { command: 'cluster mtls', says: expect.stringMatching(/^COMMANDS:\n {4}cluster mtls register-/), exitCode: 2 },
  {
    command: 'cluster mtls set-enforcement',
    says: expect.stringMatching(/arguments were not provided:\n {4}--level <LEVEL>\n/),
    exitCode: 2,
  },
  {
    command: 'cluster mtls list-trust-anchors',
    says: failed('Mutual TLS needs HSMs of type hsm2m.medium'),
    exitCode: 1,
  },
  { command: CREATE_ALICE, says: NOT_LOGGED_IN, exitCode: 1 },
  { command: 'user delete --username kmsuser --role crypto-user', says: NOT_LOGGED_IN, exitCode: 1 },
  { command: 'key list', says: NOT_LOGGED_IN, exitCode: 1 },
  { command: MAKE, says: NOT_LOGGED_IN, exitCode: 1 },
  {
    command: 'key generate-symmetric aes --label x --key-length-bytes 20',
    says: failed('Key length is 16, 24, or 32 bytes'),
    exitCode: 1,
  },
  {
    command: `${MAKE} --session --share-crypto-users alice`,
    says: failed('Session keys cannot be shared'),
    exitCode: 1,
  },
  { command: `${MAKE} --attributes encrypt=yes`, says: failed('Attribute encrypt is true or false'), exitCode: 1 },
  { command: 'key list --filter label', says: failed('Filter is not <name>=<value>'), exitCode: 1 },
];

const BAD_AFTER_LOGIN: typeof BAD_INPUT = [
  { command: 'key delete --filter attr.label=nothing', says: NONE, exitCode: 1 },
  { command: 'key delete --filter key-reference=0x99', says: NONE, exitCode: 1 },
  { command: OWNER, says: failed('HSM Error: A user is already logged in on this session'), exitCode: 1 },
  { command: 'key list --max-items ten', says: failed('Max items is 1 to 1000'), exitCode: 1 },
  {
    command: 'key list --starting-token ten',
    says: failed('Starting token is not one that was given out'),
    exitCode: 1,
  },
  {
    command: 'key list --filter label=aes256',
    says: failed('Filter is none of key-reference, key-owners.username, attr.<name>'),
    exitCode: 1,
  },
  {
    command: `${MAKE} --attributes colour=red`,
    says: failed('Attribute cannot be given to a new key'),
    exitCode: 1,
  },
  {
    command: 'key set-attribute --filter key-reference=0x6 --name id --value zz',
    says: failed('Attribute id is hexadecimal, such as 0x1234'),
    exitCode: 1,
  },
  {
    command: 'key share --filter key-reference=0x6 --username admin --role admin',
    says: failed('Keys are shared with crypto users only'),
    exitCode: 1,
  },
  {
    command: 'key delete --filter key-reference=six',
    says: failed('key-reference is not a hexadecimal number, such as 0xabc'),
    exitCode: 1,
  },
  {
    command: 'key delete --filter attr.label=aes256',
    says: failed('Key selection criteria matched 2 keys. Refine selection criteria to select a single key.'),
    exitCode: 1,
  },
  {
    command: 'key set-attribute --filter key-reference=0x6 --name token --value true',
    says: failed('Attribute cannot be changed'),
    exitCode: 1,
  },
  {
    command: 'key set-attribute --filter key-reference=0x6 --name trusted --value true',
    says: NOT_LOGGED_IN,
    exitCode: 1,
  },
  {
    command: 'key share --filter key-reference=0x6 --username nobody --role crypto-user',
    says: failed("HSM Error: user isn't initialized or user with this name doesn't exist"),
    exitCode: 1,
  },
  { command: CREATE_ALICE, says: NOT_LOGGED_IN, exitCode: 1 },
];

test('bad input is answered, command by command', () =>
  atDesk('cli bad input', async ({ cli, type, crash, files }) => {
    await type(KMSUSER, GENERATE, GENERATE);
    for (const { command, says, exitCode } of BAD_INPUT)
      expect([command, await cli(command, 'quit')]).toMatchObject([command, { answers: [says], exitCode }]);
    for (const { command, says, exitCode } of BAD_AFTER_LOGIN)
      expect([command, await cli(OWNER, command, 'quit')]).toMatchObject([command, { answers: [{}, says], exitCode }]);
    files.remove(TRUST_ANCHOR);
    const unreachable = failed('HSM CLUSTER ERROR: Server in cluster is unavailable');
    expect((await cli('user list', ADMIN, 'quit')).answers).toEqual([unreachable, unreachable]);
    for (const node of [0, 1, 2]) crash(node);
    expect((await cli(`user list --cluster-id ${CLUSTER_ID}`, 'quit')).answers).toEqual([unreachable]);
  }));
