import type { KeyConditions } from '@keystorm/hsm-client';
import type { KeyObject } from '@keystorm/protocol';
import { numbersOf } from '../hsm-tools/key-attributes.ts';
import { loadFile } from '../hsm-tools/user-files.ts';
import type { Command } from './command.ts';
import { askNodes } from '../hsm-tools/answers.ts';
import { misused } from './generate.ts';
import { tell, tellNodes, tellReturn } from './nodes.ts';
import type { Given } from './options.ts';

/** Of public, private and secret keys. */
const CLASSES = [2, 3, 4];
const MODULUS_BYTES_MIN = 256;

/** Source: AWS CloudHSM User Guide, "findKey". */
export const findKey: Command = {
  name: 'findKey',
  summary: 'Find Key',
  options: [
    { name: '-c', what: 'Key class', value: '<key class>', kind: 'number' },
    { name: '-t', what: 'Key type', value: '<key type>', kind: 'number' },
    { name: '-l', what: 'Key label', value: '<key label>' },
    { name: '-id', what: 'Key ID', value: '<key ID>' },
    { name: '-sess', what: '1 for keys of this session, 0 for persistent ones', value: '<0|1>', kind: 'number' },
    { name: '-u', what: 'IDs of users who may use the key', value: '<user ids>', kind: 'numbers' },
    { name: '-m', what: 'File with an RSA modulus', value: '<modulus file>' },
    { name: '-kcv', what: 'Key check value', value: '<key check value>' },
  ],
  async run(session, given) {
    const problem = problemOf(given);
    if (problem !== undefined) return misused(session.terminal, problem);
    const file = given.text('-m');
    const content = file === undefined ? undefined : await loadFile(session, file);
    if (file !== undefined && content === undefined) return 'failed';
    const modulus = content === undefined ? undefined : modulusOf(content);
    if (content !== undefined && modulus === undefined)
      return misused(session.terminal, `There is no modulus in ${file}.`);
    const answers = await askNodes(await session.connected(), async (hsm) =>
      (await hsm.findKeys(conditionsOf(given))).filter(
        (key) => matches(key, given) && (modulus === undefined || key.attributes?.modulus.equals(modulus) === true),
      ),
    );
    // A key that is on some of the nodes only is found all the same; findSingleKey tells where it is.
    const handles = new Set(
      answers.flatMap((answer) => (answer.error === undefined ? answer.value : [])).map(({ handle }) => handle),
    );
    const { terminal } = session;
    if (answers.some(({ error }) => error === undefined)) {
      terminal.print('');
      terminal.print(`Total number of keys present ${handles.size}`);
      if (handles.size > 0) {
        terminal.print('');
        terminal.print(` number of keys matched from start index 0::${handles.size - 1}`);
        terminal.print([...handles].toSorted((a, b) => a - b).join(', '));
      }
    }
    const nodes = tellNodes(session, answers);
    const outcome = tellReturn(session, 'FindKey', answers[0]);
    return nodes === 'done' ? outcome : 'failed';
  },
};

function conditionsOf(given: Given): KeyConditions {
  const [label, id] = [given.text('-l'), given.text('-id')];
  return { ...(label !== undefined && { label }), ...(id !== undefined && { id: Buffer.from(id) }) };
}

/** What the HSM does not compare. */
function matches({ attributes, ownerId, shares }: KeyObject, given: Given): boolean {
  const kind = attributes === null ? undefined : numbersOf(attributes);
  const users = [ownerId, ...shares.map(({ userId }) => userId)];
  const checkValue = given.text('-kcv')?.toLowerCase().replace(/^0x/, '');
  return (
    [kind?.keyClass, undefined].includes(given.number('-c')) &&
    [kind?.keyType, undefined].includes(given.number('-t')) &&
    (given.number('-sess') === undefined || given.number('-sess') === Number(attributes?.token === false)) &&
    given.numbers('-u').every((id) => users.includes(id)) &&
    (checkValue === undefined || attributes?.checkValue.toString('hex') === checkValue)
  );
}

/** A condition that no key can fulfil. */
function problemOf(given: Given): string | undefined {
  if (![...CLASSES, undefined].includes(given.number('-c'))) return 'Key class (-c) is 2, 3, or 4.';
  if (![0, 1, undefined].includes(given.number('-sess'))) return 'Session (-sess) is 0 or 1.';
  const checkValue = given.text('-kcv');
  if (checkValue !== undefined && !/^(0x)?[0-9a-f]{6}$/i.test(checkValue))
    return 'Key check value (-kcv) has 6 hexadecimal digits.';
  return undefined;
}

/** A file holds the modulus itself, or hexadecimal digits in its last line, as getAttribute writes it. */
function modulusOf(file: Buffer): Buffer | undefined {
  const digits = file.toString('latin1').trim().split('\n').at(-1)?.trim().replace(/^0x/i, '') ?? '';
  const modulus = /^([0-9a-f]{2})+$/i.test(digits) ? Buffer.from(digits, 'hex') : file;
  return modulus.length >= MODULUS_BYTES_MIN ? modulus : undefined;
}

/** Shows on which nodes a key is. Source: AWS CloudHSM User Guide, "findSingleKey". */
export const findSingleKey: Command = {
  name: 'findSingleKey',
  summary: 'Find single Key',
  options: [{ name: '-k', what: 'Key handle', value: '<key handle>', kind: 'number', required: true }],
  async run(session, given) {
    const handle = given.number('-k') ?? 0;
    const answers = await askNodes(await session.connected(), (hsm) => hsm.getKey(handle));
    return tell(session, 'FindKey', answers);
  },
};
