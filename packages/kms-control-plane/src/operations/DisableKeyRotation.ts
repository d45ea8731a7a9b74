import { type FoundKey, foundKey, type Operation } from './operation.ts';

/** Rotation is never on here, so this succeeds as it does for a key that is not rotated. */
export const disableKeyRotation: Operation<'DisableKeyRotation', FoundKey> = {
  name: 'DisableKeyRotation',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run: () => undefined,
};
