import { invalidRequest } from '../../errors.ts';

export interface PageRequest {
  /** Items on a page at most. */
  readonly pageMax: number;
  readonly token: string | undefined;
  /** The list is wanted in the opposite order of its keys. */
  readonly descending?: boolean;
  /** What a token that is none is answered with; without it CloudHSM's error. */
  readonly invalidToken?: () => Error;
}

const TOKEN_PREFIX = 'after:';

/**
 * One page of a list in the order of its keys, which are compared by code units. A token names the last item of the page
 * before, so what comes or goes meanwhile neither repeats nor hides an item.
 */
export function paged<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { pageMax, token, descending = false, invalidToken = unknownToken }: PageRequest,
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const sign = descending ? -1 : 1;
  const compare = (a: string, b: string) => sign * (a < b ? -1 : Number(a > b));
  const sorted = items.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const last = token === undefined ? undefined : decode(token, invalidToken);
  const left = last === undefined ? sorted : sorted.filter((item) => compare(keyOf(item), last) > 0);
  const page = left.slice(0, pageMax);
  const end = page.at(-1);
  return { items: page, NextToken: end === undefined || left.length <= pageMax ? undefined : encode(keyOf(end)) };
}

const TIME_DIGITS = 15;

/** A key that orders by a time, milliseconds since the epoch, and by an id where times are equal. */
export function byTime(epochMs: number, id: string): string {
  return `${String(epochMs).padStart(TIME_DIGITS, '0')} ${id}`;
}

function encode(key: string): string {
  return Buffer.from(TOKEN_PREFIX + key).toString('base64url');
}

function unknownToken(): Error {
  return invalidRequest('The NextToken is not valid.');
}

function decode(token: string, invalidToken: () => Error): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith(TOKEN_PREFIX)) throw invalidToken();
  return text.slice(TOKEN_PREFIX.length);
}
