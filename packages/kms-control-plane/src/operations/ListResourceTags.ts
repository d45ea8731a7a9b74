import { type FoundKey, foundKey, type Operation } from './operation.ts';
import { PAGE_SIZES, pageOf } from './paging.ts';

export const listResourceTags: Operation<'ListResourceTags', FoundKey> = {
  name: 'ListResourceTags',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run(request, _context, { key }) {
    const { entries, ...page } = pageOf(key.tags, (tag) => tag.key, request, PAGE_SIZES.ListResourceTags);
    return { Tags: entries.map((tag) => ({ TagKey: tag.key, TagValue: tag.value })), ...page };
  },
};
