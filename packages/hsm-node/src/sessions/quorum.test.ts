import type { HsmServiceDefinition, QuorumService } from '@keystorm/protocol';
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
  userOf,
  type World,
} from '../hsm-node.fixture.ts';
import { Signer } from '../signer.fixture.ts';

type Data = Peer<HsmServiceDefinition>;

const USER_MGMT = 'QUORUM_SERVICE_USER_MGMT';
const MISC_CO = 'QUORUM_SERVICE_MISC_CO';
const LIFETIME_MS = 600_000;
const OFFICERS = ['alice', 'bob'] as const;
type Officer = (typeof OFFICERS)[number];
const KEYS = { alice: new Signer(), bob: new Signer() } as const satisfies Record<Officer, Signer>;
const VICTIM = { userType: 'USER_TYPE_CU', userName: 'victim' } as const;

function nameOf(userName: string) {
  return { userType: 'USER_TYPE_CO', userName } as const;
}

/** A cluster of one HSM with the officers alice and bob, who have registered their keys, and admin, who has not. */
async function withOfficers(world: World): Promise<ActiveHsm> {
  const hsm = await world.activeHsm(1);
  for (const name of OFFICERS) {
    await hsm.officer.call('CreateUser', { ...nameOf(name), password: USER_PASSWORD }, DEADLINE);
    const officer = await asOfficer(world, hsm, name);
    await officer.call('RegisterQuorumKey', registration(name), DEADLINE);
    officer.close();
  }
  return hsm;
}

function registration(name: Officer, token = Buffer.from('token to be signed')) {
  return { ...nameOf(name), token, key: { publicKey: KEYS[name].publicKey, signature: KEYS[name].sign(token) } };
}

async function asOfficer(world: World, hsm: TestAppliance, name: Officer): Promise<Data> {
  const officer = world.connect(hsm);
  await officer.call('Login', { ...nameOf(name), password: USER_PASSWORD }, DEADLINE);
  return officer;
}

function approvalsOf(tokens: Buffer, names: readonly Officer[]) {
  return { tokens, approvals: names.map((name) => ({ ...nameOf(name), signature: KEYS[name].sign(tokens) })) };
}

/** Gets a token and has it approved. */
async function approve(officer: Data, service: QuorumService, names: readonly Officer[]): Promise<void> {
  const { token } = await officer.call('CreateQuorumToken', { service }, DEADLINE);
  await officer.call('ApproveQuorumToken', approvalsOf(token, names), DEADLINE);
}

const setValue = (officer: Data, service: QuorumService, value: number) =>
  codeOf(officer.call('SetQuorumValue', { service, value }, DEADLINE));
const create = (officer: Data, userName = 'victim') =>
  codeOf(officer.call('CreateUser', { ...VICTIM, userName, password: USER_PASSWORD }, DEADLINE));
const valuesOf = async (peer: Data) => peer.call('GetQuorumValues', {}, DEADLINE);
const tokensOf = async (peer: Data) => (await peer.call('ListQuorumTokens', {}, DEADLINE)).tokens;

test('with a quorum, users are created, deleted and given passwords with approvals only, one operation each', () =>
  inWorld('quorum', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    expect(await create(alice)).toBe('ok');
    expect(await setValue(alice, USER_MGMT, 2)).toBe('ok');
    expect(await valuesOf(world.connect(hsm))).toEqual({ userMgmt: 2, miscCo: 1 });

    const refused = 'QUORUM_REQUIRED';
    const change = (newPassword = USER_PASSWORD) =>
      codeOf(alice.call('ChangePassword', { ...VICTIM, newPassword }, DEADLINE));
    const remove = () => codeOf(alice.call('DeleteUser', VICTIM, DEADLINE));
    expect([await create(alice, 'other'), await change(), await remove()]).toEqual([refused, refused, refused]);
    for (const operation of [() => create(alice, 'other'), change, remove]) {
      await approve(alice, USER_MGMT, ['alice']);
      expect(await operation()).toBe(refused);
      await approve(alice, USER_MGMT, OFFICERS);
      expect(await operation()).toBe('ok');
      expect(await operation()).not.toBe('ok');
      expect(await tokensOf(alice)).toEqual([]);
    }
    // One's own password is one's own business, and so are keys.
    const own = { ...nameOf('alice'), newPassword: USER_PASSWORD };
    expect(await codeOf(alice.call('ChangePassword', own, DEADLINE))).toBe('ok');
    const kmsuser = await userOf(world, hsm);
    expect(await codeOf(kmsuser.call('GenerateKey', { label: 'key', lengthBytes: 32 }, DEADLINE))).toBe('ok');
  }));

