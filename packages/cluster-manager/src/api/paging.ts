import { invalidRequest } from '../errors.ts';

/** One page of a list; the token names the item with which the next page begins. */
export function paged<T>(items: readonly T[], idOf: (item: T) => string, pageMax: number, token: string | undefined) {
  const start = token === undefined ? 0 : items.findIndex((item) => idOf(item) === decode(token));
  if (start < 0)
    throw invalidRequest('The NextToken is not valid, or what it pointed at is gone. Start again without it.');
  const following = items[start + pageMax];
  return {
    items: items.slice(start, start + pageMax),
    NextToken: following === undefined ? undefined : Buffer.from(idOf(following)).toString('base64url'),
  };
}

function decode(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}
