import type { Operation } from './operation.ts';
import { PAGE_SIZES, pageOf } from './paging.ts';

export const describeCustomKeyStores: Operation<'DescribeCustomKeyStores'> = {
  name: 'DescribeCustomKeyStores',
  run(request, { keyStores, region }) {
    const stores = keyStores.describe(region, { id: request.CustomKeyStoreId, name: request.CustomKeyStoreName });
    const { entries, ...page } = pageOf(
      stores,
      (store) => store.customKeyStoreId,
      request,
      PAGE_SIZES.DescribeCustomKeyStores,
    );
    const CustomKeyStores = entries.map((store) => ({
      CustomKeyStoreId: store.customKeyStoreId,
      CustomKeyStoreName: store.customKeyStoreName,
      CustomKeyStoreType: store.customKeyStoreType,
      CloudHsmClusterId: store.cloudHsmClusterId,
      TrustAnchorCertificate: store.trustAnchorCertificate,
      ConnectionState: store.connectionState,
      ConnectionErrorCode: store.connectionErrorCode,
      CreationDate: store.creationDate,
    }));
    return { CustomKeyStores, ...page };
  },
};
