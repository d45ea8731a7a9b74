import { createHmac } from 'node:crypto';

const HASH = 'sha256';
const HASH_BYTES = 32;
const BITS_PER_BYTE = 8;

/**
 * Derives a key from another one with HMAC-SHA256 in counter mode, with counter and length of 32 bits.
 * Source: NIST SP 800-108r1, section 4.1.
 */
export function deriveKey(key: Uint8Array, label: string, context: Uint8Array, lengthBytes: number): Buffer {
  const fixed = Buffer.concat([Buffer.from(label), Buffer.of(0), context, uint32(lengthBytes * BITS_PER_BYTE)]);
  const blocks = Array.from({ length: Math.ceil(lengthBytes / HASH_BYTES) }, (_, index) =>
    createHmac(HASH, key)
      .update(uint32(index + 1))
      .update(fixed)
      .digest(),
  );
  return Buffer.concat(blocks).subarray(0, lengthBytes);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
