import { isHsmError } from '@keystorm/protocol';
import { expect } from 'vitest';
import { asOfficer, isWhole, kmsUser, onEveryHsm } from '../worlds/fixture.ts';
import { describeScenarios } from '../worlds/scenario.ts';
import { clusterOf, clusterWhen, until } from '../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture } from './drills/drill.ts';

const LOCKED_OUT =
  'KMSInvalidStateException: KMS cannot communicate with your CloudHSM cluster because the kmsuser is locked out. ' +
  'If you see this error repeatedly, disconnect the AWS CloudHSM key store and reset the kmsuser account password. ' +
  'Update the kmsuser password for the custom key store and try the request again.';

// Source: AWS KMS Developer Guide, "Troubleshooting a custom key store".
describeScenarios('what becomes of a store that is CONNECTED', drillFixture, (scenario) => {
  scenario('kmsuser is locked out by guesses: KMS serves on until it must log in again', async (it) => {
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

/** Tries a wrong password for `kmsuser` on every HSM. */
function guess({ world, clusterId }: Drill): Promise<readonly string[]> {
  return onEveryHsm(world, clusterId, async (hsm) => {
    const refusal: unknown = await hsm.login(kmsUser('Guess1234')).catch((error: unknown) => error);
    return isHsmError(refusal) ? refusal.code : 'ok';
  });
}
