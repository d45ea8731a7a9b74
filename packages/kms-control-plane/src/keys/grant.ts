import type { GrantOperation } from '@keystorm/aws-api/kms';
import { table } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import type { EncryptionContext } from './ciphertext.ts';

// Source: AWS KMS Developer Guide, "Grants in AWS KMS".

/** What a grant demands of the encryption context of a request that uses it. */
export interface GrantConstraints {
  readonly subset?: EncryptionContext;
  readonly equals?: EncryptionContext;
}

/** A permission to use a KMS key. It goes when it is retired or revoked, or with the key. */
export interface Grant {
  readonly region: string;
  readonly keyId: string;
  /** 64 hexadecimal digits. */
  readonly grantId: string;
  /** Empty when the grant has none. */
  readonly name: string;
  /** ARN. */
  readonly granteePrincipal: string;
  /** ARN. */
  readonly retiringPrincipal?: string;
  readonly operations: readonly GrantOperation[];
  readonly constraints?: GrantConstraints;
  readonly createdAtMs: number;
}

/** Keys are `region/keyId/grantId`. */
export const GRANTS = table<Grant>('kmsGrants');

export function grantKey({ region, keyId, grantId }: Grant): string {
  return `${region}/${keyId}/${grantId}`;
}

export const GRANT_ID_BYTES = 32;
const GRANT_ID = /^[0-9a-f]{64}$/;

/** Throws InvalidGrantIdException. */
export function checkGrantId(grantId: string | undefined): void {
  if (grantId !== undefined && !GRANT_ID.test(grantId)) {
    throw new KmsError('InvalidGrantIdException', `Invalid grant ID '${grantId}'`);
  }
}

// version (1 byte) | grant id (32) | key id (16) | nonce (16): a grant has many tokens, and all of them say which one it is.
const TOKEN_VERSION = 1;
const TOKEN_BYTES = 65;
export const TOKEN_NONCE_BYTES = 16;
const BASE64 = /^[A-Za-z0-9+/]+=*$/;

/** A token of the grant. It is no secret: it only says which grant is meant before everybody has heard of it. */
export function grantToken({ grantId, keyId }: Pick<Grant, 'grantId' | 'keyId'>, nonce: Buffer): string {
  const ids = Buffer.from(grantId + keyId.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.from([TOKEN_VERSION]), ids, nonce]).toString('base64');
}

/** Which grant a token means. Throws InvalidGrantTokenException. */
export function readGrantToken(token: string): Pick<Grant, 'grantId' | 'keyId'> {
  const bytes = BASE64.test(token) ? Buffer.from(token, 'base64') : Buffer.alloc(0);
  if (bytes.length !== TOKEN_BYTES || bytes[0] !== TOKEN_VERSION) throw new KmsError('InvalidGrantTokenException');
  const hex = bytes.toString('hex', 33, 49);
  return {
    grantId: bytes.toString('hex', 1, 33),
    keyId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  };
}

// Source: AWS KMS API Reference, "CreateGrant", members Constraints and GranteePrincipal.
const CONSTRAINT_PAIRS_MAX = 8;
const CONSTRAINT_VALUE_LENGTH_MAX = 384;
const PRINCIPAL =
  /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:root|user\/.+|role\/.+)|sts::\d{12}:(?:assumed-role|federated-user)\/.+)$/;

/** Throws InvalidArnException. */
export function checkPrincipal(principal: string | undefined): void {
  if (principal !== undefined && !PRINCIPAL.test(principal)) {
    throw new KmsError('InvalidArnException', `ARN does not refer to a valid principal: ${principal}`);
  }
}

/** Throws ValidationException. */
export function checkConstraint(context: EncryptionContext | undefined): void {
  const values = Object.values(context ?? {});
  if (values.length > CONSTRAINT_PAIRS_MAX) {
    throw invalid(`A grant constraint must have at most ${CONSTRAINT_PAIRS_MAX} encryption context pairs.`);
  }
  if (values.some((value) => value.length > CONSTRAINT_VALUE_LENGTH_MAX)) {
    throw invalid(`A value in a grant constraint must have at most ${CONSTRAINT_VALUE_LENGTH_MAX} characters.`);
  }
}

/** Source: AWS KMS Developer Guide, "Grant operations"; those of other kinds of keys than there are here are left out. */
const OPERATIONS_OF_KEY: readonly GrantOperation[] = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
];

/** Throws ValidationException. */
export function checkGrantOperations(operations: readonly GrantOperation[], keyArn: string): void {
  if (operations.length === 0) throw invalid('A grant must have at least one operation.');
  const other = operations.filter((operation) => !OPERATIONS_OF_KEY.includes(operation));
  if (other.length > 0) throw invalid(`The operations [${other.join(', ')}] are not supported on ${keyArn}.`);
}

function invalid(message: string): KmsError {
  return new KmsError('ValidationException', message);
}
