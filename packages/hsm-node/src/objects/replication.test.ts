import { expect, test } from 'vitest';
import {
  claimOf,
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  hostOf,
  inWorld,
  peerOf,
  send,
  userOf,
  type TestAppliance,
} from '../hsm-node.fixture.ts';

const TEXT = Buffer.from('attack at dawn');

const handlesOf = async ({ admin }: TestAppliance) =>
  (await admin.call('ListObjects', {}, DEADLINE)).objects.map(({ handle }) => handle);
const digestOf = async ({ admin }: TestAppliance) =>
  (await admin.call('GetDigest', {}, DEADLINE)).keysDigest.toString('hex');

test('a masked key object decrypts on the other HSM what it encrypted on the first', () =>
  inWorld('clone', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first, 2);
    const [here, there] = [await userOf(world, first), await userOf(world, second)];
    const handle = await generateKey(here);
    const { ciphertext } = await here.call('Encrypt', { handle, plaintext: TEXT }, DEADLINE);
    const { maskedKey } = await here.call('ExportMaskedKey', { handle }, DEADLINE);
    for (let i = 0; i < 2; i++)
      expect(await there.call('ImportMaskedKey', { maskedKey }, DEADLINE)).toEqual({ handle });
    expect((await there.call('Decrypt', { handle, ciphertext }, DEADLINE)).plaintext).toEqual(TEXT);
    expect(await digestOf(first)).toBe(await digestOf(second));
    // An officer moves key objects, too.
    const other = await generateKey(here, 'other');
    const byOfficer = await first.officer.call('ExportMaskedKey', { handle: other }, DEADLINE);
    expect(await codeOf(there.call('ImportMaskedKey', byOfficer, DEADLINE))).toBe('ok');
    // Handles of different HSMs never meet.
    expect(await generateKey(there, 'theirs')).toBe((1 << 18) | 6);
  }));

test('a masked key object of another lineage is refused, a damaged one as well', () =>
  inWorld('lineage', async (world) => {
    const first = await world.activeHsm(1);
    const foreign = await world.activeHsm(2);
    const [here, there] = [await userOf(world, first), await userOf(world, foreign)];
    const { maskedKey } = await here.call('ExportMaskedKey', { handle: await generateKey(here) }, DEADLINE);
    expect(await codeOf(there.call('ImportMaskedKey', { maskedKey }, DEADLINE))).toBe('FOREIGN_OBJECT');
    expect(await codeOf(foreign.admin.call('ImportObjects', { maskedObjects: [maskedKey] }, DEADLINE))).toBe(
      'FOREIGN_OBJECT',
    );
    maskedKey.writeUInt8(maskedKey.readUInt8(maskedKey.length - 1) ^ 1, maskedKey.length - 1);
    expect(await codeOf(here.call('ImportMaskedKey', { maskedKey }, DEADLINE))).toBe('INVALID_CIPHERTEXT');
    expect(await handlesOf(foreign)).toEqual([]);
  }));

test('a key object needs its owner, and crypto users bring only their own', () =>
  inWorld('owner', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first, 2);
    await createCryptoUser(first.officer, 'late');
    const late = await userOf(world, first, 'late');
    const handle = await generateKey(late);
    const { maskedKey } = await late.call('ExportMaskedKey', { handle }, DEADLINE);
    const there = await userOf(world, second);
    expect(await codeOf(there.call('ImportMaskedKey', { maskedKey }, DEADLINE))).toBe('USER_NOT_FOUND');
    const { maskedObjects } = await first.admin.call('ExportObjects', { handles: [handle] }, DEADLINE);
    expect(await second.admin.call('ImportObjects', { maskedObjects }, DEADLINE)).toEqual({
      changed: 0,
      refused: [handle],
    });
    const kmsuser = await userOf(world, first);
    expect(await codeOf(kmsuser.call('ImportMaskedKey', { maskedKey }, DEADLINE))).toBe('KEY_ACCESS_DENIED');
  }));

