import { describe, expect, test } from 'vitest';
import { carriesSecret, singleCommands } from '../../packages/cli/src/key-mgmt-util/secrets.ts';
import { DEADLINE, generateKey, USER_PASSWORD, userOf } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { ALICE, asOfficer, atDesk, GENERATE, KMSUSER, PAIR, withAlice } from '../worlds/desk.ts';
import { ALL_WELL, nodes, returned, runKeyTool } from '../worlds/key-tool.ts';
import { TRUST_ANCHOR } from '../worlds/management-tool.ts';

const CREATED = (handle: number) => `Symmetric Key Created. Key Handle: ${handle}`;
/** Of the first key that the first HSM generates. */
const FIRST = 6;

describe('sessions', () => {
  test('a login goes to every node, and so does a logout', () =>
    atDesk('login', async ({ type }) => {
      const run = await type(KMSUSER, 'loginStatus', 'logoutHSM', 'exit', 'listUsers');
      expect(run.answerTo(KMSUSER)).toEqual([returned('LoginHSM'), ...ALL_WELL]);
      expect(run.answerTo('loginStatus')).toEqual([returned('LoginStatus'), "Logged in as 'kmsuser(CU)'", ...ALL_WELL]);
      expect(run.answerTo('logoutHSM')).toEqual([returned('LogoutHSM'), ...ALL_WELL]);
      expect(run.screen.at(-1)).toBe('Command: exit');
      expect(run.exitCode).toBe(0);
    }));

  test('a wrong password fails on every node, is counted there, and locks at the fifth', () =>
    atDesk('lockout', async ({ type }) => {
      const wrong = 'loginHSM -u CU -s kmsuser -p wrong1234';
      const run = await type(wrong, wrong, wrong, wrong, wrong, KMSUSER, 'listUsers');
      const failing = 'WRONG_PASSWORD';
      expect(run.answerTo(wrong)).toEqual([
        returned('LoginHSM', failing),
        ...nodes({ 0: failing, 1: failing, 2: failing }),
      ]);
      expect(run.answerTo(KMSUSER)[0]).toBe(returned('LoginHSM', 'USER_LOCKED_OUT'));
      expect(run.answerTo('listUsers')).toEqual([
        'Number Of users found 3',
        'Index User ID User Type User Name MofnPubKey LoginFailureCnt 2FA',
        '1 1 CO admin NO 0 NO',
        '2 2 AU app_user NO 0 NO',
        '3 3 CU kmsuser NO 5 NO',
        returned('ListUsers'),
      ]);
      expect(run.exitCode).toBe(1);
    }));

  test('a node that has another password is told, and the rest is logged in', () =>
    atDesk('one node', async (desk) => {
      const change = { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword: 'Another123' } as const;
      await asOfficer(desk, 1, (officer) => officer.call('ChangePassword', change, DEADLINE));
      const run = await desk.type(KMSUSER, 'findKey');
      const states = { 0: undefined, 1: 'WRONG_PASSWORD', 2: undefined } as const;
      expect(run.answerTo(KMSUSER)).toEqual([returned('LoginHSM'), ...nodes(states)]);
      // No second attempt is made on it.
      expect(run.answerTo('findKey').slice(-4)).toEqual([
        ...nodes({ ...states, 1: 'NOT_LOGGED_IN' }).slice(1),
        returned('FindKey'),
      ]);
      expect(run.exitCode).toBe(1);
    }));

  test('a second user needs a logout first', () =>
    atDesk('second user', async (desk) => {
      await withAlice(desk);
      const run = await desk.type(KMSUSER, ALICE, 'logoutHSM', ALICE, 'loginStatus');
      expect(run.screen).toContain(returned('LoginHSM', 'ALREADY_LOGGED_IN'));
      expect(run.screen).toContain("Logged in as 'alice(CU)'");
    }));

  test('a password that is asked for is not shown', () =>
    atDesk('asked', async ({ type }) => {
      const run = await type('loginHSM -u CU -s kmsuser -hpswd', USER_PASSWORD, 'findKey');
      expect(run.screen.slice(0, 3)).toEqual([
        'Command: loginHSM -u CU -s kmsuser -hpswd',
        'Enter password:',
        returned('LoginHSM'),
      ]);
      expect(run.exitCode).toBe(0);
    }));

  test('a node that was away is logged in when it is back', () =>
    atDesk('back', async ({ type, crash, restart }) => {
      crash(2);
      const run = await type(KMSUSER, () => restart(2, 0), 'findKey');
      expect(run.answerTo(KMSUSER)).toEqual([returned('LoginHSM'), ...nodes({ 0: undefined, 1: undefined })]);
      expect(run.answerTo('findKey')).toEqual(['Total number of keys present 0', ...ALL_WELL, returned('FindKey')]);
    }));

  test('the tool does not start where no node answers, or none can be verified', () =>
    atDesk('no daemon', async ({ type, crash, files }) => {
      files.remove(TRUST_ANCHOR);
      const says = { screen: ['LIQUIDSECURITY: Daemon socket connection error'], exitCode: 1 };
      expect(await type('listUsers')).toMatchObject(says);
      for (const node of [0, 1, 2]) crash(node);
      expect(await type('listUsers')).toMatchObject(says);
    }));

  test.each([
    { line: KMSUSER, secret: true },
    { line: '  login -p secret12 -u CU -s alice', secret: true },
    { line: 'loginHSM -u CU -s alice -hpswd', secret: false },
    { line: 'logoutHSM', secret: false },
    { line: 'findKey -l -p', secret: false },
  ])("'$line' is kept out of the history: $secret", ({ line, secret }) => {
    expect(carriesSecret(line)).toBe(secret);
  });

  test('words behind singlecmd are a login and a command', () => {
    const login = ['loginHSM', '-u', 'CU', '-s', 'alice', '-p', 'secret12'];
    expect(singleCommands([...login, 'findKey', '-l', 'x'])).toEqual([login, ['findKey', '-l', 'x']]);
    expect(singleCommands(['loginHSM', '-u', 'CU', '-s', 'alice', '-hpswd', 'findKey'])).toEqual([
      ['loginHSM', '-u', 'CU', '-s', 'alice', '-hpswd'],
      ['findKey'],
    ]);
    expect(singleCommands(['listUsers'])).toEqual([['listUsers']]);
  });
});

