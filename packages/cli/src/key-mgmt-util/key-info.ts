import type { KeyObject } from '@keystorm/protocol';
import { HsmError } from '@keystorm/protocol';
import {
  ALL_ATTRIBUTES,
  attributeList,
  attributeText,
  type AttributeValue,
  KEY_ATTRIBUTES,
} from '../hsm-tools/key-attributes.ts';
import { quorumLines } from '../hsm-tools/key-quorum.ts';
import { saveFile } from '../hsm-tools/user-files.ts';
import type { Command } from './command.ts';
import { askOne, tellReturn } from './nodes.ts';

/** Source: AWS CloudHSM User Guide, "getKeyInfo". */
export const getKeyInfo: Command = {
  name: 'getKeyInfo',
  summary: 'Get Key Info about shared users/sessions',
  options: [{ name: '-k', what: 'Key handle', value: '<key handle>', kind: 'number', required: true }],
  async run(session, given) {
    const answer = await askOne(session, (hsm) => hsm.getKey(given.number('-k') ?? 0));
    const outcome = tellReturn(session, 'GetKey', answer);
    if (answer !== undefined && answer.error === undefined)
      for (const line of usersOf(answer.value)) session.terminal.print(line);
    return outcome;
  },
};

function usersOf(key: KeyObject): readonly string[] {
  const { ownerId, shares } = key;
  const users = shares.map(({ userId }) => `\t\t${userId}`);
  const sharing = users.length === 0 ? [] : ['', `\talso, shared to following ${users.length} user(s):`, '', ...users];
  return ['', `\tOwned by user ${ownerId}`, ...sharing, ...quorumLines(key)];
}

/** Digits of a number that is asked for alone, and of one among all. Source: AWS CloudHSM User Guide, "getAttribute". */
const DIGITS = { one: 8, all: 2 } as const;
/** A number that is written in full even so. */
const LENGTH = 'OBJ_ATTR_VALUE_LEN';

/** Source: AWS CloudHSM User Guide, "getAttribute". */
export const getAttribute: Command = {
  name: 'getAttribute',
  summary: 'Reads an attribute from an object',
  options: [
    { name: '-o', what: 'Object handle', value: '<object handle>', kind: 'number', required: true },
    { name: '-a', what: 'Attribute', value: '<attribute>', kind: 'number', required: true },
    { name: '-out', what: 'Output file', value: '<output file>', required: true },
  ],
  async run(session, given) {
    const { terminal } = session;
    const id = given.number('-a');
    const isAll = id === ALL_ATTRIBUTES.id;
    const wanted = KEY_ATTRIBUTES.filter((known) => isAll || known.id === id);
    const answer = await askOne(session, async (hsm) => {
      const { attributes } = await hsm.getKey(given.number('-o') ?? 0);
      const held = wanted.map(({ name, value }) => ({
        name,
        value: attributes === null ? undefined : value(attributes),
      }));
      const present = held.filter((entry): entry is Held => entry.value !== undefined);
      if (present.length === 0) throw new HsmError('INVALID_ARGUMENT');
      return present;
    });
    if (answer !== undefined && answer.error === undefined) {
      const lines = answer.value.flatMap(({ name, value }) => [
        name,
        attributeText(value, isAll && name !== LENGTH ? DIGITS.all : DIGITS.one),
      ]);
      const file = given.text('-out') ?? '';
      const content = Buffer.from(`${lines.join('\n')}\n`);
      if (!(await saveFile(session, file, content))) return 'failed';
      if (isAll) terminal.print(`got all attributes of size ${content.length} attr cnt ${answer.value.length}`);
      terminal.print(`Attributes dumped into ${file} file`);
      if (!isAll) return 'done';
    }
    return tellReturn(session, 'GetAttribute', answer);
  },
};

interface Held {
  readonly name: string;
  readonly value: AttributeValue;
}

export const listAttributes: Command = {
  name: 'listAttributes',
  summary: 'List all attributes for getAttributes',
  options: [],
  run({ terminal }) {
    terminal.print('');
    terminal.print('Description');
    terminal.print('===========');
    terminal.print('The following are all of the possible attribute values for getAttributes.');
    terminal.print('');
    for (const line of attributeList()) terminal.print(line);
    return 'done';
  },
};
