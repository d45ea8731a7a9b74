import { expect, test } from 'vitest';
import {
  type ActiveHsm,
  claimOf,
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  hostOf,
  inWorld,
  logIn,
  OFFICER_PASSWORD,
  type TestAppliance,
  type World,
} from '../hsm-node.fixture.ts';

/** Another HSM of the cluster, made from a backup of the first. */
async function peerOf(world: World, hsm: ActiveHsm, hsmType = ''): Promise<ActiveHsm> {
  const peer = await world.start(2);
  await peer.admin.call('Claim', claimOf(1, hostOf(2), { hsmType }), DEADLINE);
  const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
  await peer.admin.call('Restore', { sealed }, DEADLINE);
  await peer.admin.call('SetLevel', { level: true }, DEADLINE);
  return { ...peer, officer: await officerOf(world, peer) };
}

async function officerOf(world: World, appliance: TestAppliance): Promise<ActiveHsm['officer']> {
  const officer = world.connect(appliance);
  const admin = { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD } as const;
  await officer.call('Login', admin, DEADLINE);
  return officer;
}

async function userNamed({ officer }: ActiveHsm, name: string) {
  const { users } = await officer.call('ListUsers', {}, DEADLINE);
  return users.find(({ userName }) => userName === name);
}

async function masked(hsm: ActiveHsm, name: string): Promise<Buffer> {
  const user = await userNamed(hsm, name);
  return (await hsm.officer.call('ExportMaskedUser', { userId: user?.userId ?? 0 }, DEADLINE)).maskedUser;
}

async function fail(world: World, hsm: ActiveHsm, userName: string): Promise<void> {
  const peer = world.connect(hsm);
  await codeOf(logIn(peer, userName, 'wrong1234'));
  peer.close();
}

test('a masked user arrives with id, password and counters', () =>
  inWorld('masked user', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first);
    await createCryptoUser(first.officer, 'alice');
    await createCryptoUser(first.officer, 'bob');
    await fail(world, first, 'bob');
    const maskedUser = await masked(first, 'bob');
    for (let i = 0; i < 2; i++)
      expect(await second.officer.call('ImportMaskedUser', { maskedUser }, DEADLINE)).toEqual({ userId: 5 });
    expect(await userNamed(second, 'bob')).toEqual(await userNamed(first, 'bob'));
    expect(await userNamed(second, 'bob')).toMatchObject({ userId: 5, loginFailureCount: 1, passwordEpoch: 1 });
    await logIn(world.connect(second), 'bob');
    // Ids are never given twice.
    await createCryptoUser(second.officer, 'carol');
    expect(await userNamed(second, 'carol')).toMatchObject({ userId: 6 });
  }));

test('a masked user repairs a password that has become another one', () =>
  inWorld('diverged password', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first);
    const change = { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword: 'diverged1' } as const;
    await second.officer.call('ChangePassword', change, DEADLINE);
    expect(await codeOf(logIn(world.connect(second), 'kmsuser'))).toBe('WRONG_PASSWORD');
    await second.officer.call('ImportMaskedUser', { maskedUser: await masked(first, 'kmsuser') }, DEADLINE);
    expect(await codeOf(logIn(world.connect(second), 'kmsuser'))).toBe('ok');
    expect(await codeOf(logIn(world.connect(second), 'kmsuser', 'diverged1'))).toBe('WRONG_PASSWORD');
  }));

test('a copied password keeps its mark, and no password epoch of an HSM ever stands for a second password', () =>
  inWorld('epochs', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first);
    const change = (hsm: ActiveHsm, newPassword: string) =>
      hsm.officer.call('ChangePassword', { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword }, DEADLINE);
    const epoch = async (hsm: ActiveHsm) => (await userNamed(hsm, 'kmsuser'))?.passwordEpoch;
    const copy = async (from: ActiveHsm, to: ActiveHsm) =>
      to.officer.call('ImportMaskedUser', { maskedUser: await masked(from, 'kmsuser') }, DEADLINE);
    // The password of another HSM keeps its epoch where that is news here.
    await change(first, 'second12');
    await change(first, 'third123');
    await copy(first, second);
    expect([await epoch(first), await epoch(second)]).toEqual([3, 3]);
    // Where the HSM has been further already, the epoch moves on.
    await change(second, 'fourth12');
    await change(second, 'fifth123');
    await copy(first, second);
    expect([await epoch(first), await epoch(second)]).toEqual([3, 6]);
    const mark = async (hsm: ActiveHsm) => (await userNamed(hsm, 'kmsuser'))?.passwordMark;
    expect(await mark(second)).toBe(await mark(first));
    expect(await codeOf(logIn(world.connect(second), 'kmsuser', 'third123'))).toBe('ok');
  }));

interface Two {
  readonly world: World;
  readonly first: ActiveHsm;
  readonly second: ActiveHsm;
}

