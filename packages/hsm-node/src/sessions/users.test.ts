import { expect, test } from 'vitest';
import {
  type ActiveHsm,
  activate,
  claimOf,
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  hostOf,
  initialize,
  inWorld,
  logIn,
  OFFICER_PASSWORD,
  USER_PASSWORD,
  type World,
} from '../hsm-node.fixture.ts';

const CU = { userType: 'USER_TYPE_CU' } as const;
const WRONG = 'wrong1234';

async function userNamed(hsm: ActiveHsm, userName: string) {
  const { users } = await hsm.officer.call('ListUsers', {}, DEADLINE);
  return users.find((user) => user.userName === userName);
}

async function guess(world: World, hsm: ActiveHsm, password: string): Promise<string> {
  const peer = world.connect(hsm);
  const code = await codeOf(peer.call('Login', { ...CU, userName: 'kmsuser', password }, DEADLINE));
  peer.close();
  return code;
}

test('before the activation there is one officer, who may only change its own password', () =>
  inWorld('activation', async (world) => {
    const appliance = await world.start(1);
    await initialize(world.outside, world.customer, appliance.admin, claimOf(0, hostOf(1)));
    const officer = world.connect(appliance);
    expect((await officer.call('ListUsers', {}, DEADLINE)).users).toMatchObject([
      { userId: 1, userType: 'USER_TYPE_PRECO', userName: 'admin', passwordEpoch: 1 },
      { userId: 2, userType: 'USER_TYPE_AU', userName: 'app_user' },
    ]);
    await officer.call('Login', { userType: 'USER_TYPE_PRECO', userName: 'ADMIN', password: 'password' }, DEADLINE);
    expect(
      await codeOf(officer.call('CreateUser', { ...CU, userName: 'kmsuser', password: USER_PASSWORD }, DEADLINE)),
    ).toBe('NOT_ACTIVATED');
    expect(await codeOf(officer.call('GenerateKey', { lengthBytes: 32 }, DEADLINE))).toBe('NOT_ACTIVATED');
    expect(await codeOf(officer.call('GenerateRandom', { lengthBytes: 32 }, DEADLINE))).toBe('NOT_ACTIVATED');
    expect((await officer.call('GetInfo', {}, DEADLINE)).state).toBe('HSM_STATE_INITIALIZED');

    await officer.call('Logout', {}, DEADLINE);
    await activate(officer);
    expect((await officer.call('GetInfo', {}, DEADLINE)).state).toBe('HSM_STATE_ACTIVE');
    expect((await officer.call('ListUsers', {}, DEADLINE)).users[0]).toMatchObject({
      userId: 1,
      userType: 'USER_TYPE_CO',
      passwordEpoch: 2,
    });
    const second = world.connect(appliance);
    expect(
      await codeOf(
        second.call('Login', { userType: 'USER_TYPE_PRECO', userName: 'admin', password: 'password' }, DEADLINE),
      ),
    ).toBe('USER_NOT_FOUND');
    expect(
      await codeOf(
        second.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE),
      ),
    ).toBe('ok');
  }));

const NEW_USERS = [
  { name: 'a name of one letter', userName: 'a', code: 'ok' },
  { name: 'a name of 31 characters', userName: 'a'.repeat(31), code: 'ok' },
  { name: 'an empty name', userName: '', code: 'INVALID_ARGUMENT' },
  { name: 'a name of 32 characters', userName: 'a'.repeat(32), code: 'INVALID_ARGUMENT' },
  { name: 'a name with a dash', userName: 'a-b', code: 'INVALID_ARGUMENT' },
  { name: 'a password of 7 characters', password: 'abcdef1', code: 'ok' },
  { name: 'a password of 32 characters', password: 'a'.repeat(32), code: 'ok' },
  { name: 'a password of 6 characters', password: 'abcdef', code: 'INVALID_PASSWORD' },
  { name: 'a password of 33 characters', password: 'a'.repeat(33), code: 'INVALID_PASSWORD' },
  { name: 'a password with a special character', password: 'abcdefg!', code: 'INVALID_PASSWORD' },
  { name: 'an existing name in other letters', userName: 'KMSuser', code: 'USER_ALREADY_EXISTS' },
  { name: 'an existing name with another type', userName: 'kmsuser', userType: 'USER_TYPE_CO', code: 'ok' },
  { name: 'an appliance user', userType: 'USER_TYPE_AU', code: 'INVALID_USER_TYPE' },
  { name: 'a first officer', userType: 'USER_TYPE_PRECO', code: 'INVALID_USER_TYPE' },
  { name: 'no type', userType: 'USER_TYPE_UNSPECIFIED', code: 'INVALID_USER_TYPE' },
] as const;

