import { next } from '@keystorm/runtime';
import { KEY_WISH } from '../keys/kms-key.ts';
import { changeKey, type FoundKey, foundKey, type Operation } from './operation.ts';

export const enableKey: Operation<'EnableKey', FoundKey> = {
  name: 'EnableKey',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run(_request, context, { key }) {
    await changeKey(context, key, (current) => ({
      ...current,
      wish: next(KEY_WISH, current.wish, 'enable'),
    }));
    return undefined;
  },
};
