import { crc32 } from 'node:zlib';
import { KmsError } from '../errors.ts';
import type { KmsKey } from './kms-key.ts';

/** What CiphertextBlob holds: the KMS key that made it, and what its HSM returned. */
export interface Ciphertext {
  readonly keyId: string;
  /** Initialization vector, ciphertext, tag. */
  readonly body: Buffer;
}

export type EncryptionContext = Readonly<Record<string, string>>;

// version (1 byte) | key id (16 bytes) | CRC-32 of these (4) | initialization vector (12) | ciphertext (1 or more) | tag (16)
const VERSION = 1;
const NAMED_BYTES = 17;
const HEADER_BYTES = NAMED_BYTES + 4;
const BLOB_BYTES_MIN = HEADER_BYTES + 12 + 1 + 16;
/** An HSM takes 64 KiB of additional data, the key's ARN included. */
const CONTEXT_BYTES_MAX = 60_000;

export function encodeCiphertext(key: KmsKey, body: Uint8Array): Buffer {
  const named = Buffer.from(`0${VERSION}${key.keyId.replaceAll('-', '')}`, 'hex');
  return Buffer.concat([named, checkOf(named), body]);
}

/** Throws InvalidCiphertextException, without a message as AWS does, when the blob cannot be one of ours. */
export function decodeCiphertext(blob: Buffer): Ciphertext {
  const named = blob.subarray(0, NAMED_BYTES);
  const isOurs =
    blob.length >= BLOB_BYTES_MIN &&
    blob[0] === VERSION &&
    checkOf(named).equals(blob.subarray(NAMED_BYTES, HEADER_BYTES));
  if (!isOurs) throw new KmsError('InvalidCiphertextException');
  const hex = named.toString('hex', 1);
  const keyId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { keyId, body: blob.subarray(HEADER_BYTES) };
}

/** Tells a damaged key id, for which no HSM can be asked, from one that is unknown. Not a protection: that is the tag's. */
function checkOf(named: Buffer): Buffer {
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return check;
}

/**
 * What is authenticated with a ciphertext: the key's identity, so that a key with equal bytes elsewhere cannot read it,
 * and every pair of the encryption context, in whatever order they came. Each part has its length before it, so no two
 * contexts give the same bytes. An empty context equals none.
 */
export function additionalData(key: KmsKey, context: EncryptionContext = {}): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [key.arn, ...pairs.flat()].flatMap((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts);
}

/** Differs from AWS, which gives no limit: an HSM takes no more. */
export function checkEncryptionContext(context: EncryptionContext | undefined): void {
  if (context === undefined) return;
  let bytes = 0;
  for (const [name, value] of Object.entries(context)) bytes += 8 + Buffer.byteLength(name) + Buffer.byteLength(value);
  if (bytes > CONTEXT_BYTES_MAX) {
    throw new KmsError('ValidationException', `The encryption context must have at most ${CONTEXT_BYTES_MAX} bytes.`);
  }
}
