import { z } from 'zod';

/** Bounds of a shape as the service models give them; both included. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export interface TextConstraints extends Bounds {
  /** As the model has it; the whole value must match. */
  readonly pattern?: string;
  /** The value must not be repeated in a message. */
  readonly sensitive?: boolean;
}

/** What an issue carries when a value has the right type and violates a constraint. Other issues are wrong types. */
export interface Violation {
  /** AWS's words, after "failed to satisfy constraint: ". */
  readonly clause: string;
  /** The value as the message shows it; undefined where it must not be shown. */
  readonly shown: string | undefined;
}

type Constraint<T> = readonly [clause: string, holds: (value: T) => boolean];
type Payload<T> = { readonly value: T; readonly issues: z.core.$ZodRawIssue[] };

function lengthConstraints<T extends { readonly length: number }>({ min, max }: Bounds): Constraint<T>[] {
  const constraints: Constraint<T>[] = [];
  if (max !== undefined)
    constraints.push([`Member must have length less than or equal to ${max}`, (value) => value.length <= max]);
  if (min !== undefined)
    constraints.push([`Member must have length greater than or equal to ${min}`, (value) => value.length >= min]);
  return constraints;
}

function rangeConstraints({ min, max }: Bounds): Constraint<number>[] {
  const constraints: Constraint<number>[] = [];
  if (max !== undefined)
    constraints.push([`Member must have value less than or equal to ${max}`, (value) => value <= max]);
  if (min !== undefined)
    constraints.push([`Member must have value greater than or equal to ${min}`, (value) => value >= min]);
  return constraints;
}

function checking<T>(constraints: readonly Constraint<T>[], show: (value: T) => string | undefined) {
  return ({ value, issues }: Payload<T>): void => {
    for (const [clause, holds] of constraints) {
      if (holds(value)) continue;
      const violation: Violation = { clause, shown: show(value) };
      issues.push({ code: 'custom', message: clause, input: value, params: violation });
    }
  };
}

/**
 * A string. One with half a surrogate pair is no text: as bytes it would become the same as another, and the bytes of
 * an encryption context are what a ciphertext is bound to.
 */
function wellFormed({ value, issues }: Payload<string>): void {
  if (!value.isWellFormed()) issues.push({ code: 'invalid_format', format: 'utf-8', input: value, continue: false });
}

export function text(constraints: TextConstraints = {}): z.ZodType<string, string> {
  const checks: Constraint<string>[] = lengthConstraints(constraints);
  if (constraints.pattern !== undefined) {
    const pattern = new RegExp(`^(?:${constraints.pattern})$`, 'u');
    checks.push([
      `Member must satisfy regular expression pattern: ${constraints.pattern}`,
      (value) => pattern.test(value),
    ]);
  }
  return z.string().check(
    wellFormed,
    checking(checks, (value) => (constraints.sensitive === true ? undefined : value)),
  );
}

/** One of a fixed set of strings. */
export function oneOf<const V extends string>(values: readonly V[]): z.ZodType<V, string> {
  const set: ReadonlySet<string> = new Set(values);
  const clause = `Member must satisfy enum value set: [${values.join(', ')}]`;
  return z
    .string()
    .check(checking([[clause, (value) => set.has(value)]], (value) => value))
    .transform((value) => value as V);
}

export function integer(bounds: Bounds = {}): z.ZodType<number, number> {
  return z.int().check(checking(rangeConstraints(bounds), String));
}

export function boolean(): z.ZodType<boolean, boolean> {
  return z.boolean();
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Base64 with padding on the wire, bytes inside. Messages never show a blob. */
export function blob(bounds: Bounds = {}): z.ZodType<Buffer, string> {
  return z
    .string()
    .regex(BASE64, { abort: true })
    .transform((value): Buffer => Buffer.from(value, 'base64'))
    .check(checking<Buffer>(lengthConstraints(bounds), () => undefined));
}

/** Epoch seconds, or ISO 8601 text, on the wire; a Date inside. */
export function timestamp(): z.ZodType<Date, number | string> {
  return z
    .union([z.number(), z.iso.datetime({ offset: true })])
    .transform((value) => new Date(typeof value === 'number' ? Math.round(value * 1000) : value))
    .check(({ value, issues }) => {
      if (Number.isNaN(value.getTime())) issues.push({ code: 'invalid_type', expected: 'date', input: value });
    });
}

export function list<T extends z.ZodType>(member: T, bounds: Bounds = {}): z.ZodType<z.output<T>[], z.input<T>[]> {
  const show = (value: readonly unknown[]): string | undefined =>
    value.every((item) => typeof item === 'string') ? `[${value.join(', ')}]` : undefined;
  return z.array(member).check(checking(lengthConstraints<z.output<T>[]>(bounds), show));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A map from text. Not z.record, which passes over a key `__proto__`: every pair of an encryption context counts.
 */
export function map<V extends z.ZodType>(
  key: z.ZodType<string, string>,
  value: V,
  bounds: Bounds = {},
): z.ZodType<Record<string, z.output<V>>, Record<string, unknown>> {
  return z
    .custom<Record<string, unknown>>(isRecord)
    .transform((input, context) => {
      const entries: [string, z.output<V>][] = [];
      for (const [name, item] of Object.entries(input)) {
        const parsedKey = key.safeParse(name);
        const parsedValue = value.safeParse(item, { reportInput: true });
        if (!parsedKey.success) context.issues.push(entryIssue('Map keys', parsedKey.error, input));
        if (!parsedValue.success) context.issues.push(entryIssue('Map value', parsedValue.error, input));
        if (parsedKey.success && parsedValue.success) entries.push([parsedKey.data, parsedValue.data]);
      }
      return Object.fromEntries(entries);
    })
    .check(({ value: parsed, issues }) => {
      const counted = { value: Object.keys(parsed), issues };
      checking<string[]>(lengthConstraints(bounds), () => undefined)(counted);
    });
}

function entryIssue(part: string, error: z.ZodError, input: unknown): z.core.$ZodRawIssue {
  const clauses = error.issues.map((issue) => violationOf(issue)?.clause);
  if (clauses.includes(undefined)) return { code: 'invalid_type', expected: 'record', input };
  const violation: Violation = { clause: `${part} must satisfy constraint: [${clauses.join(', ')}]`, shown: undefined };
  return { code: 'custom', message: violation.clause, input, params: violation };
}

/** The violation that an issue stands for; undefined when the value has a wrong type or is missing. */
export function violationOf(issue: z.core.$ZodIssue): Violation | undefined {
  if (issue.code !== 'custom' || issue.params === undefined) return undefined;
  return issue.params as unknown as Violation;
}

/** A JSON object. Members that the model does not know are dropped. */
export function structure<const S extends z.ZodRawShape>(members: S): z.ZodObject<S> {
  return z.object(members);
}
