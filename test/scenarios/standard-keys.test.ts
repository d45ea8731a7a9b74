import type { KMS } from '@aws-sdk/client-kms';
import { expect } from 'vitest';
import { connectedStore } from '../worlds/fixture.ts';
import { scenario, simulatedScenario } from '../worlds/scenario.ts';
import { lastRecord } from '../worlds/trail.ts';
import { advanceDays, answerOf, cloudhsm, harness, OTHER_REGION, until, type World } from '../worlds/world.ts';

// Keys of origin AWS_KMS, whose material is in an HSM of KMS's own.

const PLAINTEXT = new Uint8Array(Buffer.from('the control group'));
const MATERIAL_ID = /^[0-9a-f]{64}$/;

async function newKey(kms: KMS): Promise<{ readonly id: string; readonly arn: string }> {
  const { KeyMetadata } = await kms.createKey({});
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
}

scenario('a key that is in no custom key store does all that one in a store does', async (world) => {
  const { store } = await connectedStore(world);
  const kms = world.kms();
  const inStore = await store.newKey();
  const { id: KeyId, arn } = await newKey(kms);

  const { KeyMetadata } = await kms.describeKey({ KeyId });
  expect(KeyMetadata).toEqual({
    AWSAccountId: '111122223333',
    KeyId,
    Arn: arn,
    CreationDate: expect.any(Date) as Date,
    Enabled: true,
    Description: '',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    CurrentKeyMaterialId: expect.stringMatching(MATERIAL_ID) as string,
  });
  const KeyMaterialId = KeyMetadata?.CurrentKeyMaterialId;

  const EncryptionContext = { Dept: 'HR' };
  const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext });
  const decrypted = await kms.decrypt({ CiphertextBlob, EncryptionContext });
  expect(decrypted).toMatchObject({ KeyId: arn, Plaintext: PLAINTEXT, KeyMaterialId });
  expect(await answerOf(kms.decrypt({ CiphertextBlob }))).toMatch(/^InvalidCiphertextException: /);

  const dataKey = await kms.generateDataKey({ KeyId, KeySpec: 'AES_256' });
  expect(dataKey.KeyMaterialId).toBe(KeyMaterialId);
  expect((await kms.decrypt({ CiphertextBlob: dataKey.CiphertextBlob })).Plaintext).toEqual(dataKey.Plaintext);

  // To a custom key store and back.
  const there = await kms.reEncrypt({
    CiphertextBlob,
    SourceEncryptionContext: EncryptionContext,
    DestinationKeyId: inStore.id,
  });
  expect(there).toMatchObject({ KeyId: inStore.arn, SourceKeyId: arn, SourceKeyMaterialId: KeyMaterialId });
  expect(there.DestinationKeyMaterialId).toBeUndefined();
  const back = await kms.reEncrypt({ CiphertextBlob: there.CiphertextBlob, DestinationKeyId: KeyId });
  expect((await kms.decrypt({ CiphertextBlob: back.CiphertextBlob })).Plaintext).toEqual(PLAINTEXT);

  // An alias may be moved from one to the other.
  await kms.createAlias({ AliasName: 'alias/moves', TargetKeyId: inStore.id });
  await kms.updateAlias({ AliasName: 'alias/moves', TargetKeyId: KeyId });
  expect(await answerOf(kms.encrypt({ KeyId: 'alias/moves', Plaintext: PLAINTEXT }))).toBe('ok');

  // Whatever happens to the store, this key has nothing to do with it.
  await store.disconnect();
  expect(await answerOf(kms.decrypt({ CiphertextBlob: back.CiphertextBlob }))).toBe('ok');
  expect((await kms.describeKey({ KeyId })).KeyMetadata?.KeyState).toBe('Enabled');
});

simulatedScenario("the HSM of KMS is no customer's to see", async (world) => {
  const { store } = await connectedStore(world);
  const kms = world.kms();
  const seen = async () => ({
    clusters: await cloudhsm<object>(world, 'DescribeClusters'),
    stores: (await kms.describeCustomKeyStores({})).CustomKeyStores,
    status: (await harness<{ readonly customKeyStores: readonly object[] }>(world, 'status')).customKeyStores,
  });
  const before = await seen();
  await newKey(kms);
  expect(await seen()).toEqual(before);
  for (const CustomKeyStoreId of ['aws-kms', 'AWS-KMS']) {
    const refused = /^CustomKeyStoreNotFoundException: /;
    expect(await answerOf(kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId }))).toMatch(refused);
    expect(await answerOf(kms.generateRandom({ NumberOfBytes: 1, CustomKeyStoreId }))).toMatch(refused);
    expect(await answerOf(kms.deleteCustomKeyStore({ CustomKeyStoreId }))).toMatch(refused);
  }
  // Nobody can ask in the Region in which it is.
  const asked = cloudhsm(world, 'DescribeClusters', {}, 'zz-central-0');
  expect(await answerOf(asked)).toMatch(/^InvalidSignatureException: /);
  expect(await store.state()).toBe('CONNECTED');
});

