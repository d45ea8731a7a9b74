import type { HsmConnection } from '@keystorm/hsm-client';
import { type Answer, askUntil } from '../hsm-tools/answers.ts';
import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { cloneKey, isMakingFinal, removeKey } from '../hsm-tools/key-copies.ts';
import { CliError, type Command } from './command.ts';
import { newAttributes } from './key-changes.ts';
import { fully, keysOf } from './key-view.ts';
import { CLUSTER, type Given } from './parameters.ts';
import { type CliSession, reachable } from './session.ts';

/** Source: AWS CloudHSM User Guide, "Key synchronization and durability", "Key availability". */
const COPIES_MIN = 2;
const LENGTHS = ['16', '24', '32'];

/** Source: AWS CloudHSM User Guide, "key generate-symmetric aes". */
export const generateAes: Command = {
  path: ['key', 'generate-symmetric', 'aes'],
  summary: 'Generate an AES key',
  parameters: [
    { name: '--label', value: '<LABEL>', summary: 'Label for the key', required: true },
    {
      name: '--key-length-bytes',
      value: '<KEY_LENGTH_BYTES>',
      summary: 'Key length in bytes: 16, 24, or 32',
      required: true,
    },
    { name: '--session', summary: 'Creates a session key' },
    { name: '--attributes', value: '[<KEY_ATTRIBUTES>...]', many: true, summary: 'Space separated list of attributes' },
    {
      name: '--share-crypto-users',
      value: '[<USERNAME>...]',
      many: true,
      summary: 'Space separated list of crypto user usernames to share the key with',
    },
    CLUSTER,
  ],
  login: 'needed',
  async run(session, given) {
    const length = given.text('--key-length-bytes') ?? '';
    const shareWith = given.list('--share-crypto-users');
    if (!LENGTHS.includes(length)) throw new CliError('Key length is 16, 24, or 32 bytes');
    if (given.has('--session') && shareWith.length > 0) throw new CliError('Session keys cannot be shared');
    const attributes = newAttributes(given.list('--attributes'));
    const group = session.group(given);
    const handle = await make(session, group, given, async (hsm) => {
      const key = await hsm.generateKey({
        label: given.text('--label') ?? '',
        lengthBytes: Number(length),
        session: given.has('--session'),
        shareWith,
        ...attributes,
      });
      return key.handle;
    });
    const made = (await keysOf(group)).find((key) => key.handle === handle);
    if (made === undefined) throw new CliError('The key is gone again');
    return { key: fully(made) };
  },
};

/** Makes a key on one HSM and clones it to the others. One that too few HSMs have is deleted again. */
async function make(
  { checkAvailability }: CliSession,
  group: HsmGroup,
  given: Given,
  work: (hsm: HsmConnection) => Promise<number>,
): Promise<number> {
  const connected = await reachable(group);
  const made = await askUntil(connected, work, isMakingFinal);
  if (made === undefined || made.error !== undefined) throw made?.error ?? new CliError('No HSM is there');
  const handle = made.value;
  if (given.has('--session')) return handle;
  const holders = new Map<HsmServer, Answer<unknown>>([[made.node, made]]);
  await cloneKey(connected, holders, { handle });
  if (holders.size >= COPIES_MIN || !checkAvailability) return handle;
  await removeKey([...holders.keys()], { handle });
  throw new CliError(
    `Key ${handle} does not meet the availability requirements - The key must be available on at least ${COPIES_MIN} HSMs before being used.`,
  );
}
