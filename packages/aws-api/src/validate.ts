import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import { parseWithDocumentationIds, valueAt } from './documentation-ids.ts';
import { FrameworkError } from './errors.ts';
import { type Violation, violationOf } from './shapes.ts';

/** How far requests may stray from the service models. */
export interface Lenience {
  /** Ids of clusters, HSMs and backups may be those of AWS's guides, such as cluster-1a23b4cdefg. */
  readonly lenientIds: boolean;
}

const NONE: Lenience = { lenientIds: false };

/**
 * Reads the body of a request. Members whose value is null count as absent, unknown members are ignored. Throws
 * FrameworkError: SerializationException when it is no JSON or has values of wrong types, else ValidationException in
 * the words of AWS.
 */
export function decodeRequest<S extends z.ZodType>(schema: S, body: Uint8Array, lenience = NONE): z.output<S> {
  return validate(schema, parseJson(body), lenience);
}

/** Like decodeRequest, for a body that is parsed already. */
export function validate<S extends z.ZodType>(
  schema: S,
  request: unknown,
  { lenientIds }: Lenience = NONE,
): z.output<S> {
  const present = withoutNulls(request);
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  // Reading again with the inputs in the issues keeps them off the way of valid requests.
  const { issues = [] } = schema.safeParse(present, { reportInput: true }).error ?? {};
  const reading = lenientIds ? parseWithDocumentationIds(schema, present, issues) : { issues };
  if ('data' in reading) return reading.data;
  throw refusal(present, reading.issues);
}

function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new FrameworkError('SerializationException');
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    // The parser's own message quotes the body, which may hold secrets.
    throw new FrameworkError('SerializationException');
  }
}

/** The value itself where nothing in it is null, which is the usual case. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.some(holdsNull) ? value.map(withoutNulls) : value;
  if (!holdsNull(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (item === null ? [] : [[name, withoutNulls(item)]])),
  );
}

function holdsNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const item of Object.values(value)) if (item === null || holdsNull(item)) return true;
  return false;
}

function refusal(request: unknown, issues: readonly z.core.$ZodIssue[]): FrameworkError {
  const clauses: string[] = [];
  for (const issue of issues) {
    const violation = violationOf(issue);
    const isMissing = issue.path.length > 0 && (issue.input === undefined || issue.input === null);
    if (violation === undefined && !isMissing) return wrongType(issue);
    clauses.push(violation === undefined ? missing(issue) : clauseOf(request, issue, violation));
  }
  const count = clauses.length === 1 ? '1 validation error' : `${clauses.length} validation errors`;
  return new FrameworkError('ValidationException', `${count} detected: ${clauses.join('; ')}`);
}

function wrongType(issue: z.core.$ZodIssue): FrameworkError {
  const path = memberPath(issue.path);
  return new FrameworkError(
    'SerializationException',
    path === '' ? '' : `Member '${path}' cannot be read as its type.`,
  );
}

function missing(issue: z.core.$ZodIssue): string {
  return `Value null at '${memberPath(issue.path)}' failed to satisfy constraint: Member must not be null`;
}

/** An element of a list of scalars is blamed on the list; an element of a list of structures has a path of its own. */
function clauseOf(request: unknown, issue: z.core.$ZodIssue, violation: Violation): string {
  const isElement = typeof issue.path.at(-1) === 'number';
  const path = isElement ? issue.path.slice(0, -1) : issue.path;
  const clause = isElement ? `Member must satisfy constraint: [${violation.clause}]` : violation.clause;
  const shown =
    violation.shown === undefined || !isElement
      ? violation.shown
      : `[${(valueAt(request, path) as unknown[]).join(', ')}]`;
  return `Value ${shown === undefined ? '' : `'${shown}' `}at '${memberPath(path)}' failed to satisfy constraint: ${clause}`;
}

/** `['Tags', 0, 'TagKey']` is written `tags.1.member.tagKey`. */
function memberPath(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : lowerCamel(String(step)))).join('.');
}

function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
