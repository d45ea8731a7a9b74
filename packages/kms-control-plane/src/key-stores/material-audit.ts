import type { ClusterSession } from '@keystorm/hsm-client';
import { isHsmError } from '@keystorm/protocol';
import type { Connections } from './connections.ts';
import type { MaterialRef } from './contract.ts';

/** Encrypted, and thrown away. */
const PROBE = Buffer.from('audit');

/**
 * Which key objects were seen to be missing. What an audit finds holds for the connection in which it was made: after a
 * connect, perhaps with another cluster, nobody knows until the next audit.
 */
export class MaterialAudit {
  readonly #connections: Connections;
  readonly #missing = new WeakMap<ClusterSession, ReadonlySet<string>>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  isMissing(storeId: string, { backingKeyId }: MaterialRef): boolean {
    const session = this.#connections.session(storeId);
    return session !== undefined && this.#missing.get(session)?.has(backingKeyId.toString('hex')) === true;
  }

  /** Those of a store that its cluster has not. Undefined where no HSM can be asked; then what was known still holds. */
  async run(storeId: string, materials: readonly MaterialRef[]): Promise<readonly MaterialRef[] | undefined> {
    const session = this.#connections.session(storeId);
    if (session === undefined) return undefined;
    try {
      const present = new Set((await session.findKeys({})).map(({ attributes }) => attributes?.id.toString('hex')));
      const missing: MaterialRef[] = [];
      for (const material of materials) {
        if (!present.has(material.backingKeyId.toString('hex')) && (await isNowhere(session, material)))
          missing.push(material);
      }
      this.#missing.set(session, new Set(missing.map(({ backingKeyId }) => backingKeyId.toString('hex'))));
      return missing;
    } catch (error) {
      if (!isHsmError(error)) throw error;
      return undefined;
    }
  }
}

/**
 * The list is that of one HSM, which may not yet have a key that the others have. A call with the key goes to all of
 * them before it fails so.
 */
async function isNowhere(session: ClusterSession, { handle }: MaterialRef): Promise<boolean> {
  try {
    await session.encrypt(handle, PROBE, PROBE, '');
    return false;
  } catch (error) {
    if (!isHsmError(error)) throw error;
    return error.code === 'KEY_NOT_FOUND';
  }
}
