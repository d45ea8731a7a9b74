import { Secret } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import type { Operation } from './operation.ts';
import { refuseExternalMembers } from './external-key-stores.ts';

export const createCustomKeyStore: Operation<'CreateCustomKeyStore'> = {
  name: 'CreateCustomKeyStore',
  check(request) {
    if (request.CustomKeyStoreType === 'EXTERNAL_KEY_STORE') {
      throw new KmsError('UnsupportedOperationException', 'External key stores are not offered.');
    }
    refuseExternalMembers(request);
  },
  async run(request, { keyStores, region, event }) {
    const store = {
      name: request.CustomKeyStoreName,
      clusterId: request.CloudHsmClusterId,
      trustAnchor: request.TrustAnchorCertificate,
      password: request.KeyStorePassword === undefined ? undefined : new Secret(request.KeyStorePassword),
    };
    const CustomKeyStoreId = await keyStores.create(region, store, ({ customKeyStoreId }) =>
      event({ response: { CustomKeyStoreId: customKeyStoreId } }),
    );
    return { CustomKeyStoreId };
  },
};
