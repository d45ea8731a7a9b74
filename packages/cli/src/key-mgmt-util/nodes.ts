import type { HsmConnection } from '@keystorm/hsm-client';
import { HSM_ERRORS, HsmError } from '@keystorm/protocol';
import { type Answer, askUntil, isFinal } from '../hsm-tools/answers.ts';
import { errorText, type HsmServer } from '../hsm-tools/hsm-server.ts';
import type { Outcome } from './command.ts';
import type { KmuSession } from './session.ts';

/** Asks one node after the other until one has an answer that another node would not give differently. */
export async function askOne<T>(
  session: KmuSession,
  ask: (hsm: HsmConnection, node: HsmServer) => Promise<T>,
): Promise<Answer<T> | undefined> {
  return await askUntil(await session.connected(), ask, isFinal);
}

/** `Cfm3… returned: 0x00 : HSM Return: SUCCESS`. Without an answer, no node was there to give one. */
export function tellReturn(
  session: KmuSession,
  name: string,
  answer: Pick<Answer<unknown>, 'error'> | undefined,
): Outcome {
  const error = answer === undefined ? new HsmError('HSM_UNREACHABLE') : answer.error;
  session.terminal.print('');
  session.terminal.print(`\tCfm3${name} returned: 0x${hex(codeOf(error), 2)} : ${textOf(error)}`);
  return error === undefined ? 'done' : 'failed';
}

/** The state of each node that took part. */
export function tellNodes(session: KmuSession, answers: readonly Answer<unknown>[]): Outcome {
  if (answers.length === 0) return 'failed';
  session.terminal.print('');
  session.terminal.print('\tCluster Error Status');
  for (const { node, error } of answers)
    session.terminal.print(`\tNode id ${node.number} and err state 0x${hex(codeOf(error), 8)} : ${textOf(error)}`);
  return answers.some(({ error }) => error !== undefined) ? 'failed' : 'done';
}

/** Both, the first node being the coordinating one unless another is named. */
export function tell(
  session: KmuSession,
  name: string,
  answers: readonly Answer<unknown>[],
  coordinator: Answer<unknown> | undefined = answers[0],
): Outcome {
  const outcome = tellReturn(session, name, coordinator);
  return tellNodes(session, answers) === 'done' ? outcome : 'failed';
}

function codeOf(error: HsmError | undefined): number {
  return error === undefined ? 0 : HSM_ERRORS[error.code].vendor;
}

function textOf(error: HsmError | undefined): string {
  return error === undefined ? 'HSM Return: SUCCESS' : errorText(error);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
