import type { HsmConnection, NewQuorumToken } from '@keystorm/hsm-client';
import type { QuorumService, QuorumToken } from '@keystorm/protocol';
import { askNodes } from '../hsm-tools/answers.ts';
import { numberOf } from '../hsm-tools/words.ts';
import { CliError, type Command, type Data } from './command.ts';
import { expectAll, fromEach, onAll } from './fan-out.ts';
import { onlyKey } from './key-filter.ts';
import { referenceOf } from './key-view.ts';
import { APPROVAL, CLUSTER, FILTER, type Given, type Parameter, TOKEN } from './parameters.ts';
import { userView } from './roles.ts';
import { all, type CliSession } from './session.ts';
import { readApproval, readFile, readRegistration, writeRegistration, writeTokens } from './token-file.ts';

/** Source: AWS CloudHSM User Guide, "Supported service names and types for quorum authentication". */
const SERVICES: ReadonlyMap<string, QuorumService> = new Map([
  ['user', 'QUORUM_SERVICE_USER_MGMT'],
  ['quorum', 'QUORUM_SERVICE_MISC_CO'],
  ['cluster', 'QUORUM_SERVICE_CLUSTER'],
]);
/** What users of a key approve. */
const KEY_SERVICES: ReadonlyMap<string, QuorumService> = new Map([
  ['key-usage', 'QUORUM_SERVICE_KEY_USAGE'],
  ['key-management', 'QUORUM_SERVICE_KEY_MANAGEMENT'],
]);
const REGISTRATION = 'registration';
const TOKEN_SERVICES = [...SERVICES.keys(), REGISTRATION, ...KEY_SERVICES.keys()];
const REGISTRATION_BYTES = 32;
const SCOPES: ReadonlyMap<string, 'own' | 'all'> = new Map([
  ['user', 'own'],
  ['all', 'all'],
]);

const SERVICE: Parameter = {
  name: '--service',
  value: '<SERVICE>',
  summary: 'Service the token will be used for [possible values: user, quorum, cluster]',
  required: true,
};
const TOKEN_SERVICE: Parameter = {
  ...SERVICE,
  summary: `Service the token will be used for [possible values: ${TOKEN_SERVICES.join(', ')}]`,
};
const VALUE: Parameter = { name: '--value', value: '<VALUE>', summary: 'Value to set for service', required: true };
const SCOPE: Parameter = {
  name: '--scope',
  value: '<SCOPE>',
  summary: 'Scope of which token(s) will be deleted [possible values: user, all]',
  required: true,
};
const PUBLIC_KEY: Parameter = {
  name: '--public-key',
  value: '<PUBLIC_KEY>',
  summary: 'Filepath to public key PEM file',
  required: true,
};
const SIGNED_TOKEN: Parameter = {
  name: '--signed-token',
  value: '<SIGNED_TOKEN>',
  summary: 'Filepath with token signed by user private key',
  required: true,
};

const GENERATE = 'Quorum token-sign generate';

/** Source: AWS CloudHSM User Guide, "quorum token-sign generate". */
export const generate: Command = {
  path: ['quorum', 'token-sign', 'generate'],
  summary: 'Generate a token',
  parameters: [TOKEN_SERVICE, { ...TOKEN, required: true }, FILTER, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const path = given.text(TOKEN.name) ?? '';
    const named = given.text(SERVICE.name) ?? '';
    const keyService = KEY_SERVICES.get(named);
    if (keyService !== undefined) {
      await generateForKey(session, given, { path, named, service: keyService });
      return { path };
    }
    if (given.has(FILTER.name))
      throw new CliError(`${FILTER.name} is for the services ${[...KEY_SERVICES.keys()].join(' and ')}`);
    if (named === REGISTRATION) {
      await writeRegistration(session, path, Buffer.from(session.random.bytes(REGISTRATION_BYTES)));
      return { path };
    }
    const service = serviceOf(given, TOKEN_SERVICES);
    const nodes = await all(session.group(given), GENERATE);
    const made = expectAll(GENERATE, await askNodes(nodes, (hsm) => hsm.createQuorumToken(service)));
    await writeTokens(session, path, made.map(tokenOf));
    return { path };
  },
};

/** Every HSM that has the key makes a token. */
async function generateForKey(
  session: CliSession,
  given: Given,
  { path, named, service }: { readonly path: string; readonly named: string; readonly service: QuorumService },
): Promise<void> {
  const { handle, holders } = await onlyKey(session.group(given), given);
  const made = expectAll(GENERATE, await askNodes(holders, (hsm) => hsm.createQuorumToken(service, handle)));
  await writeTokens(session, path, made.map(tokenOf), { service: named, key_reference: referenceOf(handle) });
}

function tokenOf({ value }: { readonly value: NewQuorumToken }): Buffer {
  return value.token;
}

/** Source: AWS CloudHSM User Guide, "quorum token-sign list". */
export const list: Command = {
  path: ['quorum', 'token-sign', 'list'],
  summary: 'List the token-sign tokens in your cluster',
  parameters: [CLUSTER],
  login: 'needed',
  async run(session, given) {
    const lists = await fromEach(session.group(given), (hsm) => hsm.listQuorumTokens());
    return { tokens: tokenTable(lists.map(({ value }) => value)) };
  },
};

/** Source: AWS CloudHSM User Guide, "quorum token-sign delete". */
export const remove: Command = {
  path: ['quorum', 'token-sign', 'delete'],
  summary: 'Delete one or more Quorum Tokens',
  parameters: [SCOPE, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const whose = SCOPES.get(given.text(SCOPE.name) ?? '');
    if (whose === undefined) throw invalid(given, SCOPE, [...SCOPES.keys()]);
    await onAll(session.group(given), 'Quorum token-sign delete', (hsm) => hsm.deleteQuorumTokens(whose));
    return 'Deletion of quorum token(s) successful';
  },
};

