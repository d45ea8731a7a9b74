import { expect, test } from 'vitest';
import { atDesk, GENERATE, KMSUSER, PAIR } from '../worlds/desk.ts';
import { nodes, returned } from '../worlds/key-tool.ts';

const SYNTAX_GENERATE: unknown = expect.stringMatching(/^Syntax: genSymKey -h -t <key type> -s/);
const NO_LOGIN = 'NOT_LOGGED_IN';

const BAD_INPUT: readonly {
  readonly command: string;
  readonly says: readonly unknown[];
  readonly exitCode?: number;
}[] = [
  { command: 'deletKey -k 6', says: ["There is no such command. Type 'help' for a list."] },
  { command: 'find', says: ['Which one: findKey, findSingleKey?'] },
  {
    command: 'deleteKey',
    says: ['Error: Key handle (-k) is missing.', expect.stringMatching(/^Syntax: deleteKey -h -k/)],
  },
  { command: 'deleteKey -k', says: ['Error: Key handle (-k) is missing.'] },
  { command: 'deleteKey -k six', says: ['Error: Key handle (-k) is not a number.'] },
  { command: 'deleteKey -k 6 -k 7', says: [expect.stringMatching(/^Syntax: deleteKey/)] },
  { command: 'deleteKey -x 6', says: [expect.stringMatching(/^Syntax: deleteKey/)] },
  { command: 'deleteKey -h', says: ['Delete Key.', '-k specifies: Key handle'], exitCode: 0 },
  { command: 'help', says: ['Help Commands Available:', 'genSymKey Generates a Symmetric key'], exitCode: 0 },
  { command: '', says: [], exitCode: 0 },
  { command: 'genSymKey -t 31 -s 32', says: ['Error: Key label (-l) is missing.', SYNTAX_GENERATE] },
  { command: `${GENERATE} -timeout 1`, says: ['Error: Minimum servers (-min_srv) option is missing', SYNTAX_GENERATE] },
  { command: `${GENERATE} -min_srv 4`, says: ['Error: Minimum servers (-min_srv) must be 1 to 3.'] },
  { command: `${GENERATE} -sess -u 4`, says: ['Error: sharing session keys is not allowed'] },
  { command: `${GENERATE} -m_value 9`, says: ['Error: Invalid m_value specified.'] },
  { command: `${GENERATE} -m_value two`, says: ['Error: Users who must approve any use (-m_value) is not a number.'] },
  {
    command: `${GENERATE} -m_value 3 -u 4`,
    says: ['Error: Approvals of 3 users (-m_value) need as many users, not 2: share the key with more (-u).'],
  },
  { command: `${GENERATE} -sess -m_value 1`, says: ['Error: a quorum for session keys is not allowed'] },
  { command: 'genSymKey -t 31 -s 20 -l x', says: ['Error: Invalid key size specified.'] },
  { command: 'genSymKey -t 30 -s 32 -l x', says: ['Error: Invalid key type specified.'] },
  { command: 'genSymKey -t 18 -s 32 -l x', says: [returned('GenerateSymmetricKey', 'POLICY_VIOLATION')] },
  {
    command: 'genRSAKeyPair -m 2048 -e 65537',
    says: ['Error: Key label (-l) is missing.', expect.stringMatching(/^Syntax: genRSAKeyPair -h -m <modulus length>/)],
  },
  { command: 'genRSAKeyPair -e 65537 -l x', says: ['Error: Modulus length in bits (-m) is missing.'] },
  { command: 'genRSAKeyPair -m 2048 -l x', says: ['Error: Public exponent (-e) is missing.'] },
  { command: 'genRSAKeyPair -m many -e 65537 -l x', says: ['Error: Modulus length in bits (-m) is not a number.'] },
  { command: `${PAIR} -timeout 1`, says: ['Error: Minimum servers (-min_srv) option is missing'] },
  { command: `${PAIR} -min_srv 0`, says: ['Error: Minimum servers (-min_srv) must be 1 to 3.'] },
  { command: `${PAIR} -sess -u 4`, says: ['Error: sharing session keys is not allowed'] },
  {
    command: `${PAIR} -m_value 2`,
    says: ['Error: Approvals of 2 users (-m_value) need as many users, not 1: share the key with more (-u).'],
  },
  { command: PAIR, says: [returned('GenerateKeyPair', NO_LOGIN)] },
  { command: 'findKey -m nowhere', says: ['There is no file nowhere'] },
  { command: 'findKey -c 5', says: ['Error: Key class (-c) is 2, 3, or 4.'] },
  { command: 'findKey -sess 2', says: ['Error: Session (-sess) is 0 or 1.'] },
  { command: 'findKey -kcv 1b8c', says: ['Error: Key check value (-kcv) has 6 hexadecimal digits.'] },
  { command: 'findKey -u alice', says: ['Error: IDs of users who may use the key (-u) is not a number.'] },
  { command: 'findSingleKey', says: ['Error: Key handle (-k) is missing.'] },
  { command: 'loginStatus now', says: [expect.stringMatching(/^Syntax: loginStatus -h$/)] },
  { command: 'exit now', says: [expect.stringMatching(/^Syntax: exit -h$/)] },
  { command: 'deleteKey -k -1', says: ['Error: Key handle (-k) is not a number.'] },
  { command: 'loginHSM -s kmsuser -p user12345', says: ['Error: User type (-u) is missing.'] },
  { command: 'loginHSM -u CU -p user12345', says: ['Error: Username (-s) is missing.'] },
  { command: 'loginHSM -u CU -s kmsuser', says: ['Error: Password (-p) is missing.'] },
  { command: 'loginHSM -u KU -s kmsuser -p user12345', says: ['Error: Invalid user type specified.'] },
  { command: 'loginHSM -u CU -s nobody -p user12345', says: [returned('LoginHSM', 'USER_NOT_FOUND')] },
  {
    command: 'logoutHSM',
    says: [returned('LogoutHSM', NO_LOGIN), ...nodes({ 0: NO_LOGIN, 1: NO_LOGIN, 2: NO_LOGIN })],
  },
  { command: GENERATE, says: [returned('GenerateSymmetricKey', NO_LOGIN)] },
  { command: 'findKey', says: [...nodes({ 0: NO_LOGIN, 1: NO_LOGIN, 2: NO_LOGIN }), returned('FindKey', NO_LOGIN)] },
  { command: 'findSingleKey -k 6', says: [returned('FindKey', NO_LOGIN)] },
  { command: 'deleteKey -k 6', says: [returned('FindKey', NO_LOGIN)] },
  { command: 'getKeyInfo -k 6', says: [returned('GetKey', NO_LOGIN)] },
  { command: 'getAttribute -o 6 -a 3', says: ['Error: Output file (-out) is missing.'] },
  { command: 'getAttribute -o 6 -a 3 -out f', says: [returned('GetAttribute', NO_LOGIN)] },
  { command: 'setAttribute -o 6 -a 3', says: ['Error: Only OBJ_ATTR_TOKEN (1) can be set.'] },
  { command: 'extractMaskedObject -o 6 -out f', says: [returned('ExtractMaskedObject', NO_LOGIN)] },
  { command: 'insertMaskedObject -f nowhere', says: ['There is no file nowhere'] },
  { command: 'imSymKey -f nowhere -w 6 -t 31 -l x', says: ['There is no file nowhere'] },
  { command: 'imSymKey -f nowhere -w 6 -t 21 -l x', says: ['Error: Invalid key type specified.'] },
  { command: 'exSymKey -k 6 -w 7 -out f -m 5', says: ['Error: Wrapping mechanism is invalid.'] },
  {
    command: 'wrapKey -k 6 -w 7 -out f -m 9',
    says: ['Error: Wrapping mechanism, hash or initialization vector is invalid.'],
  },
  {
    command: 'wrapKey -k 6 -w 7 -out f -m 7 -t 7',
    says: ['Error: Wrapping mechanism, hash or initialization vector is invalid.'],
  },
  {
    command: 'wrapKey -k 6 -w 7 -out f -m 8 -i A6A6A6A6A6A6A6A6',
    says: ['Error: Wrapping mechanism, hash or initialization vector is invalid.'],
  },
  {
    command: 'unWrapKey -f f -w 6 -m 4 -t 3',
    says: ['Error: Wrapping mechanism, hash or initialization vector is invalid.'],
  },
  { command: 'unWrapKey -f f -w 6 -m 4 -noheader', says: ['Error: Key label (-l) is missing.'] },
  {
    command: 'unWrapKey -f f -w 6 -m 4 -noheader -l x -kc 3 -kt 31',
    says: ['Error: Key type (-kt) is missing or invalid.'],
  },
  {
    command: 'unWrapKey -f f -w 6 -m 4 -noheader -l x -kc 2 -kt 0',
    says: ['Error: Key class (-kc) is missing or invalid.'],
  },
  { command: 'aesWrapUnwrap -m 2 -f f -w 6', says: ['Error: Mode (-m) is 1 or 0.'] },
  {
    command: 'aesWrapUnwrap -m 1 -f f -w 6 -i A6',
    says: ['Error: Initialization vector (-i) has 16 hexadecimal digits.'],
  },
  { command: 'Error2String -r 0xdb', says: ['Error Code db maps to HSM Error: Invalid User Type.'], exitCode: 0 },
  { command: 'Error2String -r 0', says: ['Error Code 0 maps to HSM Return: SUCCESS'], exitCode: 0 },
  { command: 'Error2String -r xyz', says: ['Error: Response code (-r) is not a number.'] },
  {
    command: 'Error2String -r 0x30000085',
    says: ['Error Code 30000085 maps to HSM CLUSTER ERROR: Server in cluster is unavailable'],
    exitCode: 0,
  },
  {
    command: 'getHSMInfo',
    says: ['Getting HSM Info', 'Model :NITROX-III CNN35XX-NFBE', returned('GetHSMInfo')],
    exitCode: 0,
  },
  { command: 'listAttributes', says: ['OBJ_ATTR_CLASS = 0', 'OBJ_ATTR_KCV = 371'], exitCode: 0 },
];

