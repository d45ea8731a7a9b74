import type { KeyAttributes } from '@keystorm/protocol';
import { z } from 'zod';

/** Begins a file that says what is in it. The format is ours: AWS does not publish that of its tool. */
const MAGIC = Buffer.from('KMUWRAP1');
const LENGTH_BYTES = 4;

/** Files without a kind are of before private keys were wrapped. */
const Header = z.strictObject({
  label: z.string(),
  id: z.string(),
  kind: z.enum(['secret', 'private']).default('secret'),
});

/** What is known of a key that was wrapped. */
export interface KeyHeader {
  readonly label: string;
  readonly id: Buffer;
  readonly kind: 'secret' | 'private';
}

export function addHeader(
  wrapped: Buffer,
  { label, id, keyClass }: Pick<KeyAttributes, 'label' | 'id' | 'keyClass'>,
): Buffer {
  const kind = keyClass === 'KEY_CLASS_PRIVATE' ? 'private' : 'secret';
  const header = Buffer.from(JSON.stringify({ label, id: id.toString('hex'), kind }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(header.length);
  return Buffer.concat([MAGIC, length, header, wrapped]);
}

/** Undefined for a file that has no header. */
export function splitHeader(content: Buffer): { readonly wrappedKey: Buffer; readonly header: KeyHeader } | undefined {
  const start = MAGIC.length + LENGTH_BYTES;
  if (content.length < start || !content.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const end = start + content.readUInt32BE(MAGIC.length);
  const header = Header.safeParse(parse(content.subarray(start, end).toString('utf8')));
  if (!header.success) return undefined;
  const { label, id, kind } = header.data;
  return { wrappedKey: content.subarray(end), header: { label, id: Buffer.from(id, 'hex'), kind } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
