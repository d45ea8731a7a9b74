import { expect, test } from 'vitest';
import {
  claimOf,
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  hostOf,
  inWorld,
  logIn,
  OFFICER_PASSWORD,
} from '../hsm-node.fixture.ts';

const TEXT = Buffer.from('attack at dawn');

test('an owner generates, finds, reads, uses and deletes its key objects', () =>
  inWorld('owner', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const description = { label: 'label', id: Buffer.from('id'), lengthBytes: 24, extractable: true };
    const { key } = await user.call('GenerateKey', description, DEADLINE);
    expect(key).toMatchObject({
      handle: 6,
      ownerName: 'kmsuser',
      ownerId: 3,
      version: 1,
      attributes: { ...description, token: true, encrypt: true, decrypt: true },
    });
    expect(key?.attributes?.checkValue.length).toBe(3);
    const second = await generateKey(user, 'second');
    expect(second).toBe(7);
    const find = async (conditions: object) =>
      (await user.call('FindKeys', conditions, DEADLINE)).keys.map(({ handle }) => handle);
    expect(await find({})).toEqual([6, 7]);
    expect(await find({ label: 'label' })).toEqual([6]);
    expect(await find({ id: Buffer.from('second') })).toEqual([7]);
    expect(await find({ label: 'label', id: Buffer.from('second') })).toEqual([]);
    expect(await find({ ownerId: 1 })).toEqual([]);
    expect((await user.call('GetKey', { handle: 6 }, DEADLINE)).key).toEqual(key);
    await user.call('DeleteKey', { handle: 6 }, DEADLINE);
    expect(await find({})).toEqual([7]);
    expect(await codeOf(user.call('GetKey', { handle: 6 }, DEADLINE))).toBe('KEY_NOT_FOUND');
    expect(await codeOf(user.call('DeleteKey', { handle: 6 }, DEADLINE))).toBe('KEY_NOT_FOUND');
  }));

test('for another crypto user the key object does not exist; an officer sees its handle', () =>
  inWorld('others', async (world) => {
    const hsm = await world.activeHsm(1);
    await createCryptoUser(hsm.officer, 'other');
    const [owner, other] = [world.connect(hsm), world.connect(hsm)];
    await logIn(owner, 'kmsuser');
    await logIn(other, 'other');
    const handle = await generateKey(owner);
    const { ciphertext } = await owner.call('Encrypt', { handle, plaintext: TEXT }, DEADLINE);
    const attempts = [
      other.call('GetKey', { handle }, DEADLINE),
      other.call('DeleteKey', { handle }, DEADLINE),
      other.call('ExportMaskedKey', { handle }, DEADLINE),
      other.call('Encrypt', { handle, plaintext: TEXT }, DEADLINE),
      other.call('Decrypt', { handle, ciphertext }, DEADLINE),
      other.call('GenerateDataKey', { handle, lengthBytes: 32 }, DEADLINE),
      hsm.officer.call('Encrypt', { handle, plaintext: TEXT }, DEADLINE),
    ];
    expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set(['KEY_NOT_FOUND']));
    expect((await other.call('FindKeys', {}, DEADLINE)).keys).toEqual([]);
    const { keys } = await hsm.officer.call('FindKeys', { ownerId: 3 }, DEADLINE);
    expect(keys).toMatchObject([{ handle, attributes: null }]);
    expect(await codeOf(hsm.officer.call('FindKeys', { label: 'label' }, DEADLINE))).toBe('NOT_PERMITTED');
    expect(await codeOf(hsm.officer.call('GetKey', { handle }, DEADLINE))).toBe('NOT_PERMITTED');
  }));

