import { type FoundKey, foundKey, type Operation } from './operation.ts';
import { pageOf } from './paging.ts';

export const listResourceTags: Operation<'ListResourceTags', FoundKey> = {
  name: 'ListResourceTags',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run(request, _context, { key }) {
    const { entries, ...page } = pageOf(key.tags, (tag) => tag.key, request, { byDefault: 50, max: 50 });
    return { Tags: entries.map((tag) => ({ TagKey: tag.key, TagValue: tag.value })), ...page };
  },
};
