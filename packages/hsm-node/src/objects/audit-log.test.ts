import { chainBeginning, firstBroken } from '@keystorm/protocol';
import { type Peer, table } from '@keystorm/runtime';
import type { HsmAdminServiceDefinition, HsmServiceDefinition } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import {
  activate,
  type ActiveHsm,
  claimOf,
  codeOf,
  DEADLINE,
  generateKey,
  hostOf,
  initialize,
  inWorld,
  logIn,
  OFFICER_PASSWORD,
  peerOf,
  type TestAppliance,
  USER_PASSWORD,
  userOf,
  type World,
} from '../hsm-node.fixture.ts';

type Data = Peer<HsmServiceDefinition>;

const CU = { userType: 'USER_TYPE_CU' } as const;
const CO = { userType: 'USER_TYPE_CO' } as const;

async function recordsOf({ admin }: { readonly admin: Peer<HsmAdminServiceDefinition> }, fromSequence = 0) {
  return (await admin.call('ReadAuditLog', { fromSequence, recordsMax: 1_000 }, DEADLINE)).records;
}

function field(message: string, name: string): string {
  const line = message.split('\n').find((text) => text.startsWith(`${name} : `));
  return line?.slice(name.length + 3) ?? '';
}

/** Opcode, response and what the record is about. */
function short(message: string): string {
  const about = ['User Name', 'User Type', 'Priv/Secret Key Handle'].map((name) => field(message, name));
  const response = field(message, 'Response').replace('0:HSM Return: SUCCESS', 'ok');
  return [field(message, 'Opcode'), response, ...about].filter((text) => text !== '').join(' ');
}

/** The records that come of some work. */
async function recordedDuring(hsm: TestAppliance, work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await recordsOf(hsm);
  await work();
  return (await recordsOf(hsm, before.length)).map(({ message }) => short(message));
}

const INITIALIZED = [
  'CN_INIT_TOKEN (0x1) ok',
  'CN_GEN_PSWD_ENC_KEY (0x1d) ok',
  'CN_CREATE_APPLIANCE_USER (0xfc) ok app_user CN_APPLIANCE_USER (5)',
  'CN_INIT_DONE (0x95) ok',
];
const ACTIVATED = [
  'CN_LOGIN (0xd) ok admin CN_CRYPTO_PRE_OFFICER (6)',
  'CN_CHANGE_PSWD (0x9) ok admin CN_CRYPTO_PRE_OFFICER (6)',
];

test('the log of the first HSM begins with its initialization, in the form that AWS prints', () =>
  inWorld('first', async (world) => {
    const hsm = await world.activeHsm(1);
    const records = await recordsOf(hsm);
    expect(records.map(({ message }) => short(message))).toEqual([
      ...INITIALIZED,
      ...ACTIVATED,
      'CN_CREATE_USER (0x3) ok kmsuser CN_CRYPTO_USER (1)',
    ]);
    expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index));
    const { message, atMs } = records[4] ?? {};
    expect(message?.split('\n')).toEqual([
      expect.stringMatching(/^Time: \d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6}, usecs:\d{16}$/),
      'Sequence No : 0x4',
      'Reboot counter : 0x1',
      'Command Type(hex) : CN_MGMT_CMD (0x0)',
      'Opcode : CN_LOGIN (0xd)',
      'Session Handle : 0x1000001',
      'Response : 0:HSM Return: SUCCESS',
      'Log type : MGMT_USER_DETAILS_LOG (2)',
      'User Name : admin',
      'User Type : CN_CRYPTO_PRE_OFFICER (6)',
    ]);
    expect(message).toContain(`usecs:${atMs}000\n`);
  }));

test('the log of an HSM that is made from a backup begins with a login; a later restore is in it', () =>
  inWorld('later', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first, 2);
    expect(await recordedDuring(second, () => userOf(world, second))).toEqual([
      'CN_LOGIN (0xd) ok kmsuser CN_CRYPTO_USER (1)',
    ]);
    let sealed: Buffer = Buffer.alloc(0);
    const backedUp = await recordedDuring(first, async () => {
      ({ sealed } = await first.admin.call('Backup', {}, DEADLINE));
    });
    expect(backedUp).toEqual(['CN_BACKUP_BEGIN ok', 'CN_BACKUP_END ok']);
    expect(await recordedDuring(second, () => second.admin.call('Restore', { sealed }, DEADLINE))).toEqual([
      'CN_RESTORE_BEGIN ok',
      'CN_RESTORE_END ok',
      'CN_CLOSE_SESSION ok kmsuser CN_CRYPTO_USER (1)',
    ]);
  }));

