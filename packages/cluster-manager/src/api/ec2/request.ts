import type { QueryValue } from '@keystorm/aws-api';
import { z } from 'zod';
import { Ec2Error, invalidValue, missingParameter } from './errors.ts';

// Parameters have their names on the wire, where a list of filters is `Filter`, not `Filters`.

export const text = z.string();

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A whole number; the bounds are included. */
export function integer({ min, max }: { readonly min?: number; readonly max?: number } = {}) {
  return z
    .string()
    .regex(/^-?\d{1,10}$/, 'Expecting a whole number.')
    .transform(Number)
    .refine((value) => min === undefined || value >= min, `Expecting a value greater than or equal to ${min}.`)
    .refine((value) => max === undefined || value <= max, `Expecting a value less than or equal to ${max}.`);
}

/** Some clients send an empty list as empty text. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess((value) => (value === '' ? [] : value), z.array(item));
}

export const FILTER = listOf(z.strictObject({ Name: text, Value: listOf(text).default([]) })).optional();

/** What the operations that describe things take besides ids. */
export const PAGING = {
  Filter: FILTER,
  MaxResults: integer({ min: 5, max: 1000 }).optional(),
  NextToken: text.optional(),
};

export const TAGS = listOf(z.strictObject({ Key: text, Value: text.default('') }));
export const TAG_SPECIFICATION = listOf(z.strictObject({ ResourceType: text, Tag: TAGS.default([]) })).optional();

export const GROUP_NAME = { GroupId: text.optional(), GroupName: text.optional() };

/** Reads the parameters of a request. Throws Ec2Error. */
export function decode<S extends z.ZodType>(schema: S, parameters: Readonly<Record<string, QueryValue>>): z.output<S> {
  const parsed = schema.safeParse(parameters, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue === undefined ? new Ec2Error('InternalError', 'An internal error has occurred') : refusal(issue);
}

function refusal(issue: z.core.$ZodIssue): Ec2Error {
  if (issue.code === 'unrecognized_keys') {
    const name = wireName([...issue.path, issue.keys[0] ?? '']);
    return new Ec2Error('UnknownParameter', `The parameter ${name} is not recognized`);
  }
  const name = wireName(issue.path);
  if (issue.input === undefined) return missingParameter(name);
  const shown = typeof issue.input === 'string' || typeof issue.input === 'number' ? String(issue.input) : '...';
  const isOurs = issue.code === 'custom' || issue.code === 'invalid_format';
  return invalidValue(name, shown, isOurs ? issue.message : '');
}

/** Lists count from one. */
function wireName(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.');
}
