import { HsmError } from '@keystorm/protocol';
import type { Random } from '@keystorm/runtime';
import { AesKey } from './aes-key.ts';
import { unwrapBytes, wrapBytes, type WrapMechanism } from './key-wrap.ts';
import type { OaepHash } from './oaep.ts';
import type { RsaKey } from './rsa-key.ts';

const AES_BYTES = 32;
const ZERO_PAD: WrapMechanism = { padding: 'zero', initializationVector: Buffer.alloc(0) };

/** `oaep`: RFC 8017, 7.1. `aes`: CKM_RSA_AES_KEY_WRAP of PKCS #11, an AES key under OAEP and what it wraps. */
export interface RsaMechanism {
  readonly scheme: 'oaep' | 'aes';
  readonly hash: OaepHash;
}

/** Throws POLICY_VIOLATION for a private key, INVALID_ARGUMENT for bytes that do not fit. */
export function wrapUnderRsa(key: RsaKey, plaintext: Buffer, { scheme, hash }: RsaMechanism, random: Random): Buffer {
  if (key.kind !== 'public') throw new HsmError('POLICY_VIOLATION', 'the public key of a pair wraps');
  if (scheme === 'oaep') return key.encrypt(plaintext, hash, random);
  const once = AesKey.generate(AES_BYTES, random);
  return Buffer.concat([key.encrypt(once.bytes(), hash, random), wrapBytes(once, plaintext, ZERO_PAD)]);
}

/** The inverse of `wrapUnderRsa`. Throws POLICY_VIOLATION for a public key, INVALID_CIPHERTEXT for anything else. */
export function unwrapUnderRsa(key: RsaKey, wrapped: Buffer, { scheme, hash }: RsaMechanism): Buffer {
  if (key.kind !== 'private') throw new HsmError('POLICY_VIOLATION', 'the private key of a pair unwraps');
  if (scheme === 'oaep') return key.decrypt(wrapped, hash);
  const length = key.modulus.length;
  const once = key.decrypt(wrapped.subarray(0, length), hash);
  if (once.length !== AES_BYTES) throw new HsmError('INVALID_CIPHERTEXT', 'it is no AES key that wraps the bytes');
  return unwrapBytes(new AesKey(once), wrapped.subarray(length), ZERO_PAD);
}
