import { next } from '@keystorm/runtime';
import { KEY_WISH } from '../keys/kms-key.ts';
import { changeKey, type FoundKey, foundKey, type Operation } from './operation.ts';

export const cancelKeyDeletion: Operation<'CancelKeyDeletion', FoundKey> = {
  name: 'CancelKeyDeletion',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run(_request, context, { key }) {
    const response = { KeyId: key.arn };
    await changeKey(
      context,
      key,
      ({ deletionAtMs: _deletionAtMs, ...current }) => ({
        ...current,
        wish: next(KEY_WISH, current.wish, 'cancelDeletion'),
      }),
      () => ({ response }),
    );
    return response;
  },
};
