import { expect, test } from 'vitest';
import {
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  inWorld,
  peerOf,
  send,
  type TestAppliance,
  userOf,
} from '../hsm-node.fixture.ts';

/** Source: AWS CloudHSM User Guide, "genSymKey", "getAttribute" (sample). */
const GENERATED = {
  keyClass: 'KEY_CLASS_SECRET',
  keyType: 'KEY_TYPE_AES',
  label: 'label',
  id: Buffer.from('id'),
  lengthBytes: 32,
  token: true,
  private: true,
  sensitive: true,
  trusted: false,
  extractable: true,
  local: true,
  neverExtractable: false,
  alwaysSensitive: true,
  encrypt: true,
  decrypt: true,
  wrap: true,
  unwrap: true,
  sign: false,
  verify: false,
  derive: false,
  destroyable: true,
  wrapWithTrusted: false,
};
const DESCRIPTION = { label: 'label', id: Buffer.from('id'), lengthBytes: 32, extractable: true };
/** What the CloudHSM CLI asks for. */
const CLI_USAGE = { encrypt: false, decrypt: false, wrap: false, unwrap: false, sign: true, verify: true };

const digestOf = async ({ admin }: TestAppliance) =>
  (await admin.call('GetDigest', {}, DEADLINE)).keysDigest.toString('hex');

test('a generated key object has the attributes of genSymKey, or those that were asked for', () =>
  inWorld('defaults', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    const { key } = await user.call('GenerateKey', DESCRIPTION, DEADLINE);
    expect(key?.attributes).toMatchObject(GENERATED);
    const hidden = await user.call('GenerateKey', { ...DESCRIPTION, extractable: false }, DEADLINE);
    expect(hidden.key?.attributes).toMatchObject({ ...GENERATED, extractable: false, neverExtractable: true });
    const other = await user.call('GenerateKey', { ...DESCRIPTION, usage: CLI_USAGE }, DEADLINE);
    expect(other.key?.attributes).toMatchObject({ ...GENERATED, ...CLI_USAGE });
  }));

const OWNER_CHANGES = [
  { name: 'the label', change: { label: 'another' }, expected: { label: 'another' }, code: 'ok' },
  { name: 'the id', change: { id: Buffer.from('x') }, expected: { id: Buffer.from('x') }, code: 'ok' },
  { name: 'a label of 128 bytes', change: { label: 'l'.repeat(128) }, expected: {}, code: 'INVALID_ARGUMENT' },
  { name: 'an id of 128 bytes', change: { id: Buffer.alloc(128) }, expected: {}, code: 'INVALID_ARGUMENT' },
  ...(['encrypt', 'decrypt', 'wrap', 'unwrap', 'sign', 'verify', 'derive', 'destroyable'] as const).map((usage) => ({
    name: usage,
    change: { usage: { [usage]: !GENERATED[usage] } },
    expected: { [usage]: !GENERATED[usage] },
    code: 'ok',
  })),
  { name: 'that it outlives its session', change: { token: true }, expected: {}, code: 'ok' },
  { name: 'that it ends with a session', change: { token: false }, expected: {}, code: 'POLICY_VIOLATION' },
  { name: 'that it is trusted', change: { trusted: true }, expected: {}, code: 'NOT_PERMITTED' },
];

test('an owner changes what belongs to owners, and a change to the same changes nothing', () =>
  inWorld('owner', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    for (const { name, change, expected, code } of OWNER_CHANGES) {
      const { key } = await user.call('GenerateKey', DESCRIPTION, DEADLINE);
      const handle = key?.handle ?? 0;
      expect([name, await codeOf(user.call('SetKeyAttributes', { handle, ...change }, DEADLINE))]).toEqual([
        name,
        code,
      ]);
      const changed = (await user.call('GetKey', { handle }, DEADLINE)).key;
      expect(changed?.attributes).toMatchObject({ ...GENERATED, ...expected });
      expect([name, Number(changed?.version) > 1]).toEqual([name, Object.keys(expected).length > 0]);
      await codeOf(user.call('SetKeyAttributes', { handle, ...change }, DEADLINE));
      expect((await user.call('GetKey', { handle }, DEADLINE)).key?.version).toBe(changed?.version);
    }
  }));

test('wrap-with-trusted stays, once it is true', () =>
  inWorld('with-trusted', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    const handle = await generateKey(user);
    const set = (wrapWithTrusted: boolean) =>
      codeOf(user.call('SetKeyAttributes', { handle, usage: { wrapWithTrusted } }, DEADLINE));
    expect(await set(false)).toBe('ok');
    expect(await set(true)).toBe('ok');
    expect(await set(false)).toBe('POLICY_VIOLATION');
  }));

