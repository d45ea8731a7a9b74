import { createHash } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import type { Random } from '@keystorm/runtime';

/** Length of each hash in bytes. */
const HASH_BYTES = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const;
export type OaepHash = keyof typeof HASH_BYTES;

const COUNTER_BYTES = 4;
const FIRST = Buffer.from([0]);
const SEPARATOR = Buffer.from([1]);

/**
 * EME-OAEP with MGF1 of the same hash and an empty label: as many bytes as the modulus has. Source: RFC 8017, 7.1.1 and B.2.1.
 * Throws INVALID_ARGUMENT for more bytes than fit.
 */
export function encodeOaep(
  message: Buffer,
  { hash, lengthBytes }: { readonly hash: OaepHash; readonly lengthBytes: number },
  random: Random,
): Buffer {
  const hashBytes = HASH_BYTES[hash];
  const fit = lengthBytes - 2 * hashBytes - 2;
  if (message.length > fit) throw new HsmError('INVALID_ARGUMENT', `at most ${fit} bytes fit under this key`);
  const labelHash = createHash(hash).digest();
  const block = Buffer.concat([labelHash, Buffer.alloc(fit - message.length), SEPARATOR, message]);
  const seed = Buffer.from(random.bytes(hashBytes));
  const maskedBlock = xor(block, mask(seed, block.length, hash));
  const maskedSeed = xor(seed, mask(maskedBlock, seed.length, hash));
  return Buffer.concat([FIRST, maskedSeed, maskedBlock]);
}

/** MGF1. */
function mask(seed: Buffer, lengthBytes: number, hash: OaepHash): Buffer {
  const count = Math.ceil(lengthBytes / HASH_BYTES[hash]);
  const parts = Array.from({ length: count }, (_, index) => {
    const counter = Buffer.alloc(COUNTER_BYTES);
    counter.writeUInt32BE(index);
    return createHash(hash).update(seed).update(counter).digest();
  });
  return Buffer.concat(parts, lengthBytes);
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}