const LIMITS = [
  { name: 'a key of 20 bytes', method: 'GenerateKey', request: { lengthBytes: 20 }, code: 'INVALID_ARGUMENT' },
  {
    name: 'a label of 127 bytes',
    method: 'GenerateKey',
    request: { lengthBytes: 32, label: 'l'.repeat(127) },
    code: 'ok',
  },
  {
    name: 'a label of 128 bytes',
    method: 'GenerateKey',
    request: { lengthBytes: 32, label: 'l'.repeat(128) },
    code: 'INVALID_ARGUMENT',
  },
  {
    name: 'an id of 128 bytes',
    method: 'GenerateKey',
    request: { lengthBytes: 32, id: Buffer.alloc(128) },
    code: 'INVALID_ARGUMENT',
  },
  { name: 'no plaintext', method: 'Encrypt', request: { handle: 6 }, code: 'ok' },
  {
    name: 'a plaintext of 8192 bytes',
    method: 'Encrypt',
    request: { handle: 6, plaintext: Buffer.alloc(8_192) },
    code: 'ok',
  },
  {
    name: 'a plaintext of 8193 bytes',
    method: 'Encrypt',
    request: { handle: 6, plaintext: Buffer.alloc(8_193) },
    code: 'INVALID_ARGUMENT',
  },
  {
    name: 'additional data of 65537 bytes',
    method: 'Encrypt',
    request: { handle: 6, additionalData: Buffer.alloc(65_537) },
    code: 'INVALID_ARGUMENT',
  },
  {
    name: 'a ciphertext of 27 bytes',
    method: 'Decrypt',
    request: { handle: 6, ciphertext: Buffer.alloc(27) },
    code: 'INVALID_CIPHERTEXT',
  },
  {
    name: 'a ciphertext of 28 zeros',
    method: 'Decrypt',
    request: { handle: 6, ciphertext: Buffer.alloc(28) },
    code: 'INVALID_CIPHERTEXT',
  },
  {
    name: 'a data key of 0 bytes',
    method: 'GenerateDataKey',
    request: { handle: 6, lengthBytes: 0 },
    code: 'INVALID_ARGUMENT',
  },
  {
    name: 'a data key of 1024 bytes',
    method: 'GenerateDataKey',
    request: { handle: 6, lengthBytes: 1_024 },
    code: 'ok',
  },
  {
    name: 'a data key of 1025 bytes',
    method: 'GenerateDataKey',
    request: { handle: 6, lengthBytes: 1_025 },
    code: 'INVALID_ARGUMENT',
  },
  { name: '1025 random bytes', method: 'GenerateRandom', request: { lengthBytes: 1_025 }, code: 'INVALID_ARGUMENT' },
  { name: 'an unknown handle', method: 'Encrypt', request: { handle: 7_777 }, code: 'KEY_NOT_FOUND' },
] as const;

test('calls keep within their limits', () =>
  inWorld('limits', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    await generateKey(user);
    for (const { name, method, request, code } of LIMITS) {
      expect([name, await codeOf(user.call(method, request, DEADLINE))]).toEqual([name, code]);
    }
  }));

test('data keys and reencrypted data decrypt to what they were', () =>
  inWorld('data', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const [one, two] = [await generateKey(user, 'one'), await generateKey(user, 'two')];
    const [a, b] = [Buffer.from('a'), Buffer.from('b')];
    const dataKey = await user.call('GenerateDataKey', { handle: one, lengthBytes: 32, additionalData: a }, DEADLINE);
    expect(dataKey.plaintext.length).toBe(32);
    const move = {
      sourceHandle: one,
      ciphertext: dataKey.ciphertext,
      destinationHandle: two,
      destinationAdditionalData: b,
    };
    const moved = await user.call('Reencrypt', { ...move, sourceAdditionalData: a }, DEADLINE);
    const opened = await user.call(
      'Decrypt',
      { handle: two, ciphertext: moved.ciphertext, additionalData: b },
      DEADLINE,
    );
    expect(opened.plaintext).toEqual(dataKey.plaintext);
    expect(await codeOf(user.call('Reencrypt', { ...move, sourceAdditionalData: b }, DEADLINE))).toBe(
      'INVALID_CIPHERTEXT',
    );
    const hidden = await user.call(
      'GenerateDataKey',
      { handle: one, lengthBytes: 32, withoutPlaintext: true },
      DEADLINE,
    );
    expect(hidden.plaintext.length).toBe(0);
    expect(
      (await user.call('Decrypt', { handle: one, ciphertext: hidden.ciphertext }, DEADLINE)).plaintext.length,
    ).toBe(32);
    const [first, second] = [
      await user.call('GenerateRandom', { lengthBytes: 32 }, DEADLINE),
      await user.call('GenerateRandom', { lengthBytes: 32 }, DEADLINE),
    ];
    expect(first.random).not.toEqual(second.random);
  }));

