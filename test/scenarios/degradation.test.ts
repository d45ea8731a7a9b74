import type { HsmConnection } from '@keystorm/hsm-client';
import { isHsmError } from '@keystorm/protocol';
import { expect } from 'vitest';
import { asOfficer, cryptoUser, isWhole, kmsUser, onEveryHsm } from '../worlds/fixture.ts';
import { describeScenarios, simulatedScenario } from '../worlds/scenario.ts';
import { answerOf, clusterOf, clusterWhen, harness, REGION, until } from '../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture } from './drills/drill.ts';

const LOCKED_OUT =
  'KMSInvalidStateException: KMS cannot communicate with your CloudHSM cluster because the kmsuser is locked out. ' +
  'If you see this error repeatedly, disconnect the AWS CloudHSM key store and reset the kmsuser account password. ' +
  'Update the kmsuser password for the custom key store and try the request again.';

// Source: AWS KMS Developer Guide, "Troubleshooting a custom key store".
describeScenarios('what becomes of a store that is CONNECTED', drillFixture, (scenario) => {
  scenario('DS-10: kmsuser is locked out by guesses: KMS serves on until it must log in again', async (it) => {
    const { world, store, clusterId } = it;
    for (let attempt = 1; attempt <= 5; attempt += 1)
      expect(await guess(it)).toEqual(['WRONG_PASSWORD', 'WRONG_PASSWORD']);
    expect(await guess(it)).toEqual(['USER_LOCKED_OUT', 'USER_LOCKED_OUT']);
    expect(await it.decrypt()).toBe('ok');
    expect(await it.createKey()).toBe('ok');

    const { hsms } = await clusterOf(world, clusterId);
    for (const { hsmId } of hsms) await world.chaos.kill(hsmId);
    await until(world, 'kmsuser is not locked out', async () =>
      (await it.decrypt()) === LOCKED_OUT ? true : undefined,
    );
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, hsms.length));
    expect(await it.decrypt()).toBe(LOCKED_OUT);
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.keyState(it.a)).toBe('Enabled true');

    // The officer unlocks it with a password that KMS does not know: KMS tries once more, and then no more.
    await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser('Unlocked1')));
    await until(world, 'KMS does not notice', async () => ((await it.decrypt()) === LOCKED_OUT ? undefined : true));
    expect(await it.decrypt()).toMatch(CANNOT_COMMUNICATE);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await it.setPassword('Unlocked1')).toBe('ok');
    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
  });
});

const TOO_MANY =
  'ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.';
const NO_SESSIONS =
  'KMSInternalException: There are no PKCS #11 sessions available in the associated CloudHSM cluster. Back off and retry the request.';
const INTERNAL =
  'KMSInternalException: AWS KMS could not complete the request in the associated CloudHSM cluster. Retry the request.';

simulatedScenario('what HSMs refuse is told to those who use, create or draw on them', async (world) => {
  const it = await drillFixture(world);
  const { kms, clusterId, store } = it;
  const answers = async () => [
    await it.decrypt(),
    await it.createKey(),
    await answerOf(kms.generateRandom({ NumberOfBytes: 8, CustomKeyStoreId: store.id })),
  ];
  const rows: readonly (readonly [faults: object, answers: readonly string[]])[] = [
    [{ sessionsExhausted: true }, [NO_SESSIONS, NO_SESSIONS, NO_SESSIONS]],
    [{ errorCode: 'HSM_BUSY' }, [TOO_MANY, TOO_MANY, TOO_MANY]],
  ];
  const { Keys: before } = await kms.listKeys({});
  for (const [faults, expected] of rows) {
    await harness(world, 'lab/hsm-faults', { clusterId, region: REGION, ...faults });
    expect([faults, await answers()]).toEqual([faults, expected]);
    expect((await kms.listKeys({})).Keys).toEqual(before);
    expect(await store.state()).toBe('CONNECTED');
    await harness(world, 'lab/hsm-faults', { clusterId, region: REGION });
  }
  expect(await answers()).toEqual(['ok', 'ok', 'ok']);
});

simulatedScenario('a cluster that is full of key objects takes no more, and serves those it has', async (world) => {
  const it = await drillFixture(world);
  const { kms, clusterId } = it;
  const { Keys: before } = await kms.listKeys({});
  const alice = cryptoUser('alice');
  await asOfficer(world, clusterId, (hsm) => hsm.createUser(alice));
  await onEveryHsm(world, clusterId, async (hsm) => {
    await hsm.login(alice);
    await fill(hsm);
  });
  expect(await it.createKey()).toBe(INTERNAL);
  expect((await kms.listKeys({})).Keys).toEqual(before);
  expect(await it.decrypt()).toBe('ok');
});

/** Makes key objects until no more fit. */
async function fill(hsm: HsmConnection): Promise<void> {
  const make = () => hsm.generateKey({ label: 'filler', id: new Uint8Array(), lengthBytes: 32, extractable: false });
  for (;;) {
    const made = await Promise.allSettled(Array.from({ length: 100 }, make));
    const refusal = made.find(({ status }) => status === 'rejected');
    if (refusal?.status !== 'rejected') continue;
    expect(refusal.reason).toMatchObject({ code: 'NO_SPACE' });
    return;
  }
}

/** Tries a wrong password for `kmsuser` on every HSM. */
function guess({ world, clusterId }: Drill): Promise<readonly string[]> {
  return onEveryHsm(world, clusterId, async (hsm) => {
    const refusal: unknown = await hsm.login(kmsUser('Guess1234')).catch((error: unknown) => error);
    return isHsmError(refusal) ? refusal.code : 'ok';
  });
}
