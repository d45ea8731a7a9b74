import type { HsmConnection } from '@keystorm/hsm-client';
import { HSM_ERRORS, type HsmError, isHsmError } from '@keystorm/protocol';
import type { HsmServer } from './hsm-server.ts';

/** What a node answered. */
export type Answer<T> =
  | { readonly node: HsmServer; readonly value: T; readonly error?: undefined }
  | { readonly node: HsmServer; readonly error: HsmError };

/** Asks nodes, all at once. */
export function askNodes<T>(
  nodes: readonly HsmServer[],
  ask: (hsm: HsmConnection, node: HsmServer) => Promise<T>,
): Promise<readonly Answer<T>[]> {
  return Promise.all(nodes.map((node) => askNode(node, ask)));
}

export async function askNode<T>(
  node: HsmServer,
  ask: (hsm: HsmConnection, node: HsmServer) => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { node, value: await ask(node.hsm, node) };
  } catch (error) {
    if (isHsmError(error)) return { node, error };
    throw error;
  }
}

/**
 * Asks one node after the other until one has an answer, or an error after which no other is asked. Where none has, the
 * first one's error counts.
 */
export async function askUntil<T>(
  nodes: readonly HsmServer[],
  ask: (hsm: HsmConnection, node: HsmServer) => Promise<T>,
  isFinal: (error: HsmError) => boolean,
): Promise<Answer<T> | undefined> {
  let first: Answer<T> | undefined;
  for (const node of nodes) {
    const answer = await askNode(node, ask);
    if (answer.error === undefined || isFinal(answer.error)) return answer;
    first ??= answer;
  }
  return first;
}

/** Another node would not answer differently. */
export function isFinal({ code }: HsmError): boolean {
  return !HSM_ERRORS[code].elsewhere;
}
