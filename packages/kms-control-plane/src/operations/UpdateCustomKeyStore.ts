import { Secret } from '@keystorm/runtime';
import { refuseExternalMembers } from './external-key-stores.ts';
import type { Operation } from './operation.ts';

export const updateCustomKeyStore: Operation<'UpdateCustomKeyStore'> = {
  name: 'UpdateCustomKeyStore',
  check: refuseExternalMembers,
  async run(request, { keyStores, region, event }) {
    const update = {
      name: request.NewCustomKeyStoreName,
      password: request.KeyStorePassword === undefined ? undefined : new Secret(request.KeyStorePassword),
      clusterId: request.CloudHsmClusterId,
    };
    await keyStores.update(region, request.CustomKeyStoreId, update, () => event());
    return {};
  },
};
