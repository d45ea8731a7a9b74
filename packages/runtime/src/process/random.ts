import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Random } from '../runtime.ts';

/** Requests up to this size are cut from a pool: drawing 12 bytes alone costs forty times as much. */
const POOLED_BYTES_MAX = 256;
const POOL_BYTES = 16_384;

export class ProcessRandom implements Random {
  #pool = Buffer.alloc(0);
  #used = 0;

  bytes(length: number): Buffer {
    if (length > POOLED_BYTES_MAX) return randomBytes(length);
    if (this.#used + length > this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES);
      this.#used = 0;
    }
    // A pool is never written again, so a piece of it stays the caller's alone.
    const piece = this.#pool.subarray(this.#used, this.#used + length);
    this.#used += length;
    return piece;
  }

  int(below: number): number {
    return randomInt(below);
  }

  uuid(): string {
    return randomUUID();
  }
}
