import type { Operation } from './operation.ts';

export const connectCustomKeyStore: Operation<'ConnectCustomKeyStore'> = {
  name: 'ConnectCustomKeyStore',
  async run({ CustomKeyStoreId }, { keyStores, region }) {
    await keyStores.connect(region, CustomKeyStoreId);
    return {};
  },
};
