import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dateText, eventMembers, MAP_MEMBERS } from './event-values.ts';

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
}

const SHAPES = ['kms', 'cloudhsmv2'].flatMap((service) => {
  const file = new URL(`../../../aws-api/models/${service}.json`, import.meta.url);
  const { shapes } = JSON.parse(readFileSync(file, 'utf8')) as { readonly shapes: Readonly<Record<string, Shape>> };
  return Object.values(shapes).flatMap(({ members = {} }) =>
    Object.entries(members).map(([member, { shape }]) => ({ member, type: shapes[shape]?.type })),
  );
});

test('the members that are maps in the models, and no others, keep their keys', () => {
  const maps = SHAPES.filter(({ type }) => type === 'map').map(({ member }) => member);
  expect([...MAP_MEMBERS].toSorted()).toEqual([...new Set(maps)].toSorted());
});

describe('a record shows', () => {
  test.each([
    ['names in lower camel case, at every depth', { Tags: [{ TagKey: 'a' }] }, { tags: [{ tagKey: 'a' }] }],
    ['AWSAccountId as CloudTrail does', { AWSAccountId: '1' }, { aWSAccountId: '1' }],
    [
      'the keys of an encryption context as they came',
      { EncryptionContext: { Dept: 'HR' } },
      { encryptionContext: { Dept: 'HR' } },
    ],
    ['dates as text', { DeletionDate: new Date(1634233190000) }, { deletionDate: 'Oct 14, 2021, 5:39:50 PM' }],
    ['no bytes', { KeyId: 'k', Plaintext: Buffer.from('secret') }, { keyId: 'k' }],
    ['null where nothing is left', { Plaintext: Buffer.from('secret'), Name: undefined }, null],
  ])('%s', (_name, members, shown) => {
    expect(eventMembers(members)).toEqual(shown);
  });
});

test.each([
  ['2021-01-02T00:03:04Z', 'Jan 2, 2021, 12:03:04 AM'],
  ['2021-12-31T12:00:09Z', 'Dec 31, 2021, 12:00:09 PM'],
])('the time %s is written %s', (time, text) => {
  expect(dateText(new Date(time))).toBe(text);
});
