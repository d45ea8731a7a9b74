import type { HsmServiceDefinition, QuorumService } from '@keystorm/protocol';
import { invariant, type Peer } from '@keystorm/runtime';
import { describe, expect, test } from 'vitest';
import {
  type ActiveHsm,
  codeOf,
  createCryptoUser,
  DEADLINE,
  inWorld,
  peerOf,
  send,
  type TestAppliance,
  userOf,
  type World,
} from '../hsm-node.fixture.ts';
import { Signer } from '../signer.fixture.ts';

type Data = Peer<HsmServiceDefinition>;

const KEY_USAGE = 'QUORUM_SERVICE_KEY_USAGE';
const KEY_MANAGEMENT = 'QUORUM_SERVICE_KEY_MANAGEMENT';
const USERS = ['carol', 'dave', 'erin'] as const;
type User = (typeof USERS)[number];
const KEYS = { carol: new Signer(), dave: new Signer(), erin: new Signer() } as const satisfies Record<User, Signer>;
const PLAIN = Buffer.from('sixteen bytes it');
const REFUSED = 'QUORUM_REQUIRED';

function nameOf(userName: string) {
  return { userType: 'USER_TYPE_CU', userName } as const;
}

/** An HSM with the crypto users carol, dave and erin, who have registered their keys. */
async function withUsers(world: World): Promise<ActiveHsm> {
  const hsm = await world.activeHsm(1);
  for (const name of USERS) {
    await createCryptoUser(hsm.officer, name);
    const user = await userOf(world, hsm, name);
    const token = Buffer.from('token to be signed');
    const key = { publicKey: KEYS[name].publicKey, signature: KEYS[name].sign(token) };
    await user.call('RegisterQuorumKey', { ...nameOf(name), token, key }, DEADLINE);
    user.close();
  }
  return hsm;
}

/** A key object of the caller that it shares with dave, and for which two of them have to approve everything. */
async function generate(user: Data, more: object = {}): Promise<number> {
  const description = { label: 'key', lengthBytes: 32, extractable: true, shareWith: ['dave'] };
  const quorum = { manage: 2, use: 2 };
  const { key } = await user.call('GenerateKey', { ...description, quorum, ...more }, DEADLINE);
  invariant(key !== null, 'a key is in the answer');
  return key.handle;
}

function approvalsOf(tokens: Buffer, names: readonly User[]) {
  return { tokens, approvals: names.map((name) => ({ ...nameOf(name), signature: KEYS[name].sign(tokens) })) };
}

/** Gets a token for a key object and has it approved. */
async function approve(
  user: Data,
  service: QuorumService,
  keyHandle: number,
  names: readonly User[] = ['carol', 'dave'],
) {
  const { token } = await user.call('CreateQuorumToken', { service, keyHandle }, DEADLINE);
  await user.call('ApproveQuorumToken', approvalsOf(token, names), DEADLINE);
}

const encrypt = (user: Data, handle: number) => user.call('Encrypt', { handle, plaintext: PLAIN }, DEADLINE);
const tokensOf = async (user: Data) => (await user.call('ListQuorumTokens', {}, DEADLINE)).tokens;
const quorumOf = async (user: Data, handle: number) => (await user.call('GetKey', { handle }, DEADLINE)).key?.quorum;

