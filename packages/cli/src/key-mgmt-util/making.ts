import type { HsmConnection } from '@keystorm/hsm-client';
import { HsmError } from '@keystorm/protocol';
import { type Answer, askUntil } from '../hsm-tools/answers.ts';
import type { HsmServer } from '../hsm-tools/hsm-server.ts';
import { cloneKey, isMakingFinal, type NewHandles, removeKey } from '../hsm-tools/key-copies.ts';
import { cryptoUserName } from '../hsm-tools/user-names.ts';
import { attest } from './attestation.ts';
import type { Outcome } from './command.ts';
import { tellNodes, tellReturn } from './nodes.ts';
import type { Given, Option } from './options.ts';
import type { KmuSession } from './session.ts';

const MIN_SERVERS = {
  name: '-min_srv',
  what: 'Minimum servers',
  value: '<minimum number of servers>',
  kind: 'number',
} as const;
const TIMEOUT = { name: '-timeout', what: 'Timeout', value: '<number of seconds>', kind: 'number' } as const;

/** On how many nodes a new key must be. Source: AWS CloudHSM User Guide, "genSymKey". */
export const COPIES: readonly Option[] = [MIN_SERVERS, TIMEOUT];

/** How many users of a new key have to approve what is done with it. Source: AWS CloudHSM User Guide, "genSymKey". */
export const M_VALUE: Option = {
  name: '-m_value',
  what: 'Users who must approve any use',
  value: '<0..8>',
  kind: 'number',
};
const APPROVALS_MAX = 8;

/** Differs from AWS, where a command without -timeout waits for ever. */
const WAIT_SECONDS_MAX = 600;
const CHECK_MS = 1000;

/** How a new key comes about, and who has it. */
export interface Making {
  /** Makes the key on one node, which is the only one that has it then; `shareWith` are names of users. */
  make(hsm: HsmConnection, shareWith: readonly string[]): Promise<NewHandles>;
  readonly isSession: boolean;
  /** Ids of the users with whom the key is shared. */
  readonly shareWith: readonly number[];
  readonly minServers: number;
  readonly timeoutSeconds: number;
}

/** What came of it. */
export type Made =
  /** The nodes that the key has reached. */
  | { readonly kind: 'made'; readonly made: NewHandles; readonly answers: readonly Answer<unknown>[] }
  /** Why no node made it. */
  | { readonly kind: 'refused'; readonly answers: readonly Answer<unknown>[] }
  /** Too few nodes had it, and these removed it again, or could not. */
  | { readonly kind: 'rolled back'; readonly answers: readonly Answer<unknown>[] };

/** What all commands that make keys ask for. Undefined where it makes no sense; why has been said. */
export function readCopies(session: KmuSession, given: Given): Omit<Making, 'make'> | undefined {
  const [isSession, shareWith] = [given.has('-sess'), given.numbers('-u')];
  const problem = problemOf(session, given);
  if (problem !== undefined) {
    session.terminal.print(`\tError: ${problem}`);
    return undefined;
  }
  const minServers = Math.max(given.number(MIN_SERVERS.name) ?? 1, session.minimumNodes);
  const timeoutSeconds = Math.min(given.number('-timeout') ?? WAIT_SECONDS_MAX, WAIT_SECONDS_MAX);
  return { isSession, shareWith, minServers, timeoutSeconds };
}

function problemOf({ nodes, minimumNodes }: KmuSession, given: Given): string | undefined {
  const minServers = given.number(MIN_SERVERS.name) ?? 1;
  if (given.has('-timeout') && !given.has(MIN_SERVERS.name)) return 'Minimum servers (-min_srv) option is missing';
  if (minServers < 1 || minServers > nodes.length) return `Minimum servers (-min_srv) must be 1 to ${nodes.length}.`;
  if (minimumNodes > nodes.length && !given.has('-sess'))
    return `create_object_minimum_nodes is ${minimumNodes} in the configuration file, for ${nodes.length} nodes.`;
  if (given.has('-sess') && given.has('-u')) return 'sharing session keys is not allowed';
  return approvalProblemOf(given);
}

