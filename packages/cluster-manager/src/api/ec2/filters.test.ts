import { describe, expect, test } from 'vitest';
import { type Fields, filtered } from './filters.ts';

const THINGS = [
  { id: 'a-1', tagSet: [{ key: 'Name', value: 'first' }], groups: ['x', 'y'] },
  { id: 'a-2', tagSet: [], groups: ['y'] },
  { id: 'b*1', tagSet: [{ key: 'Name', value: 'second one' }], groups: [] },
];
const FIELDS: Fields<(typeof THINGS)[number]> = { id: ({ id }) => id, group: ({ groups }) => groups };

const ids = (...filters: (readonly [name: string, ...values: string[]])[]) =>
  filtered(
    THINGS,
    FIELDS,
    filters.map(([Name, ...Value]) => ({ Name, Value })),
  ).map(({ id }) => id);

describe('filters', () => {
  test.each<{ name: string; filters: (readonly [string, ...string[]])[]; found: string[] }>([
    { name: 'none', filters: [], found: ['a-1', 'a-2', 'b*1'] },
    { name: 'a value', filters: [['id', 'a-2']], found: ['a-2'] },
    { name: 'one of several values', filters: [['id', 'a-2', 'a-1', 'c']], found: ['a-1', 'a-2'] },
    { name: 'no value', filters: [['id']], found: [] },
    {
      name: 'all of several filters',
      filters: [
        ['id', 'a-*'],
        ['group', 'x'],
      ],
      found: ['a-1'],
    },
    { name: 'one of many in a list', filters: [['group', 'y']], found: ['a-1', 'a-2'] },
    { name: 'any characters', filters: [['id', '*1']], found: ['a-1', 'b*1'] },
    { name: 'one character', filters: [['id', 'a-?']], found: ['a-1', 'a-2'] },
    { name: 'a wildcard that is none', filters: [['id', 'b\\*1']], found: ['b*1'] },
    { name: 'characters that mean something elsewhere', filters: [['id', 'a.1', '[a]-1', '(a-1)']], found: [] },
    { name: 'a tag', filters: [['tag:Name', '*one']], found: ['b*1'] },
    { name: 'a tag key', filters: [['tag-key', 'Name']], found: ['a-1', 'b*1'] },
    { name: 'another case', filters: [['id', 'A-1']], found: [] },
  ])('with $name', ({ filters, found }) => {
    expect(ids(...filters)).toEqual(found);
  });

  test('however many wildcards there are, the answer comes at once', () => {
    const value = 'a'.repeat(256);
    const things = [{ id: value, tagSet: [], groups: [] }];
    expect(filtered(things, FIELDS, [{ Name: 'id', Value: ['*a'.repeat(100) + 'b'] }])).toEqual([]);
    expect(filtered(things, FIELDS, [{ Name: 'id', Value: ['*a'.repeat(100)] }])).toEqual(things);
  });

  test.each(['nonsense', 'toString', 'Id'])("'%s' is no filter", (name) => {
    expect(() => ids([name, 'x'])).toThrow(`The filter '${name}' is invalid`);
  });
});
