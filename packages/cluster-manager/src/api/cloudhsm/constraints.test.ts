import { readFileSync } from 'node:fs';
import type { OperationName } from '@keystorm/aws-api/cloudhsmv2';
import { expect, test } from 'vitest';
import { decode } from './invoke.ts';

// Every constraint of the service model, violated once: the rows come from the model, so that a newer one brings its own.

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

const MODEL = JSON.parse(
  readFileSync(new URL('../../../../aws-api/models/cloudhsmv2.json', import.meta.url), 'utf8'),
) as {
  readonly operations: Readonly<Record<OperationName, { readonly input: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
};

/** A text of each shape that has a pattern. */
const EXAMPLES: Readonly<Record<string, string>> = {
  BackupArn: 'arn:aws:cloudhsm:us-east-1:111122223333:backup/backup-aaaaaaaaaaa',
  BackupId: 'backup-aaaaaaaaaaa',
  BackupRetentionValue: '90',
  Cert: 'MIIC',
  CloudHsmArn: 'arn:aws:cloudhsm:us-east-1:111122223333:backup/backup-aaaaaaaaaaa',
  ClusterId: 'cluster-aaaaaaaaaaa',
  EniId: 'eni-01234567',
  ExternalAz: 'us-east-1a',
  Field: 'states',
  HsmId: 'hsm-aaaaaaaaaaa',
  HsmType: 'hsm1.medium',
  IpAddress: '10.0.1.4',
  NextToken: 'x',
  Region: 'us-east-1',
  ResourceId: 'cluster-aaaaaaaaaaa',
  ResourcePolicy: '{}',
  String: 'x',
  SubnetId: 'subnet-01234567',
  TagKey: 'key',
  TagValue: 'value',
};

/** None of the patterns admits all of these. */
const MISFITS = ['!', '"', '\n'];

interface Row {
  readonly operation: OperationName;
  readonly violation: string;
  readonly request: unknown;
  /** What the message says. */
  readonly path: string;
  readonly clause: string;
}

function shapeOf(name: string): Shape {
  const shape = MODEL.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  return shape;
}

function valid(name: string): unknown {
  const { type, enum: values, min = 0, member, members = {}, required = [] } = shapeOf(name);
  switch (type) {
    case 'structure':
      return Object.fromEntries(required.map((key) => [key, valid(members[key]?.shape ?? '')]));
    case 'list':
      return [valid(member?.shape ?? '')];
    case 'map':
      return { states: ['ACTIVE'] };
    case 'integer':
      return Math.max(min, 1);
    case 'boolean':
      return true;
    default:
      return values?.[0] ?? EXAMPLES[name];
  }
}

/** Values of the shape that violate one constraint each; `at` is where, seen from the value. */
function violations(
  name: string,
): readonly { readonly value: unknown; readonly at: string; readonly clause: string }[] {
  const shape = shapeOf(name);
  const { type, min, max, pattern, enum: values } = shape;
  const found: { value: unknown; at: string; clause: string }[] = [];
  const add = (value: unknown, clause: string, at = '') => found.push({ value, at, clause });
  const measure = type === 'integer' ? 'value' : 'length';
  if (min !== undefined && min > 0)
    add(sized(name, min - 1), `Member must have ${measure} greater than or equal to ${min}`);
  if (max !== undefined && type !== 'map')
    add(sized(name, max + 1), `Member must have ${measure} less than or equal to ${max}`);
  if (pattern !== undefined) {
    const misfit = MISFITS.find((text) => !new RegExp(`^(?:${pattern})$`, 'u').test(text));
    add(misfit, `Member must satisfy regular expression pattern: ${pattern}`);
  }
  if (values !== undefined) add('nonsense', `Member must satisfy enum value set: [${values.join(', ')}]`);
  if (type === 'map') {
    const keys = Array.from({ length: (max ?? 0) + 1 }, (_, index) => [`f${index}`, ['x']] as const);
    add(Object.fromEntries(keys), `Member must have length less than or equal to ${max}`);
    add({ '!': ['x'] }, 'Map keys must satisfy constraint: ');
  }
  if (type === 'list') {
    const member = shape.member?.shape ?? '';
    const scalar = shapeOf(member).type !== 'structure';
    for (const { value, at, clause } of violations(member))
      add([value], scalar ? `Member must satisfy constraint: [${clause}]` : clause, scalar ? '' : `.1.member${at}`);
  }
  if (type === 'structure') found.push(...membersViolated(name));
  return found;
}

function membersViolated(name: string) {
  const { members = {}, required = [] } = shapeOf(name);
  return Object.entries(members).flatMap(([member, { shape }]) => {
    const base = valid(name) as Record<string, unknown>;
    const at = `.${member.charAt(0).toLowerCase()}${member.slice(1)}`;
    const rows = violations(shape).map((inner) => ({
      value: { ...base, [member]: inner.value },
      at: at + inner.at,
      clause: inner.clause,
    }));
    if (!required.includes(member)) return rows;
    const { [member]: _missing, ...rest } = base;
    return [...rows, { value: rest, at, clause: 'Member must not be null' }];
  });
}

/** A value of that length; a number of that size. */
function sized(name: string, size: number): unknown {
  const { type, member } = shapeOf(name);
  if (type === 'integer') return size;
  if (type === 'list') return Array.from({ length: size }, () => valid(member?.shape ?? ''));
  return (EXAMPLES[name] ?? 'x').charAt(0).repeat(size);
}

const ROWS: readonly Row[] = (Object.keys(MODEL.operations) as OperationName[]).flatMap((operation) =>
  violations(MODEL.operations[operation].input.shape).map(({ value, at, clause }) => ({
    operation,
    violation: `${at.slice(1)}: ${clause.slice(0, 60)}`,
    request: value,
    path: at.slice(1),
    clause,
  })),
);

test('each operation has constraints to violate', () => {
  const covered = new Set(ROWS.map(({ operation }) => operation));
  expect([...covered].toSorted()).toEqual(Object.keys(MODEL.operations).toSorted());
  expect(ROWS.length).toBeGreaterThan(100);
});

test.each(ROWS)('$operation refuses $violation', ({ operation, request, path, clause }) => {
  const refused = () => decode(operation, Buffer.from(JSON.stringify(request)));
  expect(refused).toThrow(expect.objectContaining({ code: 'CloudHsmInvalidRequestException' }));
  expect(refused).toThrow(/^\d+ validation errors? detected: Value /);
  expect(refused).toThrow(`at '${path}' failed to satisfy constraint: `);
  expect(refused).toThrow(clause);
});