test('users are created by the rules of names and passwords', () =>
  inWorld('names', async (world) => {
    const hsm = await world.activeHsm(1);
    for (const { name, code, ...more } of NEW_USERS) {
      const user = { ...CU, userName: 'someone', password: USER_PASSWORD, ...more };
      expect([name, await codeOf(hsm.officer.call('CreateUser', user, DEADLINE))]).toEqual([name, code]);
      if (code === 'ok') await hsm.officer.call('DeleteUser', user, DEADLINE);
    }
  }));

test('ids are never given twice, and the HSM holds as many users as it was told', () =>
  inWorld('ids', async (world) => {
    const hsm = await world.activeHsm(1, claimOf(0, hostOf(1), { usersMax: 4 }));
    const create = () =>
      hsm.officer.call('CreateUser', { ...CU, userName: 'other', password: USER_PASSWORD }, DEADLINE);
    expect((await create()).userId).toBe(4);
    expect(
      await codeOf(hsm.officer.call('CreateUser', { ...CU, userName: 'third', password: USER_PASSWORD }, DEADLINE)),
    ).toBe('NO_SPACE');
    await hsm.officer.call('DeleteUser', { ...CU, userName: 'OTHER' }, DEADLINE);
    expect((await create()).userId).toBe(5);
  }));

test('crypto users manage nobody, and officers only officers and crypto users', () =>
  inWorld('rights', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    const asUser = (method: 'CreateUser' | 'DeleteUser') =>
      codeOf(user.call(method, { ...CU, userName: 'other', password: USER_PASSWORD }, DEADLINE));
    expect(await asUser('CreateUser')).toBe('NOT_LOGGED_IN');
    await logIn(user, 'kmsuser');
    expect(await asUser('CreateUser')).toBe('NOT_PERMITTED');
    expect(await asUser('DeleteUser')).toBe('NOT_PERMITTED');
    const change = (userType: 'USER_TYPE_CO' | 'USER_TYPE_AU', userName: string) => ({
      userType,
      userName,
      newPassword: USER_PASSWORD,
    });
    expect(await codeOf(user.call('ChangePassword', change('USER_TYPE_CO', 'admin'), DEADLINE))).toBe('NOT_PERMITTED');
    expect(await codeOf(hsm.officer.call('ChangePassword', change('USER_TYPE_AU', 'app_user'), DEADLINE))).toBe(
      'NOT_PERMITTED',
    );
    expect(await codeOf(hsm.officer.call('ChangePassword', change('USER_TYPE_CO', 'nobody'), DEADLINE))).toBe(
      'USER_NOT_FOUND',
    );
    expect(await codeOf(hsm.officer.call('GenerateKey', { lengthBytes: 32 }, DEADLINE))).toBe('NOT_PERMITTED');
    const appliance = world.connect(hsm);
    expect(
      await codeOf(
        appliance.call('Login', { userType: 'USER_TYPE_AU', userName: 'app_user', password: WRONG }, DEADLINE),
      ),
    ).toBe('NOT_PERMITTED');
  }));