simulatedScenario('its keys outlive every process, and serve all Regions', async (world) => {
  const [kms, elsewhere] = [world.kms(), world.kms(OTHER_REGION)];
  // Two requests at once make one HSM.
  const [{ id: KeyId }, other] = await Promise.all([newKey(kms), newKey(elsewhere)]);
  const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
  expect(await answerOf(elsewhere.encrypt({ KeyId: other.id, Plaintext: PLAINTEXT }))).toBe('ok');
  const { clusters } = await world.clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
  const [hsm, ...others] = clusters.flatMap(({ hsms }) => hsms);
  expect(others).toEqual([]);

  await world.chaos.kill(hsm!.hsmId, { stayDown: true });
  expect(await answerOf(kms.decrypt({ CiphertextBlob }))).toMatch(/^KeyUnavailableException: /);
  expect((await kms.describeKey({ KeyId })).KeyMetadata?.KeyState).toBe('Enabled');
  await world.chaos.kill('control-plane');
  await world.chaos.kill('cluster-manager');
  await world.chaos.start(hsm!.hsmId);
  await until(world, 'the key does not come back', async () =>
    (await answerOf(kms.decrypt({ CiphertextBlob }))) === 'ok' ? true : undefined,
  );
  expect(await answerOf(kms.createKey({}))).toBe('ok');
});

/** Moments on the way to the first key, and after it. */
for (const killedMs of [1, 4, 15, 40, 80, 150, 300, 600, 1_000]) {
  simulatedScenario(`its making survives a crash after ${killedMs} ms, and is not begun twice`, async (world) => {
    const kms = world.kms();
    const first = newKey(kms).catch(() => undefined);
    await world.operator.clock.sleep(killedMs);
    await world.chaos.kill('control-plane');
    const begun = await first;
    const { id: KeyId } = await until(world, 'no key can be made', () => newKey(kms).catch(() => undefined));
    expect(await answerOf(kms.encrypt({ KeyId, Plaintext: PLAINTEXT }))).toBe('ok');
    if (begun !== undefined) expect(await answerOf(kms.encrypt({ KeyId: begun.id, Plaintext: PLAINTEXT }))).toBe('ok');
    const { clusters } = await world.clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
    expect(clusters.map(({ hsms }) => hsms.length)).toEqual([1]);
  });
}

simulatedScenario('what AWS offers for such keys, and what is refused', async (world) => {
  const kms = world.kms();
  const { id: KeyId, arn } = await newKey(kms);
  expect(await kms.getKeyRotationStatus({ KeyId })).toMatchObject({ KeyId: arn, KeyRotationEnabled: false });
  expect(await answerOf(kms.disableKeyRotation({ KeyId }))).toBe('ok');
  expect(await kms.listKeyRotations({ KeyId })).toMatchObject({ Rotations: [], Truncated: false });
  const material = await kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' });
  expect(material.Rotations).toMatchObject([{ KeyId: arn, KeyMaterialState: 'CURRENT' }]);
  expect(await answerOf(kms.listKeyRotations({ KeyId, Marker: 'none' }))).toMatch(/^InvalidMarkerException: /);
  const origin = `UnsupportedOperationException: ${arn} origin is AWS_KMS which is not valid for this operation.`;
  const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
  expect(await answerOf(kms.getParametersForImport({ KeyId, ...wrapping }))).toBe(origin);
  const unsupported = /^UnsupportedOperationException: /;
  for (const call of [
    kms.enableKeyRotation({ KeyId }),
    kms.rotateKeyOnDemand({ KeyId }),
    kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }),
    kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }),
    kms.createKey({ MultiRegion: true }),
    kms.createKey({ Origin: 'EXTERNAL' }),
  ])
    expect(await answerOf(call)).toMatch(unsupported);
});

simulatedScenario('its deletion waits as long as it is told to, or 30 days', async (world) => {
  const kms = world.kms();
  const { clock } = world.operator;
  const { id: KeyId, arn } = await newKey(kms);
  for (const days of [7, 30, undefined]) {
    const earliestMs = clock.now();
    const scheduled = await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: days });
    expect(scheduled).toMatchObject({ KeyId: arn, KeyState: 'PendingDeletion', PendingWindowInDays: days ?? 30 });
    const askedMs = (scheduled.DeletionDate?.getTime() ?? 0) - (days ?? 30) * 86_400_000;
    expect(askedMs).toBeGreaterThanOrEqual(earliestMs);
    expect(askedMs).toBeLessThanOrEqual(clock.now());
    await kms.cancelKeyDeletion({ KeyId });
  }
});

simulatedScenario('it is deleted like any other, and its event names no store', async (world: World) => {
  const kms = world.kms();
  const { id: KeyId, arn } = await newKey(kms);
  await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
  expect(await lastRecord(world, 'ScheduleKeyDeletion')).not.toHaveProperty('additionalEventData');
  await advanceDays(world, 8);
  await until(world, 'no DeleteKey event', () => lastRecord(world, 'DeleteKey').catch(() => undefined));
  const deleted = await lastRecord(world, 'DeleteKey');
  expect(deleted.resources).toMatchObject([{ ARN: arn }]);
  expect(deleted).not.toHaveProperty('additionalEventData');
  expect(await answerOf(kms.describeKey({ KeyId }))).toBe(`NotFoundException: Key '${arn}' does not exist`);
});