describe('a key object under a quorum takes the approval of its users, for one operation each', () => {
  const OPERATIONS: Record<string, { service: QuorumService; run: (user: Data, handle: number) => Promise<unknown> }> =
    {
      Encrypt: { service: KEY_USAGE, run: encrypt },
      GenerateDataKey: {
        service: KEY_USAGE,
        run: (user, handle) => user.call('GenerateDataKey', { handle, lengthBytes: 32 }, DEADLINE),
      },
      AesWrap: {
        service: KEY_MANAGEMENT,
        run: (user, handle) => user.call('AesWrap', { handle, plaintext: PLAIN }, DEADLINE),
      },
      SetKeyAttributes: {
        service: KEY_MANAGEMENT,
        run: (user, handle) => user.call('SetKeyAttributes', { handle, label: 'new' }, DEADLINE),
      },
      ShareKey: {
        service: KEY_MANAGEMENT,
        run: (user, handle) => user.call('ShareKey', { handle, userName: 'erin' }, DEADLINE),
      },
      UnshareKey: {
        service: KEY_MANAGEMENT,
        run: (user, handle) => user.call('UnshareKey', { handle, userName: 'erin' }, DEADLINE),
      },
      UnwrapKey: {
        service: KEY_MANAGEMENT,
        async run(user, wrappingHandle) {
          const { wrapped } = await user.call('AesWrap', { handle: wrappingHandle, plaintext: PLAIN }, DEADLINE);
          await approve(user, KEY_MANAGEMENT, wrappingHandle);
          await user.call('UnwrapKey', { wrappingHandle, wrappedKey: wrapped, label: 'unwrapped' }, DEADLINE);
        },
      },
    };

  test.each(Object.keys(OPERATIONS))('%s', (name) =>
    inWorld(`key quorum ${name}`, async (world) => {
      const { service, run } = OPERATIONS[name]!;
      const hsm = await withUsers(world);
      const carol = await userOf(world, hsm, 'carol');
      const handle = await generate(carol, { shareWith: ['dave', 'erin'] });
      const other = service === KEY_USAGE ? KEY_MANAGEMENT : KEY_USAGE;
      expect(await codeOf(run(carol, handle))).toBe(REFUSED);
      await approve(carol, other, handle);
      await approve(carol, service, await generate(carol));
      await approve(carol, service, handle, ['carol']);
      expect(await codeOf(run(carol, handle))).toBe(REFUSED);
      const before = await tokensOf(carol);
      await approve(carol, service, handle);
      expect(await codeOf(run(carol, handle))).toBe('ok');
      expect(await tokensOf(carol)).toEqual(before);
      expect(await codeOf(run(carol, handle))).toBe(REFUSED);
    }),
  );

  test('WrapKey, of both key objects', () =>
    inWorld('key quorum WrapKey', async (world) => {
      const carol = await userOf(world, await withUsers(world), 'carol');
      const [wrappingHandle, handle] = [await generate(carol), await generate(carol)];
      const wrap = () => codeOf(carol.call('WrapKey', { wrappingHandle, handle }, DEADLINE));
      await approve(carol, KEY_MANAGEMENT, wrappingHandle);
      expect(await wrap()).toBe(REFUSED);
      await approve(carol, KEY_MANAGEMENT, handle);
      expect([await wrap(), await wrap()]).toEqual(['ok', REFUSED]);
    }));

  test('of a pair, the private key only', () =>
    inWorld('key quorum pair', async (world) => {
      const carol = await userOf(world, await withUsers(world), 'carol');
      const shape = { modulusBits: 2048, publicExponent: 65_537, label: 'pair' };
      const quorum = { manage: 3, use: 2 };
      const request = { ...shape, shareWith: ['erin', 'dave'], quorum };
      const { publicKey, privateKey } = await carol.call('GenerateKeyPair', request, DEADLINE);
      expect(publicKey).toMatchObject({ shares: [], quorum: null });
      expect(privateKey).toMatchObject({ shares: [{ userName: 'dave' }, { userName: 'erin' }], quorum });
      const handle = privateKey!.handle;
      const relabel = () => codeOf(carol.call('SetKeyAttributes', { handle, label: 'new' }, DEADLINE));
      await approve(carol, KEY_MANAGEMENT, handle, ['carol', 'dave']);
      expect(await relabel()).toBe(REFUSED);
      await approve(carol, KEY_MANAGEMENT, handle, USERS);
      expect(await relabel()).toBe('ok');
    }));
});

test('nobody has to approve what others do with a key object: deletion, an officer who trusts it, its copy', () =>
  inWorld('not under a quorum', async (world) => {
    const hsm = await withUsers(world);
    const carol = await userOf(world, hsm, 'carol');
    const handle = await generate(carol);
    expect(await codeOf(hsm.officer.call('SetKeyAttributes', { handle, trusted: true }, DEADLINE))).toBe('ok');
    expect(await codeOf(carol.call('ExportMaskedKey', { handle }, DEADLINE))).toBe('ok');
    expect(await codeOf(carol.call('DeleteKey', { handle }, DEADLINE))).toBe('ok');
  }));

