import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import { inspect } from 'node:util';
import { HsmError } from '@keystorm/protocol';
import type { Random, RsaShape } from '@keystorm/runtime';
import { encodeOaep, type OaepHash } from './oaep.ts';

/** Source: AWS CloudHSM User Guide, "genRSAKeyPair"; FIPS 186-4, B.3.1. */
const MODULUS_BITS = { min: 2_048, max: 4_096, step: 256 } as const;
const EXPONENT_MIN = 65_537;
const CHECK_VALUE_BYTES = 3;

/** Throws POLICY_VIOLATION for a key pair that FIPS does not allow. */
export function assertRsaPolicy({ modulusBits, publicExponent }: RsaShape): void {
  const { min, max, step } = MODULUS_BITS;
  if (modulusBits < min || modulusBits > max || modulusBits % step !== 0)
    throw new HsmError('POLICY_VIOLATION', `a modulus has ${min} to ${max} bits, a multiple of ${step}`);
  if (publicExponent < EXPONENT_MIN || publicExponent % 2 === 0)
    throw new HsmError('POLICY_VIOLATION', `a public exponent is odd, and ${EXPONENT_MIN} or more`);
}

/** One key of an RSA pair. The private one prints as `[secret]`; its bytes leave it only towards `crypto/`. */
export class RsaKey {
  readonly kind: 'public' | 'private';
  readonly modulusBits: number;
  /** Big-endian. */
  readonly modulus: Buffer;
  readonly publicExponent: Buffer;
  readonly #key: KeyObject;

  private constructor(key: KeyObject) {
    const { n = '', e = '' } = publicOf(key).export({ format: 'jwk' });
    this.#key = key;
    this.kind = key.type === 'private' ? 'private' : 'public';
    this.modulus = Buffer.from(n, 'base64url');
    this.publicExponent = Buffer.from(e, 'base64url');
    this.modulusBits = this.modulus.length * 8;
  }

  /** Of PEM, or of what `bytes` returned. */
  static ofPublic(key: string | Buffer): RsaKey {
    return new RsaKey(createPublicKey(typeof key === 'string' ? key : { key, format: 'der', type: 'spki' }));
  }

  static ofPrivate(key: string | Buffer): RsaKey {
    return new RsaKey(createPrivateKey(typeof key === 'string' ? key : { key, format: 'der', type: 'pkcs8' }));
  }

  /** Of what came from outside. Throws INVALID_ARGUMENT for what is no RSA key, POLICY_VIOLATION for one that FIPS does not allow. */
  static importPrivate(bytes: Buffer): RsaKey {
    const key = readPrivate(bytes);
    if (key?.asymmetricKeyType !== 'rsa') throw new HsmError('INVALID_ARGUMENT', 'the bytes are no RSA private key');
    const { modulusLength: modulusBits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    assertRsaPolicy({ modulusBits, publicExponent: Number(publicExponent) });
    return new RsaKey(key);
  }

  /** First three bytes of the SHA-1 of the public key: the same for both keys of a pair. */
  checkValue(): Buffer {
    const spki = publicOf(this.#key).export({ format: 'der', type: 'spki' });
    return createHash('sha1').update(spki).digest().subarray(0, CHECK_VALUE_BYTES);
  }

  /** RSAES-OAEP under the public key. Source: RFC 8017, 7.1.1. Throws INVALID_ARGUMENT for more bytes than fit. */
  encrypt(plaintext: Buffer, hash: OaepHash, random: Random): Buffer {
    // Node would draw the seed elsewhere than from `random`.
    const encoded = encodeOaep(plaintext, { hash, lengthBytes: this.modulus.length }, random);
    return publicEncrypt({ key: this.#key, padding: constants.RSA_NO_PADDING }, encoded);
  }

  /** The inverse of `encrypt`, by the private key. Throws INVALID_CIPHERTEXT for anything else. */
  decrypt(ciphertext: Buffer, hash: OaepHash): Buffer {
    try {
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      return privateDecrypt({ key: this.#key, padding, oaepHash: hash }, ciphertext);
    } catch {
      throw new HsmError('INVALID_CIPHERTEXT', 'the bytes were not encrypted under this key');
    }
  }

  equals(other: object): boolean {
    return other instanceof RsaKey && this.#key.equals(other.#key);
  }

  /** The key itself, DER. For `crypto/` alone. */
  bytes(): Buffer {
    const type = this.kind === 'private' ? 'pkcs8' : 'spki';
    return this.#key.export({ format: 'der', type } as { format: 'der'; type: 'spki' });
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

function readPrivate(bytes: Buffer): KeyObject | undefined {
  try {
    return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}

function publicOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}
