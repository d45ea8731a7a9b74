import { HsmError } from '@keystorm/protocol';
import type { Random } from '@keystorm/runtime';
import type { AesKey } from './aes-key.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

const LAYOUT = 1;
const LINEAGE_BYTES = 32;
const HEADER_BYTES = 1 + LINEAGE_BYTES;

/** What HSMs of one lineage share. */
export interface Lineage {
  /** SHA-256 of the cluster's certificate, 32 bytes. */
  readonly id: Buffer;
  readonly maskingKey: AesKey;
}

/** Wraps an object for the way to another HSM of the lineage: layout (1 byte), lineage id (32 bytes), sealed object. */
export function mask(lineage: Lineage, object: unknown, random: Random): Buffer {
  const header = Buffer.concat([Buffer.from([LAYOUT]), lineage.id], HEADER_BYTES);
  return Buffer.concat([header, lineage.maskingKey.encrypt(encodeRecord(object), header, random)]);
}

/** The inverse of `mask`. Throws FOREIGN_OBJECT for an object of another lineage, INVALID_CIPHERTEXT for a damaged one. */
export function unmask<T>(lineage: Lineage, masked: Buffer): T {
  if (masked.length < HEADER_BYTES || masked[0] !== LAYOUT)
    throw new HsmError('INVALID_CIPHERTEXT', 'not a masked object');
  const header = masked.subarray(0, HEADER_BYTES);
  if (!header.subarray(1).equals(lineage.id)) throw new HsmError('FOREIGN_OBJECT');
  return decodeRecord<T>(lineage.maskingKey.decrypt(masked.subarray(HEADER_BYTES), header));
}