test('each user has tokens of its own, several for a key object, and an operation that fails leaves them', () =>
  inWorld('key tokens', async (world) => {
    const hsm = await withUsers(world);
    const [carol, dave] = [await userOf(world, hsm, 'carol'), await userOf(world, hsm, 'dave')];
    const handle = await generate(carol);
    await approve(carol, KEY_USAGE, handle);
    expect(await codeOf(encrypt(dave, handle))).toBe(REFUSED);
    await approve(dave, KEY_USAGE, handle);
    const { ciphertext } = await encrypt(dave, handle);
    await approve(carol, KEY_USAGE, handle);
    const token = { service: KEY_USAGE, keyHandle: handle, userName: 'carol', approvalsRequired: 2 };
    expect(await tokensOf(dave)).toMatchObject([token, token]);
    const damaged = ciphertext.subarray(1);
    const decrypt = (bytes: Buffer) => codeOf(carol.call('Decrypt', { handle, ciphertext: bytes }, DEADLINE));
    expect(await decrypt(damaged)).toBe('INVALID_CIPHERTEXT');
    expect(await tokensOf(carol)).toMatchObject([token, token]);
    expect(await decrypt(ciphertext)).toBe('ok');

    await approve(carol, KEY_MANAGEMENT, handle);
    expect(await codeOf(carol.call('ShareKey', { handle, userName: 'nobody' }, DEADLINE))).toBe('USER_NOT_FOUND');
    expect(await codeOf(carol.call('ShareKey', { handle, userName: 'erin' }, DEADLINE))).toBe('ok');
    expect(await codeOf(carol.call('DeleteQuorumTokens', { all: true }, DEADLINE))).toBe('NOT_PERMITTED');
    await carol.call('DeleteQuorumTokens', {}, DEADLINE);
    await approve(dave, KEY_USAGE, handle);
    await carol.call('DeleteKey', { handle }, DEADLINE);
    expect(await tokensOf(dave)).toEqual([]);
  }));

test('approvals are of users of the key object, tokens for key objects that the user may use and that ask for them', () =>
  inWorld('key approvals', async (world) => {
    const hsm = await withUsers(world);
    const [carol, erin] = [await userOf(world, hsm, 'carol'), await userOf(world, hsm, 'erin')];
    const handle = await generate(carol);
    const create = (user: Data, request: { service: QuorumService; keyHandle?: number }) =>
      codeOf(user.call('CreateQuorumToken', request, DEADLINE));
    expect(await create(erin, { service: KEY_USAGE, keyHandle: handle })).toBe('KEY_NOT_FOUND');
    expect(await create(carol, { service: KEY_USAGE })).toBe('KEY_NOT_FOUND');
    expect(await create(hsm.officer, { service: KEY_USAGE, keyHandle: handle })).toBe('NOT_PERMITTED');
    expect(await create(carol, { service: 'QUORUM_SERVICE_USER_MGMT' })).toBe('NOT_PERMITTED');
    const free = await generate(carol, { quorum: { manage: 2, use: 0 } });
    expect(await create(carol, { service: KEY_USAGE, keyHandle: free })).toBe('POLICY_VIOLATION');
    expect(await codeOf(encrypt(carol, free))).toBe('ok');

    const { token } = await carol.call('CreateQuorumToken', { service: KEY_USAGE, keyHandle: handle }, DEADLINE);
    const attempt = (user: Data, request: object) => codeOf(user.call('ApproveQuorumToken', request, DEADLINE));
    expect(token.readUInt32BE(76)).toBe(handle);
    expect(await attempt(carol, approvalsOf(token, ['carol', 'erin']))).toBe('KEY_ACCESS_DENIED');
    expect(await attempt(carol, approvalsOf(token, ['carol', 'carol']))).toBe('INVALID_ARGUMENT');
    const [first] = approvalsOf(token, ['carol']).approvals;
    const asOfficer = { ...first, userType: 'USER_TYPE_CO', userName: 'admin' };
    expect(await attempt(carol, { tokens: token, approvals: [asOfficer] })).toBe('INVALID_USER_TYPE');
    expect(await attempt(carol, { tokens: token, approvals: [{ ...first, userName: 'dave' }] })).toBe(
      'INVALID_SIGNATURE',
    );
    expect(await attempt(erin, approvalsOf(token, ['carol', 'dave']))).toBe('INVALID_ARGUMENT');
    expect(await tokensOf(carol)).toMatchObject([{ approvers: [] }]);
    const setValue = { service: KEY_USAGE, value: 2 } as const;
    expect(await codeOf(hsm.officer.call('SetQuorumValue', setValue, DEADLINE))).toBe('INVALID_ARGUMENT');
  }));