/** What a command leaves in the log. */
interface Row {
  readonly name: string;
  readonly work: (session: { readonly officer: Data; readonly user: Data; readonly key: number }) => Promise<unknown>;
  readonly records: (key: number) => readonly string[];
}

const GUEST = { ...CU, userName: 'guest' };
const ROWS: readonly Row[] = [
  {
    name: 'a crypto user is created, gets a password, and is deleted',
    async work({ officer }) {
      await officer.call('CreateUser', { ...GUEST, password: USER_PASSWORD }, DEADLINE);
      await officer.call('ChangePassword', { ...GUEST, newPassword: 'another1' }, DEADLINE);
      await officer.call('DeleteUser', GUEST, DEADLINE);
    },
    records: () =>
      ['CN_CREATE_USER (0x3)', 'CN_CHANGE_PSWD (0x9)', 'CN_DELETE_USER (0xa1)'].map(
        (opcode) => `${opcode} ok guest CN_CRYPTO_USER (1)`,
      ),
  },
  {
    name: 'a crypto user is deleted, and that is undone',
    async work({ officer, user, key: handle }) {
      await officer.call('CreateUser', { ...GUEST, password: USER_PASSWORD }, DEADLINE);
      await user.call('ShareKey', { handle, userName: 'guest' }, DEADLINE);
      const { maskedUser } = await officer.call('DeleteUser', GUEST, DEADLINE);
      await officer.call('ImportMaskedUser', { maskedUser }, DEADLINE);
    },
    records: (key) => [
      'CN_CREATE_USER (0x3) ok guest CN_CRYPTO_USER (1)',
      `CN_SHARE_OBJECT (0x12) ok ${key}`,
      ...['CN_DELETE_USER (0xa1)', 'CN_INSERT_MASKED_OBJECT_USER (0xf1)'].map(
        (opcode) => `${opcode} ok guest CN_CRYPTO_USER (1)`,
      ),
    ],
  },
  {
    name: 'an officer is created',
    work: ({ officer }) => officer.call('CreateUser', { ...CO, userName: 'alice', password: USER_PASSWORD }, DEADLINE),
    records: () => ['CN_CREATE_CO (0x4) ok alice CN_CRYPTO_OFFICER (2)'],
  },
  {
    name: 'a key object is generated and deleted',
    async work({ user }) {
      await user.call('DeleteKey', { handle: await generateKey(user) }, DEADLINE);
    },
    records: (key) => [`CN_GENERATE_KEY (0x17) ok ${key + 1}`, `CN_DESTROY_OBJECT (0x11) ok ${key + 1}`],
  },
  {
    name: 'a key object of a session is generated and deleted',
    async work({ user }) {
      const { key } = await user.call('GenerateKey', { lengthBytes: 16, session: true }, DEADLINE);
      await user.call('DeleteKey', { handle: key?.handle ?? 0 }, DEADLINE);
    },
    records: (key) => [`CN_GENERATE_KEY (0x17) ok ${key + 1}`, `CN_DESTROY_OBJECT (0x11) ok ${key + 1}`],
  },
  {
    name: 'attributes change, and a change that changes nothing',
    async work({ user, key: handle }) {
      for (let i = 0; i < 2; i++) await user.call('SetKeyAttributes', { handle, label: 'other' }, DEADLINE);
    },
    records: (key) => [1, 2].map(() => `CN_MODIFY_OBJECT ok ${key}`),
  },
  {
    name: 'an id is retired, and once more',
    async work({ user, key: keptHandle }) {
      for (let i = 0; i < 2; i++) await user.call('RetireKeyId', { id: Buffer.from('retired'), keptHandle }, DEADLINE);
    },
    records: (key) => [1, 2].map(() => `CN_TOMBSTONE_OBJECT ok ${key}`),
  },
  {
    name: 'a key object is shared and no longer shared',
    async work({ officer, user, key: handle }) {
      await officer.call('CreateUser', { ...GUEST, password: USER_PASSWORD }, DEADLINE);
      await user.call('ShareKey', { handle, userName: 'guest' }, DEADLINE);
      await user.call('UnshareKey', { handle, userName: 'guest' }, DEADLINE);
    },
    records: (key) => [
      'CN_CREATE_USER (0x3) ok guest CN_CRYPTO_USER (1)',
      ...[1, 2].map(() => `CN_SHARE_OBJECT (0x12) ok ${key}`),
    ],
  },
  {
    name: 'masked objects leave and arrive',
    async work({ officer, user, key: handle }) {
      const { maskedKey } = await user.call('ExportMaskedKey', { handle }, DEADLINE);
      await user.call('ImportMaskedKey', { maskedKey }, DEADLINE);
      await user.call('ImportMaskedKey', { maskedKey, newHandle: true }, DEADLINE);
      const { maskedUser } = await officer.call('ExportMaskedUser', { userId: 1 }, DEADLINE);
      await officer.call('ImportMaskedUser', { maskedUser }, DEADLINE);
    },
    records: (key) => [
      `CN_EXTRACT_MASKED_OBJECT_USER (0xf0) ok ${key}`,
      `CN_INSERT_MASKED_OBJECT_USER (0xf1) ok ${key}`,
      `CN_INSERT_MASKED_OBJECT_USER (0xf1) ok ${key + 1}`,
      'CN_EXTRACT_MASKED_OBJECT_USER (0xf0) ok admin CN_CRYPTO_OFFICER (2)',
      'CN_INSERT_MASKED_OBJECT_USER (0xf1) ok admin CN_CRYPTO_OFFICER (2)',
    ],
  },
  {
    name: 'keys are wrapped and unwrapped',
    async work({ user, key: wrappingHandle }) {
      const mechanism = 'WRAP_MECHANISM_AES_ZERO_PAD';
      const { key } = await user.call('GenerateKey', { lengthBytes: 32, extractable: true }, DEADLINE);
      const handle = key?.handle ?? 0;
      const { wrappedKey } = await user.call('WrapKey', { wrappingHandle, handle, mechanism }, DEADLINE);
      const plain = { handle: wrappingHandle, plaintext: Buffer.from('plain'), mechanism } as const;
      const { wrapped } = await user.call('AesWrap', plain, DEADLINE);
      await user.call('AesUnwrap', { handle: wrappingHandle, wrapped, mechanism }, DEADLINE);
      await user.call('UnwrapKey', { wrappingHandle, wrappedKey, mechanism }, DEADLINE);
    },
    records: (key) => [
      `CN_GENERATE_KEY (0x17) ok ${key + 1}`,
      `CN_WRAP_KEY (0x1a) ok ${key + 1}`,
      `CN_NIST_AES_WRAP (0x1e) ok ${key}`,
      `CN_NIST_AES_WRAP (0x1e) ok ${key}`,
      `CN_UNWRAP_KEY (0x1b) ok ${key + 2}`,
    ],
  },
  {
    name: 'commands that are refused',
    async work({ officer, user, key: handle }) {
      await codeOf(officer.call('CreateUser', { ...CU, userName: 'kmsuser', password: USER_PASSWORD }, DEADLINE));
      await codeOf(officer.call('DeleteKey', { handle }, DEADLINE));
      await codeOf(user.call('DeleteKey', { handle: 4_711 }, DEADLINE));
      await codeOf(user.call('CreateUser', { ...GUEST, password: USER_PASSWORD }, DEADLINE));
    },
    records: (key) => [
      'CN_CREATE_USER (0x3) 3842:HSM Error: User already exists kmsuser CN_CRYPTO_USER (1)',
      `CN_DESTROY_OBJECT (0x11) 3845:HSM Error: User is not logged in or not permitted ${key}`,
      'CN_DESTROY_OBJECT (0x11) 168:HSM Error: Invalid object handle is passed to this operation 4711',
      'CN_CREATE_USER (0x3) 3845:HSM Error: User is not logged in or not permitted guest CN_CRYPTO_USER (1)',
    ],
  },
  {
    name: 'cryptography, questions and lists leave nothing',
    async work({ officer, user, key: handle }) {
      const { ciphertext } = await user.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE);
      await user.call('Decrypt', { handle, ciphertext }, DEADLINE);
      await user.call('GenerateDataKey', { handle, lengthBytes: 32 }, DEADLINE);
      await user.call('GenerateRandom', { lengthBytes: 32 }, DEADLINE);
      await user.call('FindKeys', {}, DEADLINE);
      await user.call('GetKey', { handle }, DEADLINE);
      await officer.call('ListUsers', {}, DEADLINE);
      await officer.call('GetInfo', {}, DEADLINE);
    },
    records: () => [],
  },
];