describe('keys', () => {
  test('are made on one node, cloned to the others, found, and deleted everywhere', () =>
    atDesk('life of a key', async ({ type }) => {
      const run = await type(KMSUSER, GENERATE, 'findKey -l aes256', 'findSingleKey -k 6', 'deleteKey -k 6', 'findKey');
      expect(run.answerTo(GENERATE)).toEqual([returned('GenerateSymmetricKey'), CREATED(FIRST), ...ALL_WELL]);
      expect(run.answerTo('findKey -l aes256')).toEqual([
        'Total number of keys present 1',
        'number of keys matched from start index 0::0',
        '6',
        ...ALL_WELL,
        returned('FindKey'),
      ]);
      expect(run.answerTo('findSingleKey -k 6')).toEqual([returned('FindKey'), ...ALL_WELL]);
      expect(run.answerTo('deleteKey -k 6')).toEqual([returned('DeleteKey'), ...ALL_WELL]);
      expect(run.answerTo('findKey')).toEqual(['Total number of keys present 0', ...ALL_WELL, returned('FindKey')]);
      expect(run.exitCode).toBe(0);
    }));

  test('that are missing, and those of others, are not deleted', () =>
    atDesk('not mine', async (desk) => {
      await withAlice(desk);
      const run = await desk.type(
        KMSUSER,
        `${GENERATE} -u 4`,
        GENERATE,
        'logoutHSM',
        ALICE,
        'deleteKey -k 6',
        'deleteKey -k 7',
      );
      const denied = 'KEY_ACCESS_DENIED';
      expect(run.answerTo('deleteKey -k 6')).toEqual([
        returned('DeleteKey', denied),
        ...nodes({ 0: denied, 1: denied, 2: denied }),
      ]);
      const unseen = 'KEY_NOT_FOUND';
      expect(run.answerTo('deleteKey -k 7')).toEqual([
        returned('FindKey', unseen),
        ...nodes({ 0: unseen, 1: unseen, 2: unseen }),
      ]);
      expect(run.exitCode).toBe(1);
    }));

  test('are shared as they are made, on every node', () =>
    atDesk('shared', async (desk) => {
      await withAlice(desk);
      const run = await desk.type(
        KMSUSER,
        `${GENERATE} -u 4 -attest`,
        'getKeyInfo -k 6',
        'findKey -u 4',
        'logoutHSM',
        ALICE,
        'findSingleKey -k 6',
      );
      expect(run.answerTo(`${GENERATE} -u 4 -attest`)).toEqual([
        returned('GenerateSymmetricKey'),
        CREATED(FIRST),
        'Attestation Check : [PASS]',
        ...ALL_WELL,
      ]);
      expect(run.answerTo('getKeyInfo -k 6')).toEqual([
        returned('GetKey'),
        'Owned by user 3',
        'also, shared to following 1 user(s):',
        '4',
      ]);
      expect(run.answerTo('findKey -u 4')[2]).toBe('6');
      expect(run.answerTo('findSingleKey -k 6')).toEqual([returned('FindKey'), ...ALL_WELL]);
      expect(run.exitCode).toBe(0);
    }));

  test('that cannot be shared as asked for are not made', () =>
    atDesk('share with nobody', async ({ type }) => {
      const run = await type(KMSUSER, `${GENERATE} -u 9`, `${GENERATE} -u 3`, 'findKey');
      expect(run.answerTo(`${GENERATE} -u 9`)).toEqual([
        returned('GenerateSymmetricKey', 'USER_NOT_FOUND'),
        ...nodes({ 0: 'USER_NOT_FOUND' }),
      ]);
      expect(run.answerTo('findKey')[0]).toBe('Total number of keys present 0');
      expect(run.exitCode).toBe(1);
    }));

  test('of a session are on one node, and go to all when they are to outlive it', () =>
    atDesk('session key', async ({ type, files }) => {
      const run = await type(
        KMSUSER,
        `${GENERATE} -sess -id wrap01`,
        'findKey -sess 1',
        'findKey -sess 0',
        'setAttribute -o 6 -a 1',
        '1',
        'findSingleKey -k 6',
        'getAttribute -o 6 -a 1 -out token',
      );
      expect(run.answerTo(`${GENERATE} -sess -id wrap01`)).toEqual([
        returned('GenerateSymmetricKey'),
        CREATED(FIRST),
        ...nodes({ 0: undefined }),
      ]);
      expect(run.answerTo('findKey -sess 1')[0]).toBe('Total number of keys present 1');
      expect(run.answerTo('findKey -sess 0')[0]).toBe('Total number of keys present 0');
      expect(run.answerTo('setAttribute -o 6 -a 1')).toEqual([
        'This attribute is defined as a boolean value.',
        'Enter the boolean attribute value (0 or 1):1',
        returned('SetAttribute'),
        ...ALL_WELL,
      ]);
      expect(run.answerTo('findSingleKey -k 6')).toEqual([returned('FindKey'), ...ALL_WELL]);
      expect(files.text('token')).toBe('OBJ_ATTR_TOKEN\n0x00000001\n');
      expect(run.exitCode).toBe(0);
    }));

  test('of a session end with it', () =>
    atDesk('session ends', async ({ type }) => {
      const run = await type(
        KMSUSER,
        `${GENERATE} -sess`,
        'deleteKey -k 6',
        `${GENERATE} -sess`,
        'logoutHSM',
        KMSUSER,
        'findKey',
      );
      expect(run.answerTo('deleteKey -k 6')).toEqual([returned('DeleteKey'), ...nodes({ 0: undefined })]);
      expect(run.answerTo('findKey')[0]).toBe('Total number of keys present 0');
    }));

  test('are found by each of their properties', () =>
    atDesk('found by', async ({ type }) => {
      const found = async (condition: string) => {
        const run = await type(KMSUSER, `findKey ${condition}`);
        return run.answerTo(`findKey ${condition}`)[0]?.replace('Total number of keys present ', '');
      };
      const made = await type(KMSUSER, `${GENERATE} -id IT-01`, 'genSymKey -t 31 -s 16 -l other -nex');
      expect(made.exitCode).toBe(0);
      for (const [condition, count] of Object.entries({
        '-c 4': '2',
        '-c 2': '0',
        '-t 31': '2',
        '-t 0': '0',
        '-l other': '1',
        '-l oth': '0',
        '-id IT-01': '1',
        '-sess 0': '2',
        '-sess 1': '0',
        '-u 3': '2',
        '-u 3,4': '0',
        '-kcv 000000': '0',
        '-l other -t 31 -c 4 -sess 0 -u 3': '1',
      }))
        expect([condition, await found(condition)]).toEqual([condition, count]);
    }));

  test('show their attributes in a file', () =>
    atDesk('attributes', async ({ type, files }) => {
      const all = 'getAttribute -o 6 -a 512 -out attr_6';
      const run = await type(
        KMSUSER,
        `${GENERATE} -id test_01`,
        all,
        'getAttribute -o 6 -a 353 -out length',
        'getAttribute -o 6 -a 288 -out modulus',
      );
      const text = files.text('attr_6') ?? '';
      const lines = text.trimEnd().split('\n');
      const valueOf = (name: string) => lines[lines.indexOf(name) + 1];
      expect(lines).toHaveLength(46);
      expect(run.answerTo(all)).toEqual([
        `got all attributes of size ${text.length} attr cnt 23`,
        'Attributes dumped into attr_6 file',
        returned('GetAttribute'),
      ]);
      expect(
        ['CLASS', 'KEY_TYPE', 'TOKEN', 'LABEL', 'ID', 'VALUE_LEN', 'WRAP', 'SIGN'].map((name) =>
          valueOf(`OBJ_ATTR_${name}`),
        ),
      ).toEqual(['0x04', '0x1f', '0x01', 'aes256', 'test_01', '0x00000020', '0x01', '0x00']);
      expect(valueOf('OBJ_ATTR_KCV')).toMatch(/^0x[0-9a-f]{6}$/);
      expect(run.answerTo('getAttribute -o 6 -a 353 -out length')).toEqual(['Attributes dumped into length file']);
      expect(files.text('length')).toBe('OBJ_ATTR_VALUE_LEN\n0x00000020\n');
      expect(run.answerTo('getAttribute -o 6 -a 288 -out modulus')).toEqual([
        returned('GetAttribute', 'INVALID_ARGUMENT'),
      ]);
    }));
});