test('an operation that fails leaves the token as it was', () =>
  inWorld('failing', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    await setValue(alice, USER_MGMT, 2);
    await approve(alice, USER_MGMT, OFFICERS);
    expect(await create(alice, 'kmsuser')).toBe('USER_ALREADY_EXISTS');
    expect(await tokensOf(alice)).toMatchObject([{ approvers: ['alice', 'bob'] }]);
    expect(await create(alice)).toBe('ok');
  }));

test('two operations at once do not share a token', () =>
  inWorld('at once', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    await setValue(alice, USER_MGMT, 2);
    await approve(alice, USER_MGMT, OFFICERS);
    const codes = await Promise.all([create(alice, 'one'), create(alice, 'two'), create(alice, 'three')]);
    expect(codes.toSorted()).toEqual(['QUORUM_REQUIRED', 'QUORUM_REQUIRED', 'ok']);
  }));

test('a quorum has 2 to 8 officers, no more than there are, and takes approvals to be changed', () =>
  inWorld('values', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    for (const value of [0, 1, 4, 9]) expect(await setValue(alice, USER_MGMT, value)).toBe('INVALID_ARGUMENT');
    expect(await setValue(alice, 'QUORUM_SERVICE_UNSPECIFIED', 2)).toBe('INVALID_ARGUMENT');
    expect(await codeOf(alice.call('CreateQuorumToken', { service: USER_MGMT }, DEADLINE))).toBe('POLICY_VIOLATION');
    expect(await setValue(alice, USER_MGMT, 2)).toBe('ok');
    // There is a quorum to change, and none that could approve it.
    expect(await setValue(alice, USER_MGMT, 3)).toBe('QUORUM_REQUIRED');
    expect(await codeOf(alice.call('CreateQuorumToken', { service: MISC_CO }, DEADLINE))).toBe('POLICY_VIOLATION');
    expect(await setValue(alice, MISC_CO, 2)).toBe('ok');
    await approve(alice, USER_MGMT, OFFICERS);
    expect(await setValue(alice, USER_MGMT, 3)).toBe('QUORUM_REQUIRED');
    await approve(alice, MISC_CO, OFFICERS);
    expect(await setValue(alice, USER_MGMT, 3)).toBe('ok');
    // Now three have to approve, and only two have keys.
    await approve(alice, MISC_CO, OFFICERS);
    expect(await setValue(alice, USER_MGMT, 2)).toBe('QUORUM_REQUIRED');
    expect(await setValue(alice, MISC_CO, 3)).toBe('ok');
    expect(await valuesOf(alice)).toEqual({ userMgmt: 3, miscCo: 3 });
  }));

