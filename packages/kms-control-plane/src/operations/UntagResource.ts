import { checkTagKeys, withoutTags } from '../keys/tags.ts';
import { changeKey, type FoundKey, foundKey, type Operation } from './operation.ts';

export const untagResource: Operation<'UntagResource', FoundKey> = {
  name: 'UntagResource',
  check: ({ TagKeys }) => checkTagKeys(TagKeys),
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run({ TagKeys }, context, { key }) {
    await changeKey(context, key, (current) => ({
      ...current,
      tags: withoutTags(current.tags, TagKeys),
    }));
    return undefined;
  },
};
