import type { Operation } from './operation.ts';

export const deleteCustomKeyStore: Operation<'DeleteCustomKeyStore'> = {
  name: 'DeleteCustomKeyStore',
  async run({ CustomKeyStoreId }, { keyStores, region, event }) {
    await keyStores.delete(region, CustomKeyStoreId, () => event());
    return {};
  },
};
