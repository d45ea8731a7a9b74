import type { QuorumApproval } from '@keystorm/hsm-client';
import { HsmError, type QuorumService, type QuorumToken, type QuorumValues } from '@keystorm/protocol';
import { errorText } from '../hsm-tools/hsm-server.ts';
import { loadFile, saveFile } from '../hsm-tools/user-files.ts';
import { userTypeOf } from '../hsm-tools/user-types.ts';
import { numberOf } from '../hsm-tools/words.ts';
import { type ApprovalFile, readApprovalFile } from './approval-file.ts';
import { confirm } from './caution.ts';
import type { Command } from './command.ts';
import { onEachServer, onEveryServer } from './fan-out.ts';
import { fail } from './parameters.ts';
import type { CmuSession } from './session.ts';

interface Service {
  readonly service: QuorumService;
  readonly name: string;
  readonly value: keyof QuorumValues;
}

/** By their numbers. Source: AWS CloudHSM User Guide, "Using quorum authentication for crypto officers: first time setup". */
const SERVICES: ReadonlyMap<string, Service> = new Map([
  ['3', { service: 'QUORUM_SERVICE_USER_MGMT', name: 'USER_MGMT', value: 'userMgmt' }],
  ['4', { service: 'QUORUM_SERVICE_MISC_CO', name: 'MISC_CO', value: 'miscCo' }],
]);
/** Those of key objects, whose tokens this tool only lists. */
const KEY_SERVICES: ReadonlyMap<string, QuorumService> = new Map([
  ['1', 'QUORUM_SERVICE_KEY_USAGE'],
  ['2', 'QUORUM_SERVICE_KEY_MANAGEMENT'],
]);
/** Whose tokens delToken deletes. */
const SCOPES: ReadonlyMap<string, 'own' | 'all'> = new Map([
  ['user', 'own'],
  ['all', 'all'],
]);

export const registerQuorumPubKey: Command = {
  name: 'registerQuorumPubKey',
  parameters: '<CO> <user name> <registration token> <signed registration token> <public key>',
  summary: 'Register the key by which the officer who is logged in approves',
  limited: false,
  async run(session, parameters) {
    const [type = '', userName = '', ...paths] = parameters;
    if (paths.length !== 3) return 'misused';
    const userType = userTypeOf(type);
    if (userType === undefined)
      return fail(session, `${this.name} failed: ${errorText(new HsmError('INVALID_USER_TYPE'))}`);
    const [token, signature, publicKey] = await loadFiles(session, paths);
    if (token === undefined || signature === undefined || publicKey === undefined) return 'failed';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    if (!(await confirm(session))) return 'done';
    const key = { publicKey: publicKey.toString('utf8'), signature };
    return await onEachServer(session, servers, {
      name: this.name,
      async run({ hsm, label }) {
        await hsm.registerQuorumKey({ userType, userName }, token, key);
        session.terminal.print(`registerQuorumPubKey success on server ${label}`);
      },
      failure: ({ label }) => `registerQuorumPubKey failed on server ${label}`,
    });
  },
};

