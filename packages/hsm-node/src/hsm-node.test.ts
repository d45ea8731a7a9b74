import { type Runtime, type Storage, type Store } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { codeOf, DEADLINE, generateKey, inWorld, logIn, startAppliance, USER_PASSWORD } from './hsm-node.fixture.ts';

const KMSUSER = { userType: 'USER_TYPE_CU', userName: 'kmsuser' } as const;

/** A machine whose disk can be full. */
function withDisk(runtime: Runtime, disk: { full: boolean }): Runtime {
  const fill = (store: Store): Store => ({
    transaction: (work) => (disk.full ? Promise.reject(new Error('no space left on device')) : store.transaction(work)),
    get: (records, key) => store.get(records, key),
    list: (records, range) => store.list(records, range),
    get ailment() {
      return store.ailment;
    },
    close: () => store.close(),
  });
  const { storage: intact } = runtime;
  const storage: Storage = {
    open: async (name, version) => fill(await intact.open(name, version)),
    readFile: (name) => intact.readFile(name),
    writeFile: (name, content) => intact.writeFile(name, content),
    removeFile: (name) => intact.removeFile(name),
    listFiles: (prefix) => intact.listFiles(prefix),
  };
  return { ...runtime, storage };
}

test('an HSM that cannot write says so, changes nothing, and recovers by itself', () =>
  inWorld('disk', async (world) => {
    const { node } = await world.activeHsm(1);
    await node.stop();
    const disk = { full: false };
    const runtime = withDisk(world.sim.runtime('appliance-1'), disk);
    const hsm = await startAppliance(runtime, world.outside, { number: 1, fleet: world.fleet, host: '10.0.0.1' });
    await hsm.admin.call('SetLevel', { level: true }, DEADLINE);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handle = await generateKey(user);

    disk.full = true;
    expect(await codeOf(generateKey(user))).toBe('STORE_FAILED');
    expect(await codeOf(user.call('DeleteKey', { handle }, DEADLINE))).toBe('STORE_FAILED');
    expect(await codeOf(user.call('ChangePassword', { ...KMSUSER, newPassword: 'changed12' }, DEADLINE))).toBe(
      'STORE_FAILED',
    );
    expect(await codeOf(user.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE))).toBe('ok');
    expect(await hsm.admin.call('GetStatus', {}, DEADLINE)).toMatchObject({
      keys: 1,
      ailment: expect.stringContaining('no space left') as string,
    });

    disk.full = false;
    await world.outside.clock.sleep(2_000);
    expect(await hsm.admin.call('GetStatus', {}, DEADLINE)).toMatchObject({ keys: 1, ailment: '' });
    expect(await generateKey(user)).toBe(handle + 1);
  }));

test('a full disk does not make guesses at a password free', () =>
  inWorld('disk-guesses', async (world) => {
    const { node } = await world.activeHsm(1);
    await node.stop();
    const disk = { full: false };
    const runtime = withDisk(world.sim.runtime('appliance-1'), disk);
    const hsm = await startAppliance(runtime, world.outside, { number: 1, fleet: world.fleet, host: '10.0.0.1' });
    const peer = world.connect(hsm);
    disk.full = true;
    const guess = (password: string) => codeOf(peer.call('Login', { ...KMSUSER, password }, DEADLINE));
    for (let i = 0; i < 5; i++) expect(await guess('wrong1234')).toBe('STORE_FAILED');
    expect(await guess(USER_PASSWORD)).toBe('USER_LOCKED_OUT');
  }));

test('a taken data address is an ailment, and passes when the address is free', () =>
  inWorld('address', async (world) => {
    const first = await world.activeHsm(1);
    const address = first.node.dataAddress ?? '';
    const claim = {
      hsmId: 'hsm-bbbbbbbbbbb',
      clusterId: 'cluster-bbbbbbbbbbb',
      slot: 1,
      eniIp: '10.0.0.1',
      dataAddress: address,
      keysMax: 10,
      usersMax: 10,
    };
    const second = await world.start(2);
    await second.admin.call('Claim', claim, DEADLINE);
    const { sealed } = await first.admin.call('Backup', {}, DEADLINE);
    expect(await codeOf(second.admin.call('Restore', { sealed }, DEADLINE))).toBe('INTERNAL');
    expect((await second.admin.call('GetStatus', {}, DEADLINE)).ailment).toContain(address);
    world.crash(1);
    await world.outside.clock.sleep(1_000);
    expect(await second.admin.call('GetStatus', {}, DEADLINE)).toMatchObject({
      ailment: '',
      state: 'HSM_STATE_ACTIVE',
    });
    expect(second.node.dataAddress).toBe(address);
  }));

test('equal seeds, equal histories', async () => {
  const histories: (readonly string[])[] = [];
  for (let i = 0; i < 2; i++) {
    await inWorld('history', async (world) => {
      const hsm = await world.activeHsm(1);
      const user = world.connect(hsm);
      await logIn(user, 'kmsuser');
      const { ciphertext } = await user.call(
        'Encrypt',
        { handle: await generateKey(user), plaintext: Buffer.from('x') },
        DEADLINE,
      );
      histories.push([...world.sim.trace, ciphertext.toString('hex')]);
    });
  }
  expect(histories[0]).toEqual(histories[1]);
});

test('an HSM that is cut off stays so when its data service opens anew', () =>
  inWorld('cut-off', async (world) => {
    const { admin, node } = await world.activeHsm(1);
    const { sealed } = await admin.call('Backup', {}, DEADLINE);
    await admin.call('SetReachable', { reachable: false }, DEADLINE);
    await admin.call('Restore', { sealed }, DEADLINE);
    const user = world.connect({ runtime: world.outside, node, admin });
    expect(await admin.call('GetStatus', {}, DEADLINE)).toMatchObject({ reachable: false, ailment: '' });
    expect(await codeOf(user.call('GetInfo', {}, { deadlineMs: 500 }))).toBe('HSM_UNREACHABLE');
    await admin.call('SetReachable', { reachable: true }, DEADLINE);
    expect(await codeOf(user.call('GetInfo', {}, DEADLINE))).toBe('ok');
    await node.stop();
  }));
