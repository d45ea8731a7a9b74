import { describe, expect, test } from 'vitest';
import { atDesk, GENERATE, KMSUSER, PAIR, withAlice } from '../worlds/desk.ts';
import { ALL_WELL, nodes, returned } from '../worlds/key-tool.ts';

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