test.each(ROWS)('$name', ({ name, work, records }) =>
  inWorld(name, async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    const key = await generateKey(user);
    expect(await recordedDuring(hsm, () => work({ officer: hsm.officer, user, key }))).toEqual(records(key));
  }),
);

/** Ways in which a session may begin and end. */
async function sessionsBeginAndEnd(world: World, hsm: ActiveHsm): Promise<void> {
  const user = world.connect(hsm);
  await user.call('Login', { ...CU, userName: 'KMSuser', password: USER_PASSWORD }, DEADLINE);
  await user.call('Logout', {}, DEADLINE);
  await codeOf(user.call('Login', { ...CU, userName: 'kmsuser', password: 'wrong1234' }, DEADLINE));
  await codeOf(user.call('Login', { ...CU, userName: 'nobody', password: USER_PASSWORD }, DEADLINE));
  // Neither a login of the service nor one that is not a user's is recorded.
  await codeOf(user.call('Login', { userType: 'USER_TYPE_AU', userName: 'app_user', password: 'x' }, DEADLINE));
  await codeOf(user.call('Logout', {}, DEADLINE));
  await logIn(user, 'kmsuser');
  user.close();
  await world.outside.clock.sleep(1_000);
}

test('logins are recorded whether they succeed or not, and how each session ends', () =>
  inWorld('sessions', async (world) => {
    const hsm = await world.activeHsm(1);
    const before = (await recordsOf(hsm)).length;
    await sessionsBeginAndEnd(world, hsm);
    const records = await recordsOf(hsm, before);
    expect(records.map(({ message }) => [short(message), field(message, 'Session Handle')])).toEqual([
      ['CN_LOGIN (0xd) ok KMSuser CN_CRYPTO_USER (1)', '0x1000002'],
      ['CN_LOGOUT (0xe) ok kmsuser CN_CRYPTO_USER (1)', '0x1000002'],
      ['CN_LOGIN (0xd) 163:HSM Error: RET_USER_LOGIN_FAILURE kmsuser CN_CRYPTO_USER (1)', '0x1000003'],
      [
        "CN_LOGIN (0xd) 157:HSM Error: user isn't initialized or user with this name doesn't exist nobody CN_CRYPTO_USER (1)",
        '0x1000004',
      ],
      ['CN_LOGIN (0xd) ok kmsuser CN_CRYPTO_USER (1)', '0x1000005'],
      ['CN_APP_FINALIZE ok kmsuser CN_CRYPTO_USER (1)', '0x1000005'],
    ]);
  }));

