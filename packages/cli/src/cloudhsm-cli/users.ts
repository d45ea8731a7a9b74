import { findUser } from '@keystorm/hsm-client';
import { HsmError, type UserType } from '@keystorm/protocol';
import { askNodes } from '../hsm-tools/answers.ts';
import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { CliError, type Command, type Data } from './command.ts';
import { cliErrorText, expectAll, fromEach, onAll } from './fan-out.ts';
import {
  APPROVAL,
  CLUSTER,
  DESTINATION,
  type Given,
  NEW_PASSWORD,
  type Parameter,
  PASSWORD,
  ROLE,
  SOURCE,
  TOKEN,
  USERNAME,
} from './parameters.ts';
import { ASKED_TWICE, userOf } from './passwords.ts';
import { approvalOf } from './quorum.ts';
import { typeOf, userView } from './roles.ts';
import { signChallenges } from './second-factor.ts';
import { all, type CliSession } from './session.ts';
import { readFile } from './token-file.ts';
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
  parameters: [USERNAME, ROLE, PASSWORD, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const user = await userOf(session, given, ASKED_TWICE);
    const approve = await approvalOf(session, given);
    await onAll(session.group(given), 'User create', async (hsm) => {
      await approve(hsm);
      await hsm.createUser(user);
    });
    return named(given);
  },
};

export const remove: Command = {
  path: ['user', 'delete'],
  summary: 'Delete a user',
  parameters: [USERNAME, ROLE, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const { userType, userName } = subjectOf(given);
    const approve = await approvalOf(session, given);
    await onAll(session.group(given), 'User delete', async (hsm) => {
      await approve(hsm);
      await hsm.deleteUser(userType, userName);
    });
    return named(given);
  },
};

export const changePassword: Command = {
  path: ['user', 'change-password'],
  summary: "Change a user's password",
  parameters: [USERNAME, ROLE, PASSWORD, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const user = await userOf(session, given, ASKED_TWICE);
    const approve = await approvalOf(session, given);
    await onAll(session.group(given), 'User change-password', async (hsm, node) => {
      await approve(hsm);
      await hsm.changePassword(user);
      node.passwordChanged(user);
    });
    return named(given);
  },
};

const DEREGISTER: Parameter = { name: '--deregister', summary: 'Deregister the MFA public key, if present' };
/** Both are one key, so it changes nothing. */
const CHANGE_QUORUM: Parameter = {
  name: '--change-quorum',
  summary: 'Change the Quorum public key along with the MFA key',
};

/** A second factor comes and goes with a new password. Source: AWS CloudHSM User Guide, "user change-mfa". */
export const changeMfa: Command = {
  path: ['user', 'change-mfa', 'token-sign'],
  summary: 'Register or Deregister a public key using token-sign mfa strategy',
  parameters: [USERNAME, ROLE, NEW_PASSWORD, TOKEN, DEREGISTER, CHANGE_QUORUM, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const path = given.text(TOKEN.name);
    if ((path === undefined) !== given.has(DEREGISTER.name))
      throw new CliError(`Give one of ${TOKEN.name} ${TOKEN.value} and ${DEREGISTER.name}`);
    const user = await userOf(session, given, ASKED_TWICE, NEW_PASSWORD);
    const approve = await approvalOf(session, given);
    const nodes = await all(session.group(given), 'User change-mfa');
    const factor = path === undefined ? undefined : await newFactor(session, nodes, path);
    const answers = await askNodes(nodes, async (hsm, node) => {
      await approve(hsm);
      const signature = factor?.signatures.get(node);
      const secondFactor = factor && signature && { publicKey: factor.publicKey, signature };
      await hsm.changePassword(user, { ...(secondFactor && { secondFactor }) });
      node.passwordChanged(user);
    });
    expectAll('User change-mfa', answers);
    return named(given);
  },
};

async function newFactor(session: CliSession, nodes: readonly HsmServer[], path: string) {
  const signatures = await signChallenges(session, 'User change-mfa', nodes, path);
  const answer = await session.terminal.ask('Enter public key PEM file path:');
  if (answer === undefined) throw new CliError('No public key was given');
  return { signatures, publicKey: (await readFile(session, answer)).toString('utf8') };
}

const OTHER_TYPE = 'Replicating users from hsm2m.medium to hsm1.medium is unsupported: create the user there';

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
    expectAll('User replicate', await askNodes(targets, (hsm) => hsm.importMaskedUser(masked)), (error) =>
      error.code === 'POLICY_VIOLATION' ? OTHER_TYPE : cliErrorText(error),
    );
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
  return userView(subjectOf(given));
}