test('approvals are of officers of this HSM, each with a key of its own, over the tokens of all HSMs', () =>
  inWorld('approvals', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    await setValue(alice, USER_MGMT, 2);
    const other = await peerOf(world, hsm, 2);
    const there = await asOfficer(world, other, 'alice');
    const mine = await alice.call('CreateQuorumToken', { service: USER_MGMT }, DEADLINE);
    const others = await there.call('CreateQuorumToken', { service: USER_MGMT }, DEADLINE);
    expect([mine.id, mine.node, mine.token.length]).toEqual([1, 0, 80]);
    expect([others.id, others.node]).toEqual([1, 1]);
    const attempt = (on: Data, request: object) => codeOf(on.call('ApproveQuorumToken', request, DEADLINE));
    const both = Buffer.concat([mine.token, others.token]);
    const signed = approvalsOf(both, OFFICERS);

    expect(await attempt(alice, approvalsOf(others.token, OFFICERS))).toBe('INVALID_ARGUMENT');
    expect(await attempt(alice, approvalsOf(mine.token.subarray(1), OFFICERS))).toBe('INVALID_ARGUMENT');
    expect(await attempt(alice, approvalsOf(both, ['bob', 'bob']))).toBe('INVALID_ARGUMENT');
    expect(await attempt(alice, { ...signed, tokens: mine.token })).toBe('INVALID_SIGNATURE');
    const [first, second] = signed.approvals;
    expect(await attempt(alice, { tokens: both, approvals: [{ ...first, userName: 'bob' }] })).toBe(
      'INVALID_SIGNATURE',
    );
    expect(await attempt(alice, { tokens: both, approvals: [{ ...first, userName: 'admin' }] })).toBe(
      'INVALID_SIGNATURE',
    );
    expect(await attempt(alice, { tokens: both, approvals: [{ ...first, userName: 'nobody' }] })).toBe(
      'USER_NOT_FOUND',
    );
    expect(await attempt(alice, { tokens: both, approvals: [{ ...first, ...VICTIM }] })).toBe('INVALID_USER_TYPE');
    expect(
      await attempt(alice, { tokens: both, approvals: [second, { ...first, signature: second!.signature }] }),
    ).toBe('INVALID_SIGNATURE');
    expect(await attempt(await asOfficer(world, hsm, 'bob'), signed)).toBe('INVALID_ARGUMENT');
    expect(await tokensOf(alice)).toMatchObject([{ approvers: [] }]);
    for (const officer of [alice, there]) {
      expect(await attempt(officer, signed)).toBe('ok');
      expect(await create(officer)).toBe('ok');
    }
  }));

test('tokens are good for ten minutes, until the HSM restarts, one of a user for each service', () =>
  inWorld('tokens', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    const bob = await asOfficer(world, hsm, 'bob');
    await setValue(alice, USER_MGMT, 2);
    await approve(alice, USER_MGMT, OFFICERS);
    await approve(alice, USER_MGMT, ['bob']);
    await approve(bob, USER_MGMT, OFFICERS);
    const token = { service: USER_MGMT, node: 0, secondsLeft: 600, approvalsRequired: 2, keyHandle: 0 };
    const bobs = { ...token, id: 3, userName: 'bob', approvers: ['alice', 'bob'] };
    expect(await tokensOf(await userOf(world, hsm))).toEqual([
      { ...token, id: 2, userName: 'alice', approvers: ['bob'] },
      bobs,
    ]);
    await alice.call('DeleteQuorumTokens', {}, DEADLINE);
    expect(await tokensOf(alice)).toEqual([bobs]);
    await alice.call('DeleteQuorumTokens', { all: true }, DEADLINE);
    expect(await tokensOf(bob)).toEqual([]);

    await approve(bob, USER_MGMT, OFFICERS);
    await world.outside.clock.sleep(LIFETIME_MS);
    expect(await tokensOf(bob)).toEqual([]);
    expect(await create(bob)).toBe('QUORUM_REQUIRED');

    await approve(bob, USER_MGMT, OFFICERS);
    world.crash(1);
    const again = await asOfficer(world, await world.start(1), 'bob');
    expect(await valuesOf(again)).toEqual({ userMgmt: 2, miscCo: 1 });
    expect(await create(again)).toBe('QUORUM_REQUIRED');
  }));

test('a restore brings the quorum of its time, and an HSM made from a backup has that of the backup', () =>
  inWorld('restore', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    await setValue(alice, USER_MGMT, 2);
    const peer = await peerOf(world, hsm, 2);
    expect(await valuesOf(world.connect(peer))).toEqual({ userMgmt: 2, miscCo: 1 });
    await hsm.admin.call('Restore', { sealed }, DEADLINE);
    expect(await valuesOf(world.connect(hsm))).toEqual({ userMgmt: 1, miscCo: 1 });
  }));