const UNSEEN = 'KEY_NOT_FOUND';

/** What a crypto user gets for a key that is not there, and for what a key cannot be. */
const BAD_AFTER_LOGIN: typeof BAD_INPUT = [
  {
    command: `genSymKey -t 31 -s 32 -l ${'x'.repeat(128)}`,
    says: [returned('GenerateSymmetricKey', 'INVALID_ARGUMENT')],
  },
  { command: 'findKey -m junk', says: ['Error: There is no modulus in junk.'] },
  { command: 'genRSAKeyPair -m 1024 -e 65537 -l x', says: [returned('GenerateKeyPair', 'POLICY_VIOLATION')] },
  { command: 'genRSAKeyPair -m 2048 -e 3 -l x', says: [returned('GenerateKeyPair', 'POLICY_VIOLATION')] },
  { command: 'genRSAKeyPair -m 2048 -e 4294967297 -l x', says: ['Error: Public exponent (-e) is not a number.'] },
  { command: `${PAIR} -u 9`, says: [returned('GenerateKeyPair', 'USER_NOT_FOUND')] },
  { command: 'deleteKey -k 99', says: [returned('FindKey', UNSEEN), ...nodes({ 0: UNSEEN, 1: UNSEEN, 2: UNSEEN })] },
  {
    command: 'findSingleKey -k 99',
    says: [returned('FindKey', UNSEEN), ...nodes({ 0: UNSEEN, 1: UNSEEN, 2: UNSEEN })],
  },
  { command: 'getKeyInfo -k 99', says: [returned('GetKey', UNSEEN)] },
  { command: 'getAttribute -o 99 -a 512 -out f', says: [returned('GetAttribute', UNSEEN)] },
  { command: 'extractMaskedObject -o 99 -out f', says: [returned('ExtractMaskedObject', UNSEEN)] },
  { command: 'exSymKey -k 99 -w 99 -out f', says: [returned('WrapKey', UNSEEN)] },
  { command: 'wrapKey -k 99 -w 99 -out f -m 4', says: [returned('WrapKey', UNSEEN)] },
  { command: 'insertMaskedObject -f junk', says: [returned('InsertMaskedObject', 'FOREIGN_OBJECT')] },
  { command: 'imSymKey -f junk -w 99 -t 31 -l x', says: [returned('WrapHostKey', UNSEEN)] },
  {
    command: 'unWrapKey -f junk -w 99 -m 4 -noheader -l x -kc 4 -kt 31',
    says: [returned('UnWrapWithTemplate3', UNSEEN)],
  },
  { command: 'aesWrapUnwrap -m 1 -f junk -w 99', says: [returned('WrapHostKey', UNSEEN)] },
];

test('bad input is answered after a login too', () =>
  atDesk('bad input, logged in', async ({ type, files }) => {
    await files.write('junk', Buffer.alloc(64, 1));
    for (const { command, says } of BAD_AFTER_LOGIN) {
      const run = await type(KMSUSER, command, 'findKey');
      expect([command, run.answerTo(command)]).toEqual([command, expect.arrayContaining([...says])]);
      expect([command, run.exitCode]).toEqual([command, 1]);
      expect(run.answerTo('findKey')[0]).toBe('Total number of keys present 0');
    }
    expect(files.text('f')).toBeUndefined();
  }));

test('bad input is answered, command by command, and nothing is done', () =>
  atDesk('bad input', async ({ type }) => {
    for (const { command, says, exitCode = 1 } of BAD_INPUT) {
      const run = await type(command);
      expect([command, run.answerTo(command)]).toEqual([command, expect.arrayContaining([...says])]);
      expect([command, run.exitCode]).toEqual([command, exitCode]);
    }
    expect((await type(KMSUSER, 'findKey')).answerTo('findKey')[0]).toBe('Total number of keys present 0');
  }));