test('the fifth wrong password locks, also across restarts; an officer unlocks', () =>
  inWorld('lockout', async (world) => {
    let hsm = await world.activeHsm(1);
    for (let failures = 1; failures <= 4; failures++) expect(await guess(world, hsm, WRONG)).toBe('WRONG_PASSWORD');
    expect(await guess(world, hsm, USER_PASSWORD)).toBe('ok');
    expect(await userNamed(hsm, 'kmsuser')).toMatchObject({ loginFailureCount: 0, locked: false });
    for (let failures = 1; failures <= 5; failures++) {
      expect(await guess(world, hsm, WRONG)).toBe('WRONG_PASSWORD');
      expect(await userNamed(hsm, 'kmsuser')).toMatchObject({ loginFailureCount: failures, locked: failures === 5 });
      world.crash(1);
      const again = await world.start(1);
      const officer = world.connect(again);
      await officer.call(
        'Login',
        { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD },
        DEADLINE,
      );
      hsm = { ...again, officer };
    }
    expect(await guess(world, hsm, USER_PASSWORD)).toBe('USER_LOCKED_OUT');
    expect(await userNamed(hsm, 'kmsuser')).toMatchObject({ loginFailureCount: 5 });
    const { passwordEpoch } = await hsm.officer.call(
      'ChangePassword',
      { ...CU, userName: 'kmsuser', newPassword: 'changed12' },
      DEADLINE,
    );
    expect(passwordEpoch).toBe(2);
    expect(await guess(world, hsm, 'changed12')).toBe('ok');
  }));

test('twenty guesses at once come to five evaluations', () =>
  inWorld('guesses', async (world) => {
    const hsm = await world.activeHsm(1);
    const codes = await Promise.all(Array.from({ length: 20 }, (_, i) => guess(world, hsm, `guess${i}xx`)));
    expect(codes.sort()).toEqual([
      ...Array.from({ length: 15 }, () => 'USER_LOCKED_OUT'),
      ...Array.from({ length: 5 }, () => 'WRONG_PASSWORD'),
    ]);
    expect(await userNamed(hsm, 'kmsuser')).toMatchObject({ loginFailureCount: 5, locked: true });
  }));

test('the right password among many wrong ones at once resets the count at most once', () =>
  inWorld('right-guess', async (world) => {
    const hsm = await world.activeHsm(1);
    const passwords = Array.from({ length: 20 }, (_, i) => (i === 10 ? USER_PASSWORD : `guess${i}xx`));
    const codes = await Promise.all(passwords.map((password) => guess(world, hsm, password)));
    expect(codes.filter((code) => code === 'WRONG_PASSWORD').length).toBeLessThanOrEqual(codes.includes('ok') ? 9 : 5);
    expect(await userNamed(hsm, 'kmsuser')).toMatchObject({ loginFailureCount: 5, locked: true });
  }));

test('a lockout leaves sessions alone', () =>
  inWorld('lockout-sessions', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handle = await generateKey(user);
    for (let i = 0; i < 5; i++) await guess(world, hsm, WRONG);
    expect(await codeOf(user.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE))).toBe('ok');
  }));

test('a password is not changed while another session holds the user', () =>
  inWorld('logged-in', async (world) => {
    const hsm = await world.activeHsm(1);
    const [one, two] = [world.connect(hsm), world.connect(hsm)];
    await logIn(one, 'kmsuser');
    const change = { ...CU, userName: 'kmsuser', newPassword: 'changed12' };
    expect(await codeOf(hsm.officer.call('ChangePassword', change, DEADLINE))).toBe('USER_LOGGED_IN');
    await logIn(two, 'kmsuser');
    expect(await codeOf(one.call('ChangePassword', change, DEADLINE))).toBe('USER_LOGGED_IN');
    two.close();
    await world.outside.clock.sleep(10);
    expect(await codeOf(one.call('ChangePassword', { ...change, newPassword: 'short' }, DEADLINE))).toBe(
      'INVALID_PASSWORD',
    );
    expect((await one.call('ChangePassword', change, DEADLINE)).passwordEpoch).toBe(2);
    expect(await codeOf(one.call('GenerateRandom', { lengthBytes: 1 }, DEADLINE))).toBe('ok');
  }));

