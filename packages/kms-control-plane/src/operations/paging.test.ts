import { expect, test } from 'vitest';
import { PAGE_SIZES, pageOf } from './paging.ts';

const SIZE = { byDefault: 3, max: 4 };
const names = ['a', 'b', 'c', 'd', 'é', 'f'].sort();
const page = (request: Parameters<typeof pageOf>[2], entries = names) => pageOf(entries, (name) => name, request, SIZE);

test('a page has the default size, or the one that is asked for up to the maximum', () => {
  expect(page({}).entries).toEqual(['a', 'b', 'c']);
  expect(page({ Limit: 1 }).entries).toEqual(['a']);
  expect(page({ Limit: 1000 }).entries).toEqual(['a', 'b', 'c', 'd']);
});

test('pages put together are the whole, and only the last is not truncated', () => {
  const seen: string[] = [];
  for (let Marker: string | undefined; ; ) {
    const { entries, Truncated, NextMarker } = page({ Limit: 2, Marker });
    seen.push(...entries);
    expect(NextMarker === undefined).toBe(!Truncated);
    if (!Truncated) break;
    Marker = NextMarker;
  }
  expect(seen).toEqual(names);
});

test('what is removed or added between two pages hides and repeats nothing', () => {
  const { NextMarker } = page({ Limit: 2 });
  expect(page({ Limit: 2, Marker: NextMarker }, ['a', 'aa', 'c', 'd']).entries).toEqual(['c', 'd']);
});

test('a marker that nobody gave is refused', () => {
  expect(() => page({ Marker: 'bad' })).toThrow(
    expect.objectContaining({ code: 'InvalidMarkerException', message: '' }),
  );
});

// Source: AWS KMS API Reference, `Limit` of each operation.
test.each([
  ['DescribeCustomKeyStores', 100, 1000],
  ['ListAliases', 50, 100],
  ['ListGrants', 50, 100],
  ['ListKeyPolicies', 100, 1000],
  ['ListKeyRotations', 100, 1000],
  ['ListKeys', 100, 1000],
  ['ListResourceTags', 50, 50],
  ['ListRetirableGrants', 50, 100],
] as const)('a page of %s has %i entries, at most %i', (operation, byDefault, max) => {
  expect(PAGE_SIZES[operation]).toEqual({ byDefault, max });
});
