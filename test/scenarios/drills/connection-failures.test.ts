import { expect } from 'vitest';
import {
  activeCluster,
  createKeyStore,
  createKmsUser,
  failureCounts,
  KMS_PASSWORD,
  lockedOut,
} from '../../worlds/fixture.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { answerOf } from '../../worlds/world.ts';
import { type Drill, drillFixture, expectFailedConnect } from './drill.ts';
import { changePassword, expectLogin, expectUsers, expectWrongPassword, operatorOf } from './kmsuser-procedures.ts';

const WRONG_LENGTH =
  "ValidationException: 1 validation error detected: Value at 'keyStorePassword' failed to satisfy constraint: Member must have length";

// Source: AWS KMS Developer Guide, "Troubleshooting a custom key store", "How to fix a connection failure".
describeDrills('drills: connections that fail', drillFixture, (drill) => {
  drill('D14: INVALID_CREDENTIALS', async (it) => {
    const { store } = it;
    const operator = await operatorOf(it);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await changePassword(operator, 'Secret99a');

    await expectFailedConnect(it, 'INVALID_CREDENTIALS');
    await expectUsers(operator, 1);
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    await expectUsers(operator, 2);
    expect(await store.disconnect()).toBe('DISCONNECTED');

    expect(await it.setPassword('Secret99a')).toBe('ok');
    // KMS has been told; no HSM has.
    await expectLogin(operator, 'Secret99a');
    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
    // From now on only KMS knows the password.
    await expectWrongPassword(operator, 'Secret99a');

    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await it.setPassword('short1')).toBe(`${WRONG_LENGTH} greater than or equal to 7`);
    expect(await it.setPassword('a'.repeat(33))).toBe(`${WRONG_LENGTH} less than or equal to 32`);
    expect(await it.setPassword('bad-pass!')).toMatch(/^ValidationException: .*letters and digits/);
    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
  });

  drill('D15: wrong password at creation', async ({ world, kms }) => {
    const { clusterId } = await activeCluster(world);
    await createKmsUser(world, clusterId);
    const store = await createKeyStore(world, clusterId, { name: 'WrongStore', password: 'wrongPw1' });
    expect(await store.state()).toBe('DISCONNECTED');
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword: KMS_PASSWORD });
    expect(await store.connect()).toBe('CONNECTED');
    const key = await store.newKey();
    expect(await answerOf(kms.generateDataKey({ KeyId: key.id, KeySpec: 'AES_256' }))).toBe('ok');
    expect(await store.disconnect()).toBe('DISCONNECTED');
  });

  drill('D19: USER_LOCKED_OUT', async (it) => {
    const { store } = it;
    const operator = await operatorOf(it);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await changePassword(operator, 'Real1234');
    expect(await it.setPassword('Wrong123')).toBe('ok');
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
      expect(await counts(it)).toEqual([attempt, attempt]);
      expect(await store.disconnect()).toBe('DISCONNECTED');
    }

    await expectFailedConnect(it, 'USER_LOCKED_OUT');
    expect(await locked(it)).toEqual([true, true]);
    // The right password does not unlock.
    expect(await it.setPassword('Real1234')).toBe('ok');
    expect(await store.connect()).toBe('FAILED USER_LOCKED_OUT');
    expect(await store.disconnect()).toBe('DISCONNECTED');

    await changePassword(operator, 'Fresh1234');
    expect(await counts(it)).toEqual([0, 0]);
    expect(await locked(it)).toEqual([false, false]);
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await it.setPassword('Fresh1234')).toBe('ok');
    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');

    // Locked by somebody else; the password on file is the right one.
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await expectWrongPassword(operator, 'Guess1234', 5);
    expect(await locked(it)).toEqual([true, true]);
    expect(await store.connect()).toBe('FAILED USER_LOCKED_OUT');
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await changePassword(operator, 'Fresh5678');
    expect(await it.setPassword('Fresh5678')).toBe('ok');
    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
  });
});

function counts({ world, clusterId }: Drill): Promise<readonly (number | undefined)[]> {
  return failureCounts(world, clusterId);
}

function locked({ world, clusterId }: Drill): Promise<readonly (boolean | undefined)[]> {
  return lockedOut(world, clusterId);
}
