import { invalidParameter } from '../../errors.ts';
import type { LogEvent } from '../../logs/log-store.ts';
import { paged, type PageRequest } from '../cloudhsm/paging.ts';

/** Source: Amazon CloudWatch Logs API Reference, "GetLogEvents", "FilterLogEvents". */
export const PAGE_EVENTS_MAX = 10_000;
const PAGE_BYTES_MAX = 1024 * 1024;
/** What an event counts for beside its message. */
const EVENT_OVERHEAD_BYTES = 26;
const DESCRIBED_MAX = 50;

export function invalidToken(): Error {
  return invalidParameter('The specified nextToken is invalid.');
}

/** One page of groups or streams, in the order of a key. */
export function describedPage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  {
    limit = DESCRIBED_MAX,
    ...request
  }: Pick<PageRequest, 'token' | 'descending'> & { readonly limit?: number | undefined },
) {
  return paged(items, keyOf, { ...request, pageMax: limit, invalidToken });
}

/** Counts the bytes of a page: whether one more event fits. The first one always does. */
export class PageSpace {
  #bytes = 0;

  takes({ message }: LogEvent): boolean {
    const bytes = Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    if (this.#bytes > 0 && this.#bytes + bytes > PAGE_BYTES_MAX) return false;
    this.#bytes += bytes;
    return true;
  }
}