test.each([
  { what: 'more than the users', more: { quorum: { manage: 3, use: 1 } }, code: 'INVALID_ARGUMENT' },
  { what: 'more than the users, for its use', more: { quorum: { manage: 1, use: 3 } }, code: 'INVALID_ARGUMENT' },
  {
    what: 'the same user twice',
    more: { shareWith: ['dave', 'DAVE'], quorum: { manage: 3, use: 3 } },
    code: 'INVALID_ARGUMENT',
  },
  { what: 'the owner as well', more: { shareWith: ['dave', 'carol'] }, code: 'INVALID_ARGUMENT' },
  { what: 'somebody unknown', more: { shareWith: ['nobody'] }, code: 'USER_NOT_FOUND' },
  { what: 'a session key, shared', more: { session: true, quorum: null }, code: 'INVALID_ARGUMENT' },
  {
    what: 'a session key, under a quorum',
    more: { session: true, shareWith: [], quorum: { manage: 1, use: 1 } },
    code: 'INVALID_ARGUMENT',
  },
])('a quorum fits the users that a new key object has: not $what', ({ what, more, code }) =>
  inWorld(what, async (world) => {
    const carol = await userOf(world, await withUsers(world), 'carol');
    expect(await codeOf(generate(carol, more))).toBe(code);
    expect((await carol.call('FindKeys', {}, DEADLINE)).keys).toEqual([]);
  }),
);

test('as many users are left as have to approve', () =>
  inWorld('unsharing', async (world) => {
    const carol = await userOf(world, await withUsers(world), 'carol');
    const handle = await generate(carol, { shareWith: ['dave', 'erin'] });
    const unshare = async (userName: string) => {
      await approve(carol, KEY_MANAGEMENT, handle);
      return await codeOf(carol.call('UnshareKey', { handle, userName }, DEADLINE));
    };
    expect([await unshare('erin'), await unshare('erin'), await unshare('dave')]).toEqual([
      'ok',
      'ok',
      'POLICY_VIOLATION',
    ]);
  }));

test('a quorum goes with its key object: to other HSMs, into a copy of its own, over a restart', () =>
  inWorld('copies', async (world) => {
    const hsm = await withUsers(world);
    const carol = await userOf(world, hsm, 'carol');
    const peer: TestAppliance = await peerOf(world, hsm, 2);
    const [handle, plain] = [await generate(carol), await generate(carol, { quorum: { manage: 0, use: 0 } })];
    await send(hsm, peer);
    const there = await userOf(world, peer, 'carol');
    const { maskedKey } = await carol.call('ExportMaskedKey', { handle }, DEADLINE);
    const copy = await there.call('ImportMaskedKey', { maskedKey, newHandle: true }, DEADLINE);
    world.crash(1);
    const restarted = await world.start(1);
    await restarted.admin.call('SetLevel', { level: true }, DEADLINE);
    const again = await userOf(world, restarted, 'carol');
    const quorum = { manage: 2, use: 2 };
    expect([await quorumOf(there, handle), await quorumOf(there, copy.handle)]).toEqual([quorum, quorum]);
    expect([await quorumOf(again, handle), await quorumOf(again, plain)]).toEqual([quorum, null]);
    expect(await codeOf(encrypt(there, handle))).toBe(REFUSED);
    await approve(there, KEY_USAGE, handle);
    expect(await codeOf(encrypt(there, handle))).toBe('ok');
    expect(await codeOf(again.call('Decrypt', { handle, ciphertext: PLAIN }, DEADLINE))).toBe(REFUSED);
  }));
