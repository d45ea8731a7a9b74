import type { Operation } from './operation.ts';
import { pageOf } from './paging.ts';

export const listKeys: Operation<'ListKeys'> = {
  name: 'ListKeys',
  run(request, { registry, region }) {
    const { entries, ...page } = pageOf(registry.keys(region), (key) => key.keyId, request, {
      byDefault: 100,
      max: 1000,
    });
    return { Keys: entries.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...page };
  },
};