test('who names the id of a key object, too, gets no other', () =>
  inWorld('named', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const [handle, other] = [await generateKey(user, 'one'), await generateKey(user, 'two')];
    const keyId = Buffer.from('one');
    const { ciphertext } = await user.call('Encrypt', { handle, keyId, plaintext: TEXT }, DEADLINE);
    const reencrypt = { ciphertext, sourceHandle: handle, sourceKeyId: keyId, destinationHandle: other };
    await user.call('Reencrypt', { ...reencrypt, destinationKeyId: Buffer.from('two') }, DEADLINE);
    const mistaken = [
      user.call('Encrypt', { handle: other, keyId, plaintext: TEXT }, DEADLINE),
      user.call('Decrypt', { handle: other, keyId, ciphertext }, DEADLINE),
      user.call('Reencrypt', { ...reencrypt, destinationKeyId: keyId }, DEADLINE),
      user.call('Reencrypt', { ...reencrypt, sourceKeyId: Buffer.from('two') }, DEADLINE),
      user.call('GenerateDataKey', { handle: other, keyId, lengthBytes: 32 }, DEADLINE),
      user.call('DeleteKey', { handle: other, keyId }, DEADLINE),
    ];
    expect(new Set(await Promise.all(mistaken.map(codeOf)))).toEqual(new Set(['KEY_NOT_FOUND']));
    await user.call('DeleteKey', { handle, keyId }, DEADLINE);
    expect((await user.call('FindKeys', {}, DEADLINE)).keys.map((key) => key.handle)).toEqual([other]);
  }));

test('a full HSM generates no key, a deleted one makes room', () =>
  inWorld('full', async (world) => {
    const hsm = await world.activeHsm(1, claimOf(0, hostOf(1), { keysMax: 2 }));
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handles = [await generateKey(user), await generateKey(user)];
    expect(await codeOf(generateKey(user))).toBe('NO_SPACE');
    await user.call('DeleteKey', { handle: handles[0] ?? 0 }, DEADLINE);
    expect(await codeOf(generateKey(user))).toBe('ok');
  }));

test('an HSM that is not level does no cryptography', () =>
  inWorld('level', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handle = await generateKey(user);
    await hsm.admin.call('SetLevel', { level: false }, DEADLINE);
    expect((await user.call('GetInfo', {}, DEADLINE)).level).toBe(false);
    expect(await codeOf(user.call('Encrypt', { handle, plaintext: TEXT }, DEADLINE))).toBe('HSM_NOT_LEVEL');
    expect(await codeOf(user.call('GenerateRandom', { lengthBytes: 1 }, DEADLINE))).toBe('HSM_NOT_LEVEL');
    expect(await codeOf(user.call('Probe', {}, DEADLINE))).toBe('ok');
    await hsm.admin.call('SetLevel', { level: true }, DEADLINE);
    expect(await codeOf(user.call('Encrypt', { handle, plaintext: TEXT }, DEADLINE))).toBe('ok');
  }));

