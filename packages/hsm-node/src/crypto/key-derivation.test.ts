import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { deriveKey } from './key-derivation.ts';

const KEY = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');

test.each([16, 32, 40, 64, 100])('%i derived bytes are what openssl derives', (lengthBytes) => {
  const [label, context] = ['a label', Buffer.from('and a context')];
  const options = {
    mac: 'HMAC',
    digest: 'SHA256',
    mode: 'COUNTER',
    hexkey: KEY.toString('hex'),
    salt: label,
    hexinfo: context.toString('hex'),
  };
  const args = Object.entries(options).flatMap(([name, value]) => ['-kdfopt', `${name}:${value}`]);
  const printed = execFileSync('openssl', ['kdf', '-keylen', String(lengthBytes), '-binary', ...args, 'KBKDF']);
  expect(deriveKey(KEY, label, context, lengthBytes).toString('hex')).toBe(printed.toString('hex'));
});

test.each([
  { name: 'key', other: () => deriveKey(Buffer.alloc(32), 'label', Buffer.from('context'), 32) },
  { name: 'label', other: () => deriveKey(KEY, 'label2', Buffer.from('context'), 32) },
  { name: 'context', other: () => deriveKey(KEY, 'label', Buffer.from('context2'), 32) },
  { name: 'length', other: () => deriveKey(KEY, 'label', Buffer.from('context'), 33).subarray(0, 32) },
])('another $name derives something else', ({ other }) => {
  expect(deriveKey(KEY, 'label', Buffer.from('context'), 32).equals(other())).toBe(false);
});
