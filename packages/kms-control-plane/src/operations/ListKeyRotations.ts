import { materialIdOf } from '../keys/kms-key.ts';
import { type FoundKey, foundKey, type Operation } from './operation.ts';

/** There has been no rotation; the material of the beginning is what a key still has. */
export const listKeyRotations: Operation<'ListKeyRotations', FoundKey> = {
  name: 'ListKeyRotations',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run({ IncludeKeyMaterial }, _context, { key }) {
    const first = { KeyId: key.arn, KeyMaterialId: materialIdOf(key), KeyMaterialState: 'CURRENT' } as const;
    return { Rotations: IncludeKeyMaterial === 'ALL_KEY_MATERIAL' ? [first] : [], Truncated: false };
  },
};
