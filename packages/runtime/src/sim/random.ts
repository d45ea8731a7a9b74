import { createHash } from 'node:crypto';
import type { Random } from '../runtime.ts';

/** A generator that repeats from its seed: SHA-256 in counter mode. */
export class SeededRandom implements Random {
  readonly #seed: string;
  #counter = 0;
  #pool: Buffer = Buffer.alloc(0);

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Buffer {
    const pieces: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      if (this.#pool.length === 0) this.#refill();
      const piece = this.#pool.subarray(0, missing);
      this.#pool = this.#pool.subarray(piece.length);
      pieces.push(piece);
      missing -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  int(below: number): number {
    return Math.floor((this.bytes(6).readUIntBE(0, 6) / 2 ** 48) * below);
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.bytes(6).readUIntBE(0, 6) / 2 ** 48;
  }

  uuid(): string {
    const bytes = this.bytes(16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  #refill(): void {
    this.#counter += 1;
    this.#pool = createHash('sha256').update(`${this.#seed}/${this.#counter}`).digest();
  }
}
