import type { StoreKey } from '../../worlds/fixture.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { expect } from 'vitest';
import { answerOf, type World } from '../../worlds/world.ts';
import { drillFixture, type Drill, wrongState } from './drill.ts';

const DAY_SECONDS = 86_400;

async function prepare(world: World): Promise<Drill & { readonly standard: StoreKey }> {
  const it = await drillFixture(world);
  const { KeyMetadata } = await it.kms.createKey({});
  return { ...it, standard: { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' } };
}

// Source: AWS KMS Developer Guide, "Key states of AWS KMS keys" and "Disconnect an AWS CloudHSM key store".
describeDrills('drills: unavailable keys', prepare, (drill) => {
  drill('D1: disconnecting makes keys unavailable; reconnecting restores them', async (it) => {
    const { kms, store, a, b, plaintext, ciphertext, standard } = it;
    await kms.disableKey({ KeyId: b.id });
    expect(await it.keyState(b)).toBe('Disabled false');
    const { CiphertextBlob: outside } = await kms.encrypt({ KeyId: standard.id, Plaintext: plaintext });

    await kms.disconnectCustomKeyStore({ CustomKeyStoreId: store.id });
    expect(['DISCONNECTING', 'DISCONNECTED']).toContain(await store.state());
    expect(await it.keyState(a)).toBe('Unavailable false');
    expect(await store.settled()).toBe('DISCONNECTED');
    expect(await it.keyState(a)).toBe('Unavailable false');
    expect(await it.keyState(b)).toBe('Unavailable false');

    const unavailable = `KMSInvalidStateException: ${a.arn} is unavailable.`;
    expect(await it.encrypt(a)).toBe(unavailable);
    expect(await it.decrypt()).toBe(unavailable);
    expect(await answerOf(kms.generateDataKey({ KeyId: a.id, KeySpec: 'AES_256' }))).toBe(unavailable);
    expect(await answerOf(kms.generateDataKeyWithoutPlaintext({ KeyId: a.id, NumberOfBytes: 16 }))).toBe(unavailable);
    expect(await answerOf(kms.reEncrypt({ CiphertextBlob: ciphertext, DestinationKeyId: standard.id }))).toBe(
      unavailable,
    );
    expect(await answerOf(kms.reEncrypt({ CiphertextBlob: outside, DestinationKeyId: a.id }))).toBe(unavailable);

    expect(await it.createKey()).toBe(wrongState(store, 'DISCONNECTED'));
    expect(await answerOf(kms.generateRandom({ NumberOfBytes: 32, CustomKeyStoreId: store.id }))).toBe(
      wrongState(store, 'DISCONNECTED'),
    );
    expect((await kms.generateRandom({ NumberOfBytes: 32 })).Plaintext).toHaveLength(32);
    expect(await it.encrypt(standard)).toBe('ok');

    await expectManagement(it, a);

    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.keyState(a)).toBe('Enabled true');
    expect(await it.keyState(b)).toBe('Disabled false');
    expect(await it.decrypt()).toBe('ok');
    expect(await it.encrypt(b)).toBe(`DisabledException: ${b.arn} is disabled.`);
    await kms.enableKey({ KeyId: b.id });
  });

  drill('D2: enabling and disabling an unavailable key takes effect later', async (it) => {
    const { kms, store, a, b } = it;
    await kms.disableKey({ KeyId: b.id });
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await kms.enableKey({ KeyId: b.id });
    await kms.disableKey({ KeyId: a.id });
    expect(await it.keyState(a)).toBe('Unavailable false');
    expect(await it.keyState(b)).toBe('Unavailable false');

    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.keyState(a)).toBe('Disabled false');
    expect(await it.keyState(b)).toBe('Enabled true');
    expect(await it.encrypt(a)).toBe(`DisabledException: ${a.arn} is disabled.`);
    expect(await it.encrypt(b)).toBe('ok');
    await kms.enableKey({ KeyId: a.id });
  });

  drill('D3: pending deletion survives disconnection', async (it) => {
    const { world, kms, store, a, b } = it;
    const isPending = `KMSInvalidStateException: ${a.arn} is pending deletion.`;
    const isNotPending = ({ arn }: StoreKey) => `KMSInvalidStateException: ${arn} is not pending deletion.`;
    const schedule = (key: StoreKey) => kms.scheduleKeyDeletion({ KeyId: key.id, PendingWindowInDays: 7 });
    const cancel = (key: StoreKey) => kms.cancelKeyDeletion({ KeyId: key.id });

    const before = world.operator.clock.now() / 1000;
    const { $metadata: _scheduled, DeletionDate, ...scheduled } = await schedule(a);
    expect(scheduled).toEqual({ KeyId: a.arn, KeyState: 'PendingDeletion', PendingWindowInDays: 7 });
    expect(((DeletionDate?.getTime() ?? 0) / 1000 - before) / DAY_SECONDS).toBeCloseTo(7, 2);

    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await it.keyState(a)).toBe('PendingDeletion false');
    expect(await it.keyState(b)).toBe('Unavailable false');
    expect(await it.decrypt()).toBe(isPending);
    expect(await answerOf(schedule(a))).toBe(isPending);
    const described = await kms.describeKey({ KeyId: a.id });
    expect(described.KeyMetadata?.DeletionDate).toEqual(DeletionDate);

    const { $metadata: _cancelled, ...cancelled } = await cancel(a);
    expect(cancelled).toEqual({ KeyId: a.arn });
    expect(await it.keyState(a)).toBe('Unavailable false');
    expect((await kms.describeKey({ KeyId: a.id })).KeyMetadata).not.toHaveProperty('DeletionDate');
    expect(await answerOf(cancel(a))).toBe(isNotPending(a));
    expect(await answerOf(cancel(b))).toBe(isNotPending(b));

    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.keyState(a)).toBe('Disabled false');
    await kms.enableKey({ KeyId: a.id });
    expect(await it.decrypt()).toBe('ok');

    expect(await store.disconnect()).toBe('DISCONNECTED');
    await schedule(b);
    expect(await it.keyState(b)).toBe('PendingDeletion false');
    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.keyState(b)).toBe('PendingDeletion false');
    await cancel(b);
    await kms.enableKey({ KeyId: b.id });
    expect(await it.keyState(b)).toBe('Enabled true');
  });
});

