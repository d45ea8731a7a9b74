import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import { createSimulation } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { AesKey } from './aes-key.ts';
import { wrapBytes } from './key-wrap.ts';
import { RsaKey } from './rsa-key.ts';
import { unwrapUnderRsa, wrapUnderRsa } from './rsa-wrap.ts';

const { random } = createSimulation({ seed: 1 }).runtime('rsa');
const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const PEM = pair();
const PUBLIC = RsaKey.ofPublic(PEM.publicKey);
const PRIVATE = RsaKey.ofPrivate(PEM.privateKey);
const OTHER = RsaKey.ofPrivate(pair().privateKey);
const PLAIN = Buffer.from('a key of 32 bytes, to be wrapped');
const MODULUS_BYTES = 256;
const ZERO_PAD = { padding: 'zero', initializationVector: Buffer.alloc(0) } as const;

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

describe.each([
  { hash: 'sha1', most: 214 },
  { hash: 'sha224', most: 198 },
  { hash: 'sha256', most: 190 },
  { hash: 'sha384', most: 158 },
  { hash: 'sha512', most: 126 },
] as const)('RSAES-OAEP with $hash', ({ hash, most }) => {
  const OAEP = { scheme: 'oaep', hash } as const;

  test('is what Node makes of it, both ways', () => {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const wrapped = wrapUnderRsa(PUBLIC, PLAIN, OAEP, random);
    expect(wrapped).toHaveLength(MODULUS_BYTES);
    expect(privateDecrypt({ key: createPrivateKey(PEM.privateKey), padding, oaepHash: hash }, wrapped)).toEqual(PLAIN);
    const key = createPublicKey(PEM.publicKey);
    const others = publicEncrypt({ key, padding, oaepHash: hash }, PLAIN);
    expect(unwrapUnderRsa(PRIVATE, others, OAEP)).toEqual(PLAIN);
  });

  test(`takes at most ${most} bytes under 2048 bits, and differs each time`, () => {
    const largest = Buffer.alloc(most, 1);
    const wrapped = [1, 2].map(() => wrapUnderRsa(PUBLIC, largest, OAEP, random));
    expect(wrapped.map((bytes) => unwrapUnderRsa(PRIVATE, bytes, OAEP))).toEqual([largest, largest]);
    expect(wrapped[0]).not.toEqual(wrapped[1]);
    expect(() => wrapUnderRsa(PUBLIC, Buffer.alloc(most + 1), OAEP, random)).toThrow(code('INVALID_ARGUMENT'));
  });
});

describe.each(['oaep', 'aes'] as const)('scheme %s', (scheme) => {
  const MECHANISM = { scheme, hash: 'sha256' } as const;
  const wrapped = wrapUnderRsa(PUBLIC, PLAIN, MECHANISM, random);

  test('wraps under the public key, and unwraps by the private one', () => {
    expect(unwrapUnderRsa(PRIVATE, wrapped, MECHANISM)).toEqual(PLAIN);
    expect(() => wrapUnderRsa(PRIVATE, PLAIN, MECHANISM, random)).toThrow(code('POLICY_VIOLATION'));
    expect(() => unwrapUnderRsa(PUBLIC, wrapped, MECHANISM)).toThrow(code('POLICY_VIOLATION'));
  });

  test.each([
    { what: 'by another key', attempt: () => unwrapUnderRsa(OTHER, wrapped, MECHANISM) },
    { what: 'with another hash', attempt: () => unwrapUnderRsa(PRIVATE, wrapped, { scheme, hash: 'sha512' }) },
    { what: 'where a byte is missing', attempt: () => unwrapUnderRsa(PRIVATE, wrapped.subarray(1), MECHANISM) },
    {
      what: 'where a byte is more',
      attempt: () => unwrapUnderRsa(PRIVATE, Buffer.concat([wrapped, PLAIN.subarray(1)]), MECHANISM),
    },
    { what: 'where there is nothing', attempt: () => unwrapUnderRsa(PRIVATE, Buffer.alloc(0), MECHANISM) },
  ])('unwraps nothing $what', ({ attempt }) => {
    expect(attempt).toThrow(code('INVALID_CIPHERTEXT'));
  });
});

test('RSA-AES is a wrapped AES key of 32 bytes, then what that wraps', () => {
  const MECHANISM = { scheme: 'aes', hash: 'sha256' } as const;
  const made = (once: Buffer) =>
    Buffer.concat([PUBLIC.encrypt(once, 'sha256', random), wrapBytes(new AesKey(once), PLAIN, ZERO_PAD)]);
  expect(unwrapUnderRsa(PRIVATE, made(Buffer.alloc(32, 3)), MECHANISM)).toEqual(PLAIN);
  expect(() => unwrapUnderRsa(PRIVATE, made(Buffer.alloc(16, 3)), MECHANISM)).toThrow(code('INVALID_CIPHERTEXT'));
});
