import { z } from 'zod';
import { KmsError } from '../errors.ts';

// Source: AWS KMS Developer Guide, "Key policies in AWS KMS".

export const POLICY_NAME = 'default';
const POLICY_BYTES_MAX = 32_768;

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string()).min(1)]);
const principals = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'] })),
  z
    .object({
      AWS: texts.optional(),
      Service: texts.optional(),
      Federated: texts.optional(),
      CanonicalUser: texts.optional(),
    })
    .strict(),
]);
const Statement = z
  .object({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principals.optional(),
    NotPrincipal: principals.optional(),
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  })
  .strict()
  .refine((statement) => (statement.Principal === undefined) !== (statement.NotPrincipal === undefined))
  .refine((statement) => (statement.Action === undefined) !== (statement.NotAction === undefined))
  .refine((statement) => (statement.Resource === undefined) !== (statement.NotResource === undefined));
const Policy = z
  .object({
    Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
    Id: z.string().optional(),
    Statement: z.union([z.array(Statement), Statement.transform((statement) => [statement])]),
  })
  .strict();

type Statement = z.output<typeof Statement>;

/** What a key has when its creator gives no policy: the account decides through IAM. */
export function defaultKeyPolicy(accountId: string): string {
  return formatPolicy({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/**
 * Reads a policy that a caller wants on a key, and returns it as it is stored. Unless bypassed, the policy must let
 * the caller change it again. Throws MalformedPolicyDocumentException, or LimitExceededException when it is too long.
 */
export function acceptKeyPolicy(
  text: string,
  caller: { readonly arn: string; readonly accountId: string },
  bypassLockoutCheck: boolean,
): string {
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX) {
    throw new KmsError('LimitExceededException', `A key policy must have at most ${POLICY_BYTES_MAX} bytes.`);
  }
  const document = parseJson(text);
  const policy = Policy.safeParse(document);
  if (!policy.success) throw malformed('This policy contains invalid Json');
  if (!policy.data.Statement.every(hasValidPrincipals)) {
    throw malformed('Policy contains a statement with one or more invalid principals.');
  }
  if (!bypassLockoutCheck && !letsCallerChangeIt(policy.data.Statement, caller)) {
    throw malformed('The new key policy will not allow you to update the key policy in the future.');
  }
  return formatPolicy(document);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function formatPolicy(document: unknown): string {
  return JSON.stringify(document, null, 2);
}

const AWS_PRINCIPAL = /^(?:\*|\d{12}|arn:aws[a-z-]*:(?:iam|sts)::\d{12}:.+)$/;
const SERVICE_PRINCIPAL = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/;

function hasValidPrincipals({ Principal, NotPrincipal }: Statement): boolean {
  const { AWS = [], Service = [] } = (Principal ?? NotPrincipal) as { AWS?: string[]; Service?: string[] };
  return (
    AWS.every((principal) => AWS_PRINCIPAL.test(principal)) &&
    Service.every((principal) => SERVICE_PRINCIPAL.test(principal))
  );
}

/** Conditions are left out of account: an Allow counts with any, a Deny only without. */
function letsCallerChangeIt(
  statements: readonly Statement[],
  caller: { readonly arn: string; readonly accountId: string },
): boolean {
  const concerned = statements.filter(
    (statement) => namesCaller(statement, caller) && namesAction(statement, 'kms:PutKeyPolicy'),
  );
  const isDenied = concerned.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined);
  return !isDenied && concerned.some(({ Effect }) => Effect === 'Allow');
}

function namesCaller(
  { Principal, NotPrincipal }: Statement,
  { arn, accountId }: { readonly arn: string; readonly accountId: string },
): boolean {
  const { AWS = [] } = (Principal ?? NotPrincipal) as { AWS?: string[] };
  const isNamed = AWS.some(
    (name) => name === '*' || name === arn || name === accountId || name === `arn:aws:iam::${accountId}:root`,
  );
  return Principal === undefined ? !isNamed : isNamed;
}

function namesAction({ Action, NotAction }: Statement, action: string): boolean {
  const isNamed = (Action ?? NotAction ?? []).some((pattern) => matches(pattern, action));
  return Action === undefined ? !isNamed : isNamed;
}

/** IAM's wildcards: `*` for any text, `?` for one character, case of letters ignored. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i').test(text);
}

function malformed(message: string): KmsError {
  return new KmsError('MalformedPolicyDocumentException', message);
}