const REFUSALS: readonly {
  readonly name: string;
  readonly code: string;
  readonly refused: (two: Two) => Promise<unknown>;
}[] = [
  {
    name: 'whose id belongs to somebody else',
    code: 'USER_ALREADY_EXISTS',
    async refused({ first, second }) {
      await createCryptoUser(first.officer, 'alice');
      await createCryptoUser(second.officer, 'bob');
      return second.officer.call('ImportMaskedUser', { maskedUser: await masked(first, 'alice') }, DEADLINE);
    },
  },
  {
    name: 'whose name has another id here',
    code: 'USER_ALREADY_EXISTS',
    async refused({ first, second }) {
      await createCryptoUser(second.officer, 'bob');
      await createCryptoUser(second.officer, 'alice');
      await createCryptoUser(first.officer, 'alice');
      return second.officer.call('ImportMaskedUser', { maskedUser: await masked(first, 'alice') }, DEADLINE);
    },
  },
  {
    name: 'who is logged in',
    code: 'USER_LOGGED_IN',
    async refused({ world, first, second }) {
      await logIn(world.connect(second), 'kmsuser');
      return second.officer.call('ImportMaskedUser', { maskedUser: await masked(first, 'kmsuser') }, DEADLINE);
    },
  },
  {
    name: 'of another lineage',
    code: 'FOREIGN_OBJECT',
    async refused({ world, second }) {
      const stranger = await world.activeHsm(3);
      return second.officer.call('ImportMaskedUser', { maskedUser: await masked(stranger, 'kmsuser') }, DEADLINE);
    },
  },
  {
    name: 'that was damaged',
    code: 'INVALID_CIPHERTEXT',
    async refused({ first, second }) {
      const maskedUser = await masked(first, 'kmsuser');
      maskedUser[60] = (maskedUser[60] ?? 0) ^ 1;
      return second.officer.call('ImportMaskedUser', { maskedUser }, DEADLINE);
    },
  },
  {
    name: 'brought by a crypto user',
    code: 'NOT_PERMITTED',
    async refused({ world, first, second }) {
      const kmsuser = world.connect(second);
      await logIn(kmsuser, 'kmsuser');
      return kmsuser.call('ImportMaskedUser', { maskedUser: await masked(first, 'kmsuser') }, DEADLINE);
    },
  },
  {
    name: 'that is a key object',
    code: 'INVALID_ARGUMENT',
    async refused({ world, first, second }) {
      const kmsuser = world.connect(first);
      await logIn(kmsuser, 'kmsuser');
      const handle = await generateKey(kmsuser);
      const { maskedKey } = await kmsuser.call('ExportMaskedKey', { handle }, DEADLINE);
      return second.officer.call('ImportMaskedUser', { maskedUser: maskedKey }, DEADLINE);
    },
  },
  {
    name: 'taken for a key object',
    code: 'INVALID_ARGUMENT',
    async refused({ first, second }) {
      return second.officer.call('ImportMaskedKey', { maskedKey: await masked(first, 'kmsuser') }, DEADLINE);
    },
  },
  {
    name: 'where no more users fit',
    code: 'NO_SPACE',
    async refused({ first, second }) {
      for (let n = 0; n < 7; n++) await createCryptoUser(second.officer, `second${n}`);
      for (let n = 0; n < 7; n++) {
        await createCryptoUser(first.officer, `first${n}`);
        const gone = { userType: 'USER_TYPE_CU', userName: `first${n}` } as const;
        await first.officer.call('DeleteUser', gone, DEADLINE);
      }
      await createCryptoUser(first.officer, 'last');
      return second.officer.call('ImportMaskedUser', { maskedUser: await masked(first, 'last') }, DEADLINE);
    },
  },
];

test.each(REFUSALS)('a masked user $name is refused', ({ code, refused }) =>
  inWorld(code, async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first);
    expect(await codeOf(refused({ world, first, second }))).toBe(code);
    expect(await codeOf(logIn(world.connect(second), 'kmsuser'))).toBe('ok');
  }),
);

test('a masked user of a newer type of HSM does not come to an older one, but the other way', () =>
  inWorld('types', async (world) => {
    const newer = await world.activeHsm(1, claimOf(0, hostOf(1), { hsmType: 'hsm2m.medium' }));
    const older = await peerOf(world, newer, 'hsm1.medium');
    const copy = async (from: ActiveHsm, to: ActiveHsm) =>
      codeOf(to.officer.call('ImportMaskedUser', { maskedUser: await masked(from, 'kmsuser') }, DEADLINE));
    expect(await copy(newer, older)).toBe('POLICY_VIOLATION');
    expect(await copy(older, newer)).toBe('ok');
  }));

test('the appliance user and unknown users are not exported', () =>
  inWorld('not exported', async (world) => {
    const { officer } = await world.activeHsm(1);
    expect(await codeOf(officer.call('ExportMaskedUser', { userId: 2 }, DEADLINE))).toBe('INVALID_USER_TYPE');
    expect(await codeOf(officer.call('ExportMaskedUser', { userId: 99 }, DEADLINE))).toBe('USER_NOT_FOUND');
  }));
