import { expect } from 'vitest';
import { failureCounts, onEveryHsm, passwordEpochs } from '../../worlds/fixture.ts';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { CAUTION } from '../../worlds/management-tool.ts';
import { OFFICER_LOGIN } from '../../worlds/operator.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { type Drill, drillFixture, expectFailedConnect, membersOf, wrongState } from './drill.ts';
import { BOTH_WELL, CHANGE, giveBack, handleOf, LOGIN, operatorOf, takeOver, TEMPORARY } from './kmsuser-procedures.ts';

/** Everything about the users of each HSM. */
function usersOf({ world, clusterId }: Drill) {
  return onEveryHsm(world, clusterId, (hsm) => hsm.listUsers());
}

function counts({ world, clusterId }: Drill) {
  return failureCounts(world, clusterId);
}

// Source: AWS KMS Developer Guide, "How to log in as kmsuser"; AWS CloudHSM User Guide, the tools' references.
describeDrills('drills: logging in as kmsuser', drillFixture, (drill) => {
  drill('D25, DS-06, DS-07: log in as kmsuser, log out, and reconnect', async (it) => {
    const operator = await operatorOf(it);
    const { kms, store, a, b } = it;
    await kms.scheduleKeyDeletion({ KeyId: b.id, PendingWindowInDays: 7 });

    // While KMS is logged in, nobody else gets in, and each guess is counted.
    const guess = await operator.kmu(LOGIN);
    const wrong = 'WRONG_PASSWORD';
    expect(guess.answerTo(LOGIN)).toEqual([returned('LoginHSM', wrong), ...nodes({ 0: wrong, 1: wrong })]);
    expect(await counts(it)).toEqual([1, 1]);
    const refused = await operator.asOfficer(CHANGE, 'y', 'A');
    expect(refused.dialogue).toContain('changePswd failed: HSM Error: User is logged in on another session');
    expect(await it.decrypt()).toBe('ok');

    const CustomKeyStoreId = store.id;
    expect(membersOf(await kms.disconnectCustomKeyStore({ CustomKeyStoreId }))).toEqual({});
    expect(await store.settled()).toBe('DISCONNECTED');
    expect(await it.keyState(a)).toBe('Unavailable false');
    expect(await it.encrypt(a)).toBe(`KMSInvalidStateException: ${a.arn} is unavailable.`);
    expect(await it.createKey()).toBe(wrongState(store, 'DISCONNECTED'));
    expect(await it.keyState(b)).toBe('PendingDeletion false');
    await kms.cancelKeyDeletion({ KeyId: b.id });
    expect(await it.keyState(b)).toBe('Unavailable false');
    const { dialogue } = await operator.asOfficer(CHANGE, 'y');
    expect(dialogue).toEqual([
      `aws-cloudhsm>${OFFICER_LOGIN}`,
      ...(await operator.onServers('loginHSM success on server')),
      `aws-cloudhsm>${CHANGE}`,
      ...CAUTION,
      'Do you want to continue(y/n)?y',
      'Changing password for kmsuser(CU) on 2 nodes',
      ...(await operator.onServers('changePswd success on server')),
      'aws-cloudhsm>quit',
    ]);
    expect(await counts(it)).toEqual([0, 0]);
    const session = await operator.kmu(LOGIN, 'logoutHSM', 'exit');
    expect(session.answerTo(LOGIN)).toEqual([returned('LoginHSM'), ...BOTH_WELL]);
    expect(session.answerTo('logoutHSM')).toEqual([returned('LogoutHSM'), ...BOTH_WELL]);
    const before = await usersOf(it);
    const update = { CustomKeyStoreId, KeyStorePassword: TEMPORARY };
    expect(membersOf(await kms.updateCustomKeyStore(update))).toEqual({});
    expect(await usersOf(it)).toEqual(before);
    expect(await store.connect()).toBe('CONNECTED');
    expect(await it.keyState(a)).toBe('Enabled true');
    expect(await it.keyState(b)).toBe('Disabled false');
    expect(await it.decrypt()).toBe('ok');
    // From now on only KMS knows the password.
    const late = await operator.cmu(`loginHSM CU kmsuser ${TEMPORARY}`);
    expect(late.dialogue.filter((line) => line === 'loginHSM failed: HSM Error: RET_USER_LOGIN_FAILURE')).toHaveLength(
      2,
    );
    expect((await operator.kmu(LOGIN)).answerTo(LOGIN)[0]).toBe(returned('LoginHSM', wrong));
    await kms.enableKey({ KeyId: b.id });
  });

  drill('D20, DS-08: USER_LOGGED_IN', async (it) => {
    const operator = await operatorOf(it);
    await takeOver(it, operator);
    const during = await operator.kmu(
      LOGIN,
      async () => {
        // The password is tried before anything else is found.
        await expectFailedConnect(it, 'INVALID_CREDENTIALS');
        expect(await counts(it)).toEqual([1, 1]);
        expect(await it.setPassword(TEMPORARY)).toBe('ok');
        await expectFailedConnect(it, 'USER_LOGGED_IN');
        // It was the right one, and is still in force.
        expect(await counts(it)).toEqual([0, 0]);
        expect((await operator.cmu(`loginHSM CU kmsuser ${TEMPORARY}`, 'logoutHSM')).exitCode).toBe(0);
      },
      'logoutHSM',
      async () => {
        expect(await it.store.connect()).toBe('CONNECTED');
      },
      'loginStatus',
    );
    expect(during.answerTo('loginStatus')).toContain('Not logged in');
    expect(await it.decrypt()).toBe('ok');
  });

  drill('D20: a session of the other tools keeps KMS out as well, until the tool ends', async (it) => {
    const operator = await operatorOf(it);
    for (const session of [
      (then: () => Promise<void>) => operator.cmu(`loginHSM CU kmsuser ${TEMPORARY}`, then),
      (then: () => Promise<void>) =>
        operator.cli(`login --username kmsuser --role crypto-user --password ${TEMPORARY}`, then),
      // Its login is made by a command; then the tool ends without a logout.
      (then: () => Promise<void>) => operator.kmu(LOGIN, then),
    ]) {
      await takeOver(it, operator);
      expect(await it.setPassword(TEMPORARY)).toBe('ok');
      await session(async () => {
        expect(await it.store.connect()).toBe('FAILED USER_LOGGED_IN');
        expect(await it.store.disconnect()).toBe('DISCONNECTED');
      });
      await giveBack(it);
      expect(await it.decrypt()).toBe('ok');
    }
  });

  drill('D26: the password of kmsuser was not updated', async (it) => {
    const operator = await operatorOf(it);
    await takeOver(it, operator);
    expect((await operator.kmu(LOGIN, 'logoutHSM')).exitCode).toBe(0);
    await expectFailedConnect(it, 'INVALID_CREDENTIALS');
    expect(await counts(it)).toEqual([1, 1]);
    await giveBack(it);
    expect(await it.decrypt()).toBe('ok');
  });

  drill('D27: every connect rotates the password; handles are found', async (it) => {
    const operator = await operatorOf(it);
    const epochs = () => passwordEpochs(it.world, it.clusterId);
    const before = await epochs();
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await epochs()).toEqual(before.map((epoch = 0) => epoch + 1));
    expect(await it.decrypt()).toBe('ok');

    // While KMS is logged in, the officer sees one handle for each key.
    const listed = await operator.asOfficer('listUsers', 'findAllKeys 3 0');
    const owned = listed.dialogue.filter((line) => /^\d+\(o\)/.test(line));
    expect(owned).toHaveLength(2);
    expect(owned[0]?.split(',')).toHaveLength(2);

    await takeOver(it, operator);
    const handle = await handleOf(operator, it.a);
    expect(owned[0]).toContain(`${handle}(o)`);
    const shown = await operator.cmu(`loginHSM CU kmsuser ${TEMPORARY}`, `getAttribute ${handle} 3`, 'quit');
    expect(shown.dialogue.filter((line) => line === it.a.arn)).toHaveLength(2);
    await giveBack(it);
    expect(await it.decrypt()).toBe('ok');
  });
});
