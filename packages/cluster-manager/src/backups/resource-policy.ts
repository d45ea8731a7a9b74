import { z } from 'zod';

/** What others may be allowed to do with a backup. Source: AWS CloudHSM User Guide, "Working with shared backups". */
export type SharedAction = 'DescribeBackups' | 'CopyBackupToRegion' | 'CreateCluster';

const SERVICE = 'cloudhsm:';

/** One, or a list of at least one. */
function oneOrMore<T extends z.ZodType>(member: T) {
  return z.preprocess(
    (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value]),
    z.array(member).nonempty(),
  );
}

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.preprocess(
    (value) => (value === '*' ? { AWS: value } : value),
    z.strictObject({ AWS: oneOrMore(z.string()) }),
  ),
  Action: oneOrMore(z.string()),
  Resource: oneOrMore(z.string()).optional(),
});

const Policy = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: oneOrMore(Statement),
});

type Policy = z.output<typeof Policy>;

/** What is wrong with a policy, as a sentence; undefined when nothing is. */
export function findPolicyProblem(text: string): string | undefined {
  const parsed = parse(text);
  if (parsed === undefined) return 'The policy is not valid JSON.';
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `The policy is not valid: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`;
  }
  const principal = parsed.data.Statement.flatMap(({ Principal }) => Principal.AWS).find(
    (name) => accountOf(name) === '',
  );
  return principal === undefined ? undefined : `The policy is not valid: '${principal}' is no principal.`;
}

/** Whether a policy lets an account do this with a resource. A refusal wins over every permission. */
export function permits(text: string, action: SharedAction, accountId: string, resourceArn: string): boolean {
  const parsed = parse(text);
  if (!parsed?.success) return false;
  const matching = parsed.data.Statement.filter(
    ({ Principal, Action, Resource = ['*'] }) =>
      Principal.AWS.some((name) => ['*', accountId].includes(accountOf(name))) &&
      Action.some((pattern) => matches(pattern.toLowerCase(), `${SERVICE}${action}`.toLowerCase())) &&
      Resource.some((pattern) => matches(pattern, resourceArn)),
  );
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

function parse(text: string): z.ZodSafeParseResult<Policy> | undefined {
  try {
    return Policy.safeParse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The account that a principal belongs to, `*` for everybody; empty for what is no principal. */
function accountOf(principal: string): string {
  if (principal === '*' || /^\d{12}$/.test(principal)) return principal;
  return /^arn:aws(?:-us-gov)?:iam::(\d{12}):.+$/.exec(principal)?.[1] ?? '';
}

/** `*` stands for any text. Not a regular expression, which many of them in one pattern would slow down without end. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let left = text.slice(first.length, text.length - last.length);
  for (const part of rest) {
    const at = left.indexOf(part);
    if (at < 0) return false;
    left = left.slice(at + part.length);
  }
  return true;
}
