import { describe, expect, test } from 'vitest';
import { Signer } from '../../packages/hsm-node/src/signer.fixture.ts';
import { USER_PASSWORD } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { done, failed } from '../worlds/cli-tool.ts';
import { atDesk, type Desk, GENERATE, KMSUSER, PAIR, withAlice } from '../worlds/desk.ts';
import { ALL_WELL, nodes, returned } from '../worlds/key-tool.ts';
import { runManagementTool } from '../worlds/management-tool.ts';
import { addApprovals, readTokenFile, signTokenFile } from '../worlds/token-files.ts';

const QUORUM_LINE = '2 Users need to approve to use/manage this key';
const SHARED = ['Owned by user 3', 'also, shared to following 1 user(s):', '4'];
const REFUSED = 'QUORUM_REQUIRED';

describe('key_mgmt_util: -m_value', () => {
  test('is shown, and what uses or manages the key is refused without approvals', () =>
    atDesk('kmu m_value', async (desk) => {
      await withAlice(desk);
      await desk.files.write('/plain', Buffer.alloc(32, 7));
      const generate = `${GENERATE} -u 4 -m_value 2`;
      const refused = [
        { command: 'aesWrapUnwrap -m 1 -f /plain -w 6 -i 0001020304050607', fn: 'WrapHostKey' },
        { command: 'wrapKey -k 7 -w 6 -m 4 -out /wrapped', fn: 'WrapKey' },
        { command: 'wrapKey -k 6 -w 7 -m 4 -out /wrapped', fn: 'WrapKey' },
        { command: 'exSymKey -k 6 -w 7 -out /key', fn: 'WrapKey' },
        { command: 'imSymKey -f /plain -w 6 -t 31 -l imported', fn: 'WrapHostKey' },
      ] as const;
      const run = await desk.type(
        KMSUSER,
        generate,
        'getKeyInfo -k 6',
        `${GENERATE} -u 4 -m_value 0`,
        'getKeyInfo -k 7',
        ...refused.map(({ command }) => command),
        'setAttribute -o 6 -a 1',
        '1',
        'deleteKey -k 6',
      );
      expect(run.answerTo(generate)).toEqual([
        returned('GenerateSymmetricKey'),
        'Symmetric Key Created. Key Handle: 6',
        ...ALL_WELL,
      ]);
      expect(run.answerTo('getKeyInfo -k 6')).toEqual([returned('GetKey'), ...SHARED, QUORUM_LINE]);
      expect(run.answerTo('getKeyInfo -k 7')).toEqual([returned('GetKey'), ...SHARED]);
      for (const { command, fn } of refused)
        expect({ command, answer: run.answerTo(command).at(-1) }).toEqual({ command, answer: returned(fn, REFUSED) });
      expect(run.answerTo('setAttribute -o 6 -a 1').slice(-5)).toEqual([
        returned('SetAttribute', REFUSED),
        ...nodes({ 0: REFUSED, 1: REFUSED, 2: REFUSED }),
      ]);
      expect(run.answerTo('deleteKey -k 6')).toEqual([returned('DeleteKey'), ...ALL_WELL]);
    }));

  test('is for the private key of a pair, and for keys that are unwrapped', () =>
    atDesk('kmu pair', async (desk) => {
      await withAlice(desk);
      const pair = `${PAIR} -u 4 -m_value 2`;
      const unwrap = 'unWrapKey -f /wrapped -w 8 -m 4 -u 4 -m_value 2';
      const wrap = 'wrapKey -k 9 -w 8 -m 4 -out /wrapped';
      const made = await desk.type(
        KMSUSER,
        pair,
        'getKeyInfo -k 6',
        'getKeyInfo -k 7',
        GENERATE,
        GENERATE,
        wrap,
        unwrap,
        'getKeyInfo -k 10',
      );
      expect(made.answerTo(pair)[1]).toBe('Cfm3GenerateKeyPair: public key handle: 6 private key handle: 7');
      expect(made.answerTo('getKeyInfo -k 6')).toEqual([returned('GetKey'), 'Owned by user 3']);
      expect(made.answerTo('getKeyInfo -k 7')).toEqual([returned('GetKey'), ...SHARED, QUORUM_LINE]);
      expect(made.answerTo(unwrap)[1]).toBe('Key Unwrapped. Key Handle: 10');
      expect(made.answerTo('getKeyInfo -k 10')).toEqual([returned('GetKey'), ...SHARED, QUORUM_LINE]);
    }));
});