export const setMValue: Command = {
  name: 'setMValue',
  parameters: '<3 USER_MGMT|4 MISC_CO> <officers who have to approve, 2 to 8>',
  summary: 'Set how many officers have to approve what a service does',
  limited: false,
  async run(session, [number = '', text, more]) {
    const service = SERVICES.get(number)?.service;
    const value = numberOf(text);
    if (service === undefined || value === undefined || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    if (!(await confirm(session))) return 'done';
    session.terminal.print(`Setting M Value(${value}) for ${number} on ${servers.length} nodes`);
    return await onEachServer(session, servers, {
      name: this.name,
      async run({ hsm, label }) {
        await hsm.setQuorumValue(service, value);
        session.terminal.print(`setMValue success on server ${label}`);
      },
      failure: ({ label }) => `setMValue failed on server ${label}`,
    });
  },
};

export const getMValue: Command = {
  name: 'getMValue',
  parameters: '<3 USER_MGMT|4 MISC_CO>',
  summary: 'Show how many officers have to approve what a service does',
  limited: false,
  async run(session, [number = '', more]) {
    const service = SERVICES.get(number);
    if (service === undefined || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    return await onEveryServer(session, servers, {
      name: this.name,
      async run(server) {
        const values = await server.hsm.quorumValues();
        session.terminal.print(
          `MValue of service ${number}[${service.name}] on server ${server.number} : [${values[service.value]}]`,
        );
      },
      failure: ({ label }) => `getMValue failed on server ${label}`,
    });
  },
};

export const getToken: Command = {
  name: 'getToken',
  parameters: '<3 USER_MGMT|4 MISC_CO> <user name> <token file>',
  summary: 'Get a token, for one use once enough officers have signed it',
  limited: false,
  async run(session, [number = '', userName = '', path, more]) {
    const service = SERVICES.get(number)?.service;
    if (service === undefined || path === undefined || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const tokens: Buffer[] = [];
    const outcome = await onEveryServer(session, servers, {
      name: this.name,
      async run({ hsm, label, user }) {
        if (user === undefined) throw new HsmError('NOT_LOGGED_IN');
        if (user.userName.toLowerCase() !== userName.toLowerCase()) throw new HsmError('NOT_PERMITTED');
        const { id, node, token } = await hsm.createQuorumToken(service);
        tokens.push(token);
        session.terminal.print(`getToken success on server ${label}`);
        tellToken(session, { id, node, service: number, userName: user.userName, keyHandle: 0 });
      },
      failure: ({ label }) => `getToken failed on server ${label}`,
    });
    const isSaved = tokens.length > 0 && (await saveFile(session, path, Buffer.concat(tokens)));
    return isSaved ? outcome : 'failed';
  },
};

export const approveToken: Command = {
  name: 'approveToken',
  parameters: '<approval file>',
  summary: 'Hand in what officers have signed',
  limited: false,
  async run(session, [path, more]) {
    if (path === undefined || more !== undefined) return 'misused';
    const content = await loadFile(session, path);
    if (content === undefined) return 'failed';
    const file = readApprovalFile(content.toString('utf8'));
    if (typeof file === 'string') return fail(session, `approveToken failed: ${path}: ${file}`);
    const [tokens] = await loadFiles(session, [file.tokenPath]);
    const approvals = await loadApprovals(session, file);
    if (tokens === undefined || approvals === undefined) return 'failed';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    return await onEveryServer(session, servers, {
      name: this.name,
      async run({ hsm, label }) {
        await hsm.approveQuorumToken(tokens, approvals);
        session.terminal.print(`approveToken success on server ${label}`);
      },
      failure: ({ label }) => `approveToken failed on server ${label}`,
    });
  },
};

export const listTokens: Command = {
  name: 'listTokens',
  parameters: '',
  summary: 'List the tokens of each server',
  limited: false,
  async run(session, parameters) {
    if (parameters.length > 0) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    const outcome = await onEveryServer(session, servers, {
      name: this.name,
      async run({ hsm, label }) {
        const tokens = await hsm.listQuorumTokens();
        for (const line of ['', RULE, `    Server ${label}`, RULE]) session.terminal.print(line);
        for (const [index, token] of tokens.entries()) tellStatus(session, index, token);
        session.terminal.print(`Num of tokens = ${tokens.length}`);
      },
      failure: ({ label }) => `listTokens failed on server ${label}`,
    });
    if (outcome === 'done') for (const line of ['', 'listTokens success']) session.terminal.print(line);
    return outcome;
  },
};

export const delToken: Command = {
  name: 'delToken',
  parameters: '<user|all>',
  summary: 'Delete the tokens of the officer who is logged in, or of all',
  limited: false,
  async run(session, [scope = '', more]) {
    const whose = SCOPES.get(scope);
    if (whose === undefined || more !== undefined) return 'misused';
    const servers = await session.targets();
    if (servers.length === 0) return 'failed';
    return await onEveryServer(session, servers, {
      name: this.name,
      async run({ hsm, label }) {
        await hsm.deleteQuorumTokens(whose);
        session.terminal.print(`delToken success on server ${label}`);
      },
      failure: ({ label }) => `delToken failed on server ${label}`,
    });
  },
};

const RULE = '=====================';

function tellStatus(session: CmuSession, index: number, token: QuorumToken): void {
  const { terminal } = session;
  terminal.print(`-------- Token - ${index} ----------`);
  tellToken(session, { ...token, service: numberOfService(token) });
  terminal.print(`Token Validity: ${token.secondsLeft} sec`);
  terminal.print(`Required num of approvers : ${token.approvalsRequired}`);
  terminal.print(`Current num of approvals : ${token.approvers.length}`);
  for (const [place, name] of token.approvers.entries()) terminal.print(`Approver-${place}: ${name}`);
}

function numberOfService({ service }: QuorumToken): string {
  const numbers = [...SERVICES].map(([number, { service: known }]) => [number, known] as const);
  return [...numbers, ...KEY_SERVICES].find(([, known]) => known === service)?.[0] ?? '';
}

type TokenLines = Pick<QuorumToken, 'id' | 'node' | 'userName' | 'keyHandle'> & { readonly service: string };

function tellToken({ terminal }: CmuSession, { id, node, service, userName, keyHandle }: TokenLines): void {
  terminal.print('Token:');
  terminal.print(`Id:${id}`);
  terminal.print(`Service:${service}`);
  terminal.print(`Node:${node}`);
  terminal.print(`Key Handle:${keyHandle}`);
  terminal.print(`User:${userName}`);
}

async function loadApprovals(
  session: CmuSession,
  { approvers }: ApprovalFile,
): Promise<readonly QuorumApproval[] | undefined> {
  const signatures = await loadFiles(
    session,
    approvers.map(({ signaturePath }) => signaturePath),
  );
  const approvals: QuorumApproval[] = [];
  for (const [index, { type: userType, name: userName }] of approvers.entries()) {
    const signature = signatures[index];
    if (signature === undefined) return undefined;
    approvals.push({ userType, userName, signature });
  }
  return approvals;
}

/** Tells of each file that cannot be read. */
async function loadFiles(session: CmuSession, paths: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
  const contents: (Buffer | undefined)[] = [];
  for (const path of paths) contents.push(await loadFile(session, path));
  return contents;
}
