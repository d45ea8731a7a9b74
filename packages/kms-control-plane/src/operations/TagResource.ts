import { checkTags, withTags } from '../keys/tags.ts';
import { changeKey, type FoundKey, foundKey, type Operation } from './operation.ts';
import { tagsOf } from './tags-of.ts';

export const tagResource: Operation<'TagResource', FoundKey> = {
  name: 'TagResource',
  check: ({ Tags }) => checkTags(tagsOf(Tags)),
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run({ Tags }, context, { key }) {
    await changeKey(context, key, (current) => ({
      ...current,
      tags: withTags(current.tags, tagsOf(Tags)),
    }));
    return undefined;
  },
};
