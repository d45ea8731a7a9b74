import { expect } from 'vitest';
import { connectedStore } from '../worlds/fixture.ts';
import { simulatedScenario } from '../worlds/scenario.ts';
import { trailRecords } from '../worlds/trail.ts';

const PLAINTEXT = Buffer.from('used');

simulatedScenario('when a key was last used, with the record of it, also after a crash', async (world) => {
  const { store } = await connectedStore(world);
  const kms = world.kms();
  const [a, b] = [await store.newKey(), await store.newKey()];
  const lastUsage = async (key: { readonly id: string }) => (await kms.getKeyLastUsage({ KeyId: key.id })).KeyLastUsage;

  await kms.describeKey({ KeyId: a.id });
  const { KeyId, KeyLastUsage, TrackingStartDate, KeyCreationDate } = await kms.getKeyLastUsage({ KeyId: a.id });
  expect({ KeyId, KeyLastUsage }).toEqual({ KeyId: a.arn, KeyLastUsage: undefined });
  expect(TrackingStartDate).toEqual(KeyCreationDate);

  const { CiphertextBlob } = await kms.encrypt({ KeyId: a.id, Plaintext: PLAINTEXT });
  expect(await lastUsage(a)).toMatchObject({ Operation: 'Encrypt' });
  await kms.reEncrypt({ CiphertextBlob, DestinationKeyId: b.id });
  // A use that is refused is none.
  await kms.decrypt({ CiphertextBlob, EncryptionContext: { not: 'this' } }).catch(() => undefined);
  const used = await lastUsage(a);
  expect(used).toMatchObject({ Operation: 'ReEncrypt', Timestamp: expect.any(Date) as Date });
  expect(await lastUsage(b)).toEqual(used);

  const [record] = await trailRecords(world, {
    AttributeKey: 'EventId',
    AttributeValue: used?.CloudTrailEventId ?? '',
  });
  expect(record).toMatchObject({ eventName: 'ReEncrypt', requestID: used?.KmsRequestId });
  await world.chaos.kill('control-plane', { stayDown: true });
  await world.chaos.start('control-plane');
  expect(await lastUsage(a)).toEqual(used);
});
