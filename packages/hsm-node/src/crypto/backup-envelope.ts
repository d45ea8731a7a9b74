import { createCipheriv, createDecipheriv } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import type { Random } from '@keystorm/runtime';
import { AesKey } from './aes-key.ts';
import { deriveKey } from './key-derivation.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

const NO_CONTEXT = Buffer.alloc(0);
const MAGIC = Buffer.from('KSHSMBAK');
/** 1 derived its keys otherwise. */
const LAYOUT = 2;
const FLEET_MARK_BYTES = 16;
const KEY_BYTES = 32;
/** AES-KWP adds one block of 8 bytes. Source: RFC 5649. */
const WRAPPED_KEY_BYTES = KEY_BYTES + 8;
const PREFIX_BYTES = MAGIC.length + 1 + FLEET_MARK_BYTES;
const HEADER_BYTES = PREFIX_BYTES + WRAPPED_KEY_BYTES;
/** Alternative initial value of AES-KWP. Source: RFC 5649, section 3. */
const KWP_INITIAL_VALUE = Buffer.from('a65959a6', 'hex');

/**
 * Seals a backup: magic, layout, mark of the fleet, wrapped backup key, sealed content. An ephemeral backup key (EBK)
 * encrypts the content and is itself wrapped, with AES-KWP of NIST SP 800-38F, under the persistent backup key (PBK),
 * which every appliance of the fleet derives from the fleet's key. The header is bound to the content.
 * Source: AWS CloudHSM User Guide, "Security of backups".
 */
export function sealBackup(fleetBackupKey: Uint8Array, content: unknown, random: Random): Buffer {
  const ephemeral = random.bytes(KEY_BYTES);
  const header = Buffer.concat([prefix(fleetBackupKey), wrap(persistentKey(fleetBackupKey), ephemeral)], HEADER_BYTES);
  return Buffer.concat([header, new AesKey(ephemeral).encrypt(encodeRecord(content), header, random)]);
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
  const ephemeral = unwrap(persistentKey(fleetBackupKey), header.subarray(PREFIX_BYTES));
  return decodeRecord<T>(new AesKey(ephemeral).decrypt(sealed.subarray(HEADER_BYTES), header));
}

/** Tells the fleets apart, and tells nothing of their keys. */
function prefix(fleetBackupKey: Uint8Array): Buffer {
  const mark = deriveKey(fleetBackupKey, 'keystorm fleet mark', NO_CONTEXT, FLEET_MARK_BYTES);
  return Buffer.concat([MAGIC, Buffer.of(LAYOUT), mark], PREFIX_BYTES);
}

function persistentKey(fleetBackupKey: Uint8Array): Buffer {
  return deriveKey(fleetBackupKey, 'keystorm persistent backup key', NO_CONTEXT, KEY_BYTES);
}

function wrap(key: Buffer, ephemeral: Buffer): Buffer {
  const cipher = createCipheriv('id-aes256-wrap-pad', key, KWP_INITIAL_VALUE);
  return Buffer.concat([cipher.update(ephemeral), cipher.final()]);
}

function unwrap(key: Buffer, wrapped: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('id-aes256-wrap-pad', key, KWP_INITIAL_VALUE);
    const ephemeral = Buffer.concat([decipher.update(wrapped), decipher.final()]);
    if (ephemeral.length === KEY_BYTES) return ephemeral;
  } catch {
    // The integrity check of AES-KWP has failed: the same answer as for a key of a wrong length.
  }
  throw new HsmError('INVALID_CIPHERTEXT', 'the backup is damaged');
}
