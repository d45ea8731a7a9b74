import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCertificateProblem, lineageOf } from './certificates.ts';

// Certificates as customers make them: with openssl.
const folder = mkdtempSync(join(tmpdir(), 'keystorm-certificates-'));
const openssl = (...args: readonly string[]) =>
  execFileSync('openssl', [...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

function makeAuthority(name: string, ...options: readonly string[]): void {
  const subject = ['-subj', '/O=Example/CN=Customer CA', '-days', '3652'];
  openssl('req', '-new', '-x509', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.crt`, ...subject, ...options);
}

function makeRequest(name: string): void {
  openssl(
    'req',
    '-new',
    '-nodes',
    '-newkey',
    'rsa:2048',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name}`,
  );
  // What the HSM issues for the request's key; who signed it does not matter here.
  openssl('x509', '-req', '-in', `${name}.csr`, '-signkey', `${name}.key`, '-days', '365', '-out', `${name}.hsm.crt`);
}

function signRequest(request: string, authority: string, certificate: string, days = '3652'): void {
  const by = ['-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-set_serial', '1'];
  openssl('x509', '-req', '-in', `${request}.csr`, ...by, '-days', days, '-out', `${certificate}.crt`);
}

beforeAll(() => {
  makeAuthority('good', '-newkey', 'rsa:2048');
  makeAuthority('namesake', '-newkey', 'rsa:2048');
  makeAuthority('small', '-newkey', 'rsa:1024');
  makeAuthority('odd', '-newkey', 'rsa:3072');
  makeAuthority('elliptic', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
  writeFileSync(
    join(folder, 'end-entity.cnf'),
    '[req]\ndistinguished_name=dn\n[dn]\n[v3]\nbasicConstraints=critical,CA:FALSE\n',
  );
  makeAuthority('no-authority', '-newkey', 'rsa:2048', '-config', 'end-entity.cnf', '-extensions', 'v3');
  writeFileSync(
    join(folder, 'sign-only.cnf'),
    '[req]\ndistinguished_name=dn\n[dn]\n[v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature\n',
  );
  makeAuthority('contradictory', '-newkey', 'rsa:2048', '-config', 'sign-only.cnf', '-extensions', 'v3');
  makeRequest('cluster');
  makeRequest('other');
  signRequest('cluster', 'good', 'signed');
  signRequest('cluster', 'good', 'short-lived', '1');
  signRequest('other', 'good', 'signed-other');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAY_MS = 86_400_000;
const nowMs = () => new Date(readCertificateStart()).getTime() + 60_000;

function readCertificateStart(): string {
  return openssl('x509', '-in', 'signed.crt', '-noout', '-startdate').toString().replace('notBefore=', '').trim();
}

function problem(signedCert: string, trustAnchor: string, atMs = nowMs()): string | undefined {
  return findCertificateProblem({ signedCert, trustAnchor, hsmCertificate: read('cluster.hsm.crt') }, atMs);
}

describe('the certificates of an initialization', () => {
  test('a request signed by a self-signed authority is accepted', () => {
    expect(problem(read('signed.crt'), read('good.crt'))).toBeUndefined();
  });

  test.each([
    { name: 'no certificate at all', signed: 'signed', anchor: '', expected: 'The trust anchor must be one X.509' },
    { name: 'an authority with RSA-1024', signed: 'signed', anchor: 'small', expected: 'RSA with 2048 or 4096 bits' },
    { name: 'an authority with RSA-3072', signed: 'signed', anchor: 'odd', expected: 'RSA with 2048 or 4096 bits' },
    { name: 'an authority with a curve', signed: 'signed', anchor: 'elliptic', expected: 'RSA with 2048 or 4096 bits' },
    { name: 'an anchor that somebody else signed', signed: 'signed', anchor: 'signed', expected: 'self-signed' },
    {
      name: 'an anchor that is no authority',
      signed: 'signed',
      anchor: 'no-authority',
      expected: 'certificate authority',
    },
    { name: 'an anchor that may not sign', signed: 'signed', anchor: 'contradictory', expected: 'must be' },
    {
      name: 'an authority of the same name',
      signed: 'signed',
      anchor: 'namesake',
      expected: 'not signed by the trust anchor',
    },
    { name: "another request's certificate", signed: 'signed-other', anchor: 'good', expected: 'does not belong to' },
  ])('$name is refused', ({ signed, anchor, expected }) => {
    expect(problem(read(`${signed}.crt`), anchor === '' ? 'nothing' : read(`${anchor}.crt`))).toContain(expected);
  });

  test('a chain instead of one certificate is refused', () => {
    expect(problem(read('signed.crt'), read('good.crt') + read('small.crt'))).toContain('must be one');
    expect(problem(read('signed.crt') + read('good.crt'), read('good.crt'))).toContain('must be one');
  });

  test.each([
    {
      name: 'a signed certificate that has run out',
      signed: 'short-lived',
      days: 2,
      expected: 'The signed certificate is not valid',
    },
    { name: 'an authority that has run out', signed: 'signed', days: 4000, expected: 'The trust anchor is not valid' },
    { name: 'an authority that is yet to come', signed: 'signed', days: -1, expected: 'The trust anchor is not valid' },
  ])('$name is refused', ({ signed, days, expected }) => {
    expect(problem(read(`${signed}.crt`), read('good.crt'), nowMs() + days * DAY_MS)).toContain(expected);
  });

  test('the lineage is the certificate, however its text is wrapped', () => {
    expect(lineageOf(`\n${read('signed.crt')}\n\n`)).toBe(lineageOf(read('signed.crt')));
    expect(lineageOf(read('signed-other.crt'))).not.toBe(lineageOf(read('signed.crt')));
  });
});
