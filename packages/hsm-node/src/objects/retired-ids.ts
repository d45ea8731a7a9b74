import type { Retirement } from './records.ts';

/**
 * Ids under which an owner wants no key object any more, but for one. What was generated late, handed over by a peer, or
 * restored from a backup meanwhile is refused or deleted wherever the retirement is known, and it travels as tombstones do.
 */
export class RetiredIds {
  readonly #retirements = new Map<string, Retirement>();

  hold(retirement: Retirement): void {
    this.#retirements.set(keyOf(retirement), retirement);
  }

  forget(): void {
    this.#retirements.clear();
  }

  /** The retirement that this key object must not outlive. */
  find(ownerName: string, { id, handle }: { readonly id: Buffer; readonly handle: number }): Retirement | undefined {
    if (this.#retirements.size === 0) return undefined;
    const retirement = this.#retirements.get(keyOf({ ownerName: ownerName.toLowerCase(), id }));
    return retirement?.keptHandle === handle ? undefined : retirement;
  }
}

function keyOf({ ownerName, id }: Pick<Retirement, 'ownerName' | 'id'>): string {
  return `${id.toString('hex')} ${ownerName}`;
}