test('a name in a login cannot write lines of its own', () =>
  inWorld('forged', async (world) => {
    const hsm = await world.activeHsm(1);
    const userName = `x\nUser Type : CN_CRYPTO_OFFICER (2)\u0000${'y'.repeat(100)}`;
    const lines = await recordedDuring(hsm, () =>
      codeOf(world.connect(hsm).call('Login', { ...CU, userName, password: USER_PASSWORD }, DEADLINE)),
    );
    expect(lines).toEqual([expect.stringContaining(' x?User?Type?:?CN_CRYPTO_OFFICER CN_CRYPTO_USER (1)')]);
  }));

test.each(['before', 'after'] as const)(
  'a crash %s any write leaves a change with its record, or neither',
  async (moment) => {
    let completed = false;
    for (let writes = 1; !completed; writes++) {
      await inWorld(`crash ${writes}`, async (world) => {
        const hsm = await world.activeHsm(1);
        world.sim.crashAtWrite('appliance-1', writes, moment);
        const outcome = await Promise.all([
          codeOf(hsm.officer.call('CreateUser', { ...GUEST, password: USER_PASSWORD }, DEADLINE)),
          codeOf(logInWrongly(world, hsm)),
        ]);
        completed = outcome.every((code) => code === 'ok' || code === 'WRONG_PASSWORD');
        await assertRecorded(world, completed ? hsm : await world.start(1));
      });
    }
  },
);

async function assertRecorded(world: World, hsm: TestAppliance): Promise<void> {
  const records = await recordsOf(hsm);
  const { users } = await world.connect(hsm).call('ListUsers', {}, DEADLINE);
  const has = (opcode: string, text: string) =>
    records.some(({ message }) => message.includes(opcode) && message.includes(text));
  expect(has('CN_CREATE_USER', 'guest')).toBe(users.some(({ userName }) => userName === 'guest'));
  const { loginFailureCount = 0 } = users.find(({ userName }) => userName === 'kmsuser') ?? {};
  expect(has('CN_LOGIN', '163:')).toBe(loginFailureCount > 0);
  expect(firstBroken(claimOf(0, hostOf(1)).hsmId, records)).toBeUndefined();
}

function logInWrongly(world: World, hsm: TestAppliance): Promise<unknown> {
  return world.connect(hsm).call('Login', { ...CU, userName: 'kmsuser', password: 'wrong1234' }, DEADLINE);
}