test('a partition says how full it is', () =>
  atDesk('partition', async ({ type }) => {
    const run = await type(KMSUSER, GENERATE, 'getPartitionInfo');
    expect(run.answerTo('getPartitionInfo')).toEqual([
      'Getting Partition Info',
      'name :hsm-aaaaaaaaaa0',
      'status :occupied',
      'MaxUsers :10',
      'AvailableUsers :7',
      'MaxKeys :100',
      'OccupiedTokenKeys :1',
      expect.stringMatching(/^MaxSessions :\d+$/),
      // The first officer's, from the making of the cluster, and this one.
      'SessionCount :2',
      'MaxPswdLen :32',
      'MinPswdLen :7',
      'Node ID :0',
      'Group ID :cluster-aaaaaaaaaaa',
      returned('GetPartitionInfo'),
    ]);
  }));

describe('keys that travel', () => {
  test('masked, through a file, come back as keys of their own', () =>
    atDesk('masked', async ({ type }) => {
      const extract = 'extractMaskedObject -o 6 -out masked';
      const insert = 'insertMaskedObject -f masked';
      const run = await type(KMSUSER, GENERATE, extract, insert, 'findKey -l aes256');
      expect(run.answerTo(extract)).toEqual([
        'Object was masked and written to file "masked"',
        returned('ExtractMaskedObject'),
      ]);
      expect(run.answerTo(insert)).toEqual([returned('InsertMaskedObject'), 'New Key Handle: 7', ...ALL_WELL]);
      expect(run.answerTo('findKey -l aes256')[2]).toBe('6, 7');
    }));

  test('masked for another lineage are refused', async () => {
    let masked = '';
    await atDesk('a lineage', async ({ type, files }) => {
      await type(KMSUSER, GENERATE, 'extractMaskedObject -o 6 -out masked');
      masked = (await files.read('masked'))?.toString('base64') ?? '';
    });
    await atDesk('another lineage', async ({ type, files }) => {
      await files.write('masked', Buffer.from(masked, 'base64'));
      const insert = 'insertMaskedObject -f masked';
      const run = await type(KMSUSER, insert);
      expect(run.answerTo(insert)[0]).toBe(returned('InsertMaskedObject', 'FOREIGN_OBJECT'));
    });
  });

  test('leave in plain, and come back with the same check value', () =>
    atDesk('plain', async ({ type, files }) => {
      const exported = 'exSymKey -k 6 -w 7 -out plain';
      const imported = 'imSymKey -f plain -w 7 -t 31 -l imported';
      const run = await type(
        KMSUSER,
        GENERATE,
        `${GENERATE} -sess`,
        exported,
        imported,
        'getAttribute -o 6 -a 371 -out before',
        'getAttribute -o 8 -a 371 -out after',
        'getAttribute -o 8 -a 355 -out local',
      );
      expect(run.answerTo(exported)).toEqual([
        returned('WrapKey'),
        returned('UnWrapHostKey'),
        'Wrapped Symmetric Key written to file "plain"',
      ]);
      expect(await files.read('plain')).toHaveLength(32);
      expect(run.answerTo(imported)).toEqual([
        returned('WrapHostKey'),
        returned('CreateUnwrapTemplate'),
        returned('UnWrapKey'),
        'Symmetric Key Unwrapped. Key Handle: 8',
        ...ALL_WELL,
      ]);
      expect(files.text('after')).toBe(files.text('before'));
      expect(files.text('local')).toBe('OBJ_ATTR_LOCAL\n0x00000000\n');
      // The wrapping key may be outside as well.
      const outside = await type(
        KMSUSER,
        `${exported.replace('7', '8')}2 -wk plain`,
        'imSymKey -f plain2 -w 8 -t 31 -l again -wk plain',
      );
      expect(outside.screen).toContain('Wrapped Symmetric Key written to file "plain2"');
      expect(outside.exitCode).toBe(0);
      expect(await files.read('plain2')).toEqual(await files.read('plain'));
    }));

  test.each([4, 5, 6])('leave wrapped by mechanism %d, and come back with label and id', (mechanism) =>
    atDesk(`wrapped ${mechanism}`, async ({ type, files }) => {
      const wrapped = `wrapKey -k 6 -w 7 -out wrapped -m ${mechanism}`;
      const back = `unWrapKey -f wrapped -w 7 -m ${mechanism}`;
      const run = await type(KMSUSER, `${GENERATE} -id ID1`, GENERATE, wrapped, back, 'findKey -id ID1');
      expect(run.answerTo(wrapped)).toEqual([
        'Key Wrapped.',
        `Wrapped Key written to file "wrapped" length ${(await files.read('wrapped'))?.length}`,
        returned('WrapKey'),
      ]);
      expect(run.answerTo(back)).toEqual([returned('UnWrapKey'), 'Key Unwrapped. Key Handle: 8', ...ALL_WELL]);
      expect(run.answerTo('findKey -id ID1')[2]).toBe('6, 8');
      const bare = [
        `wrapKey -k 6 -w 7 -out bare -m ${mechanism} -noheader`,
        `unWrapKey -f bare -w 7 -m ${mechanism} -noheader -l bare -kc 4 -kt 31`,
      ];
      const again = await type(KMSUSER, ...bare, back.replace('wrapped', 'bare'));
      expect(again.answerTo(bare[1] ?? '').slice(0, 3)).toEqual([
        returned('CreateUnwrapTemplate2'),
        returned('UnWrapWithTemplate3'),
        'Key Unwrapped. Key Handle: 9',
      ]);
      expect(again.screen).toContain('Error: The file has no header; use -noheader.');
    }),
  );

  test.each([
    { mechanism: '-m 7', length: 256 + 40 },
    { mechanism: '-m 8', length: 256 },
    { mechanism: '-m 8 -t 5', length: 256 },
  ])('leave wrapped under the public key of a pair by $mechanism, and the private key brings them back', (row) =>
    atDesk(`rsa ${row.mechanism}`, async ({ type, files }) => {
      const kcv = ['getAttribute -o 8 -a 371 -out before', 'getAttribute -o 9 -a 371 -out after'];
      const wrap = `wrapKey -k 8 -w 6 -out wrapped -noheader ${row.mechanism}`;
      const unwrap = `unWrapKey -f wrapped -w 7 -noheader -l back -kc 4 -kt 31 ${row.mechanism}`;
      const wrong = [wrap.replace('-w 6', '-w 7'), wrap.replace('-w 6', '-w 8'), unwrap.replace('-w 7', '-w 6')];
      const run = await type(KMSUSER, PAIR, GENERATE, wrap, unwrap, ...kcv, ...wrong);
      expect(run.answerTo(wrap)).toEqual([
        'Key Wrapped.',
        `Wrapped Key written to file "wrapped" length ${row.length}`,
        returned('WrapKey'),
      ]);
      expect(run.answerTo(unwrap)[2]).toBe('Key Unwrapped. Key Handle: 9');
      expect(files.text('after')).toBe(files.text('before'));
      expect(wrong.map((command) => run.answerTo(command).find((line) => line.includes('0xb3')))).toEqual([
        returned('WrapKey', 'POLICY_VIOLATION'),
        returned('WrapKey', 'POLICY_VIOLATION'),
        returned('UnWrapWithTemplate3', 'POLICY_VIOLATION'),
      ]);
    }),
  );

  test('private keys leave wrapped, and come back, with a header or without', () =>
    atDesk('private key', async ({ type, files }) => {
      const wrap = 'wrapKey -k 7 -w 8 -out wrapped -m 6';
      const unwrap = 'unWrapKey -f wrapped -w 8 -m 6';
      const bare = [
        'wrapKey -k 7 -w 6 -out bare -m 7 -noheader',
        'unWrapKey -f bare -w 7 -m 7 -noheader -l bare -kc 3 -kt 0',
      ];
      const moduli = [7, 9, 10].map((key) => `getAttribute -o ${key} -a 288 -out modulus${key}`);
      const classes = 'findKey -c 3';
      const plain = 'exSymKey -k 7 -w 8 -out plain';
      const run = await type(KMSUSER, PAIR, GENERATE, wrap, unwrap, ...bare, ...moduli, classes, plain);
      expect(run.answerTo(unwrap)).toEqual([returned('UnWrapKey'), 'Key Unwrapped. Key Handle: 9', ...ALL_WELL]);
      expect(run.answerTo(bare[1] ?? '')[2]).toBe('Key Unwrapped. Key Handle: 10');
      expect(new Set([7, 9, 10].map((key) => files.text(`modulus${key}`))).size).toBe(1);
      expect(run.answerTo(classes)).toContain('7, 9, 10');
      expect(run.answerTo(plain)).toEqual([returned('WrapKey', 'POLICY_VIOLATION')]);
      expect(await files.read('plain')).toBeUndefined();
    }));

  test('keys that may not leave do not', () =>
    atDesk('nex', async ({ type, files }) => {
      const exported = 'exSymKey -k 6 -w 7 -out plain';
      const run = await type(KMSUSER, `${GENERATE} -nex`, GENERATE, exported);
      expect(run.answerTo(exported)).toEqual([returned('WrapKey', 'POLICY_VIOLATION')]);
      expect(await files.read('plain')).toBeUndefined();
    }));

  test('files are wrapped and unwrapped', () =>
    atDesk('files', async ({ type, files }) => {
      await files.write('message', Buffer.alloc(12, 0x61));
      const wrap = 'aesWrapUnwrap -m 1 -f message -w 6 -out message.wrapped';
      const unwrap = 'aesWrapUnwrap -m 0 -f message.wrapped -w 6 -i 0xA6A6A6A6A6A6A6A6';
      const run = await type(KMSUSER, GENERATE, wrap, unwrap, `${unwrap.slice(0, -1)}7`);
      const rows = (await files.read('message.wrapped'))?.toString('hex').toUpperCase().match(/.{16}/g) ?? [];
      expect(run.answerTo(wrap)).toEqual([
        'Warning: IV (-i) is missing.',
        '0xA6A6A6A6A6A6A6A6 is considered as default IV',
        'result data:',
        ...rows.map((row) => row.replaceAll(/(..)(?=.)/g, '$1 ')),
        'result written to file message.wrapped',
        returned('WrapHostKey'),
      ]);
      expect(run.answerTo(unwrap)).toEqual([
        'result data:',
        '61 61 61 61 61 61 61 61',
        '61 61 61 61',
        returned('UnWrapHostKey'),
      ]);
      expect(run.answerTo(`${unwrap.slice(0, -1)}7`)).toEqual([returned('UnWrapHostKey', 'INVALID_CIPHERTEXT')]);
    }));
});

