import type { ClusterSession } from '@keystorm/hsm-client';
import { isHsmError } from '@keystorm/protocol';
import type { MaterialRef } from './contract.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Encrypted, and thrown away. */
const PROBE = Buffer.from('audit');

/** Which key objects were seen to be missing. */
export class MaterialAudit {
  readonly #whereabouts: Whereabouts;
  /** By store, then by id. */
  readonly #missing = new Map<string, ReadonlyMap<string, MaterialRef>>();

  constructor(whereabouts: Whereabouts) {
    this.#whereabouts = whereabouts;
  }

  isMissing(storeId: string, { backingKeyId }: MaterialRef): boolean {
    return this.#missing.get(storeId)?.has(backingKeyId.toString('hex')) === true;
  }

  /** Those of a store that its cluster has not. Undefined where no HSM can be asked; then what was known still holds. */
  async run(
    storeId: string,
    session: ClusterSession,
    materials: readonly MaterialRef[],
  ): Promise<readonly MaterialRef[] | undefined> {
    try {
      const present = new Set((await session.findKeys({})).map(({ attributes }) => attributes?.id.toString('hex')));
      const missing = new Map<string, MaterialRef>();
      for (const material of materials) {
        const id = material.backingKeyId.toString('hex');
        if (!present.has(id) && (await this.#isNowhere(session, material))) missing.set(id, material);
      }
      this.#missing.set(storeId, missing);
      return [...missing.values()];
    } catch (error) {
      if (!isHsmError(error)) throw error;
      return undefined;
    }
  }

  /** A new connection may be one with another cluster: looks again for what was missing in the last one. */
  async runAgain(storeId: string, session: ClusterSession): Promise<void> {
    const missing = [...(this.#missing.get(storeId)?.values() ?? [])];
    if (missing.length > 0) await this.run(storeId, session, missing);
  }

  /**
   * The list is that of one HSM, which may not yet have a key that the others have. A call with the key goes to all of
   * them before it fails so.
   */
  async #isNowhere(session: ClusterSession, material: MaterialRef): Promise<boolean> {
    try {
      await this.#whereabouts.use(session, [material], ([key]) => session.encrypt(key, PROBE, PROBE, ''));
      return false;
    } catch (error) {
      if (!isHsmError(error)) throw error;
      return error.code === 'KEY_NOT_FOUND';
    }
  }
}
