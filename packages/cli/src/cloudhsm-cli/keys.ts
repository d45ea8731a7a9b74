import type { HsmConnection } from '@keystorm/hsm-client';
import { askNodes } from '../hsm-tools/answers.ts';
import { CliError, type Command, type Data } from './command.ts';
import { expectAll, fromAny, keyErrorText } from './fan-out.ts';
import { attributeChange } from './key-changes.ts';
import { matchingKeys, onlyKey } from './key-filter.ts';
import { briefly, fully } from './key-view.ts';
import {
  APPROVAL,
  CLUSTER,
  DESTINATION,
  FILTER,
  type Given,
  type Parameter,
  ROLE,
  SOURCE,
  USERNAME,
} from './parameters.ts';
import { approvalOf } from './quorum.ts';
import { typeOf } from './roles.ts';
import { all, type CliSession } from './session.ts';

const ITEMS_DEFAULT = 10;
const ITEMS_MAX = 1000;
const ONE_KEY: Parameter = { ...FILTER, required: true };

/** Source: AWS CloudHSM User Guide, "key list". */
export const list: Command = {
  path: ['key', 'list'],
  summary: 'List the keys that the current user has access to',
  parameters: [
    FILTER,
    { name: '--max-items', value: '<MAX_ITEMS>', summary: 'The total number of items to return (default: 10)' },
    { name: '--starting-token', value: '<STARTING_TOKEN>', summary: 'A token to specify where to start paginating' },
    { name: '--verbose', summary: 'If included, prints all attributes and key information for each matched key' },
    CLUSTER,
  ],
  login: 'needed',
  async run(session, given) {
    const keys = await matchingKeys(session.group(given), given);
    const most = countOf(given.text('--max-items') ?? String(ITEMS_DEFAULT), 1);
    const start = countOf(given.text('--starting-token') ?? '0', 0);
    const page = keys.slice(start, start + most);
    const next = start + page.length;
    return {
      matched_keys: page.map((key) => (given.has('--verbose') ? fully(key) : briefly(key))),
      total_key_count: keys.length,
      returned_key_count: page.length,
      ...(next < keys.length && { next_token: String(next) }),
    };
  },
};

function countOf(text: string, min: number): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= min && (min === 0 || count <= ITEMS_MAX)) return count;
  throw new CliError(min === 0 ? 'Starting token is not one that was given out' : `Max items is 1 to ${ITEMS_MAX}`);
}

export const remove: Command = {
  path: ['key', 'delete'],
  summary: 'Delete a key',
  parameters: [ONE_KEY, CLUSTER],
  login: 'needed',
  run: (session, given) =>
    change(session, given, {
      what: 'Key delete',
      message: 'Key deleted successfully',
      work: (hsm, handle) => hsm.deleteKey(handle),
    }),
};

/** Source: AWS CloudHSM User Guide, "key set-attribute". */
export const setAttribute: Command = {
  path: ['key', 'set-attribute'],
  summary: 'Set an attribute for a key',
  parameters: [
    ONE_KEY,
    { name: '--name', value: '<KEY_ATTRIBUTE>', summary: 'Name of the attribute to be set', required: true },
    { name: '--value', value: '<KEY_ATTRIBUTE_VALUE>', summary: 'Attribute value to be set', required: true },
    APPROVAL,
    CLUSTER,
  ],
  login: 'needed',
  run(session, given) {
    const changes = attributeChange(given.text('--name') ?? '', given.text('--value') ?? '');
    return change(session, given, {
      what: 'Key set-attribute',
      message: 'Attribute set successfully',
      work: (hsm, handle) => hsm.setKeyAttributes(handle, changes),
    });
  },
};

export const share = sharing('share', 'Share a key with other crypto users in your cluster');
export const unshare = sharing('unshare', 'Unshare a key with other crypto users in your cluster');

/** Source: AWS CloudHSM User Guide, "key share", "key unshare". */
function sharing(verb: 'share' | 'unshare', summary: string): Command {
  return {
    path: ['key', verb],
    summary,
    parameters: [ONE_KEY, USERNAME, ROLE, APPROVAL, CLUSTER],
    login: 'needed',
    run(session, given) {
      if (typeOf(given.text(ROLE.name) ?? '') !== 'USER_TYPE_CU')
        throw new CliError(`Keys are ${verb}d with crypto users only`);
      const userName = given.text(USERNAME.name) ?? '';
      return change(session, given, {
        what: `Key ${verb}`,
        message: `Key ${verb}d successfully`,
        work: (hsm, handle) => (verb === 'share' ? hsm.shareKey(handle, userName) : hsm.unshareKey(handle, userName)),
      });
    },
  };
}

interface Change {
  readonly what: string;
  readonly message: string;
  work(hsm: HsmConnection, handle: number): Promise<unknown>;
}

/** Changes the one key that is meant on every HSM that is there and has it; the others are brought level with them. */
async function change(session: CliSession, given: Given, wanted: Change): Promise<Data> {
  const approve = await approvalOf(session, given);
  const { handle, holders } = await onlyKey(session.group(given), given);
  const work = async (hsm: HsmConnection) => {
    await approve(hsm);
    await wanted.work(hsm, handle);
  };
  expectAll(wanted.what, await askNodes(holders, work), keyErrorText);
  return { message: wanted.message };
}

/** Source: AWS CloudHSM User Guide, "key replicate". */
export const replicate: Command = {
  path: ['key', 'replicate'],
  summary: 'Replicate a key from a source to a destination cluster',
  parameters: [ONE_KEY, SOURCE, DESTINATION],
  login: 'needed',
  async run(session, given) {
    const source = session.groupOf(given.text(SOURCE.name) ?? '');
    const destination = session.groupOf(given.text(DESTINATION.name) ?? '');
    const { handle, isEverywhere } = await onlyKey(source, given);
    if (!isEverywhere) throw new CliError('The selected key is not synchronized throughout the cluster');
    const masked = await fromAny(source, (hsm) => hsm.exportMaskedKey(handle));
    const targets = await all(destination, 'Key replicate');
    expectAll('Key replicate', await askNodes(targets, (hsm) => hsm.importMaskedKey(masked)));
    return { message: 'Successfully replicated key' };
  },
};
