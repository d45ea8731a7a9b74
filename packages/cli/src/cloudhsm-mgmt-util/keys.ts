import { createHash } from 'node:crypto';
import { HsmError, type KeyObject } from '@keystorm/protocol';
import { errorText } from '../hsm-tools/hsm-server.ts';
import { ALL_ATTRIBUTES, attributeText, KEY_ATTRIBUTES } from '../hsm-tools/key-attributes.ts';
import type { Command } from './command.ts';
import { onEveryServer } from './fan-out.ts';
import { numberOf } from './parameters.ts';
import { Report } from './report.ts';

const NUMBER_DIGITS = 8;
const NAME_COLUMN = 32;

export const findAllKeys: Command = {
  name: 'findAllKeys',
  parameters: '<user id> <key hash: 0|1> [file]',
  summary: 'List the handles of the keys of a user',
  limited: false,
  async run(session, [user, withHash, file, more]) {
    const userId = numberOf(user);
    if (userId === undefined || (withHash !== '0' && withHash !== '1') || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const report = new Report(session, file);
    const outcome = await onEveryServer(session, servers, {
      name: 'findAllKeys',
      async run({ hsm, label, user: self }) {
        // Differs from the HSM, where a crypto user may find its own keys; this command is for officers.
        // Source: AWS CloudHSM User Guide, "findAllKeys".
        if (self?.userType === 'USER_TYPE_CU') throw new HsmError('NOT_PERMITTED');
        const keys = await hsm.findKeys({});
        report.add(keyList(label, keys, userId, withHash === '1'));
        session.terminal.print(`findAllKeys success on server ${label}`);
      },
      failure: ({ label }) => `findAllKeys failed on server ${label}`,
    });
    return (await report.save()) === 'done' ? outcome : 'failed';
  },
};

function keyList(label: string, keys: readonly KeyObject[], userId: number, withHash: boolean): readonly string[] {
  const own = keys.filter(({ ownerId }) => ownerId === userId);
  const lines = [
    `Keys on server ${label}:`,
    `Number of keys found ${own.length}`,
    `number of keys matched from start index 0::${own.length}`,
  ];
  if (own.length === 0) return lines;
  lines.push(own.map(({ handle }) => `${handle}(o)`).join(','));
  if (withHash) lines.push('Key Hash:', keyHash(keys));
  return [...lines, ''];
}

/**
 * Of all keys of the HSM, whoever owns them: equal on HSMs that agree. Owners count by name, because HSMs may have given
 * one user different ids.
 */
function keyHash(keys: readonly KeyObject[]): string {
  const hash = createHash('sha256');
  for (const { handle, version, ownerName } of keys) hash.update(`${handle} ${version} ${ownerName.toLowerCase()}\n`);
  return hash.digest('hex');
}

export const getAttribute: Command = {
  name: 'getAttribute',
  parameters: '<key handle> <attribute> [file]',
  summary: 'Show an attribute of a key',
  limited: false,
  async run(session, [key, attribute, file, more]) {
    const handle = numberOf(key);
    const id = numberOf(attribute);
    if (handle === undefined || id === undefined || more !== undefined) return 'misused';
    const wanted = KEY_ATTRIBUTES.filter((known) => id === ALL_ATTRIBUTES.id || known.id === id);
    if (wanted.length === 0) {
      session.terminal.print(`getAttribute failed: ${errorText(new HsmError('INVALID_ARGUMENT'))}`);
      return 'failed';
    }
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const report = new Report(session, file);
    const outcome = await onEveryServer(session, servers, {
      name: 'getAttribute',
      async run({ hsm, label }) {
        const { attributes } = await hsm.getKey(handle);
        if (attributes === null) throw new HsmError('KEY_ACCESS_DENIED');
        const lines = wanted.flatMap(({ name, value }) => {
          const held = value(attributes);
          return held === undefined ? [] : [name, attributeText(held, NUMBER_DIGITS)];
        });
        if (lines.length === 0) throw new HsmError('INVALID_ARGUMENT');
        report.add([`Attribute Value on server ${label}:`, ...lines]);
      },
      failure: ({ label }) => `getAttribute failed on server ${label}`,
    });
    return (await report.save()) === 'done' ? outcome : 'failed';
  },
};

export const getKeyInfo: Command = {
  name: 'getKeyInfo',
  parameters: '[-k] <key handle> [file]',
  summary: 'Show who owns a key',
  limited: false,
  async run(session, parameters) {
    const [key, file, more] = parameters[0] === '-k' ? parameters.slice(1) : parameters;
    const handle = numberOf(key);
    if (handle === undefined || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const report = new Report(session, file);
    const outcome = await onEveryServer(session, servers, {
      name: 'getKeyInfo',
      async run({ hsm, label }) {
        const { ownerId } = await hsm.getKey(handle);
        report.add([`Key Info on server ${label}:`, '', '  Token/Flash Key,', '', `  Owned by user ${ownerId}`, '']);
      },
      failure: ({ label }) => `getKeyInfo failed on server ${label}`,
    });
    return (await report.save()) === 'done' ? outcome : 'failed';
  },
};

export const listAttributes: Command = {
  name: 'listAttributes',
  parameters: '',
  summary: 'List the attributes of keys, and their numbers',
  limited: false,
  run({ terminal }, [option, more]) {
    if ((option !== undefined && option !== '-h') || more !== undefined) return 'misused';
    terminal.print('Following are the possible attribute values for getAttribute:');
    terminal.print('');
    for (const { name, id } of [...KEY_ATTRIBUTES, ALL_ATTRIBUTES].toSorted((a, b) => a.id - b.id))
      terminal.print(`      ${name.padEnd(NAME_COLUMN)}= ${id}`);
    return 'done';
  },
};
