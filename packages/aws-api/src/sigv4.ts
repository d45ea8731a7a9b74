import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { FrameworkError, type FrameworkErrorCode } from './errors.ts';

// Source: AWS General Reference, "Signature Version 4 signing process".

/** A request to `/` without a query, which is all that the JSON and query protocols send. */
export interface SignableRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Who signed a request, and for where. */
export interface Signer {
  readonly accessKeyId: string;
  readonly region: string;
}

export interface SignatureVerifier {
  /**
   * Judges the signature of a request to `service`, the name in the scope, by the clock of the machine (milliseconds
   * since the epoch). Throws FrameworkError.
   */
  verify(request: SignableRequest, service: string, hostMs: number): Signer;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SKEW_MAX_MS = 5 * 60 * 1000;
/** One per access key, day, Region and service. */
const SIGNING_KEYS_MAX = 256;
const REGION = /^[a-z]{2,3}(?:-[a-z]+){1,3}-\d{1,2}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;

interface Authorization {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

export function createSignatureVerifier(accessKeys: readonly AccessKey[]): SignatureVerifier {
  const secrets = new Map(accessKeys.map(({ accessKeyId, secretAccessKey }) => [accessKeyId, secretAccessKey]));
  const signingKeys = new Map<string, Buffer>();

  function signingKeyOf({ accessKeyId, scope, date, region, service }: Authorization, secret: string): Buffer {
    const name = `${accessKeyId}/${scope}`;
    let key = signingKeys.get(name);
    if (key === undefined) {
      if (signingKeys.size >= SIGNING_KEYS_MAX) signingKeys.clear();
      key = deriveSigningKey(secret, date, region, service);
      signingKeys.set(name, key);
    }
    return key;
  }

  return {
    verify(request, service, hostMs) {
      const authorization = parseAuthorization(request);
      const amzDate = requestDate(request);
      const secret = secrets.get(authorization.accessKeyId);
      if (secret === undefined || header(request, 'x-amz-security-token') !== undefined) {
        throw new FrameworkError(
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
        );
      }
      checkScope(authorization, service, amzDate);
      checkSkew(amzDate, hostMs);
      checkSignedHeaders(request, authorization.signedHeaders);
      const text = stringToSign(request, authorization.signedHeaders, amzDate, authorization.scope);
      const expected = createHmac('sha256', signingKeyOf(authorization, secret)).update(text).digest();
      const matches =
        SIGNATURE.test(authorization.signature) &&
        timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'));
      if (!matches) throw invalidSignature(MISMATCH);
      return { accessKeyId: authorization.accessKeyId, region: authorization.region };
    },
  };
}

/** The headers with which a request must go out: those given, and host, x-amz-date, authorization. */
export function signRequest(
  request: SignableRequest & { readonly host: string },
  accessKey: AccessKey,
  scope: { readonly region: string; readonly service: string; readonly hostMs: number },
): Record<string, string> {
  const amzDate = amzDateOf(scope.hostMs);
  const date = amzDate.slice(0, 8);
  const headers: Record<string, string> = { host: request.host, 'x-amz-date': amzDate };
  for (const name of Object.keys(request.headers)) {
    const value = header(request, name);
    if (value !== undefined) headers[name] = value;
  }
  const signedHeaders = Object.keys(headers).sort().join(';');
  const credentialScope = `${date}/${scope.region}/${scope.service}/aws4_request`;
  const text = stringToSign({ ...request, headers }, signedHeaders, amzDate, credentialScope);
  const key = deriveSigningKey(accessKey.secretAccessKey, date, scope.region, scope.service);
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const authorization = `${ALGORITHM} Credential=${accessKey.accessKeyId}/${credentialScope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { ...headers, authorization };
}

// Verification, in the order in which faults win.

function parseAuthorization(request: SignableRequest): Authorization {
  const value = header(request, 'authorization');
  if (value === undefined || value === '')
    refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const [algorithm, rest] = splitOnce(value, ' ');
  const parts = new Map(rest.split(',').map((part) => splitOnce(part.trim(), '=')));
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name));
  const complaints = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (algorithm !== ALGORITHM) complaints.unshift(`Authorization header requires the algorithm ${ALGORITHM}.`);
  if (header(request, 'x-amz-date') === undefined && header(request, 'date') === undefined) {
    complaints.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  // Differs from AWS, which goes on to quote the header: a signature has no place in logs.
  if (complaints.length > 0) refuse('IncompleteSignatureException', complaints.join(' '));
  return {
    ...parseCredential(parts.get('Credential') ?? ''),
    signedHeaders: parts.get('SignedHeaders') ?? '',
    signature: parts.get('Signature') ?? '',
  };
}

function parseCredential(
  credential: string,
): Pick<Authorization, 'accessKeyId' | 'scope' | 'date' | 'region' | 'service'> {
  const [accessKeyId, scope] = splitOnce(credential, '/');
  const [date, region, service, terminator, ...more] = scope.split('/');
  if (!date || !region || !service || terminator !== 'aws4_request' || more.length > 0) {
    refuse(
      'IncompleteSignatureException',
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  return { accessKeyId, scope, date, region, service };
}

function requestDate(request: SignableRequest): string {
  const text = header(request, 'x-amz-date') ?? header(request, 'date') ?? '';
  if (/^\d{8}T\d{6}Z$/.test(text)) return text;
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    refuse(
      'IncompleteSignatureException',
      "Date must be in ISO-8601 'basic format'. See http://en.wikipedia.org/wiki/ISO_8601",
    );
  return amzDateOf(ms);
}

function checkScope({ date, region, service }: Authorization, expected: string, amzDate: string): void {
  if (!REGION.test(region)) throw invalidSignature(`Credential should be scoped to a valid Region, not '${region}'.`);
  if (service !== expected) throw invalidSignature(`Credential should be scoped to correct service: '${expected}'.`);
  if (date !== amzDate.slice(0, 8)) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  }
}

function checkSkew(amzDate: string, hostMs: number): void {
  const signedMs = Date.parse(amzDate.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const now = amzDateOf(hostMs);
  if (Number.isNaN(signedMs)) throw invalidSignature(MISMATCH);
  if (signedMs < hostMs - SKEW_MAX_MS) {
    throw invalidSignature(
      `Signature expired: ${amzDate} is now earlier than ${amzDateOf(hostMs - SKEW_MAX_MS)} (${now} - 5 min.)`,
    );
  }
  if (signedMs > hostMs + SKEW_MAX_MS) {
    throw invalidSignature(
      `Signature not yet current: ${amzDate} is still later than ${amzDateOf(hostMs + SKEW_MAX_MS)} (${now} + 5 min.)`,
    );
  }
}

/** What chooses the service, the operation and the moment must be signed, or a signature could be put to other uses. */
function checkSignedHeaders(request: SignableRequest, signedHeaders: string): void {
  const signed = new Set(signedHeaders.split(';'));
  if (!signed.has('host'))
    throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization header.");
  for (const name of ['x-amz-date', 'x-amz-target', 'x-amz-content-sha256']) {
    if (header(request, name) !== undefined && !signed.has(name)) {
      throw invalidSignature(`'${name}' must be a 'SignedHeader' in the AWS Authorization header.`);
    }
  }
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

function invalidSignature(message: string): FrameworkError {
  return new FrameworkError('InvalidSignatureException', message);
}

function refuse(code: FrameworkErrorCode, message: string): never {
  throw new FrameworkError(code, message);
}

// The calculation.

function stringToSign(request: SignableRequest, signedHeaders: string, amzDate: string, scope: string): string {
  return `${ALGORITHM}\n${amzDate}\n${scope}\n${sha256(canonicalRequest(request, signedHeaders))}`;
}

function canonicalRequest(request: SignableRequest, signedHeaders: string): string {
  let canonicalHeaders = '';
  for (const name of signedHeaders.split(';')) {
    canonicalHeaders += `${name}:${(header(request, name) ?? '').trim().replace(/\s+/g, ' ')}\n`;
  }
  return `${request.method}\n/\n\n${canonicalHeaders}\n${signedHeaders}\n${sha256(request.body)}`;
}

function deriveSigningKey(secret: string, date: string, region: string, service: string): Buffer {
  const parts = [date, region, service, 'aws4_request'];
  return parts.reduce((key, part) => createHmac('sha256', key).update(part).digest(), Buffer.from(`AWS4${secret}`));
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function header({ headers }: Pick<SignableRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(',');
}

function amzDateOf(ms: number): string {
  return `${new Date(ms).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
