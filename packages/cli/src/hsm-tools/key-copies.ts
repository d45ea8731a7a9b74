import type { HsmConnection } from '@keystorm/hsm-client';
import { type HsmError, isHsmError } from '@keystorm/protocol';
import { type Answer, askNode, askNodes, isFinal } from './answers.ts';
import type { HsmServer } from './hsm-server.ts';

/** An answer that is lost may stand for a key: only what was surely not done on one node is tried on the next. */
export function isMakingFinal(error: HsmError): boolean {
  return error.code === 'NO_ANSWER' || isFinal(error);
}

/** What was just made: a key, or a private key and the public one of the pair. */
export interface NewHandles {
  readonly handle: number;
  readonly publicHandle?: number;
}

function handlesOf({ handle, publicHandle }: NewHandles): readonly number[] {
  return publicHandle === undefined ? [handle] : [publicHandle, handle];
}

/** Clones what was made from a node that has it to those that lack it, and adds those that took it to the holders. */
export async function cloneKey(
  connected: readonly HsmServer[],
  holders: Map<HsmServer, Answer<unknown>>,
  made: NewHandles,
): Promise<void> {
  const source = connected.find((node) => holders.has(node));
  const others = connected.filter((node) => !holders.has(node));
  if (source === undefined || others.length === 0) return;
  const masked = await askNode(source, (hsm) => Promise.all(handlesOf(made).map((key) => hsm.exportMaskedKey(key))));
  if (masked.error !== undefined) return;
  const take = async (hsm: HsmConnection) => {
    for (const key of masked.value) await hsm.importMaskedKey(key);
  };
  for (const answer of await askNodes(others, take)) if (answer.error === undefined) holders.set(answer.node, answer);
}

/** Removes what was made from nodes; one that has none of it is as good. */
export function removeKey(nodes: readonly HsmServer[], made: NewHandles): Promise<readonly Answer<void>[]> {
  return askNodes(nodes, async (hsm) => {
    for (const handle of handlesOf(made)) await removeFrom(hsm, handle);
  });
}

async function removeFrom(hsm: HsmConnection, handle: number): Promise<void> {
  try {
    await hsm.deleteKey(handle);
  } catch (error) {
    if (!isHsmError(error, 'KEY_NOT_FOUND')) throw error;
  }
}
