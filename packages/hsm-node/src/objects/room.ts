import { HsmError } from '@keystorm/protocol';
import { RsaKey } from '../crypto/rsa-key.ts';
import type { Claim, KeyRecord } from './records.ts';

/** What has a key that is, or is to become, that of a key object. */
type Keyed = Pick<KeyRecord, 'key'>;

/** How many more key objects fit beside those that are held. Source: AWS CloudHSM User Guide, "AWS CloudHSM quotas". */
export class Room {
  readonly #claim: Claim;
  readonly #held: { values(): Iterable<Keyed> };
  #keys: number;
  /** Counted when a key of a pair first asks. */
  #asymmetricKeys: number | undefined;

  constructor(claim: Claim, held: { readonly size: number; values(): Iterable<Keyed> }) {
    this.#claim = claim;
    this.#held = held;
    this.#keys = held.size;
  }

  /** Whether all of them fit. */
  fits(arrivals: readonly Keyed[]): boolean {
    const { keysMax, asymmetricKeysMax = 0 } = this.#claim;
    if (this.#keys + arrivals.length > keysMax) return false;
    const arriving = countAsymmetric(arrivals);
    if (arriving === 0 || asymmetricKeysMax === 0) return true;
    this.#asymmetricKeys ??= countAsymmetric(this.#held.values());
    return this.#asymmetricKeys + arriving <= asymmetricKeysMax;
  }

  /** Throws NO_SPACE unless all of them fit. */
  assertFits(arrivals: readonly Keyed[]): void {
    if (!this.fits(arrivals)) throw new HsmError('NO_SPACE', 'no more key objects fit');
  }

  /** Counts one that fits. */
  take(arrival: Keyed): void {
    this.#keys += 1;
    if (this.#asymmetricKeys !== undefined) this.#asymmetricKeys += countAsymmetric([arrival]);
  }
}

function countAsymmetric(keys: Iterable<Keyed>): number {
  let count = 0;
  for (const { key } of keys) if (key instanceof RsaKey) count += 1;
  return count;
}
