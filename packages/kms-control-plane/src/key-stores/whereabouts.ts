import type { ClusterSession, KeyName, PerHsm } from '@keystorm/hsm-client';
import { HsmError, isHsmError } from '@keystorm/protocol';
import type { MaterialRef } from './contract.ts';

/** How HSMs are told each of the key objects. */
export type NamesOf<M extends readonly MaterialRef[]> = { readonly [I in keyof M]: KeyName };

/** KEY_NOT_FOUND, and of which. */
export class MissingMaterial extends HsmError {
  readonly material: MaterialRef;

  constructor(material: MaterialRef, cause: unknown) {
    super('KEY_NOT_FOUND', undefined, { cause });
    this.material = material;
  }
}

/**
 * Where key objects are. A handle is only where one was last: who puts a key object back from a file makes it anew, with
 * the same id and another handle. So HSMs are told the id as well, and are asked for it where the handle is not right.
 * Source: AWS CloudHSM User Guide, "insertMaskedObject".
 */
export class Whereabouts {
  /** Handles other than the recorded ones, by id; of one connection, as the next may be with another cluster. */
  readonly #moved = new WeakMap<ClusterSession, Map<string, number>>();

  /**
   * Does something with key objects; where one of them is not found, once more with where they are then. Throws what the
   * call throws, MissingMaterial for one that is nowhere.
   */
  async use<const M extends readonly MaterialRef[], T>(
    session: ClusterSession,
    materials: M,
    call: (names: NamesOf<M>) => Promise<T>,
  ): Promise<T> {
    try {
      return await call(this.#names(session, materials));
    } catch (error) {
      if (!isHsmError(error, 'KEY_NOT_FOUND')) throw error;
      for (const material of materials) {
        const handles = await find(session, material);
        if (handles[0] === undefined) throw new MissingMaterial(material, error);
        if (!handles.includes(this.#nameOf(session, material).handle)) this.#remember(session, material, handles[0]);
      }
      return await call(this.#names(session, materials));
    }
  }

  /** Deletes it wherever it is, on every HSM that can be reached; one outcome for each key object. */
  async remove(session: ClusterSession, material: MaterialRef): Promise<readonly PerHsm[]> {
    const handles = new Set([material.handle, ...(await find(session, material))]);
    return Promise.all([...handles].map((handle) => session.deleteKey({ handle, id: material.backingKeyId })));
  }

  #names<M extends readonly MaterialRef[]>(session: ClusterSession, materials: M): NamesOf<M> {
    return materials.map((material) => this.#nameOf(session, material)) as NamesOf<M>;
  }

  #nameOf(session: ClusterSession, { handle, backingKeyId: id }: MaterialRef): KeyName {
    return { handle: this.#moved.get(session)?.get(id.toString('hex')) ?? handle, id };
  }

  #remember(session: ClusterSession, { backingKeyId }: MaterialRef, handle: number): void {
    const moved = this.#moved.get(session) ?? new Map<string, number>();
    this.#moved.set(session, moved.set(backingKeyId.toString('hex'), handle));
  }
}

/** The handles of the key objects with its id, in their order: more than one where somebody has made copies. */
async function find(session: ClusterSession, { backingKeyId }: MaterialRef): Promise<readonly number[]> {
  return (await session.findKeys({ id: backingKeyId })).map(({ handle }) => handle);
}
