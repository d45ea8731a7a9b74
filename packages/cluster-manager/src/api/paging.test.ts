import { describe, expect, test } from 'vitest';
import { paged } from './paging.ts';

const ITEMS = ['a', 'b', 'c', 'd', 'e'];
const page = (max: number, token?: string, items: readonly string[] = ITEMS) =>
  paged(items, (item) => item, max, token);

describe('pages of a list', () => {
  test.each([1, 2, 3, 5, 9])('of %i items follow one another without gap or repetition', (max) => {
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const { items, NextToken } = page(max, token);
      expect(items.length).toBeLessThanOrEqual(max);
      seen.push(...items);
      token = NextToken;
    } while (token !== undefined);
    expect(seen).toEqual(ITEMS);
  });

  test('an empty list is one page', () => {
    expect(page(3, undefined, [])).toEqual({ items: [], NextToken: undefined });
  });

  test.each(['nonsense', '', Buffer.from('z').toString('base64url')])('token %j is refused', (token) => {
    expect(() => page(2, token)).toThrow('NextToken');
  });
});