function approvalProblemOf(given: Given): string | undefined {
  const approvals = given.number(M_VALUE.name) ?? 0;
  if (approvals > APPROVALS_MAX) return 'Invalid m_value specified.';
  if (approvals > 0 && given.has('-sess')) return 'a quorum for session keys is not allowed';
  const users = 1 + given.numbers('-u').length;
  return approvals > users
    ? `Approvals of ${approvals} users (-m_value) need as many users, not ${users}: share the key with more (-u).`
    : undefined;
}

/**
 * Makes a key on one node and clones it to all others. That fewer nodes than wanted have it is the failure of the
 * command, which undoes it; that a node beyond those lacks it is not even told.
 */
export async function makeKey(session: KmuSession, making: Making): Promise<Made> {
  const nodes = await session.connected();
  const made = await askUntil(
    nodes,
    async (hsm) => {
      const names: string[] = [];
      for (const id of making.shareWith) {
        const name = await cryptoUserName(nodes, id);
        if (name === undefined) throw new HsmError('USER_NOT_FOUND');
        names.push(name);
      }
      return await making.make(hsm, names);
    },
    isMakingFinal,
  );
  if (made === undefined || made.error !== undefined)
    return { kind: 'refused', answers: made === undefined ? [] : [made] };
  if (making.isSession) return { kind: 'made', made: made.value, answers: [made] };
  return await spread(session, made.node, made.value, making);
}

/** Clones a key to the nodes that lack it, until enough have it or the time is up. */
export async function spread(
  session: KmuSession,
  from: HsmServer,
  made: NewHandles,
  { minServers, timeoutSeconds }: Pick<Making, 'minServers' | 'timeoutSeconds'>,
): Promise<Made> {
  const holders = new Map<HsmServer, Answer<unknown>>([[from, { node: from, value: undefined }]]);
  for (let seconds = 0; ; seconds += 1) {
    const connected = await session.connected();
    await cloneKey(connected, holders, made);
    if (holders.size >= minServers) return { kind: 'made', made, answers: inOrder(holders.values()) };
    if (seconds >= timeoutSeconds) break;
    session.terminal.print('');
    const kind = made.publicHandle === undefined ? 'symmetric' : 'private';
    session.terminal.print(`\tChecking ${kind} key status (${seconds} seconds)..`);
    await session.runtime.clock.sleep(CHECK_MS);
  }
  session.terminal.print('');
  session.terminal.print(`\tCouldn't verify key sync on ${minServers} servers`);
  session.terminal.print('\tRolling back');
  return { kind: 'rolled back', answers: await rollBack(session, [...holders.keys()], made) };
}

/** Removes a key that too few nodes have. Where that fails, an operator has to delete it: the log says so. */
async function rollBack(
  session: KmuSession,
  holders: readonly HsmServer[],
  made: NewHandles,
): Promise<readonly Answer<unknown>[]> {
  // A node whose answer was lost, or that has no room for the second key of a pair, has something, too.
  const others = (await session.connected()).filter((node) => !holders.includes(node));
  const [answers] = await Promise.all([removeKey(holders, made), removeKey(others, made)]);
  for (const { node, error } of answers) {
    if (error === undefined) continue;
    session.runtime.log.error(
      { code: error.code },
      `liquidSecurity ERR: print_node_ts_status: [create_object_min_nodes]Key: ${made.handle} failed to tombstone on node:${node.number}`,
    );
  }
  return answers;
}

function inOrder(answers: Iterable<Answer<unknown>>): readonly Answer<unknown>[] {
  return [...answers].toSorted((a, b) => a.node.number - b.node.number);
}

/** Tells of the key that a command was to make; `created` is what the tool says of it. */
export async function tellMade(
  session: KmuSession,
  name: string,
  made: Made,
  given: Given,
  created: (handle: number, publicHandle?: number) => string,
): Promise<Outcome> {
  const { kind, answers } = made;
  const outcome = tellReturn(session, kind === 'rolled back' ? 'DeleteKey' : name, answers[0]);
  if (kind === 'made') {
    const attestation = given.has('-attest') ? await attest(session, answers) : [];
    const { handle, publicHandle } = made.made;
    for (const line of ['', `\t${created(handle, publicHandle)}`, ...attestation]) session.terminal.print(line);
  }
  const nodes = tellNodes(session, answers);
  return kind === 'made' && nodes === 'done' ? outcome : 'failed';
}