/** What manages a key rather than uses it works whatever the state of its store. */
async function expectManagement({ kms }: Drill, { id: KeyId, arn }: StoreKey): Promise<void> {
  expect((await kms.describeKey({ KeyId })).KeyMetadata?.Arn).toBe(arn);
  const { Policy } = await kms.getKeyPolicy({ KeyId });
  const GranteePrincipal = 'arn:aws:iam::111122223333:role/Drill';
  const calls = [
    kms.putKeyPolicy({ KeyId, Policy }),
    kms.listKeyPolicies({ KeyId }),
    kms.createGrant({ KeyId, GranteePrincipal, Operations: ['Decrypt'], Name: 'drill' }),
    kms.listGrants({ KeyId }),
    kms.tagResource({ KeyId, Tags: [{ TagKey: 'Dept', TagValue: 'HR' }] }),
    kms.listResourceTags({ KeyId }),
    kms.createAlias({ AliasName: 'alias/drill', TargetKeyId: KeyId }),
    kms.listAliases({ KeyId }),
    kms.updateKeyDescription({ KeyId, Description: 'described while unavailable' }),
  ];
  expect(await Promise.all(calls.map(answerOf))).toEqual(calls.map(() => 'ok'));
  const { Grants = [] } = await kms.listGrants({ KeyId });
  const restoring = [
    ...Grants.map(({ GrantId }) => kms.revokeGrant({ KeyId, GrantId })),
    kms.deleteAlias({ AliasName: 'alias/drill' }),
    kms.untagResource({ KeyId, TagKeys: ['Dept'] }),
    kms.updateKeyDescription({ KeyId, Description: '' }),
  ];
  expect(await Promise.all(restoring.map(answerOf))).toEqual(restoring.map(() => 'ok'));
}