test('a masked key object may be inserted as one of its own, with a new handle, also where it was deleted', () =>
  inWorld('insert', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first, 2);
    const [here, there] = [await userOf(world, first), await userOf(world, second)];
    const handle = await generateKey(here);
    const { ciphertext } = await here.call('Encrypt', { handle, plaintext: TEXT }, DEADLINE);
    const { maskedKey } = await here.call('ExportMaskedKey', { handle }, DEADLINE);
    await here.call('DeleteKey', { handle }, DEADLINE);
    const insert = { maskedKey, newHandle: true };
    expect(await here.call('ImportMaskedKey', insert, DEADLINE)).toEqual({ handle: 7 });
    expect(await here.call('ImportMaskedKey', insert, DEADLINE)).toEqual({ handle: 8 });
    expect(await there.call('ImportMaskedKey', insert, DEADLINE)).toEqual({ handle: (1 << 18) | 6 });
    expect((await here.call('Decrypt', { handle: 7, ciphertext }, DEADLINE)).plaintext).toEqual(TEXT);
    expect((await here.call('GetKey', { handle: 7 }, DEADLINE)).key).toMatchObject({
      ownerName: 'kmsuser',
      version: 1,
      attributes: { label: 'label', local: true },
    });
    await createCryptoUser(first.officer, 'other');
    const other = await userOf(world, first, 'other');
    expect(await codeOf(other.call('ImportMaskedKey', insert, DEADLINE))).toBe('KEY_ACCESS_DENIED');
    const foreign = await userOf(world, await world.activeHsm(3));
    expect(await codeOf(foreign.call('ImportMaskedKey', insert, DEADLINE))).toBe('FOREIGN_OBJECT');
  }));

test('a deleted key object never comes back, whatever arrives in whichever order', () =>
  inWorld('tombstones', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first, 2);
    const [here, there] = [await userOf(world, first), await userOf(world, second)];
    const handle = await generateKey(here);
    const { maskedKey } = await here.call('ExportMaskedKey', { handle }, DEADLINE);
    await there.call('ImportMaskedKey', { maskedKey }, DEADLINE);
    await here.call('DeleteKey', { handle }, DEADLINE);
    expect(await codeOf(here.call('ImportMaskedKey', { maskedKey }, DEADLINE))).toBe('KEY_NOT_FOUND');
    expect(await first.admin.call('ImportObjects', { maskedObjects: [maskedKey] }, DEADLINE)).toEqual({
      changed: 0,
      refused: [],
    });

    const { maskedObjects } = await first.admin.call('ExportObjects', { handles: [handle, 424_242] }, DEADLINE);
    expect(maskedObjects.length).toBe(1);
    const [tombstone] = maskedObjects as [Buffer];
    expect(await codeOf(there.call('ImportMaskedKey', { maskedKey: tombstone }, DEADLINE))).toBe('INVALID_ARGUMENT');
    const both = { maskedObjects: [maskedKey, tombstone, maskedKey] };
    expect(await second.admin.call('ImportObjects', both, DEADLINE)).toEqual({ changed: 1, refused: [] });
    expect(await second.admin.call('ImportObjects', both, DEADLINE)).toEqual({ changed: 0, refused: [] });
    expect(await codeOf(there.call('GetKey', { handle }, DEADLINE))).toBe('KEY_NOT_FOUND');
    expect(await digestOf(first)).toBe(await digestOf(second));

    // A tombstone also arrives where the key object never was.
    const third = await world.start(3);
    await third.admin.call('Claim', claimOf(2, hostOf(3)), DEADLINE);
    const { sealed } = await first.admin.call('Backup', {}, DEADLINE);
    await third.admin.call('Restore', { sealed }, DEADLINE);
    expect(await digestOf(third)).toBe(await digestOf(first));
    for (const crashed of [1, 2, 3]) world.crash(crashed);
    const again = await Promise.all([1, 2, 3].map((number) => world.start(number)));
    for (const appliance of again)
      expect(await appliance.admin.call('GetDigest', {}, DEADLINE)).toMatchObject({ keys: 0, tombstones: 1 });
  }));

