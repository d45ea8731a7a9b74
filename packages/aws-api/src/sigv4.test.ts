import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';
import { createSignatureVerifier, type SignableRequest, signRequest } from './sigv4.ts';

const HOST_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const ACCESS_KEY = { accessKeyId: 'test', secretAccessKey: 'not so secret' };
const verifier = createSignatureVerifier([ACCESS_KEY]);

/** The hash that @smithy/signature-v4 wants. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('not used');
  }
}

const BODY = Buffer.from('{"KeyId":"alias/example"}');
const HEADERS = {
  host: '127.0.0.1:4599',
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'TrentService.DescribeKey',
  'x-odd': '  two   spaces ',
};

async function signedBySdk(
  options: { service?: string; region?: string; atMs?: number } = {},
): Promise<SignableRequest> {
  const signer = new SignatureV4({
    credentials: ACCESS_KEY,
    region: options.region ?? 'eu-central-1',
    service: options.service ?? 'kms',
    sha256: Sha256,
  });
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 4599,
    path: '/',
    query: {},
    headers: HEADERS,
    body: BODY,
  };
  const signed = await signer.sign(request, { signingDate: new Date(options.atMs ?? HOST_MS) });
  const headers = Object.fromEntries(
    Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { method: 'POST', headers, body: BODY };
}

function changed(
  request: SignableRequest,
  headers: Record<string, string | undefined>,
  body: Buffer = BODY,
): SignableRequest {
  return { ...request, headers: { ...request.headers, ...headers }, body };
}

test('accepts what the AWS SDK signs', async () => {
  expect(verifier.verify(await signedBySdk(), 'kms', HOST_MS)).toEqual({ accessKeyId: 'test', region: 'eu-central-1' });
});

test('signs as the AWS SDK does', async () => {
  const theirs = await signedBySdk();
  const { 'x-amz-content-sha256': contentHash, authorization, ...headers } = theirs.headers as Record<string, string>;
  const ours = signRequest(
    {
      method: 'POST',
      host: HEADERS.host,
      headers: { ...headers, ...(contentHash && { 'x-amz-content-sha256': contentHash }) },
      body: BODY,
    },
    ACCESS_KEY,
    { region: 'eu-central-1', service: 'kms', hostMs: HOST_MS },
  );
  expect(ours['authorization']).toBe(authorization);
});

test('accepts what it signs itself', () => {
  const headers = signRequest({ method: 'POST', ...HEADERS, headers: HEADERS, body: BODY }, ACCESS_KEY, {
    region: 'us-gov-west-1',
    service: 'cloudhsm',
    hostMs: HOST_MS,
  });
  expect(verifier.verify({ method: 'POST', headers, body: BODY }, 'cloudhsm', HOST_MS).region).toBe('us-gov-west-1');
});

describe('refuses', () => {
  const MINUTE = 60_000;
  const cases: {
    name: string;
    options?: Parameters<typeof signedBySdk>[0];
    tamper?: (request: SignableRequest) => SignableRequest;
    code: string;
    message: string | RegExp;
  }[] = [
    {
      name: 'no signature',
      tamper: (r) => changed(r, { authorization: undefined }),
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    },
    {
      name: 'a header without its parts',
      tamper: (r) =>
        changed(r, { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260102/eu-central-1/kms/aws4_request' }),
      code: 'IncompleteSignatureException',
      message:
        "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
    },
    {
      name: 'another scheme',
      tamper: (r) => changed(r, { authorization: 'Bearer abc' }),
      code: 'IncompleteSignatureException',
      message: /algorithm/,
    },
    {
      name: 'no date',
      tamper: (r) => changed(r, { 'x-amz-date': undefined }),
      code: 'IncompleteSignatureException',
      message: /'X-Amz-Date' or a 'Date' header/,
    },
    {
      name: 'another body',
      tamper: (r) => changed(r, {}, Buffer.from('{}')),
      code: 'InvalidSignatureException',
      message: /does not match the signature you provided/,
    },
    {
      name: 'another target',
      tamper: (r) => changed(r, { 'x-amz-target': 'TrentService.Decrypt' }),
      code: 'InvalidSignatureException',
      message: /does not match/,
    },
    {
      name: 'a signature of another form',
      tamper: (r) =>
        changed(r, { authorization: String(r.headers['authorization']).replace(/Signature=.*/, 'Signature=abc') }),
      code: 'InvalidSignatureException',
      message: /does not match/,
    },
    {
      name: 'a target that is not signed',
      tamper: (r) =>
        changed(r, {
          authorization: String(r.headers['authorization']).replace('x-amz-target;', '').replace(';x-amz-target', ''),
        }),
      code: 'InvalidSignatureException',
      message: "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization header.",
    },
    {
      name: 'an unknown access key',
      tamper: (r) => changed(r, { authorization: String(r.headers['authorization']).replace('=test/', '=best/') }),
      code: 'UnrecognizedClientException',
      message: /security token/,
    },
    {
      name: 'a session token',
      tamper: (r) => changed(r, { 'x-amz-security-token': 'x' }),
      code: 'UnrecognizedClientException',
      message: /security token/,
    },
    {
      name: 'no Region',
      options: { region: 'nowhere' },
      code: 'InvalidSignatureException',
      message: "Credential should be scoped to a valid Region, not 'nowhere'.",
    },
    {
      name: 'another service',
      options: { service: 's3' },
      code: 'InvalidSignatureException',
      message: "Credential should be scoped to correct service: 'kms'.",
    },
    {
      name: 'a scope of another day',
      tamper: (r) => changed(r, { authorization: String(r.headers['authorization']).replace('20260102', '20260101') }),
      code: 'InvalidSignatureException',
      message: /^Date in Credential scope does not match YYYYMMDD/,
    },
    {
      name: 'a signature of the past',
      options: { atMs: HOST_MS - 6 * MINUTE },
      code: 'InvalidSignatureException',
      message: 'Signature expired: 20260102T025805Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)',
    },
    {
      name: 'a signature of the future',
      options: { atMs: HOST_MS + 6 * MINUTE },
      code: 'InvalidSignatureException',
      message:
        'Signature not yet current: 20260102T031005Z is still later than 20260102T030905Z (20260102T030405Z + 5 min.)',
    },
  ];

  test.each(cases)('$name', async ({ options, tamper = (r) => r, code, message }) => {
    const request = tamper(await signedBySdk(options));
    const expected = {
      code,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    };
    expect(() => verifier.verify(request, 'kms', HOST_MS)).toThrow(expect.objectContaining(expected));
  });
});
