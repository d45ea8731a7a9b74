import type { Operation } from './operation.ts';
import { PAGE_SIZES, pageOf } from './paging.ts';

export const listKeys: Operation<'ListKeys'> = {
  name: 'ListKeys',
  run(request, { registry, region }) {
    const { entries, ...page } = pageOf(registry.keys(region), (key) => key.keyId, request, PAGE_SIZES.ListKeys);
    return { Keys: entries.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...page };
  },
};