const KEYS = { kmsuser: new Signer(), alice: new Signer() } as const;
const ROLE = 'crypto-user';
const loginAs = (userName: string) => `login --username ${userName} --role ${ROLE} --password ${USER_PASSWORD}`;
const KEY = '--filter key-reference=0x6';
const REFERENCE = '0x0000000000000006';
const RELABEL = `key set-attribute ${KEY} --name label --value other`;
const RELABELED = done({ message: 'Attribute set successfully' });
const QUORUM_FAILED = failed('Quorum Failed');

/** kmsuser and alice, who have registered their keys, and a key of kmsuser that takes the approval of both. */
function withSharedKey(seed: string, work: (desk: Desk) => Promise<void>): Promise<void> {
  return atDesk(seed, async (desk) => {
    await withAlice(desk);
    for (const [userName, key] of Object.entries(KEYS)) {
      await desk.files.write('/pub', Buffer.from(key.publicKey));
      const run = await desk.cli(
        loginAs(userName),
        'quorum token-sign generate --service registration --token /reg',
        () => signTokenFile(desk, key, '/reg'),
        'user change-quorum token-sign register --public-key /pub --signed-token /reg',
        'quit',
      );
      expect(run.answers.at(-1)).toEqual(done({ username: userName, role: ROLE }));
    }
    await desk.type(KMSUSER, `${GENERATE} -u 4 -m_value 2`);
    await work(desk);
  });
}

