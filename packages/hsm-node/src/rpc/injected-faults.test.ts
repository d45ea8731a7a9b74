import { expect, test } from 'vitest';
import { adminOf, codeOf, DEADLINE, generateKey, inWorld, USER_PASSWORD, userOf } from '../hsm-node.fixture.ts';

const KMSUSER = { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: USER_PASSWORD } as const;

test('exhausted sessions refuse logins, crypto calls and new keys until they are released, and nothing else', () =>
  inWorld('exhausted', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    const handle = await generateKey(user);
    const calls = {
      login: () => world.connect(hsm).call('Login', KMSUSER, DEADLINE),
      encrypt: () => user.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE),
      random: () => user.call('GenerateRandom', { lengthBytes: 8 }, DEADLINE),
      key: () => generateKey(user),
    };
    const codes = () => Promise.all(Object.values(calls).map((call) => codeOf(call())));
    await hsm.admin.call('SetSessionsExhausted', { exhausted: true }, DEADLINE);
    expect(await codes()).toEqual(Array(4).fill('NO_FREE_SESSION'));
    expect(await codeOf(user.call('GetKey', { handle }, DEADLINE))).toBe('ok');
    expect(await codeOf(user.call('Probe', {}, DEADLINE))).toBe('ok');
    expect((await hsm.admin.call('GetStatus', {}, DEADLINE)).faults).toMatchObject({ sessionsExhausted: true });
    await hsm.admin.call('SetSessionsExhausted', { exhausted: false }, DEADLINE);
    expect(await codes()).toEqual(Array(4).fill('ok'));
    // A refused login counts neither as a failure nor as an attempt.
    const { users } = await user.call('ListUsers', {}, DEADLINE);
    expect(users.find(({ userName }) => userName === 'kmsuser')).toMatchObject({ loginFailureCount: 0 });
  }));

test('calls fail with the given code at the given rate, and a restart ends it', () =>
  inWorld('rate', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    const handle = await generateKey(user);
    const encrypt = () => codeOf(user.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE));
    const many = () => Promise.all(Array.from({ length: 200 }, encrypt));
    const rated = (request: object) => hsm.admin.call('SetErrorRate', request, DEADLINE);
    await rated({ errorCode: 'HSM_BUSY', errorRate: 0.5 });
    const codes = await many();
    expect(new Set(codes)).toEqual(new Set(['ok', 'HSM_BUSY']));
    expect(codes.filter((code) => code === 'ok').length).toBeGreaterThan(50);
    expect(codes.filter((code) => code === 'ok').length).toBeLessThan(150);
    await rated({ errorCode: 'INTERNAL', errorRate: 1, calls: ['ChangePassword'] });
    expect(new Set(await many())).toEqual(new Set(['ok']));
    const change = { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword: USER_PASSWORD } as const;
    expect(await codeOf(user.call('ChangePassword', change, DEADLINE))).toBe('INTERNAL');
    await rated({});
    expect(await codeOf(user.call('ChangePassword', change, DEADLINE))).toBe('ok');
    await rated({ errorCode: 'HSM_BUSY', errorRate: 1 });
    expect(await codeOf(user.call('GetInfo', {}, DEADLINE))).toBe('ok');
    expect((await hsm.admin.call('GetStatus', {}, DEADLINE)).faults).toEqual({
      sessionsExhausted: false,
      errorCode: 'HSM_BUSY',
      errorRate: 1,
      calls: [],
    });
    world.crash(1);
    expect((await (await world.start(1)).admin.call('GetStatus', {}, DEADLINE)).faults).toMatchObject({
      errorCode: '',
    });
  }));

test('an operator orders faults, as far as they make sense', () =>
  inWorld('operator', async (world) => {
    const { node } = await world.start(1);
    const operator = adminOf(world.outside, world.fleet, node.adminAddress, 'operator');
    const order = (request: object) => codeOf(operator.call('SetErrorRate', request, DEADLINE));
    expect(await order({ errorCode: 'HSM_BUSY', errorRate: 1 })).toBe('ok');
    expect(await codeOf(operator.call('SetSessionsExhausted', { exhausted: true }, DEADLINE))).toBe('ok');
    for (const mistake of [
      { errorCode: 'NONSENSE', errorRate: 1 },
      { errorCode: 'HSM_BUSY', errorRate: 0 },
      { errorCode: 'HSM_BUSY', errorRate: 1.5 },
      { errorCode: 'HSM_BUSY', errorRate: Number.NaN },
    ])
      expect(await order(mistake)).toBe('INVALID_ARGUMENT');
    const controlPlane = adminOf(world.outside, world.fleet, node.adminAddress, 'control-plane');
    expect(await codeOf(controlPlane.call('SetErrorRate', {}, DEADLINE))).toBe('NOT_PERMITTED');
  }));
