import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { connectedStore } from '../worlds/fixture.ts';
import { scenario } from '../worlds/scenario.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';
import type { World } from '../worlds/world.ts';

describe('a custom key store', () => {
  scenario('is connected, and its keys encrypt and decrypt', async (world) => {
    const { store } = await connectedStore(world);
    const { id, arn } = await store.newKey();
    const kms = world.kms();
    const Plaintext = Buffer.from('a secret');
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: id, Plaintext }));
    const { $metadata: _metadata, ...decrypted } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(decrypted).toEqual({
      KeyId: arn,
      Plaintext: new Uint8Array(Plaintext),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
  });

  test('a simulated run repeats byte for byte from its seed', async () => {
    const work = async (world: World) => {
      const { store } = await connectedStore(world);
      const { id } = await store.newKey();
      await world.chaos.kill('control-plane');
      await store.settled();
      await world.kms().send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x') }));
    };
    const [once, again] = [await withSimulatedWorld('a seed', work), await withSimulatedWorld('a seed', work)];
    expect(again).toEqual(once);
    expect(await withSimulatedWorld('another seed', work)).not.toEqual(once);
  });
});
