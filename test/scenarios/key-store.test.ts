import { describe, expect, test } from 'vitest';
import { inKmsWorld } from '../worlds/kms-world.ts';

describe('a custom key store', () => {
  test('is connected, and its keys encrypt and decrypt', async () => {
    await inKmsWorld(101, async (world) => {
      const { storeId } = await world.connectedStore();
      const { keyId, arn } = await world.newKey(storeId);
      const Plaintext = Buffer.from('a secret').toString('base64');
      const { CiphertextBlob } = await world.kms('Encrypt', { KeyId: keyId, Plaintext });
      const decrypted = await world.kms('Decrypt', { CiphertextBlob });
      expect(decrypted).toEqual({ KeyId: arn, Plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    });
  });
});