test('only an officer says which keys are trusted, and says nothing else', () =>
  inWorld('trusted', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    const handle = await generateKey(user);
    const asOfficer = (change: object) => hsm.officer.call('SetKeyAttributes', { handle, ...change }, DEADLINE);
    expect((await asOfficer({ trusted: true })).key).toMatchObject({ handle, attributes: null });
    expect((await user.call('GetKey', { handle }, DEADLINE)).key?.attributes?.trusted).toBe(true);
    for (const change of [
      {},
      { label: 'x' },
      { trusted: false, label: 'x' },
      { trusted: false, usage: { sign: true } },
    ])
      expect(await codeOf(asOfficer(change))).toBe('NOT_PERMITTED');
    expect(await codeOf(asOfficer({ handle: 4_711, trusted: true }))).toBe('KEY_NOT_FOUND');
    expect((await user.call('GetKey', { handle }, DEADLINE)).key?.attributes).toMatchObject({
      trusted: true,
      label: 'label',
    });
  }));

test('a key does only what its attributes say', () =>
  inWorld('usage', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    const handle = await generateKey(user);
    const other = await generateKey(user, 'other');
    const plaintext = Buffer.alloc(16, 1);
    const { ciphertext } = await user.call('Encrypt', { handle, plaintext }, DEADLINE);
    const { ciphertext: ofOther } = await user.call('Encrypt', { handle: other, plaintext }, DEADLINE);
    const { wrapped } = await user.call('AesWrap', { handle, plaintext }, DEADLINE);
    const uses = {
      encrypt: () => user.call('Encrypt', { handle, plaintext }, DEADLINE),
      decrypt: () => user.call('Decrypt', { handle, ciphertext }, DEADLINE),
      wrap: () => user.call('AesWrap', { handle, plaintext }, DEADLINE),
      unwrap: () => user.call('AesUnwrap', { handle, wrapped }, DEADLINE),
    };
    const more = {
      encrypt: [
        () => user.call('GenerateDataKey', { handle, lengthBytes: 32 }, DEADLINE),
        () => user.call('Reencrypt', { sourceHandle: other, ciphertext: ofOther, destinationHandle: handle }, DEADLINE),
      ],
      decrypt: [() => user.call('Reencrypt', { sourceHandle: handle, ciphertext, destinationHandle: other }, DEADLINE)],
      wrap: [() => user.call('WrapKey', { wrappingHandle: handle, handle: other }, DEADLINE)],
      unwrap: [() => user.call('UnwrapKey', { wrappingHandle: handle, wrappedKey: wrapped }, DEADLINE)],
    };
    for (const usage of ['encrypt', 'decrypt', 'wrap', 'unwrap'] as const) {
      await user.call('SetKeyAttributes', { handle, usage: { [usage]: false } }, DEADLINE);
      for (const [name, use] of Object.entries(uses))
        expect([usage, name, await codeOf(use())]).toEqual([usage, name, name === usage ? 'POLICY_VIOLATION' : 'ok']);
      const codes = await Promise.all(more[usage].map((use) => codeOf(use())));
      expect([usage, ...new Set(codes)]).toEqual([usage, 'POLICY_VIOLATION']);
      await user.call('SetKeyAttributes', { handle, usage: { [usage]: true } }, DEADLINE);
    }
    await user.call('SetKeyAttributes', { handle, usage: { destroyable: false } }, DEADLINE);
    expect(await codeOf(user.call('DeleteKey', { handle }, DEADLINE))).toBe('POLICY_VIOLATION');
    await user.call('SetKeyAttributes', { handle, usage: { destroyable: true } }, DEADLINE);
    expect(await codeOf(user.call('DeleteKey', { handle }, DEADLINE))).toBe('ok');
  }));

