import type { Operation } from './operation.ts';

export const disconnectCustomKeyStore: Operation<'DisconnectCustomKeyStore'> = {
  name: 'DisconnectCustomKeyStore',
  async run({ CustomKeyStoreId }, { keyStores, region, event }) {
    await keyStores.disconnect(region, CustomKeyStoreId, () => event());
    return {};
  },
};
