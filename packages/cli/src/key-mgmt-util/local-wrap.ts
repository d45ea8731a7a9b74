import { createCipheriv, createDecipheriv } from 'node:crypto';

const AES_BYTES = [16, 24, 32];
/** Source: RFC 3394, section 2.2.3.1. */
const INITIAL_VALUE = Buffer.alloc(8, 0xa6);

/** AES key wrap outside of the HSM, by a key in a file. Undefined where there is no AES key, or the bytes do not fit. */
export function wrapHere(key: Buffer, bytes: Buffer): Buffer | undefined {
  if (!AES_BYTES.includes(key.length)) return undefined;
  const cipher = createCipheriv(`id-aes${key.length * 8}-wrap`, key, INITIAL_VALUE);
  return attempt(() => Buffer.concat([cipher.update(bytes), cipher.final()]));
}

/** Undefined also where the bytes were wrapped by another key. */
export function unwrapHere(key: Buffer, wrapped: Buffer): Buffer | undefined {
  if (!AES_BYTES.includes(key.length)) return undefined;
  const decipher = createDecipheriv(`id-aes${key.length * 8}-wrap`, key, INITIAL_VALUE);
  return attempt(() => Buffer.concat([decipher.update(wrapped), decipher.final()]));
}

function attempt(work: () => Buffer): Buffer | undefined {
  try {
    return work();
  } catch {
    // All that it says is that the bytes are not right.
    return undefined;
  }
}
