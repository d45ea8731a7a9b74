import { describe, expect, test } from 'vitest';
import { byTime, paged } from './paging.ts';

const ITEMS = ['c', 'a', 'e', 'b', 'd'];
const page = (pageMax: number, token?: string, items: readonly string[] = ITEMS) =>
  paged(items, (item) => item, { pageMax, token });

describe('pages of a list', () => {
  test.each([1, 2, 3, 5, 9])('of %i items follow one another without gap or repetition', (pageMax) => {
    for (const descending of [false, true]) {
      const seen: string[] = [];
      let token: string | undefined;
      do {
        const { items, NextToken } = paged(ITEMS, (item) => item, { pageMax, token, descending });
        expect(items.length).toBeLessThanOrEqual(pageMax);
        seen.push(...items);
        token = NextToken;
      } while (token !== undefined);
      expect(seen).toEqual(descending ? ['e', 'd', 'c', 'b', 'a'] : ['a', 'b', 'c', 'd', 'e']);
    }
  });

  test('an empty list is one page', () => {
    expect(page(3, undefined, [])).toEqual({ items: [], NextToken: undefined });
  });

  test('go on when what came or went meanwhile was at their border', () => {
    const { NextToken } = page(2);
    expect(page(2, NextToken, ['a', 'bb', 'd', 'e']).items).toEqual(['bb', 'd']);
  });

  test.each(['nonsense', '', Buffer.from('z').toString('base64url')])('token %j is refused', (token) => {
    expect(() => page(2, token)).toThrow('NextToken');
  });

  test('keys of times order as the times do', () => {
    const keys = [byTime(999, 'z'), byTime(1_000, 'a'), byTime(1_000, 'b'), byTime(1_700_000_000_000, 'a')];
    expect(keys.toSorted()).toEqual(keys);
  });
});