describe('nodes that fail', () => {
  test('a node that is known to be away is left out; without any, the first line says so', () =>
    atDesk('away', async ({ type, crash }) => {
      const run = await type(
        KMSUSER,
        GENERATE,
        () => crash(1),
        'findSingleKey -k 6',
        () => crash(0),
        () => crash(2),
        'deleteKey -k 6',
      );
      expect(run.answerTo('findSingleKey -k 6')).toEqual([
        returned('FindKey'),
        ...nodes({ 0: undefined, 2: undefined }),
      ]);
      expect(run.answerTo('deleteKey -k 6')).toEqual([returned('FindKey', 'HSM_UNREACHABLE')]);
      expect(run.exitCode).toBe(1);
    }));

  test('a key that too few nodes have in time is undone', () =>
    atDesk('min_srv', async ({ type, crash }) => {
      const generate = `${GENERATE} -min_srv 3 -timeout 2`;
      const run = await type(KMSUSER, () => crash(2), generate, 'findKey');
      expect(run.answerTo(generate)).toEqual([
        'Checking symmetric key status (0 seconds)..',
        'Checking symmetric key status (1 seconds)..',
        "Couldn't verify key sync on 3 servers",
        'Rolling back',
        returned('DeleteKey'),
        ...nodes({ 0: undefined, 1: undefined }),
      ]);
      expect(run.answerTo('findKey')[0]).toBe('Total number of keys present 0');
      expect(run.exitCode).toBe(1);
    }));

  test('the configuration file may ask for more nodes than a command does', () =>
    atDesk('minimum nodes', async ({ kmuMachine, crash }) => {
      crash(1);
      crash(2);
      const generate = `${GENERATE} -min_srv 1 -timeout 0`;
      const run = await runKeyTool({ ...kmuMachine, minimumNodes: 2 }, KMSUSER, generate);
      expect(run.answerTo(generate).slice(0, 2)).toEqual(["Couldn't verify key sync on 2 servers", 'Rolling back']);
      const impossible = await runKeyTool({ ...kmuMachine, minimumNodes: 4 }, KMSUSER, GENERATE);
      expect(impossible.answerTo(GENERATE)[0]).toBe(
        'Error: create_object_minimum_nodes is 4 in the configuration file, for 3 nodes.',
      );
      expect([run.exitCode, impossible.exitCode]).toEqual([1, 1]);
    }));

  test('a key is made elsewhere where the first node is gone', () =>
    atDesk('elsewhere', async ({ type, crash }) => {
      const run = await type(KMSUSER, () => crash(0), GENERATE);
      expect(run.answerTo(GENERATE)).toEqual([
        returned('GenerateSymmetricKey'),
        CREATED((1 << 18) | FIRST),
        ...nodes({ 1: undefined, 2: undefined }),
      ]);
    }));
});