test('what cannot be recorded is not done; the ends of sessions wait for a disk that can be written', () =>
  inWorld('full', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    const before = (await recordsOf(hsm)).length;
    world.sim.failDisk('appliance-1', true);
    expect(
      await codeOf(world.connect(hsm).call('Login', { ...CU, userName: 'kmsuser', password: USER_PASSWORD }, DEADLINE)),
    ).toBe('STORE_FAILED');
    expect(await codeOf(hsm.officer.call('CreateUser', { ...GUEST, password: USER_PASSWORD }, DEADLINE))).toBe(
      'STORE_FAILED',
    );
    await user.call('Logout', {}, DEADLINE);
    world.sim.failDisk('appliance-1', false);
    await world.outside.clock.sleep(5_000);
    expect((await recordsOf(hsm, before)).map(({ message }) => short(message))).toEqual([
      'CN_LOGIN (0xd) 3858:HSM Error: HSM cannot write its store kmsuser CN_CRYPTO_USER (1)',
      'CN_CREATE_USER (0x3) 3858:HSM Error: HSM cannot write its store guest CN_CRYPTO_USER (1)',
      'CN_LOGOUT (0xe) ok kmsuser CN_CRYPTO_USER (1)',
    ]);
  }));

test('each HSM has a log of its own, also where one appliance becomes another HSM', () =>
  inWorld('own', async (world) => {
    const hsm = await world.activeHsm(1);
    const { hsmId } = claimOf(0, hostOf(1));
    const [first] = await recordsOf(hsm);
    expect(first?.previousHash).toEqual(chainBeginning(hsmId));
    await hsm.admin.call('Zeroize', { hsmId }, DEADLINE);
    expect(await recordsOf(hsm)).toEqual([]);
    await hsm.admin.call('Claim', claimOf(1, hostOf(1)), DEADLINE);
    expect(await recordsOf(hsm)).toEqual([]);
    expect((await hsm.admin.call('GetStatus', {}, DEADLINE)).nextAuditRecord).toBe(0);
  }));

test('a restart changes nothing in the log, but the handles of sessions', () =>
  inWorld('restart', async (world) => {
    const hsm = await world.activeHsm(1);
    const before = await recordsOf(hsm);
    world.crash(1);
    const again = await world.start(1);
    expect(await recordsOf(again)).toEqual(before);
    const officer = world.connect(again);
    await officer.call('Login', { ...CO, userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
    const [login] = await recordsOf(again, before.length);
    expect(field(login?.message ?? '', 'Reboot counter')).toBe('0x1');
    expect(field(login?.message ?? '', 'Session Handle')).toBe('0x2000001');
  }));

test('a stop of the HSM ends its sessions, and records that', () =>
  inWorld('stop', async (world) => {
    const hsm = await world.activeHsm(1);
    await userOf(world, hsm);
    const before = (await recordsOf(hsm)).length;
    await hsm.node.stop();
    const records = await recordsOf(await world.start(1), before);
    expect(records.map(({ message }) => short(message))).toEqual([
      'CN_CLOSE_SESSION ok admin CN_CRYPTO_OFFICER (2)',
      'CN_CLOSE_SESSION ok kmsuser CN_CRYPTO_USER (1)',
    ]);
  }));

test('of a log that grows too long the oldest records go; what is left holds together, also after a restart', () =>
  inWorld('long', async (world) => {
    const more = { auditRecordsMax: 5 };
    const hsm = await world.start(1, more);
    await initialize(world.outside, world.customer, hsm.admin, claimOf(0, hostOf(1)));
    const officer = world.connect(hsm);
    await activate(officer);
    for (let i = 0; i < 4; i += 1)
      await officer.call('CreateUser', { ...CU, userName: `user${i}`, password: USER_PASSWORD }, DEADLINE);
    const numbers = async (appliance: TestAppliance) => (await recordsOf(appliance)).map(({ sequence }) => sequence);
    expect(await numbers(hsm)).toEqual([5, 6, 7, 8, 9]);
    expect(firstBroken(claimOf(0, hostOf(1)).hsmId, await recordsOf(hsm))).toBeUndefined();
    world.crash(1);
    expect(await numbers(await world.start(1, more))).toEqual([5, 6, 7, 8, 9]);
  }));

test('an HSM whose log was cut off at its end does not start', () =>
  inWorld('cut', async (world) => {
    await world.activeHsm(1);
    world.crash(1);
    const store = await world.sim.runtime('appliance-1').storage.open('hsm', 1);
    await store.transaction(async (tx) => {
      const [last] = await tx.list(table<Buffer>('audit'), { limit: 1, reverse: true });
      tx.delete(table('audit'), last?.[0] ?? '');
    });
    await expect(world.start(1)).rejects.toThrow('the end of the audit log is missing');
  }));
