import { expect } from 'vitest';
import { failureCounts, lockedOut, onEveryHsm, passwordEpochs } from '../../worlds/fixture.ts';
import { answerTo } from '../../worlds/management-tool.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { type Drill, drillFixture, expectFailedConnect, membersOf, wrongState } from './drill.ts';
import {
  changePassword,
  expectLogin,
  expectUsers,
  expectWrongPassword,
  giveBack,
  handleOf,
  LOGIN,
  operatorOf,
  takeOver,
  TEMPORARY,
} from './kmsuser-procedures.ts';

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
    await expectWrongPassword(operator, TEMPORARY);
    expect(await counts(it)).toEqual([1, 1]);
    const change = `changePswd CU kmsuser ${TEMPORARY}`;
    const [failedOnFirst] = await operator.onServers('changing password on server');
    expect(answerTo(await operator.asOfficer(change, 'y', 'A'), change).slice(-4)).toEqual([
      'changePswd failed: HSM Error: User is logged in on another session',
      `${failedOnFirst} failed`,
      '',
      'Retry/Ignore/Abort?(R/I/A):A',
    ]);
    expect(await it.decrypt()).toBe('ok');
    // The fifth guess locks the user; KMS has logged in before.
    await expectWrongPassword(operator, TEMPORARY, 4);
    expect(await lockedOut(it.world, it.clusterId)).toEqual([true, true]);
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
    await changePassword(operator, TEMPORARY);
    expect(await counts(it)).toEqual([0, 0]);
    expect(await lockedOut(it.world, it.clusterId)).toEqual([false, false]);
    await expectLogin(operator, TEMPORARY);
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
    await expectWrongPassword(operator, TEMPORARY);
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

  drill('D20, DS-08: a session of the other tools keeps KMS out as well, until the tool ends', async (it) => {
    const operator = await operatorOf(it);
    for (const session of [
      (then: () => Promise<void>) => operator.cmu(`loginHSM CU kmsuser ${TEMPORARY}`, then),
      (then: () => Promise<void>) =>
        operator.cli(`login --username kmsuser --role crypto-user --password ${TEMPORARY}`, then),
      // Its login is made by a command; then the tool ends without a logout.
      (then: () => Promise<void>) => operator.kmu(LOGIN, then),
      (then: () => Promise<void>) => operator.killedKmu(LOGIN, then),
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
    await expectUsers(operator, 0);
    const listed = answerTo(await operator.asOfficer('findAllKeys 3 0'), 'findAllKeys 3 0');

    await takeOver(it, operator);
    const handle = Number(await handleOf(operator, it.a));
    const handles = [handle, Number(await handleOf(operator, it.b))].toSorted((one, other) => one - other);
    const owned = [
      'Number of keys found 2',
      'number of keys matched from start index 0::2',
      `${handles[0]}(o),${handles[1]}(o)`,
      '',
    ];
    const ends = await operator.onServers('findAllKeys success on server');
    const lists = (await operator.onServers('Keys on server')).map((title, server) => [
      `${title}:`,
      ...owned,
      ends[server],
    ]);
    expect(listed).toEqual(lists.flat());
    const label = `getAttribute ${handle} 3`;
    const shown = answerTo(await operator.cmu(`loginHSM CU kmsuser ${TEMPORARY}`, label, 'quit'), label);
    const titles = await operator.onServers('Attribute Value on server');
    expect(shown).toEqual(titles.flatMap((title) => [`${title}:`, 'OBJ_ATTR_LABEL', it.a.arn]));
    await giveBack(it);
    expect(await it.decrypt()).toBe('ok');
  });
});
