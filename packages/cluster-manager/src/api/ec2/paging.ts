import { invalidValue } from './errors.ts';

const PAGE_MAX = 1000;
const TOKEN_PREFIX = 'after:';

interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * One page of a list in the order of its ids. A token names the last item of the page before, so what comes or goes
 * meanwhile neither repeats nor hides an item.
 */
export function paged<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { MaxResults = PAGE_MAX, NextToken }: PageRequest,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const sorted = items.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const last = NextToken === undefined ? undefined : decode(NextToken);
  const left = last === undefined ? sorted : sorted.filter((item) => idOf(item) > last);
  const page = left.slice(0, MaxResults);
  const end = page.at(-1);
  return { items: page, nextToken: end === undefined || left.length <= MaxResults ? undefined : encode(idOf(end)) };
}

function encode(id: string): string {
  return Buffer.from(TOKEN_PREFIX + id).toString('base64url');
}

function decode(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith(TOKEN_PREFIX)) throw invalidValue('NextToken', token, 'The token is invalid.');
  return text.slice(TOKEN_PREFIX.length);
}
