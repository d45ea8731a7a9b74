import { timingSafeEqual } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import type { Compute, Random, Secret } from '@keystorm/runtime';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Source: AWS CloudHSM User Guide, "createUser": 7 to 32 characters, letters and digits. */
const PASSWORD = /^[A-Za-z0-9]{7,32}$/;

export interface PasswordHash {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Throws INVALID_PASSWORD for a password that no user may have. */
export async function hashPassword(password: Secret<string>, compute: Compute, random: Random): Promise<PasswordHash> {
  if (!PASSWORD.test(password.reveal()))
    throw new HsmError('INVALID_PASSWORD', 'a password has 7 to 32 letters and digits');
  const salt = Buffer.from(random.bytes(SALT_BYTES));
  return { salt, hash: await compute.scrypt(password.reveal(), salt) };
}

/** For a user whom no password admits. */
export function unusableHash(random: Random): PasswordHash {
  return { salt: Buffer.from(random.bytes(SALT_BYTES)), hash: Buffer.from(random.bytes(HASH_BYTES)) };
}

export async function isPassword(password: Secret<string>, expected: PasswordHash, compute: Compute): Promise<boolean> {
  return timingSafeEqual(await compute.scrypt(password.reveal(), expected.salt), expected.hash);
}
