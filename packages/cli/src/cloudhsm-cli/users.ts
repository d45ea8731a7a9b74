import { findUser } from '@keystorm/hsm-client';
import { HsmError, type UserType } from '@keystorm/protocol';
import { askNodes } from '../hsm-tools/answers.ts';
import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import { CliError, type Command, type Data } from './command.ts';
import { expectAll, fromEach, onAll } from './fan-out.ts';
import { CLUSTER, DESTINATION, type Given, PASSWORD, ROLE, SOURCE, USERNAME } from './parameters.ts';
import { ASKED_TWICE, userOf } from './passwords.ts';
import { typeOf } from './roles.ts';
import { all } from './session.ts';
import { userTable } from './user-table.ts';

/** Source: AWS CloudHSM User Guide, "user list". */
export const list: Command = {
  path: ['user', 'list'],
  summary: 'List the users in your cluster',
  parameters: [CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const lists = await fromEach(session.group(given), (hsm) => hsm.listUsers());
    return { users: userTable(lists.map(({ value }) => value)) };
  },
};

export const create: Command = {
  path: ['user', 'create'],
  summary: 'Create a new user',
  parameters: [USERNAME, ROLE, PASSWORD, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const user = await userOf(session, given, ASKED_TWICE);
    await onAll(session.group(given), 'User create', (hsm) => hsm.createUser(user));
    return named(given);
  },
};

export const remove: Command = {
  path: ['user', 'delete'],
  summary: 'Delete a user',
  parameters: [USERNAME, ROLE, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const { userType, userName } = subjectOf(given);
    await onAll(session.group(given), 'User delete', (hsm) => hsm.deleteUser(userType, userName));
    return named(given);
  },
};

export const changePassword: Command = {
  path: ['user', 'change-password'],
  summary: "Change a user's password",
  parameters: [USERNAME, ROLE, PASSWORD, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const user = await userOf(session, given, ASKED_TWICE);
    await onAll(session.group(given), 'User change-password', async (hsm, node) => {
      await hsm.changePassword(user);
      node.passwordChanged(user);
    });
    return named(given);
  },
};

/** Source: AWS CloudHSM User Guide, "user replicate". */
export const replicate: Command = {
  path: ['user', 'replicate'],
  summary: 'Replicate a user from a source to a destination cluster',
  parameters: [USERNAME, ROLE, SOURCE, DESTINATION],
  login: 'needed',
  async run(session, given) {
    const source = session.groupOf(given.text(SOURCE.name) ?? '');
    const destination = session.groupOf(given.text(DESTINATION.name) ?? '');
    const masked = await maskedUser(source, subjectOf(given));
    const targets = await all(destination, 'User replicate');
    expectAll('User replicate', await askNodes(targets, (hsm) => hsm.importMaskedUser(masked)));
    return { message: 'Successfully replicated user' };
  },
};

interface Subject {
  readonly userType: UserType;
  readonly userName: string;
}

/** The user as every HSM of the source has it; whether passwords are the same, nobody can tell. */
async function maskedUser(source: HsmGroup, { userType, userName }: Subject): Promise<Buffer> {
  const users = await fromEach(source, async (hsm) => findUser(await hsm.listUsers(), userType, userName));
  const [first] = users;
  const user = first?.value;
  if (first === undefined || users.every(({ value }) => value === undefined)) throw new HsmError('USER_NOT_FOUND');
  if (user === undefined || users.some(({ value }) => value?.userId !== user.userId))
    throw new CliError('Specified user is inconsistent across the cluster');
  return await first.node.hsm.exportMaskedUser(user.userId);
}

function subjectOf(given: Given): Subject {
  return { userType: typeOf(given.text(ROLE.name) ?? ''), userName: given.text(USERNAME.name) ?? '' };
}

function named(given: Given): Data {
  return { username: given.text(USERNAME.name), role: given.text(ROLE.name) };
}
