import type { Connection, Random } from '@keystorm/runtime';
import { digestOf } from '../crypto/signing-keys.ts';

const CHALLENGE_BYTES = 32;

/** What holders of keys have to sign: drawn for one connection, for one use, so that no signature serves twice. */
export class Challenges {
  readonly #random: Random;
  readonly #byConnection = new Map<number, Buffer>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Draws a challenge in place of an earlier one of the connection. Returns its digest, 32 bytes. */
  draw({ id, closed }: Connection): Buffer {
    const challenge = Buffer.from(this.#random.bytes(CHALLENGE_BYTES));
    if (!this.#byConnection.has(id) && !closed.aborted)
      closed.addEventListener('abort', () => this.#byConnection.delete(id), { once: true });
    if (!closed.aborted) this.#byConnection.set(id, challenge);
    return digestOf(challenge);
  }

  /** The challenge of the connection, for the last time; undefined where there is none. */
  take({ id }: Connection): Buffer | undefined {
    const challenge = this.#byConnection.get(id);
    this.#byConnection.delete(id);
    return challenge;
  }
}