test('a shared key object may be used, and nothing else; for everybody else it does not exist', () =>
  inWorld('share', async (world) => {
    const hsm = await world.activeHsm(1);
    for (const name of ['Alice', 'bob']) await createCryptoUser(hsm.officer, name);
    await hsm.officer.call(
      'CreateUser',
      { userType: 'USER_TYPE_CO', userName: 'bob', password: 'officer123' },
      DEADLINE,
    );
    const [owner, alice, bob] = [
      await userOf(world, hsm),
      await userOf(world, hsm, 'alice'),
      await userOf(world, hsm, 'bob'),
    ];
    const handle = await generateKey(owner);
    const plaintext = Buffer.alloc(16, 1);
    const { ciphertext } = await owner.call('Encrypt', { handle, plaintext }, DEADLINE);
    for (let i = 0; i < 2; i++) await owner.call('ShareKey', { handle, userName: 'ALICE' }, DEADLINE);

    const shares = [{ userId: 4, userName: 'Alice' }];
    expect((await owner.call('GetKey', { handle }, DEADLINE)).key?.shares).toEqual(shares);
    expect((await alice.call('GetKey', { handle }, DEADLINE)).key).toMatchObject({ ownerName: 'kmsuser', shares });
    expect((await alice.call('FindKeys', { label: 'label' }, DEADLINE)).keys).toMatchObject([{ handle }]);
    expect((await hsm.officer.call('FindKeys', {}, DEADLINE)).keys).toMatchObject([
      { handle, shares, attributes: null },
    ]);
    expect((await alice.call('Decrypt', { handle, ciphertext }, DEADLINE)).plaintext).toEqual(plaintext);
    expect(await codeOf(alice.call('AesWrap', { handle, plaintext }, DEADLINE))).toBe('ok');

    const own = await generateKey(alice, 'own');
    const reserved = (peer: typeof alice) => [
      peer.call('DeleteKey', { handle }, DEADLINE),
      peer.call('ExportMaskedKey', { handle }, DEADLINE),
      peer.call('SetKeyAttributes', { handle, label: 'x' }, DEADLINE),
      peer.call('ShareKey', { handle, userName: 'bob' }, DEADLINE),
      peer.call('UnshareKey', { handle, userName: 'alice' }, DEADLINE),
    ];
    const exported = alice.call('WrapKey', { wrappingHandle: own, handle }, DEADLINE);
    expect(new Set(await Promise.all([...reserved(alice), exported].map(codeOf)))).toEqual(
      new Set(['KEY_ACCESS_DENIED']),
    );
    expect(new Set(await Promise.all(reserved(bob).map(codeOf)))).toEqual(new Set(['KEY_NOT_FOUND']));

    await owner.call('UnshareKey', { handle, userName: 'alice' }, DEADLINE);
    expect(await codeOf(alice.call('Decrypt', { handle, ciphertext }, DEADLINE))).toBe('KEY_NOT_FOUND');
    for (const { userName, code } of [
      { userName: 'nobody', code: 'USER_NOT_FOUND' },
      { userName: 'admin', code: 'USER_NOT_FOUND' },
      { userName: 'kmsuser', code: 'INVALID_ARGUMENT' },
    ])
      expect([userName, await codeOf(owner.call('ShareKey', { handle, userName }, DEADLINE))]).toEqual([
        userName,
        code,
      ]);
    // A share names a crypto user; an officer of the same name is somebody else.
    await owner.call('ShareKey', { handle, userName: 'bob' }, DEADLINE);
    await hsm.officer.call('Logout', {}, DEADLINE);
    await hsm.officer.call('Login', { userType: 'USER_TYPE_CO', userName: 'bob', password: 'officer123' }, DEADLINE);
    expect(await codeOf(hsm.officer.call('Decrypt', { handle, ciphertext }, DEADLINE))).toBe('KEY_NOT_FOUND');
  }));

test('who gets the name of a deleted user gets none of its shares', () =>
  inWorld('name', async (world) => {
    const hsm = await world.activeHsm(1);
    await createCryptoUser(hsm.officer, 'alice');
    const owner = await userOf(world, hsm);
    const handle = await generateKey(owner);
    await owner.call('ShareKey', { handle, userName: 'alice' }, DEADLINE);
    await hsm.officer.call('DeleteUser', { userType: 'USER_TYPE_CU', userName: 'alice' }, DEADLINE);
    await createCryptoUser(hsm.officer, 'alice');
    const alice = await userOf(world, hsm, 'alice');
    expect(await codeOf(alice.call('GetKey', { handle }, DEADLINE))).toBe('KEY_NOT_FOUND');
    expect((await owner.call('GetKey', { handle }, DEADLINE)).key?.shares).toEqual([]);
  }));

