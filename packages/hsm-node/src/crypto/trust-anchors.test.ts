import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHsmError } from '@keystorm/protocol';
import { afterAll, describe, expect, test } from 'vitest';
import { readTrustAnchor } from './trust-anchors.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-anchors-'));
afterAll(() => rmSync(folder, { recursive: true }));

let certificates = 0;

/** A certificate as AWS's guide has people make it, self-signed unless an authority's file says otherwise. */
function make(key: string, ...more: readonly string[]): { readonly pem: string; readonly file: string } {
  const file = join(folder, String((certificates += 1)));
  const request = `req -new -x509 -days 30 -noenc -subj /CN=${certificates} -newkey ${key} -keyout ${file}.key -out ${file}.crt`;
  execFileSync('/usr/bin/openssl', [...request.split(' '), ...more], { stdio: 'pipe' });
  return { pem: readFileSync(`${file}.crt`, 'utf8'), file };
}

function refusalOf(pem: string): string {
  try {
    readTrustAnchor(pem);
    return 'none';
  } catch (error) {
    return isHsmError(error, 'INVALID_ARGUMENT') ? error.message : String(error);
  }
}

const curve = (name: string) => `ec -pkeyopt ec_paramgen_curve:${name}`;
const KEY = 'Invalid Certificate: The key is none of RSA 2048, 3072, 4096, EC P-256, P-384, P-521.';

describe('an authority with a key', () => {
  test.each([
    ['rsa:2048', 'none'],
    ['rsa:3072', 'none'],
    ['rsa:4096', 'none'],
    ['rsa:2056', KEY],
    [curve('P-256'), 'none'],
    [curve('P-384'), 'none'],
    [curve('P-521'), 'none'],
    [curve('secp256k1'), KEY],
    ['ed25519', KEY],
  ])('of %s is refused: %s', (key, refusal) => {
    expect(refusalOf(make(key).pem)).toBe(refusal);
  });
});

test('what clients cannot be known by is refused', () => {
  const root = make(curve('P-256'));
  const above = make(curve('P-256'), '-CA', `${root.file}.crt`, '-CAkey', `${root.file}.key`);
  const client = make(curve('P-256'), '-addext', 'basicConstraints=critical,CA:FALSE');
  const missing = 'Invalid Certificate: The certificates above it, up to one that signs itself, are missing.';
  expect(readTrustAnchor(`some text\n${above.pem}${root.pem}`)).toBe(`${above.pem}${root.pem}`);
  expect(refusalOf(above.pem)).toBe(missing);
  expect(refusalOf(client.pem)).toBe('Invalid Certificate: It is not that of a certificate authority.');
  expect(refusalOf('')).toBe('Invalid Certificate: There is no certificate, PEM.');
  expect(refusalOf(readFileSync(`${root.file}.key`, 'utf8'))).toBe(
    'Invalid Certificate: There is no certificate, PEM.',
  );
  expect(refusalOf(root.pem.replace(/\nMII/, '\nAAA'))).toBe('Invalid Certificate: It cannot be read.');
  expect(refusalOf(root.pem.repeat(20))).toBe('Oversized Certificate: Certificate is too long: at most 6980 bytes.');
});
