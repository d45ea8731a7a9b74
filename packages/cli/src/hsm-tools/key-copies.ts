import type { HsmConnection } from '@keystorm/hsm-client';
import { type HsmError, isHsmError } from '@keystorm/protocol';
import { type Answer, askNode, askNodes, isFinal } from './answers.ts';
import type { HsmServer } from './hsm-server.ts';

/** An answer that is lost may stand for a key: only what was surely not done on one node is tried on the next. */
export function isMakingFinal(error: HsmError): boolean {
  return error.code === 'NO_ANSWER' || isFinal(error);
}

/** Shares a key that was just made; one that cannot be shared as it was asked for is not left behind. */
export async function shareNewKey(hsm: HsmConnection, handle: number, names: readonly string[]): Promise<void> {
  try {
    for (const name of names) await hsm.shareKey(handle, name);
  } catch (error) {
    await hsm.deleteKey(handle).catch(() => undefined);
    throw error;
  }
}

/** Clones a key from a node that has it to those that lack it, and adds those that took it to the holders. */
export async function cloneKey(
  connected: readonly HsmServer[],
  holders: Map<HsmServer, Answer<unknown>>,
  handle: number,
): Promise<void> {
  const source = connected.find((node) => holders.has(node));
  const others = connected.filter((node) => !holders.has(node));
  if (source === undefined || others.length === 0) return;
  const masked = await askNode(source, (hsm) => hsm.exportMaskedKey(handle));
  if (masked.error !== undefined) return;
  for (const answer of await askNodes(others, (hsm) => hsm.importMaskedKey(masked.value)))
    if (answer.error === undefined) holders.set(answer.node, answer);
}

/** Removes a key from nodes; one that has none is as good. */
export function removeKey(nodes: readonly HsmServer[], handle: number): Promise<readonly Answer<void>[]> {
  return askNodes(nodes, async (hsm) => {
    try {
      await hsm.deleteKey(handle);
    } catch (error) {
      if (!isHsmError(error, 'KEY_NOT_FOUND')) throw error;
    }
  });
}
