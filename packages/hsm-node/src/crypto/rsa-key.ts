import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { HsmError } from '@keystorm/protocol';
import type { RsaShape } from '@keystorm/runtime';

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

  /** First three bytes of the SHA-1 of the public key: the same for both keys of a pair. */
  checkValue(): Buffer {
    const spki = publicOf(this.#key).export({ format: 'der', type: 'spki' });
    return createHash('sha1').update(spki).digest().subarray(0, CHECK_VALUE_BYTES);
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

function publicOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}