test('a deleted user who is brought back has its shares again, of key objects that are left, on every HSM', () =>
  inWorld('brought back', async (world) => {
    const first = await world.activeHsm(1);
    await createCryptoUser(first.officer, 'alice');
    const owner = await userOf(world, first);
    const [handle, deleted] = [await generateKey(owner), await generateKey(owner)];
    for (const shared of [handle, deleted])
      await owner.call('ShareKey', { handle: shared, userName: 'alice' }, DEADLINE);
    const second = await peerOf(world, first, 2);
    const { maskedUser } = await first.officer.call(
      'DeleteUser',
      { userType: 'USER_TYPE_CU', userName: 'alice' },
      DEADLINE,
    );
    await owner.call('DeleteKey', { handle: deleted }, DEADLINE);
    // The other HSM hears of the withdrawal, and then that it is undone.
    await send(first, second);
    await first.officer.call('ImportMaskedUser', { maskedUser }, DEADLINE);
    await send(first, second);
    for (const hsm of [first, second]) {
      const { keys } = await (await userOf(world, hsm, 'alice')).call('FindKeys', {}, DEADLINE);
      expect(keys.map((key) => key.handle)).toEqual([handle]);
    }
  }));

test('changes and shares travel to the other HSMs, and outlive a crash', () =>
  inWorld('travel', async (world) => {
    const first = await world.activeHsm(1);
    await createCryptoUser(first.officer, 'alice');
    const owner = await userOf(world, first);
    const handle = await generateKey(owner);
    const second = await peerOf(world, first, 2);
    await owner.call('SetKeyAttributes', { handle, label: 'new', usage: { wrap: false } }, DEADLINE);
    await owner.call('ShareKey', { handle, userName: 'alice' }, DEADLINE);
    await send(first, second);
    world.crash(2);
    const again = await world.start(2);
    const alice = await userOf(world, again, 'alice');
    expect((await alice.call('GetKey', { handle }, DEADLINE)).key).toMatchObject({
      shares: [{ userName: 'alice' }],
      attributes: { label: 'new', wrap: false },
    });
    expect(await digestOf(again)).toBe(await digestOf(first));
  }));

test('two HSMs on which a key object was changed differently agree on one change', async () => {
  for (let seed = 0; seed < 5; seed++) {
    await inWorld(`conflict-${seed}`, async (world) => {
      const first = await world.activeHsm(1);
      const here = await userOf(world, first);
      const handle = await generateKey(here);
      const second = await peerOf(world, first, 2);
      const there = await userOf(world, second);
      await here.call('SetKeyAttributes', { handle, label: `here ${seed}` }, DEADLINE);
      await there.call('SetKeyAttributes', { handle, label: `there ${seed}` }, DEADLINE);
      expect(await digestOf(first)).not.toBe(await digestOf(second));
      await send(first, second);
      await send(second, first);
      expect(await digestOf(first)).toBe(await digestOf(second));
      const label = async (user: typeof here) =>
        (await user.call('GetKey', { handle }, DEADLINE)).key?.attributes?.label;
      expect(await label(here)).toBe(await label(there));
    });
  }
});

test('a key object of a session ends with it, and is on no other HSM', () =>
  inWorld('session', async (world) => {
    const hsm = await world.activeHsm(1);
    const [maker, other] = [await userOf(world, hsm), await userOf(world, hsm)];
    const make = async () =>
      (await maker.call('GenerateKey', { ...DESCRIPTION, session: true }, DEADLINE)).key?.handle ?? 0;
    const handle = await make();
    expect((await other.call('GetKey', { handle }, DEADLINE)).key?.attributes).toMatchObject({
      ...GENERATED,
      token: false,
    });
    const { ciphertext } = await other.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE);
    expect((await other.call('FindKeys', {}, DEADLINE)).keys).toMatchObject([{ handle }]);
    expect((await hsm.officer.call('FindKeys', {}, DEADLINE)).keys).toEqual([]);
    expect(await hsm.admin.call('GetDigest', {}, DEADLINE)).toMatchObject({ keys: 0, tombstones: 0 });
    expect(await codeOf(maker.call('ExportMaskedKey', { handle }, DEADLINE))).toBe('INVALID_ARGUMENT');
    expect(await codeOf(maker.call('ShareKey', { handle, userName: 'kmsuser' }, DEADLINE))).toBe('INVALID_ARGUMENT');
    await maker.call('SetKeyAttributes', { handle, label: 'new' }, DEADLINE);
    const deleted = await make();
    await maker.call('DeleteKey', { handle: deleted }, DEADLINE);
    expect(await codeOf(maker.call('GetKey', { handle: deleted }, DEADLINE))).toBe('KEY_NOT_FOUND');

    const kept = await make();
    await maker.call('SetKeyAttributes', { handle: kept, token: true, label: 'kept' }, DEADLINE);
    await maker.call('Logout', {}, DEADLINE);
    expect(await codeOf(other.call('Decrypt', { handle, ciphertext }, DEADLINE))).toBe('KEY_NOT_FOUND');
    expect((await other.call('FindKeys', {}, DEADLINE)).keys).toMatchObject([
      { handle: kept, attributes: { token: true, label: 'kept' } },
    ]);

    // The death of a connection ends the session as well, and that of the HSM all of them.
    const dying = await userOf(world, hsm);
    await dying.call('GenerateKey', { ...DESCRIPTION, session: true }, DEADLINE);
    dying.close();
    await world.outside.clock.sleep(10);
    expect((await other.call('FindKeys', {}, DEADLINE)).keys.length).toBe(1);
    await other.call('GenerateKey', { ...DESCRIPTION, session: true }, DEADLINE);
    world.crash(1);
    const again = await userOf(world, await world.start(1));
    expect((await again.call('FindKeys', {}, DEADLINE)).keys).toMatchObject([{ handle: kept }]);
    expect(await generateKey(again)).toBe(kept + 3);
  }));

