import type { OperationName } from '@keystorm/aws-api/kms';
import { KmsError } from '../errors.ts';

/** How many entries an operation returns when it is not told, and at most. */
export interface PageSize {
  readonly byDefault: number;
  readonly max: number;
}

/** Source: AWS KMS API Reference, `Limit` of each operation; for DescribeCustomKeyStores, which says nothing, it is ours. */
export const PAGE_SIZES = {
  DescribeCustomKeyStores: { byDefault: 100, max: 1000 },
  ListAliases: { byDefault: 50, max: 100 },
  ListGrants: { byDefault: 50, max: 100 },
  ListKeyPolicies: { byDefault: 100, max: 1000 },
  ListKeyRotations: { byDefault: 100, max: 1000 },
  ListKeys: { byDefault: 100, max: 1000 },
  ListResourceTags: { byDefault: 50, max: 50 },
  ListRetirableGrants: { byDefault: 50, max: 100 },
} as const satisfies Partial<Record<OperationName, PageSize>>;

export interface PageRequest {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

interface Page<T> {
  readonly entries: readonly T[];
  readonly Truncated: boolean;
  readonly NextMarker?: string | undefined;
}

/**
 * A part of `entries`, which are sorted by `nameOf`, compared by code units. A marker names the last entry of the page
 * before, so what is added or removed meanwhile neither repeats nor hides an entry. Throws InvalidMarkerException.
 */
export function pageOf<T>(
  entries: readonly T[],
  nameOf: (entry: T) => string,
  request: PageRequest,
  size: PageSize,
): Page<T> {
  const start = request.Marker === undefined ? 0 : firstAfter(entries, nameOf, decodeMarker(request.Marker));
  const limit = Math.min(request.Limit ?? size.byDefault, size.max);
  const page = entries.slice(start, start + limit);
  const last = page.at(-1);
  const isTruncated = start + limit < entries.length;
  return {
    entries: page,
    Truncated: isTruncated,
    NextMarker: isTruncated && last !== undefined ? encodeMarker(nameOf(last)) : undefined,
  };
}

function firstAfter<T>(entries: readonly T[], nameOf: (entry: T) => string, name: string): number {
  const index = entries.findIndex((entry) => nameOf(entry) > name);
  return index < 0 ? entries.length : index;
}

const MARKER_PREFIX = 'after:';

function encodeMarker(name: string): string {
  return Buffer.from(MARKER_PREFIX + name).toString('base64');
}

function decodeMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString();
  if (!text.startsWith(MARKER_PREFIX)) throw new KmsError('InvalidMarkerException');
  return text.slice(MARKER_PREFIX.length);
}
