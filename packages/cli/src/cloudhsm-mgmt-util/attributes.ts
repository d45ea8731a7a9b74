import { HsmError } from '@keystorm/protocol';
import { errorText } from '../hsm-tools/hsm-server.ts';
import {
  ALL_ATTRIBUTES,
  attributeList,
  attributeText,
  KEY_ATTRIBUTES,
  keyChange,
} from '../hsm-tools/key-attributes.ts';
import { confirm } from './caution.ts';
import type { Command } from './command.ts';
import { onEachServer, onEveryServer } from './fan-out.ts';
import { numberOf } from '../hsm-tools/words.ts';
import { Report } from './report.ts';

const NUMBER_DIGITS = 8;

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

/** What this tool may change; the rest is for key_mgmt_util. Source: AWS CloudHSM User Guide, "Key attribute reference". */
const NOT_CHANGED_HERE: readonly string[] = ['OBJ_ATTR_TOKEN', 'OBJ_ATTR_ID'];

export const setAttribute: Command = {
  name: 'setAttribute',
  parameters: '<key handle> <attribute> <value>',
  summary: 'Change an attribute of a key',
  limited: false,
  async run(session, [key, attribute, text, more]) {
    const handle = numberOf(key);
    const id = numberOf(attribute);
    if (handle === undefined || id === undefined || text === undefined || more !== undefined) return 'misused';
    const known = KEY_ATTRIBUTES.find((candidate) => candidate.id === id && !NOT_CHANGED_HERE.includes(candidate.name));
    const change = known === undefined ? undefined : keyChange(known, text);
    if (change === undefined) {
      session.terminal.print(`setAttribute failed: ${errorText(new HsmError('INVALID_ARGUMENT'))}`);
      return 'failed';
    }
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    if (!(await confirm(session))) return 'done';
    return await onEachServer(session, servers, {
      name: 'setAttribute',
      async run({ hsm, label }) {
        await hsm.setKeyAttributes(handle, change);
        session.terminal.print(`setAttribute success on server ${label}`);
      },
      failure: ({ label }) => `setting attribute on server ${label} failed`,
    });
  },
};

export const listAttributes: Command = {
  name: 'listAttributes',
  parameters: '[-h]',
  summary: 'List the attributes of keys, and their numbers',
  limited: false,
  run({ terminal }, [option, more]) {
    if ((option !== undefined && option !== '-h') || more !== undefined) return 'misused';
    terminal.print('Following are the possible attribute values for getAttribute:');
    terminal.print('');
    for (const line of attributeList()) terminal.print(line);
    return 'done';
  },
};