test('officers register keys of their own, and those of a second factor stay with it', () =>
  inWorld('keys', async (world) => {
    const hsm = await withOfficers(world);
    const { officer: admin } = hsm;
    const alice = await asOfficer(world, hsm, 'alice');
    const register = (on: Data, request: object) => codeOf(on.call('RegisterQuorumKey', request, DEADLINE));
    expect(await register(alice, registration('bob'))).toBe('NOT_PERMITTED');
    expect(await register(await userOf(world, hsm), registration('alice'))).toBe('NOT_PERMITTED');
    expect(await register(alice, registration('alice', Buffer.alloc(0)))).toBe('INVALID_ARGUMENT');
    expect(await register(alice, registration('alice', Buffer.alloc(246)))).toBe('INVALID_ARGUMENT');
    expect(await register(alice, registration('alice', Buffer.alloc(245)))).toBe('ok');
    expect(await register(alice, { ...registration('alice'), token: Buffer.from('another') })).toBe(
      'INVALID_SIGNATURE',
    );
    expect(await register(alice, { ...nameOf('alice'), token: Buffer.from('x') })).toBe('INVALID_ARGUMENT');
    const { users } = await admin.call('ListUsers', {}, DEADLINE);
    expect(users.map(({ userName, quorumKey }) => [userName, quorumKey])).toEqual([
      ['admin', false],
      ['app_user', false],
      ['kmsuser', false],
      ['alice', true],
      ['bob', true],
    ]);
    const { digest } = await alice.call('DrawChallenge', {}, DEADLINE);
    const secondFactor = { publicKey: KEYS.alice.publicKey, signature: KEYS.alice.signDigest(digest) };
    await alice.call('ChangePassword', { ...nameOf('alice'), newPassword: USER_PASSWORD, secondFactor }, DEADLINE);
    expect(await register(alice, registration('alice'))).toBe('POLICY_VIOLATION');
  }));

test('the audit log has what is set, approved and registered, tokens that come and go, and by whom', () =>
  inWorld('audit', async (world) => {
    const hsm = await withOfficers(world);
    const alice = await asOfficer(world, hsm, 'alice');
    await setValue(alice, USER_MGMT, 2);
    await approve(alice, USER_MGMT, OFFICERS);
    await setValue(alice, USER_MGMT, 3);
    await alice.call('DeleteQuorumTokens', {}, DEADLINE);
    const kmsuser = await userOf(world, hsm);
    await codeOf(kmsuser.call('CreateQuorumToken', { service: USER_MGMT }, DEADLINE));
    await codeOf(kmsuser.call('DeleteQuorumTokens', { all: true }, DEADLINE));
    const { records } = await hsm.admin.call('ReadAuditLog', { fromSequence: 0, recordsMax: 1_000 }, DEADLINE);
    const found = records.flatMap(({ message }) => {
      const [, opcode = '', response = ''] = /Opcode : (CN_\w+).*\n[^]*Response : (.*)\n/.exec(message) ?? [];
      const user = /User Name : (.*)/.exec(message)?.[1];
      return /M_VALUE|TOKEN$|PUBLIC/.test(opcode) && opcode !== 'CN_INIT_TOKEN' ? [[opcode, response, user]] : [];
    });
    const well = '0:HSM Return: SUCCESS';
    const refused = '3845:HSM Error: User is not logged in or not permitted';
    expect(found).toEqual([
      ['CN_REGISTER_MOFN_PUBLIC_KEY', well, 'alice'],
      ['CN_REGISTER_MOFN_PUBLIC_KEY', well, 'bob'],
      ['CN_SET_M_VALUE', well, 'alice'],
      ['CN_GET_TOKEN', well, 'alice'],
      ['CN_APPROVE_TOKEN', well, 'alice'],
      ['CN_SET_M_VALUE', '3861:HSM Error: RET_MXN_AUTH_FAILED', 'alice'],
      ['CN_DELETE_TOKEN', well, 'alice'],
      ['CN_GET_TOKEN', refused, 'kmsuser'],
      ['CN_DELETE_TOKEN', refused, 'kmsuser'],
    ]);
  }));
