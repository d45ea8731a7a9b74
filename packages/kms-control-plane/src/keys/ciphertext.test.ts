import { describe, expect, test } from 'vitest';
import { additionalData, checkEncryptionContext, decodeCiphertext, encodeCiphertext } from './ciphertext.ts';
import { testKey } from './kms-key.fixture.ts';

const key = testKey(7);
const body = Buffer.alloc(12 + 1 + 16, 9);
/** Every context of up to two pairs over a few short texts: those that a careless encoding would confuse. */
const TEXTS = ['', 'a', 'b', 'ab', '\u0000', '__proto__'];
const PAIRS = TEXTS.flatMap((name) => TEXTS.map((value) => [name, value] as const));
const CONTEXTS = [
  {},
  ...PAIRS.map((pair) => Object.fromEntries([pair])),
  ...PAIRS.flatMap((first) =>
    PAIRS.filter(([name]) => name > first[0]).map((second) => Object.fromEntries([first, second])),
  ),
];

function flipped(blob: Buffer, at: number): Buffer {
  const copy = Buffer.from(blob);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

test('a ciphertext names its key and keeps its body', () => {
  expect(decodeCiphertext(encodeCiphertext(key, body))).toEqual({ keyId: key.keyId, body });
});

test.each([
  ['cut short', encodeCiphertext(key, body).subarray(0, -1)],
  ['of one byte', Buffer.from([1])],
  ['of another version', Buffer.concat([Buffer.from([2]), encodeCiphertext(key, body).subarray(1)])],
  ['for a key id with a flipped bit', flipped(encodeCiphertext(key, body), 5)],
  ['with a damaged check', flipped(encodeCiphertext(key, body), 18)],
])('a ciphertext %s is refused without a message', (_name, blob) => {
  expect(() => decodeCiphertext(blob)).toThrow(
    expect.objectContaining({ code: 'InvalidCiphertextException', message: '' }),
  );
});

describe('additional data', () => {
  test('does not depend on the order of the context', () => {
    for (const context of CONTEXTS) {
      const reversed = Object.fromEntries(Object.entries(context).toReversed());
      expect(additionalData(key, reversed)).toEqual(additionalData(key, context));
    }
  });

  test('differs for every two contexts', () => {
    const encoded = CONTEXTS.map((context) => additionalData(key, context).toString('hex'));
    expect(new Set(encoded).size).toBe(CONTEXTS.length);
  });

  test('differs for every key', () => {
    expect(additionalData(testKey(7)).equals(additionalData(testKey(8)))).toBe(false);
    expect(additionalData(testKey(7)).equals(additionalData(testKey(7, { region: 'eu-west-1' })))).toBe(false);
  });

  test('is the same for an empty context and for none', () => {
    expect(additionalData(key, {})).toEqual(additionalData(key));
  });

  test('stays below what an HSM takes', () => {
    expect(() => checkEncryptionContext({ a: 'x'.repeat(60_000) })).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
    checkEncryptionContext({ a: 'x'.repeat(50_000) });
  });
});
