import { KmsError } from '../errors.ts';
import { refuseRecipient } from './cryptography.ts';
import type { Operation } from './operation.ts';

export const generateRandom: Operation<'GenerateRandom'> = {
  name: 'GenerateRandom',
  check({ NumberOfBytes, Recipient }) {
    if (NumberOfBytes === undefined) throw new KmsError('ValidationException', 'NumberOfBytes is required.');
    refuseRecipient(Recipient);
  },
  async run({ NumberOfBytes = 0, CustomKeyStoreId }, { runtime, keyStores, region, requestId }) {
    // Without a store AWS draws from HSMs of its own; here the generator of the operating system stands for them.
    if (CustomKeyStoreId === undefined) return { Plaintext: runtime.random.bytes(NumberOfBytes) };
    return { Plaintext: await keyStores.generateRandom(region, CustomKeyStoreId, NumberOfBytes, requestId) };
  },
};