describe('cloudhsm-cli: key quorum', () => {
  test('is shown, asked for, given with the operation, and used up', () =>
    withSharedKey('cli key quorum', async (desk) => {
      const generate = (service: string) => `quorum token-sign generate --service ${service} --token /tfile ${KEY}`;
      const run = await desk.cli(
        loginAs('kmsuser'),
        `key list ${KEY} --verbose`,
        RELABEL,
        generate('key-usage'),
        generate('key-management'),
        'quorum token-sign list',
        () => addApprovals(desk, '/tfile', { alice: KEYS.alice }),
        `${RELABEL} --approval /tfile`,
        () => addApprovals(desk, '/tfile', KEYS),
        `${RELABEL} --approval /tfile`,
        RELABEL,
        'quorum token-sign list',
        'quorum token-sign delete --scope user',
        'quorum token-sign list',
        'quit',
      );
      const token = { username: 'kmsuser', 'key-reference': REFERENCE, 'minimum-token-count': 1 };
      const [usage, management] = [
        { ...token, service: 'key-usage' },
        { ...token, service: 'key-management' },
      ];
      expect(run.answers[1]).toMatchObject({
        data: {
          matched_keys: [
            { 'key-info': { 'key-quorum-values': { 'manage-key-quorum-value': 2, 'use-key-quorum-value': 2 } } },
          ],
        },
      });
      expect(run.answers.slice(2)).toEqual([
        QUORUM_FAILED,
        done({ path: '/tfile' }),
        done({ path: '/tfile' }),
        done({ tokens: [usage, management] }),
        QUORUM_FAILED,
        RELABELED,
        QUORUM_FAILED,
        done({ tokens: [usage] }),
        done('Deletion of quorum token(s) successful'),
        done({ tokens: [] }),
      ]);
      const { service, key_reference, approval_data } = readTokenFile(desk, '/tfile');
      expect({ service, key_reference }).toEqual({ service: 'key-management', key_reference: REFERENCE });
      expect(Buffer.from(approval_data, 'base64')).toHaveLength(3 * 80);
    }));

  test('covers sharing and unsharing, which leave as many users as have to approve', () =>
    withSharedKey('cli key sharing', async (desk) => {
      const unshare = `key unshare ${KEY} --username alice --role ${ROLE}`;
      const share = `key share ${KEY} --username alice --role ${ROLE}`;
      const run = await desk.cli(
        loginAs('kmsuser'),
        unshare,
        `quorum token-sign generate --service key-management --token /tfile ${KEY}`,
        () => addApprovals(desk, '/tfile', KEYS),
        `${unshare} --approval /tfile`,
        `${share} --approval /tfile`,
        `key delete ${KEY}`,
        'quit',
      );
      expect(run.answers.slice(1)).toEqual([
        QUORUM_FAILED,
        done({ path: '/tfile' }),
        failed('HSM Error: This operation violates the current configured/FIPS policies'),
        done({ message: 'Key shared successfully' }),
        done({ message: 'Key deleted successfully' }),
      ]);
    }));

  test('says what is wrong', () =>
    withSharedKey('cli key quorum misuse', async (desk) => {
      await desk.type(KMSUSER, GENERATE);
      const generate = 'quorum token-sign generate --service key-usage --token /f';
      const run = await desk.cli(
        loginAs('kmsuser'),
        generate,
        `${generate} --filter key-reference=6`,
        `${generate} --filter key-reference=0x99`,
        `${generate} --filter key-reference=0x7`,
        `${RELABEL} --approval /nowhere`,
        'quorum token-sign generate --service user --token /f',
        'quorum token-sign delete --scope all',
        `quorum token-sign generate --service key-management --token /tfile ${KEY}`,
        () => addApprovals(desk, '/tfile', { kmsuser: KEYS.alice }),
        `${RELABEL} --approval /tfile`,
        () => addApprovals(desk, '/tfile', { admin: KEYS.alice }),
        `${RELABEL} --approval /tfile`,
        'quit',
      );
      const matched = (count: number) =>
        failed(`Key selection criteria matched ${count} keys. Refine selection criteria to select a single key.`);
      const notPermitted = failed('HSM Error: User is not logged in or not permitted');
      expect(run.answers.slice(1)).toEqual([
        matched(2),
        failed('key-reference is not a hexadecimal number, such as 0xabc'),
        matched(0),
        failed('HSM Error: This operation violates the current configured/FIPS policies'),
        failed('There is no file /nowhere'),
        notPermitted,
        notPermitted,
        done({ path: '/tfile' }),
        failed('HSM Error: Signature is not valid'),
        failed("HSM Error: user isn't initialized or user with this name doesn't exist"),
      ]);
    }));
});

test('cloudhsm_mgmt_util shows the quorum of a key and tokens for it, and shares no such key', () =>
  withSharedKey('cmu key quorum', async (desk) => {
    const generate = `quorum token-sign generate --service key-management --token /tfile ${KEY}`;
    const { runtime, files, clusters } = desk.cliMachine;
    const machine = { runtime, files, servers: clusters[0]!.servers };
    await desk.cli(loginAs('kmsuser'), generate, 'quit');
    const login = `loginHSM CU kmsuser ${USER_PASSWORD}`;
    const { screen } = await runManagementTool(
      machine,
      login,
      'getKeyInfo 6',
      'listTokens',
      'shareKey 6 4 0',
      'y',
      'I',
      'I',
      'I',
    );
    const lines = screen.map((line) => line.trim());
    const count = (line: string) => lines.filter((other) => other === line).length;
    expect(['Owned by user 3', QUORUM_LINE, 'Service:2', 'Key Handle:6', 'Num of tokens = 1'].map(count)).toEqual([
      3, 3, 3, 3, 3,
    ]);
    expect(lines.filter((line) => line.includes('RET_MXN_AUTH_FAILED'))).toHaveLength(3);
  }));