describe('key pairs', () => {
  const CREATED_PAIR = 'Cfm3GenerateKeyPair: public key handle: 6 private key handle: 7';

  test('are made on one node, cloned to the others, found by what they are, and deleted key by key', () =>
    atDesk('life of a pair', async ({ type, files, cli }) => {
      const finds = [
        { find: 'findKey', handles: '6, 7, 8' },
        { find: 'findKey -c 2', handles: '6' },
        { find: 'findKey -c 3 -t 0', handles: '7' },
        { find: 'findKey -t 31', handles: '8' },
        { find: 'findKey -l pair', handles: '6, 7' },
        { find: 'findKey -m modulus', handles: '6, 7' },
        { find: 'findKey -m binary', handles: '6, 7' },
        { find: 'findKey -m other', handles: undefined },
      ];
      await type(KMSUSER, PAIR, GENERATE, 'getAttribute -o 6 -a 288 -out modulus');
      const digits = files.text('modulus')?.split('\n')[1]?.slice(2) ?? '';
      await files.write('binary', Buffer.from(digits, 'hex'));
      await files.write('other', Buffer.from(`0x${digits.replace(/..$/, '00')}`));
      const run = await type(KMSUSER, ...finds.map(({ find }) => find), 'findSingleKey -k 6', 'getKeyInfo -k 7');
      for (const { find, handles } of finds) {
        const lines = handles === undefined ? [] : [expect.stringMatching(/^number of keys matched/), handles];
        expect(run.answerTo(find).slice(1, -5)).toEqual(lines);
      }
      expect(run.answerTo('findSingleKey -k 6')).toEqual([returned('FindKey'), ...ALL_WELL]);
      expect(run.answerTo('getKeyInfo -k 7')).toEqual([returned('GetKey'), 'Owned by user 3']);
      const listed = await cli(
        `login --username kmsuser --role crypto-user --password ${USER_PASSWORD}`,
        'key list --filter attr.class=private-key --verbose',
      );
      expect(listed.answers[1]).toMatchObject({
        data: {
          matched_keys: [
            {
              'key-reference': '0x0000000000000007',
              'key-info': { 'cluster-coverage': 'full' },
              attributes: { 'key-type': 'rsa', 'modulus-size-bits': 2048, 'public-exponent': '0x010001', sign: true },
            },
          ],
        },
      });
      const deleted = await type(KMSUSER, 'deleteKey -k 7', 'findKey');
      expect(deleted.answerTo('deleteKey -k 7')).toEqual([returned('DeleteKey'), ...ALL_WELL]);
      expect(deleted.answerTo('findKey')[2]).toBe('6, 8');
    }));

  test('are told with both handles, the private one shared with whom it is said', () =>
    atDesk('shared pair', async (desk) => {
      await withAlice(desk);
      const run = await desk.type(
        KMSUSER,
        `${PAIR} -u 4 -nex -id mine -attest`,
        'getAttribute -o 7 -a 512 -out all',
        'getAttribute -o 6 -a 512 -out public',
        'logoutHSM',
        ALICE,
        'findKey',
        'deleteKey -k 6',
        'deleteKey -k 7',
      );
      expect(run.answerTo(`${PAIR} -u 4 -nex -id mine -attest`)).toEqual([
        returned('GenerateKeyPair'),
        CREATED_PAIR,
        'Attestation Check : [PASS]',
        ...ALL_WELL,
      ]);
      expect(run.answerTo('findKey')[2]).toBe('6, 7');
      for (const handle of [6, 7])
        expect(run.answerTo(`deleteKey -k ${handle}`)[0]).toBe(returned('DeleteKey', 'KEY_ACCESS_DENIED'));
      expect(desk.files.text('all')).toMatch(
        /^OBJ_ATTR_CLASS\n0x03\n.*OBJ_ATTR_LABEL\npair\n.*OBJ_ATTR_KEY_TYPE\n0x00\nOBJ_ATTR_ID\nmine\nOBJ_ATTR_SENSITIVE\n0x01\n.*OBJ_ATTR_SIGN\n0x01\n.*OBJ_ATTR_MODULUS\n0x[0-9a-f]{512}\nOBJ_ATTR_MODULUS_BITS\n0x800\nOBJ_ATTR_PUBLIC_EXPONENT\n0x010001\nOBJ_ATTR_EXTRACTABLE\n0x00\n.*OBJ_ATTR_KCV\n0x[0-9a-f]{6}\n/s,
      );
      expect(desk.files.text('public')).toMatch(/^OBJ_ATTR_CLASS\n0x02\n.*OBJ_ATTR_SENSITIVE\n0x00\n/s);
    }));

  test('that too few nodes have are taken back, both keys of them', () =>
    atDesk('pair taken back', async ({ type, crash }) => {
      const command = `${PAIR} -min_srv 2 -timeout 0`;
      const run = await type(
        KMSUSER,
        () => crash(1),
        () => crash(2),
        command,
        'findKey',
      );
      expect(run.answerTo(command)).toEqual([
        "Couldn't verify key sync on 2 servers",
        'Rolling back',
        returned('DeleteKey'),
        ...nodes({ 0: undefined }),
      ]);
      expect(run.answerTo('findKey')[0]).toBe('Total number of keys present 0');
      expect(run.exitCode).toBe(1);
    }));

  test('that do not fit on a node leave no half there', () =>
    atDesk('half a pair', async ({ type, world, hsms }) => {
      const full = await userOf(world, hsms[1]!);
      const { keysMax } = await full.call('GetInfo', {}, DEADLINE);
      for (let keys = 1; keys < keysMax; keys += 1) await generateKey(full);
      const command = `${PAIR} -min_srv 3 -timeout 0`;
      const run = await type(KMSUSER, command, 'findKey -l pair');
      expect(run.answerTo(command).slice(-4)).toEqual([
        returned('DeleteKey'),
        ...nodes({ 0: undefined, 2: undefined }),
      ]);
      expect(run.answerTo('findKey -l pair')[0]).toBe('Total number of keys present 0');
      expect((await full.call('GetInfo', {}, DEADLINE)).keys).toBe(keysMax - 1);
    }));

  test('of a session are on one node', () =>
    atDesk('session pair', async ({ type }) => {
      const run = await type(KMSUSER, `${PAIR} -sess`, 'findKey -sess 1', 'findKey -sess 0');
      expect(run.answerTo(`${PAIR} -sess`)).toEqual([
        returned('GenerateKeyPair'),
        CREATED_PAIR,
        ...nodes({ 0: undefined }),
      ]);
      expect(run.answerTo('findKey -sess 1')[2]).toBe('6, 7');
      expect(run.answerTo('findKey -sess 0')[0]).toBe('Total number of keys present 0');
    }));
});
