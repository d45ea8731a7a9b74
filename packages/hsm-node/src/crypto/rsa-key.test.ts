import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AesKey } from './aes-key.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import { assertRsaPolicy, RsaKey } from './rsa-key.ts';

const PEM = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicExponent: 65_539,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const PAIR = [
  { kind: 'public', key: RsaKey.ofPublic(PEM.publicKey) },
  { kind: 'private', key: RsaKey.ofPrivate(PEM.privateKey) },
] as const;

describe.each(PAIR)('a $kind key', ({ kind, key }) => {
  test('knows the public half of its pair', () => {
    const { n, e } = createPublicKey(PEM.publicKey).export({ format: 'jwk' });
    expect(key).toMatchObject({ kind, modulusBits: 2048 });
    expect([key.modulus.toString('base64url'), key.publicExponent.toString('base64url')]).toEqual([n, e]);
  });

  test('has as check value the first bytes of a hash of the public key', () => {
    const spki = createPublicKey(PEM.publicKey).export({ format: 'der', type: 'spki' });
    expect(key.checkValue()).toEqual(createHash('sha1').update(spki).digest().subarray(0, 3));
  });

  test('survives a record, and shows itself to nobody', () => {
    const read = decodeRecord<{ key: RsaKey }>(encodeRecord({ key })).key;
    expect(read.equals(key)).toBe(true);
    expect(read.kind).toBe(kind);
    expect([String(key), JSON.stringify(key), inspect(key)]).toEqual(['[secret]', '"[secret]"', '[secret]']);
  });

  test('is no other key', () => {
    expect(PAIR.filter((other) => key.equals(other.key)).map((other) => other.kind)).toEqual([kind]);
    expect(key.equals(new AesKey(Buffer.alloc(32)))).toBe(false);
    expect(new AesKey(Buffer.alloc(32)).equals(key)).toBe(false);
  });
});

test.each([
  { modulusBits: 2048, publicExponent: 65_537, allowed: true },
  { modulusBits: 4096, publicExponent: 4_294_967_295, allowed: true },
  { modulusBits: 1792, publicExponent: 65_537, allowed: false },
  { modulusBits: 4352, publicExponent: 65_537, allowed: false },
  { modulusBits: 2049, publicExponent: 65_537, allowed: false },
  { modulusBits: 2048, publicExponent: 3, allowed: false },
  { modulusBits: 2048, publicExponent: 65_538, allowed: false },
])('FIPS allows a modulus of $modulusBits bits with exponent $publicExponent: $allowed', ({ allowed, ...shape }) => {
  const check = () => assertRsaPolicy(shape);
  if (allowed) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code: 'POLICY_VIOLATION' }));
});
