import { materialIdOf } from '../keys/kms-key.ts';
import { type FoundKey, foundKey, type Operation } from './operation.ts';
import { PAGE_SIZES, pageOf } from './paging.ts';

/** There has been no rotation; the material of the beginning is what a key still has. */
export const listKeyRotations: Operation<'ListKeyRotations', FoundKey> = {
  name: 'ListKeyRotations',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run(request, _context, { key }) {
    const first = { KeyId: key.arn, KeyMaterialId: materialIdOf(key), KeyMaterialState: 'CURRENT' } as const;
    const all = request.IncludeKeyMaterial === 'ALL_KEY_MATERIAL' ? [first] : [];
    const nameOf = ({ KeyMaterialId = '' }: typeof first) => KeyMaterialId;
    const { entries, ...page } = pageOf(all, nameOf, request, PAGE_SIZES.ListKeyRotations);
    return { Rotations: entries, ...page };
  },
};
