import { expect, test } from 'vitest';
import { z } from 'zod';
import { MODEL, type Names } from './ec2.fixture.ts';
import { EC2_OPERATIONS } from './index.ts';

test('the operations are those of the model', () => {
  expect(Object.keys(EC2_OPERATIONS).toSorted()).toEqual(Object.keys(MODEL).toSorted());
});

/** Every parameter that a schema takes, with `[]` behind lists. */
function parametersOf(schema: z.core.JSONSchema._JSONSchema, path: string): readonly string[] {
  if (typeof schema === 'boolean') return [path];
  if (schema.items !== undefined && !Array.isArray(schema.items)) return parametersOf(schema.items, `${path}[]`);
  if (schema.properties === undefined) return [path];
  return Object.entries(schema.properties).flatMap(([name, member]) => parametersOf(member, `${path}.${name}`));
}

function namesOf(names: Names, path: string): readonly string[] {
  if (typeof names === 'string') return [path];
  if (Array.isArray(names)) return namesOf(names[0] as Names, `${path}[]`);
  return Object.entries(names).flatMap(([name, member]) => namesOf(member, `${path}.${name}`));
}

test.each(Object.entries(EC2_OPERATIONS))('%s takes nothing that the model does not know', (name, { input }) => {
  const schema = z.toJSONSchema(input, { io: 'output', unrepresentable: 'any' });
  const known = namesOf(MODEL[name]?.input ?? {}, name);
  expect(parametersOf(schema, name).filter((parameter) => !known.includes(parameter))).toEqual([]);
});