test('keys leave and enter wrapped, as their attributes allow', () =>
  inWorld('wrapping', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    const wrappingHandle = await generateKey(user, 'wrapping');
    const source = (await user.call('GenerateKey', DESCRIPTION, DEADLINE)).key?.handle ?? 0;
    const hidden = await generateKey(user, 'hidden');
    const { ciphertext } = await user.call('Encrypt', { handle: source, plaintext: Buffer.from('x') }, DEADLINE);
    for (const mechanism of ['WRAP_MECHANISM_AES_NO_PAD', 'WRAP_MECHANISM_AES_ZERO_PAD'] as const) {
      const { wrappedKey } = await user.call('WrapKey', { wrappingHandle, handle: source, mechanism }, DEADLINE);
      const unwrap = {
        wrappingHandle,
        wrappedKey,
        mechanism,
        label: 'in',
        id: Buffer.from('in'),
        usage: { sign: true },
      };
      const { key } = await user.call('UnwrapKey', unwrap, DEADLINE);
      expect(key?.attributes).toMatchObject({
        label: 'in',
        lengthBytes: 32,
        sign: true,
        extractable: false,
        local: false,
        neverExtractable: false,
        alwaysSensitive: false,
      });
      const opened = await user.call('Decrypt', { handle: key?.handle ?? 0, ciphertext }, DEADLINE);
      expect(opened.plaintext.toString()).toBe('x');
    }
    expect(await codeOf(user.call('WrapKey', { wrappingHandle, handle: hidden }, DEADLINE))).toBe('POLICY_VIOLATION');

    // A key comes in and goes out in plain through the same door: imSymKey and exSymKey.
    const plaintext = Buffer.alloc(24, 9);
    const { wrapped } = await user.call('AesWrap', { handle: wrappingHandle, plaintext }, DEADLINE);
    const entered = await user.call('UnwrapKey', { wrappingHandle, wrappedKey: wrapped, extractable: true }, DEADLINE);
    const left = await user.call('WrapKey', { wrappingHandle, handle: entered.key?.handle ?? 0 }, DEADLINE);
    const plain = await user.call('AesUnwrap', { handle: wrappingHandle, wrapped: left.wrappedKey }, DEADLINE);
    expect(plain.plaintext).toEqual(plaintext);
    const odd = await user.call('AesWrap', { handle: wrappingHandle, plaintext: Buffer.alloc(40) }, DEADLINE);
    expect(await codeOf(user.call('UnwrapKey', { wrappingHandle, wrappedKey: odd.wrapped }, DEADLINE))).toBe(
      'INVALID_ARGUMENT',
    );
    wrapped.writeUInt8(wrapped.readUInt8(0) ^ 1, 0);
    expect(await codeOf(user.call('UnwrapKey', { wrappingHandle, wrappedKey: wrapped }, DEADLINE))).toBe(
      'INVALID_CIPHERTEXT',
    );
    expect(
      await codeOf(user.call('AesWrap', { handle: wrappingHandle, plaintext: Buffer.alloc(4_104) }, DEADLINE)),
    ).toBe('INVALID_ARGUMENT');

    await user.call('SetKeyAttributes', { handle: source, usage: { wrapWithTrusted: true } }, DEADLINE);
    const wrapSource = () => codeOf(user.call('WrapKey', { wrappingHandle, handle: source }, DEADLINE));
    expect(await wrapSource()).toBe('POLICY_VIOLATION');
    await hsm.officer.call('SetKeyAttributes', { handle: wrappingHandle, trusted: true }, DEADLINE);
    expect(await wrapSource()).toBe('ok');
  }));