test('a password has the mark that came with it, else one of its own', () =>
  inWorld('marks', async (world) => {
    const hsm = await world.activeHsm(1);
    const mark = async () => (await userNamed(hsm, 'kmsuser'))?.passwordMark ?? '';
    const change = (newPassword: string, passwordMark = '') =>
      codeOf(hsm.officer.call('ChangePassword', { ...CU, userName: 'kmsuser', newPassword, passwordMark }, DEADLINE));
    const marks = [await mark()];
    expect(await change('marked123', 'a-mark')).toBe('ok');
    expect(await mark()).toBe('a-mark');
    for (const newPassword of ['unmarked1', 'unmarked2']) {
      expect(await change(newPassword)).toBe('ok');
      marks.push(await mark());
    }
    expect(new Set(marks).size).toBe(3);
    for (const made of marks) expect(made).toMatch(/^[0-9a-f]{32}$/);
    for (const bad of ['with space', 'm'.repeat(65), '\u00e9']) {
      expect(await change('refused12', bad)).toBe('INVALID_ARGUMENT');
    }
    expect(await mark()).toBe(marks.at(-1));
    expect(await guess(world, hsm, 'unmarked2')).toBe('ok');
  }));

test('users that are logged in or own keys are not deleted', () =>
  inWorld('delete', async (world) => {
    const hsm = await world.activeHsm(1);
    const remove = { ...CU, userName: 'kmsuser' };
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handle = await generateKey(user);
    expect(await codeOf(hsm.officer.call('DeleteUser', remove, DEADLINE))).toBe('USER_LOGGED_IN');
    await user.call('Logout', {}, DEADLINE);
    expect(await codeOf(hsm.officer.call('DeleteUser', remove, DEADLINE))).toBe('USER_OWNS_KEYS');
    await logIn(user, 'kmsuser');
    await user.call('DeleteKey', { handle }, DEADLINE);
    await user.call('Logout', {}, DEADLINE);
    expect(await codeOf(hsm.officer.call('DeleteUser', remove, DEADLINE))).toBe('ok');
    expect(await codeOf(hsm.officer.call('DeleteUser', remove, DEADLINE))).toBe('USER_NOT_FOUND');
    expect(
      await codeOf(hsm.officer.call('DeleteUser', { userType: 'USER_TYPE_CO', userName: 'admin' }, DEADLINE)),
    ).toBe('USER_LOGGED_IN');
  }));

test('a crash during a password change leaves the old or the new password, and the epoch tells which', async () => {
  for (let seed = 0; seed < 25; seed++) {
    await inWorld(`change-${seed}`, async (world) => {
      let hsm = await world.activeHsm(1);
      const change = codeOf(
        hsm.officer.call('ChangePassword', { ...CU, userName: 'kmsuser', newPassword: 'changed12' }, DEADLINE),
      );
      await world.outside.clock.sleep(world.sim.random.fraction() * 4);
      world.crash(1);
      const acknowledged = (await change) === 'ok';
      const again = await world.start(1);
      hsm = { ...again, officer: world.connect(again) };
      const { passwordEpoch } = (await userNamed(hsm, 'kmsuser')) ?? { passwordEpoch: 0 };
      if (acknowledged) expect(passwordEpoch).toBe(2);
      expect(await guess(world, hsm, passwordEpoch === 2 ? 'changed12' : USER_PASSWORD)).toBe('ok');
      expect(await guess(world, hsm, passwordEpoch === 2 ? USER_PASSWORD : 'changed12')).toBe('WRONG_PASSWORD');
    });
  }
});

test('users of another HSM are its own', () =>
  inWorld('two', async (world) => {
    const first = await world.activeHsm(1);
    const second = await world.activeHsm(2);
    await createCryptoUser(first.officer, 'other');
    expect((await first.officer.call('ListUsers', {}, DEADLINE)).users.length).toBe(4);
    expect((await second.officer.call('ListUsers', {}, DEADLINE)).users.length).toBe(3);
  }));
