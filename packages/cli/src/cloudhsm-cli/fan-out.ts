import type { HsmConnection } from '@keystorm/hsm-client';
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

/** Throws what all HSMs have to say against it, or that some of them have. */
export function expectAll(what: string, answers: readonly Answer<unknown>[]): void {
  const errors = answers.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const [first] = errors;
  if (first === undefined) return;
  const isSame = errors.length === answers.length && errors.every(({ code }) => code === first.code);
  throw new CliError(isSame ? errorText(first) : failedOn(what, errors.length, answers.length));
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
): Promise<readonly { readonly node: HsmServer; readonly value: T }[]> {
  const answers = await askNodes(await reachable(group), ask);
  const values = answers.flatMap((answer) => (answer.error === undefined ? [answer] : []));
  const [first] = answers;
  if (values.length === 0 && first?.error !== undefined) throw first.error;
  return values;
}
