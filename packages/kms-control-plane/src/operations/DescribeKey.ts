import { keyMetadata } from './key-metadata.ts';
import { type FoundKey, foundKeyOrAlias, type Operation } from './operation.ts';

export const describeKey: Operation<'DescribeKey', FoundKey> = {
  name: 'DescribeKey',
  find: ({ KeyId }, context) => foundKeyOrAlias(context, KeyId),
  run: (_request, context, { key }) => ({ KeyMetadata: keyMetadata(context, key) }),
};
