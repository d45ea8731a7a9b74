import { expect, test } from 'vitest';
import {
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  inWorld,
  logIn,
  OFFICER_PASSWORD,
  USER_PASSWORD,
} from '../hsm-node.fixture.ts';

const KMSUSER = { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: USER_PASSWORD } as const;

test('a login belongs to its connection, ends with it, and there is one at a time', () =>
  inWorld('sessions', async (world) => {
    const hsm = await world.activeHsm(1);
    const [one, two] = [world.connect(hsm), world.connect(hsm)];
    expect(await codeOf(one.call('Logout', {}, DEADLINE))).toBe('NOT_LOGGED_IN');
    await logIn(one, 'kmsuser');
    const handle = await generateKey(one);
    const encrypt = { handle, plaintext: Buffer.from('x') };
    expect(await codeOf(one.call('Login', KMSUSER, DEADLINE))).toBe('ALREADY_LOGGED_IN');
    expect(await codeOf(two.call('Encrypt', encrypt, DEADLINE))).toBe('NOT_LOGGED_IN');
    await logIn(two, 'kmsuser');
    expect(await codeOf(two.call('Encrypt', encrypt, DEADLINE))).toBe('ok');
    expect((await two.call('GetInfo', {}, DEADLINE)).sessions).toBe(3);
    one.reset();
    expect(await codeOf(one.call('Encrypt', encrypt, DEADLINE))).toBe('NOT_LOGGED_IN');
    await two.call('Logout', {}, DEADLINE);
    expect(await codeOf(two.call('Encrypt', encrypt, DEADLINE))).toBe('NOT_LOGGED_IN');
    expect((await two.call('GetInfo', {}, DEADLINE)).sessions).toBe(1);
  }));

test('two logins at once on one connection come to one session', () =>
  inWorld('two-logins', async (world) => {
    const hsm = await world.activeHsm(1);
    const peer = world.connect(hsm);
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(peer.call('Login', KMSUSER, DEADLINE))));
    expect(codes.sort()).toEqual(['ALREADY_LOGGED_IN', 'ALREADY_LOGGED_IN', 'ok']);
    expect((await hsm.admin.call('GetStatus', {}, DEADLINE)).sessions).toBe(2);
  }));

test('a connection that dies during its login leaves no session', () =>
  inWorld('dying', async (world) => {
    const hsm = await world.activeHsm(1);
    for (let i = 0; i < 30; i++) {
      const peer = world.connect(hsm);
      const login = codeOf(peer.call('Login', KMSUSER, DEADLINE));
      await world.outside.clock.sleep(world.sim.random.fraction() * 3);
      peer.close();
      await login;
    }
    await world.outside.clock.sleep(10);
    expect((await hsm.admin.call('GetStatus', {}, DEADLINE)).sessions).toBe(1);
  }));

test('a login whose caller has not waited for its turn compares no password', () =>
  inWorld('late', async (world) => {
    const hsm = await world.activeHsm(1);
    const [late, peer] = [world.connect(hsm), world.connect(hsm)];
    await late.call('GetInfo', {}, DEADLINE);
    const wrong = { ...KMSUSER, password: 'wrong1234' };
    expect(await codeOf(late.call('Login', wrong, { deadlineMs: 0 }))).toBe('NO_ANSWER');
    await late.call('GetInfo', {}, DEADLINE);
    expect(await codeOf(peer.call('Login', wrong, DEADLINE))).toBe('WRONG_PASSWORD');
    expect((await peer.call('ListUsers', {}, DEADLINE)).users[2]).toMatchObject({ loginFailureCount: 1 });
  }));

test('sessions run out, and a wrong password is not even compared then', () =>
  inWorld('full', async (world) => {
    const first = await world.activeHsm(1);
    await first.node.stop();
    const hsm = await world.start(1, { sessionsMax: 2 });
    const peers = [1, 2, 3].map(() => world.connect(hsm));
    const codes = await Promise.all(peers.map((peer) => codeOf(peer.call('Login', KMSUSER, DEADLINE))));
    expect(codes.sort()).toEqual(['NO_FREE_SESSION', 'ok', 'ok']);
    const fourth = world.connect(hsm);
    expect(await codeOf(fourth.call('Login', { ...KMSUSER, password: 'wrong1234' }, DEADLINE))).toBe('NO_FREE_SESSION');
    expect((await fourth.call('ListUsers', {}, DEADLINE)).users[2]).toMatchObject({ loginFailureCount: 0 });
    for (const peer of peers) peer.close();
    await world.outside.clock.sleep(10);
    expect(await codeOf(fourth.call('Login', KMSUSER, DEADLINE))).toBe('ok');
  }));

test('in limited-write mode users change nothing and go on using keys, also after a restart', () =>
  inWorld('limited-writes', async (world) => {
    const hsm = await world.activeHsm(1);
    await createCryptoUser(hsm.officer, 'carol');
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handle = await generateKey(user);
    const { maskedKey } = await user.call('ExportMaskedKey', { handle }, DEADLINE);
    const { hsmId } = await hsm.admin.call('GetStatus', {}, DEADLINE);
    const change = { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword: 'other1234' } as const;
    // On its way when the mode begins: it comes before, or not at all.
    const late = codeOf(user.call('ChangePassword', change, DEADLINE));
    await hsm.admin.call('SetLimitedWrites', { limited: true }, DEADLINE);
    const epoch = async () => (await user.call('ListUsers', {}, DEADLINE)).users[2]?.passwordEpoch;
    const before = await epoch();
    await late;
    expect(await epoch()).toBe(before);

    world.crash(1);
    const again = await world.start(1);
    expect(await again.admin.call('GetStatus', {}, DEADLINE)).toMatchObject({ hsmId, limitedWrites: true });
    await again.admin.call('SetLevel', { level: true }, DEADLINE);
    const officer = world.connect(again);
    await officer.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
    const there = world.connect(again);
    await logIn(there, 'kmsuser', before === 2 ? 'other1234' : USER_PASSWORD);
    const bob = { userType: 'USER_TYPE_CU', userName: 'bob' } as const;
    const label = { label: 'l', lengthBytes: 32 };
    const codes = async () => [
      await codeOf(officer.call('CreateUser', { ...bob, password: USER_PASSWORD }, DEADLINE)),
      await codeOf(there.call('GenerateKey', label, DEADLINE)),
      await codeOf(there.call('ChangePassword', change, DEADLINE)),
      await codeOf(there.call('ImportMaskedKey', { maskedKey, newHandle: true }, DEADLINE)),
      await codeOf(there.call('DeleteKey', { handle }, DEADLINE)),
      await codeOf(officer.call('DeleteUser', { ...bob, userName: 'carol' }, DEADLINE)),
    ];
    expect(new Set(await codes())).toEqual(new Set(['LIMITED_WRITE_MODE']));
    const uses = [
      await codeOf(there.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE)),
      await codeOf(there.call('GenerateKey', { ...label, session: true }, DEADLINE)),
      // The key object is there, so importing it under its handle changes nothing.
      await codeOf(there.call('ImportMaskedKey', { maskedKey }, DEADLINE)),
    ];
    expect(uses).toEqual(['ok', 'ok', 'ok']);
    await again.admin.call('SetLimitedWrites', { limited: false }, DEADLINE);
    expect(new Set(await codes())).toEqual(new Set(['ok']));
  }));
