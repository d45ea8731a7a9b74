import type { Operation } from './operation.ts';
import { paged } from './paging.ts';
import { taggedResource } from './tags.ts';

const PAGE_MAX = 100;
const POSITION_DIGITS = 3;

export const listTags: Operation<'ListTags'> = async (
  { ledger, runtime },
  caller,
  { ResourceId, MaxResults, NextToken },
) => {
  const { record } = await taggedResource(ledger, runtime.clock.now(), caller, ResourceId);
  // By position, because a key may be longer than a token.
  const numbered = record.tags.map((tag, index) => ({ tag, position: String(index).padStart(POSITION_DIGITS, '0') }));
  const { items, NextToken: more } = paged(numbered, ({ position }) => position, {
    pageMax: MaxResults ?? PAGE_MAX,
    token: NextToken,
  });
  return { TagList: items.map(({ tag }) => tag), NextToken: more };
};
