import type { HsmConnection } from '@keystorm/hsm-client';
import type { HsmError } from '@keystorm/protocol';
import { type Answer, askNodes, askUntil, isFinal } from '../hsm-tools/answers.ts';
import type { HsmGroup } from '../hsm-tools/hsm-group.ts';
import { errorText, type HsmServer } from '../hsm-tools/hsm-server.ts';
import { CliError } from './command.ts';
import { all, failedOn, reachable } from './session.ts';

/** Does something on every HSM; HSMs never mend what only some of them did. Throws CliError. */
export async function onAll(
  group: HsmGroup,
  what: string,
  work: (hsm: HsmConnection, node: HsmServer) => Promise<unknown>,
): Promise<void> {
  expectAll(what, await askNodes(await all(group, what), work));
}

/** What an HSM has answered. */
interface Answered<T> {
  readonly node: HsmServer;
  readonly value: T;
}

/** What this tool prints of an error of an HSM; one sentence is its own. */
export function cliErrorText(error: HsmError): string {
  return error.code === 'QUORUM_REQUIRED' ? 'Quorum approval is required for this operation' : errorText(error);
}

/** The same of what is done with a key. Source: AWS CloudHSM User Guide, "Key management and usage with quorum authentication". */
export function keyErrorText(error: HsmError): string {
  return error.code === 'QUORUM_REQUIRED' ? 'Quorum Failed' : cliErrorText(error);
}

/** What the HSMs have answered. Throws what all of them have to say against it, or that some of them have. */
export function expectAll<T>(
  what: string,
  answers: readonly Answer<T>[],
  text: (error: HsmError) => string = cliErrorText,
): readonly Answered<T>[] {
  const errors = answers.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const [first] = errors;
  if (first === undefined) return answers.flatMap((answer) => (answer.error === undefined ? [answer] : []));
  const isSame = errors.length === answers.length && errors.every(({ code }) => code === first.code);
  throw new CliError(isSame ? text(first) : failedOn(what, errors.length, answers.length));
}

/** What any one HSM answers. Throws HsmError. */
export async function fromAny<T>(group: HsmGroup, ask: (hsm: HsmConnection) => Promise<T>): Promise<T> {
  const answer = await askUntil(await reachable(group), ask, isFinal);
  if (answer === undefined || answer.error !== undefined)
    throw answer?.error ?? new CliError('HSM CLUSTER ERROR: Server in cluster is unavailable');
  return answer.value;
}

/** What each HSM that is there answers. Throws HsmError where none has an answer. */
export async function fromEach<T>(
  group: HsmGroup,
  ask: (hsm: HsmConnection) => Promise<T>,
): Promise<readonly Answered<T>[]> {
  const answers = await askNodes(await reachable(group), ask);
  const values = answers.flatMap((answer) => (answer.error === undefined ? [answer] : []));
  const [first] = answers;
  if (values.length === 0 && first?.error !== undefined) throw first.error;
  return values;
}