/** Source: AWS CloudHSM User Guide, "quorum token-sign list-quorum-values". */
export const listValues: Command = {
  path: ['quorum', 'token-sign', 'list-quorum-values'],
  summary: 'List current quorum values',
  parameters: [CLUSTER],
  login: 'not needed',
  async run(session, given) {
    const values = await fromEach(session.group(given), (hsm) => hsm.quorumValues());
    return {
      user: agreed(values.map(({ value }) => value.userMgmt)),
      quorum: agreed(values.map(({ value }) => value.miscCo)),
      // Only where the HSMs are of a type that has mutual TLS.
      ...(values.some(({ value }) => value.cluster !== undefined) && {
        cluster: agreed(values.map(({ value }) => value.cluster)),
      }),
    };
  },
};

/** Source: AWS CloudHSM User Guide, "quorum token-sign set-quorum-value". */
export const setValue: Command = {
  path: ['quorum', 'token-sign', 'set-quorum-value'],
  summary: 'Set a quorum value',
  parameters: [SERVICE, VALUE, APPROVAL, CLUSTER],
  login: 'needed',
  async run(session, given) {
    const service = serviceOf(given, [...SERVICES.keys()]);
    const value = numberOf(given.text(VALUE.name));
    if (value === undefined) throw invalid(given, VALUE, ['2', '3', '4', '5', '6', '7', '8']);
    const approve = await approvalOf(session, given);
    await onAll(session.group(given), 'Set quorum value', async (hsm) => {
      await approve(hsm);
      await hsm.setQuorumValue(service, value);
    });
    return 'Set Quorum Value successful';
  },
};

/** Source: AWS CloudHSM User Guide, "user change-quorum token-sign register". */
export const register: Command = {
  path: ['user', 'change-quorum', 'token-sign', 'register'],
  summary: 'Register a user for quorum authentication with a public key',
  parameters: [PUBLIC_KEY, SIGNED_TOKEN, CLUSTER],
  login: 'needed',
  async run(session, given): Promise<Data> {
    const publicKey = (await readFile(session, given.text(PUBLIC_KEY.name) ?? '')).toString('utf8');
    const { token, signature } = await readRegistration(session, given.text(SIGNED_TOKEN.name) ?? '');
    const group = session.group(given);
    const nodes = await all(group, 'User change-quorum');
    const { user } = group;
    if (user === undefined) throw new CliError('Log in as the user whom to register');
    const { userType, userName } = user;
    const answers = await askNodes(nodes, (hsm) =>
      hsm.registerQuorumKey({ userType, userName }, token, { publicKey, signature }),
    );
    expectAll('User change-quorum', answers);
    return userView(user);
  },
};

/**
 * What hands in the approvals that a command names, on an HSM and before it is asked for what they approve; nothing where the
 * command names none. Throws CliError.
 */
export async function approvalOf(session: CliSession, given: Given): Promise<(hsm: HsmConnection) => Promise<void>> {
  const path = given.text(APPROVAL.name);
  if (path === undefined) return () => Promise.resolve();
  const { tokens, approvals } = await readApproval(session, path);
  return (hsm) => hsm.approveQuorumToken(tokens, approvals);
}

function serviceOf(given: Given, possible: readonly string[]): QuorumService {
  const service = SERVICES.get(given.text(SERVICE.name) ?? '');
  if (service === undefined) throw invalid(given, SERVICE, possible);
  return service;
}

/** What a command says of a value that is none of the possible ones. */
export function invalid(given: Given, { name, value }: Parameter, possible: readonly string[]): CliError {
  const typed = given.text(name) ?? '';
  return new CliError(
    `'${typed}' isn't a valid value for '${name} ${value}' [possible values: ${possible.join(', ')}]`,
  );
}

/** What all HSMs say. */
export function agreed<T>(values: readonly T[]): T | 'inconsistent' | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : 'inconsistent';
}

/** The tokens of a user for a service, one on each HSM, are one; of what differs, what is worse counts. */
function tokenTable(lists: readonly (readonly QuorumToken[])[]): readonly Data[] {
  const subjects = new Map(
    lists.flat().map((token) => [`${token.service} ${token.userName} ${token.keyHandle}`, token]),
  );
  return [...subjects.values()].map((subject) => {
    const { userName, service, keyHandle } = subject;
    const perHsm = lists.map((list) => list.filter((token) => isForSame(token, subject)));
    const named = {
      username: userName.toLowerCase(),
      service: [...SERVICES, ...KEY_SERVICES].find(([, known]) => known === service)?.[0] ?? service,
    };
    if (keyHandle > 0) {
      const counts = perHsm.map((list) => list.length);
      return { ...named, 'key-reference': referenceOf(keyHandle), 'minimum-token-count': Math.min(...counts) };
    }
    const tokens = perHsm.flat();
    return {
      ...named,
      'approvals-required': { value: Math.max(...tokens.map(({ approvalsRequired }) => approvalsRequired)) },
      'number-of-approvals': { value: Math.min(...tokens.map(({ approvers }) => approvers.length)) },
      'token-timeout-seconds': { value: Math.min(...tokens.map(({ secondsLeft }) => secondsLeft)) },
      'cluster-coverage': tokens.length === lists.length ? 'full' : 'inconsistent',
    };
  });
}

function isForSame(a: QuorumToken, b: QuorumToken): boolean {
  return a.service === b.service && a.userName === b.userName && a.keyHandle === b.keyHandle;
}
