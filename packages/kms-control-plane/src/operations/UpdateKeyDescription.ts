import { changeKey, type FoundKey, foundKey, type Operation } from './operation.ts';

export const updateKeyDescription: Operation<'UpdateKeyDescription', FoundKey> = {
  name: 'UpdateKeyDescription',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run({ Description }, context, { key }) {
    await changeKey(context, key, (current) => ({ ...current, description: Description }));
    return undefined;
  },
};
