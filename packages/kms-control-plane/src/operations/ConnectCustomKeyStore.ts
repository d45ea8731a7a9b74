import type { Operation } from './operation.ts';

export const connectCustomKeyStore: Operation<'ConnectCustomKeyStore'> = {
  name: 'ConnectCustomKeyStore',
  async run({ CustomKeyStoreId }, { keyStores, region, event }) {
    await keyStores.connect(region, CustomKeyStoreId, () => event());
    return {};
  },
};
