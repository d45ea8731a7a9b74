import { type FoundKey, foundKey, type Operation } from './operation.ts';

/** The material of a key is never rotated here. */
export const getKeyRotationStatus: Operation<'GetKeyRotationStatus', FoundKey> = {
  name: 'GetKeyRotationStatus',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run: (_request, _context, { key }) => ({ KeyId: key.arn, KeyRotationEnabled: false }),
};
