import { createCipheriv } from 'node:crypto';
import { inspect } from 'node:util';
import { createSimulation } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { AesKey, isAesKeyLength, OVERHEAD_BYTES } from './aes-key.ts';

const { random } = createSimulation({ seed: 1 }).runtime('hsm');

describe.each([16, 24, 32])('a key of %i bytes', (lengthBytes) => {
  const key = AesKey.generate(lengthBytes, random);
  const additionalData = Buffer.from('context');

  test.each([0, 1, 15, 16, 17, 8_192])('decrypts the %i bytes that it encrypted', (length) => {
    const plaintext = random.bytes(length);
    const ciphertext = key.encrypt(plaintext, additionalData, random);
    expect(ciphertext.length).toBe(length + OVERHEAD_BYTES);
    expect(key.decrypt(ciphertext, additionalData)).toEqual(plaintext);
  });

  test('refuses every single changed byte, other additional data, another key, and what is too short', () => {
    const ciphertext = key.encrypt(Buffer.from('secret'), additionalData, random);
    for (let i = 0; i < ciphertext.length; i++) {
      const changed = Buffer.from(ciphertext);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(() => key.decrypt(changed, additionalData)).toThrow('not authentic');
      expect(() => key.decrypt(ciphertext.subarray(0, i), additionalData)).toThrow('not authentic');
    }
    expect(() => key.decrypt(ciphertext, Buffer.from('other'))).toThrow('not authentic');
    expect(() => key.decrypt(ciphertext, Buffer.alloc(0))).toThrow('not authentic');
    expect(() => AesKey.generate(lengthBytes, random).decrypt(ciphertext, additionalData)).toThrow('not authentic');
  });

  test('has as check value the first bytes of an encrypted zero block', () => {
    const cipher = createCipheriv(`aes-${lengthBytes * 8}-ecb`, key.bytes(), null);
    expect(key.checkValue()).toEqual(cipher.update(Buffer.alloc(16)).subarray(0, 3));
  });
});

test('no two encryptions share an initialization vector', () => {
  const key = AesKey.generate(32, random);
  const vectors = Array.from({ length: 1_000 }, () =>
    key.encrypt(Buffer.alloc(0), Buffer.alloc(0), random).toString('hex', 0, 12),
  );
  expect(new Set(vectors).size).toBe(1_000);
});

test('only 16, 24 and 32 bytes make a key', () => {
  expect([0, 1, 15, 16, 17, 24, 31, 32, 33].filter(isAesKeyLength)).toEqual([16, 24, 32]);
  expect(() => new AesKey(Buffer.alloc(33))).toThrow('16, 24 or 32');
});

test('a key prints as a secret', () => {
  const key = new AesKey(Buffer.alloc(16, 'k'));
  expect([String(key), JSON.stringify({ key }), inspect({ key })]).toEqual([
    '[secret]',
    '{"key":"[secret]"}',
    '{ key: [secret] }',
  ]);
});