test('what was acknowledged survives a crash at any moment; no handle is given twice', async () => {
  for (let seed = 0; seed < 40; seed++) {
    await inWorld(`crash-${seed}`, async (world) => {
      const hsm = await world.activeHsm(1);
      const user = world.connect(hsm);
      await logIn(user, 'kmsuser');
      const generated: number[] = [];
      const deleted: number[] = [];
      const work = async () => {
        for (;;) {
          const handle = await generateKey(user);
          generated.push(handle);
          if (handle % 2 === 0) {
            await user.call('DeleteKey', { handle }, DEADLINE);
            deleted.push(handle);
          }
        }
      };
      const ended = codeOf(work());
      await world.outside.clock.sleep(world.sim.random.fraction() * 20);
      world.crash(1);
      await ended;

      const again = await world.start(1);
      await again.admin.call('SetLevel', { level: true }, DEADLINE);
      const officer = world.connect(again);
      await officer.call(
        'Login',
        { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD },
        DEADLINE,
      );
      const { objects } = await again.admin.call('ListObjects', {}, DEADLINE);
      const alive = objects.filter((object) => !object.deleted).map(({ handle }) => handle);
      for (const handle of generated) expect(objects.some((object) => object.handle === handle)).toBe(true);
      for (const handle of deleted) expect(alive).not.toContain(handle);
      // One generation or deletion may have happened without its acknowledgement.
      expect(objects.length - generated.length).toBeLessThanOrEqual(1);
      const userAgain = world.connect(again);
      await logIn(userAgain, 'kmsuser');
      expect(objects.map(({ handle }) => handle)).not.toContain(await generateKey(userAgain));
    });
  }
});

const ID = Buffer.from('an id of one key');
const description = { label: 'label', id: ID, lengthBytes: 32 };

test('an owner retires an id: its key objects are gone but for one, and none comes later', () =>
  inWorld('retired', async (world) => {
    const hsm = await world.activeHsm(1);
    await createCryptoUser(hsm.officer, 'other');
    const [owner, other] = [world.connect(hsm), world.connect(hsm)];
    await logIn(owner, 'kmsuser');
    await logIn(other, 'other');
    const kept = (await owner.call('GenerateKey', description, DEADLINE)).key?.handle ?? 0;
    await owner.call('GenerateKey', description, DEADLINE);
    const { key: foreign } = await other.call('GenerateKey', description, DEADLINE);
    const elsewhere = await generateKey(owner, 'elsewhere');
    const retire = { id: ID, keptHandle: kept };
    await owner.call('RetireKeyId', retire, DEADLINE);
    const own = async () => (await owner.call('FindKeys', {}, DEADLINE)).keys.map(({ handle }) => handle);
    expect(await own()).toEqual([kept, elsewhere]);
    expect(await codeOf(owner.call('GenerateKey', description, DEADLINE))).toBe('POLICY_VIOLATION');
    expect(await codeOf(owner.call('SetKeyAttributes', { handle: elsewhere, id: ID }, DEADLINE))).toBe(
      'POLICY_VIOLATION',
    );
    expect(await codeOf(owner.call('SetKeyAttributes', { handle: kept, id: ID }, DEADLINE))).toBe('ok');
    expect((await other.call('FindKeys', { id: ID }, DEADLINE)).keys[0]?.handle).toBe(foreign?.handle);

    const { tombstones } = await hsm.admin.call('GetDigest', {}, DEADLINE);
    await owner.call('RetireKeyId', retire, DEADLINE);
    expect((await hsm.admin.call('GetDigest', {}, DEADLINE)).tombstones).toBe(tombstones);
    await owner.call('RetireKeyId', { id: ID }, DEADLINE);
    expect(await own()).toEqual([elsewhere]);
    expect(await codeOf(owner.call('RetireKeyId', { id: Buffer.alloc(0) }, DEADLINE))).toBe('INVALID_ARGUMENT');

    world.crash(1);
    const again = world.connect(await world.start(1));
    await logIn(again, 'kmsuser');
    expect(await codeOf(again.call('GenerateKey', description, DEADLINE))).toBe('POLICY_VIOLATION');
  }));