test('digests tell apart what differs, and nothing else', () =>
  inWorld('digests', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first, 2);
    const digests = async (appliance: TestAppliance) => {
      const { keysDigest, usersDigest } = await appliance.admin.call('GetDigest', {}, DEADLINE);
      return [keysDigest.toString('hex'), usersDigest.toString('hex')];
    };
    expect(await digests(first)).toEqual(await digests(second));
    await first.officer.call(
      'ChangePassword',
      { userType: 'USER_TYPE_CU', userName: 'kmsuser', newPassword: 'changed12' },
      DEADLINE,
    );
    expect(await digests(first)).toEqual(await digests(second));
    await createCryptoUser(first.officer, 'other');
    const [keys, users] = await digests(second);
    expect((await digests(first))[0]).toBe(keys);
    expect((await digests(first))[1]).not.toBe(users);
    const there = await userOf(world, second);
    await generateKey(there);
    expect((await digests(second))[0]).not.toBe(keys);
  }));

test('HSMs that exchange what the other lacks become equal', async () => {
  for (let seed = 0; seed < 10; seed++) {
    await inWorld(`exchange-${seed}`, async (world) => {
      const first = await world.activeHsm(1);
      const second = await peerOf(world, first, 2);
      const { random } = world.sim;
      for (let i = 0; i < 20; i++) {
        const appliance = random.int(2) === 0 ? first : second;
        const user = await userOf(world, appliance);
        const { keys } = await user.call('FindKeys', {}, DEADLINE);
        const victim = keys[random.int(Math.max(keys.length, 1))];
        if (victim !== undefined && random.int(3) === 0)
          await user.call('DeleteKey', { handle: victim.handle }, DEADLINE);
        else await generateKey(user);
        user.close();
        if (random.int(4) === 0) await send(first, second);
      }
      await send(first, second);
      await send(second, first);
      expect(await digestOf(first)).toBe(await digestOf(second));
    });
  }
});

const RETIRED = Buffer.from('an id of one key');

test('a retired id is retired on every HSM that hears of it, and HSMs that exchange everything are equal', () =>
  inWorld('retired', async (world) => {
    const first = await world.activeHsm(1);
    const second = await peerOf(world, first, 2);
    const [here, there] = [await userOf(world, first), await userOf(world, second)];
    const description = { label: 'label', id: RETIRED, lengthBytes: 32, extractable: true };
    const early = (await here.call('GenerateKey', description, DEADLINE)).key?.handle ?? 0;
    const kept = (await there.call('GenerateKey', description, DEADLINE)).key?.handle ?? 0;
    const { maskedKey } = await here.call('ExportMaskedKey', { handle: early }, DEADLINE);
    const { sealed } = await first.admin.call('Backup', {}, DEADLINE);
    await there.call('RetireKeyId', { id: RETIRED, keptHandle: kept }, DEADLINE);
    expect(await codeOf(there.call('ImportMaskedKey', { maskedKey }, DEADLINE))).toBe('KEY_NOT_FOUND');
    const asNew = { maskedKey, newHandle: true };
    expect(await codeOf(there.call('ImportMaskedKey', asNew, DEADLINE))).toBe('POLICY_VIOLATION');

    await send(first, second);
    await send(second, first);
    expect(await digestOf(first)).toBe(await digestOf(second));
    for (const user of [here, there]) {
      const { keys } = await user.call('FindKeys', { id: RETIRED }, DEADLINE);
      expect(keys.map(({ handle }) => handle)).toEqual([kept]);
      expect(await codeOf(user.call('GenerateKey', description, DEADLINE))).toBe('POLICY_VIOLATION');
    }

    // A backup from before the retirement brings the key object back until a peer tells of it.
    const third = await world.start(3);
    await third.admin.call('Claim', claimOf(2, hostOf(3)), DEADLINE);
    await third.admin.call('Restore', { sealed }, DEADLINE);
    expect(await handlesOf(third)).toEqual([early]);
    await send(second, third);
    expect(await digestOf(third)).toBe(await digestOf(second));
  }));
