import type { HsmServiceDefinition } from '@keystorm/protocol';
import type { Peer } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import {
  type ActiveHsm,
  codeOf,
  DEADLINE,
  inWorld,
  peerOf,
  type TestAppliance,
  USER_PASSWORD,
  type World,
} from '../hsm-node.fixture.ts';
import { Signer } from '../signer.fixture.ts';

type Data = Peer<HsmServiceDefinition>;

const ALICE = { userType: 'USER_TYPE_CO', userName: 'alice' } as const;
const KEY = new Signer();
const OTHER_KEY = new Signer();

async function digestFor(peer: Data): Promise<Buffer> {
  return (await peer.call('DrawChallenge', {}, DEADLINE)).digest;
}

/** The key of a second factor, with the proof for the next call of the connection. */
async function factorFor(peer: Data, key = KEY) {
  return { publicKey: key.publicKey, signature: key.signDigest(await digestFor(peer)) };
}

async function withAlice(world: World): Promise<ActiveHsm> {
  const hsm = await world.activeHsm(1);
  const secondFactor = await factorFor(hsm.officer);
  await hsm.officer.call('CreateUser', { ...ALICE, password: USER_PASSWORD, secondFactor }, DEADLINE);
  return hsm;
}

async function alice({ officer }: ActiveHsm) {
  const { users } = await officer.call('ListUsers', {}, DEADLINE);
  const { secondFactor, quorumKey, loginFailureCount } = users.find(({ userName }) => userName === 'alice')!;
  return { secondFactor, quorumKey, loginFailureCount };
}

/** The outcome of a login on a connection of its own. */
async function logIn(
  world: World,
  hsm: TestAppliance,
  signature: (peer: Data) => Promise<Buffer> | Buffer,
  password = USER_PASSWORD,
): Promise<string> {
  const peer = world.connect(hsm);
  const code = await codeOf(peer.call('Login', { ...ALICE, password, signature: await signature(peer) }, DEADLINE));
  if (code === 'ok') await peer.call('Logout', {}, DEADLINE);
  peer.close();
  return code;
}

const NOTHING = () => Buffer.alloc(0);
const SIGNED = async (peer: Data) => KEY.signDigest(await digestFor(peer));

test('a user with a second factor logs in with password and signature, and with nothing less', () =>
  inWorld('second factor', async (world) => {
    const hsm = await withAlice(world);
    expect(await alice(hsm)).toEqual({ secondFactor: true, quorumKey: true, loginFailureCount: 0 });
    expect(await logIn(world, hsm, SIGNED)).toBe('ok');
    // Nobody has guessed anything.
    for (let i = 0; i < 6; i += 1) expect(await logIn(world, hsm, NOTHING)).toBe('SECOND_FACTOR_REQUIRED');
    expect((await alice(hsm)).loginFailureCount).toBe(0);

    expect(await logIn(world, hsm, SIGNED, 'wrong1234')).toBe('WRONG_PASSWORD');
    expect(await logIn(world, hsm, NOTHING)).toBe('SECOND_FACTOR_REQUIRED');
    expect((await alice(hsm)).loginFailureCount).toBe(1);
    expect(await logIn(world, hsm, () => OTHER_KEY.signDigest(Buffer.alloc(32)))).toBe('WRONG_PASSWORD');
    expect(await logIn(world, hsm, async (peer) => OTHER_KEY.signDigest(await digestFor(peer)))).toBe('WRONG_PASSWORD');
    expect((await alice(hsm)).loginFailureCount).toBe(3);
    expect(await logIn(world, hsm, SIGNED)).toBe('ok');
    expect((await alice(hsm)).loginFailureCount).toBe(0);
  }));

test('a signature is good for one login, on the connection of its challenge, over the last one', () =>
  inWorld('challenges', async (world) => {
    const hsm = await withAlice(world);
    const peer = world.connect(hsm);
    const other = world.connect(hsm);
    const login = (on: Data, signature: Buffer) =>
      codeOf(on.call('Login', { ...ALICE, password: USER_PASSWORD, signature }, DEADLINE));
    const early = await digestFor(peer);
    const digest = await digestFor(peer);
    expect(digest).toHaveLength(32);
    expect(await login(other, KEY.signDigest(digest))).toBe('WRONG_PASSWORD');
    expect(await login(peer, KEY.signDigest(early))).toBe('WRONG_PASSWORD');
    expect(await login(peer, KEY.signDigest(digest))).toBe('WRONG_PASSWORD');
    expect(await login(peer, KEY.signDigest(await digestFor(peer)))).toBe('ok');
    await peer.call('Logout', {}, DEADLINE);
    expect(await login(peer, KEY.signDigest(digest))).toBe('WRONG_PASSWORD');
  }));

test('a password change gives, replaces and takes a second factor, and its key for a quorum with it', () =>
  inWorld('change', async (world) => {
    const hsm = await withAlice(world);
    const change = (more: object = {}) =>
      hsm.officer.call('ChangePassword', { ...ALICE, newPassword: USER_PASSWORD, ...more }, DEADLINE);
    await change({ secondFactor: await factorFor(hsm.officer, OTHER_KEY) });
    expect(await logIn(world, hsm, SIGNED)).toBe('WRONG_PASSWORD');
    expect(await logIn(world, hsm, async (peer) => OTHER_KEY.signDigest(await digestFor(peer)))).toBe('ok');
    await change();
    expect(await alice(hsm)).toEqual({ secondFactor: false, quorumKey: false, loginFailureCount: 0 });
    // Whoever has none may sign, or not.
    expect(await logIn(world, hsm, NOTHING)).toBe('ok');
    expect(await logIn(world, hsm, SIGNED)).toBe('ok');
    await change({ secondFactor: await factorFor(hsm.officer) });
    expect(await logIn(world, hsm, NOTHING)).toBe('SECOND_FACTOR_REQUIRED');
  }));

test('the holder proves to have the private key, which is RSA with 2048 bits', () =>
  inWorld('proofs', async (world) => {
    const hsm = await world.activeHsm(1);
    const small = new Signer(1_024);
    const create = async (secondFactor: { publicKey: string; signature: Buffer }) =>
      codeOf(hsm.officer.call('CreateUser', { ...ALICE, password: USER_PASSWORD, secondFactor }, DEADLINE));
    const { signature } = await factorFor(hsm.officer);
    const invalid = 'INVALID_ARGUMENT';
    expect(await create({ publicKey: 'no key', signature })).toBe(invalid);
    expect(await create(await factorFor(hsm.officer, small))).toBe(invalid);
    expect(await create({ ...(await factorFor(hsm.officer)), publicKey: OTHER_KEY.publicKey })).toBe(
      'INVALID_SIGNATURE',
    );
    expect(await create({ publicKey: KEY.publicKey, signature: Buffer.alloc(0) })).toBe('INVALID_SIGNATURE');
    expect(await create({ publicKey: KEY.publicKey, signature })).toBe('INVALID_SIGNATURE');
    expect(await create(await factorFor(hsm.officer))).toBe('ok');
  }));

test('a second factor survives a crash, and travels with backups', () =>
  inWorld('kept', async (world) => {
    const hsm = await withAlice(world);
    const peer = await peerOf(world, hsm, 2);
    world.crash(1);
    for (const appliance of [await world.start(1), peer]) {
      expect(await logIn(world, appliance, NOTHING)).toBe('SECOND_FACTOR_REQUIRED');
      expect(await logIn(world, appliance, SIGNED)).toBe('ok');
    }
  }));
