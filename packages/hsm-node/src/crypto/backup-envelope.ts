import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import type { Random } from '@keystorm/runtime';
import { AesKey } from './aes-key.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

const MAGIC = Buffer.from('KSHSMBAK');
const LAYOUT = 1;
const FLEET_MARK_BYTES = 16;
const CONTENT_KEY_BYTES = 32;
/** AES-KWP adds one block of 8 bytes. Source: RFC 5649. */
const WRAPPED_KEY_BYTES = CONTENT_KEY_BYTES + 8;
const PREFIX_BYTES = MAGIC.length + 1 + FLEET_MARK_BYTES;
const HEADER_BYTES = PREFIX_BYTES + WRAPPED_KEY_BYTES;
/** Alternative initial value of AES-KWP. Source: RFC 5649, section 3. */
const KWP_INITIAL_VALUE = Buffer.from('a65959a6', 'hex');

/**
 * Seals a backup: magic, layout, mark of the fleet, wrapped content key, sealed content.
 * Source: AWS CloudHSM User Guide, "Security of backups": an ephemeral key encrypts the backup, and is itself
 * encrypted under a persistent backup key that only the service's own hardware holds.
 */
export function sealBackup(fleetBackupKey: Uint8Array, content: unknown, random: Random): Buffer {
  const contentKey = random.bytes(CONTENT_KEY_BYTES);
  const header = Buffer.concat(
    [prefix(fleetBackupKey), wrap(derive(fleetBackupKey, 'wrap', 32), contentKey)],
    HEADER_BYTES,
  );
  return Buffer.concat([header, new AesKey(contentKey).encrypt(encodeRecord(content), header, random)]);
}

/** The inverse of `sealBackup`. Throws FOREIGN_OBJECT for a backup of another fleet, INVALID_CIPHERTEXT for a damaged one. */
export function openBackup<T>(fleetBackupKey: Uint8Array, sealed: Buffer): T {
  const expected = prefix(fleetBackupKey);
  const header = sealed.subarray(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new HsmError('INVALID_CIPHERTEXT', 'this is not a backup of an HSM');
  }
  if (header[MAGIC.length] !== LAYOUT)
    throw new HsmError('INVALID_CIPHERTEXT', 'the layout of the backup is not known here');
  if (!header.subarray(0, PREFIX_BYTES).equals(expected))
    throw new HsmError('FOREIGN_OBJECT', 'the backup belongs to another fleet');
  const contentKey = unwrap(derive(fleetBackupKey, 'wrap', 32), header.subarray(PREFIX_BYTES));
  return decodeRecord<T>(new AesKey(contentKey).decrypt(sealed.subarray(HEADER_BYTES), header));
}

function prefix(fleetBackupKey: Uint8Array): Buffer {
  return Buffer.concat([MAGIC, Buffer.from([LAYOUT]), derive(fleetBackupKey, 'mark', FLEET_MARK_BYTES)], PREFIX_BYTES);
}

function derive(fleetBackupKey: Uint8Array, purpose: string, lengthBytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', fleetBackupKey, Buffer.alloc(0), `keystorm backup ${purpose}`, lengthBytes));
}

function wrap(key: Buffer, contentKey: Buffer): Buffer {
  const cipher = createCipheriv('id-aes256-wrap-pad', key, KWP_INITIAL_VALUE);
  return Buffer.concat([cipher.update(contentKey), cipher.final()]);
}

function unwrap(key: Buffer, wrapped: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('id-aes256-wrap-pad', key, KWP_INITIAL_VALUE);
    const contentKey = Buffer.concat([decipher.update(wrapped), decipher.final()]);
    if (contentKey.length === CONTENT_KEY_BYTES) return contentKey;
  } catch {
    // The integrity check of AES-KWP has failed: the same answer as for a key of a wrong length.
  }
  throw new HsmError('INVALID_CIPHERTEXT', 'the backup is damaged');
}
