import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { HsmServiceDefinition } from '@keystorm/protocol';
import { invariant, type Peer } from '@keystorm/runtime';
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
  peerOf,
  send,
  userOf,
} from '../hsm-node.fixture.ts';

const SHAPE = { modulusBits: 2048, publicExponent: 65_537 };

async function generatePair(user: Peer<HsmServiceDefinition>, more: object = {}) {
  const description = { ...SHAPE, label: 'pair', id: Buffer.from('id'), ...more };
  const { publicKey, privateKey } = await user.call('GenerateKeyPair', description, DEADLINE);
  invariant(publicKey !== null && privateKey !== null, 'two keys are in the answer');
  return { publicKey, privateKey };
}

async function handlesOf(user: Peer<HsmServiceDefinition>) {
  return (await user.call('FindKeys', {}, DEADLINE)).keys.map(({ handle }) => handle);
}

test('a pair is two key objects, with the public half of the pair in both', () =>
  inWorld('pair', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    const { publicKey, privateKey } = await generatePair(user, { extractable: true });
    const common = { label: 'pair', id: Buffer.from('id'), keyType: 'KEY_TYPE_RSA', lengthBytes: 0, token: true };
    const usage = { derive: false, destroyable: true, wrapWithTrusted: false, local: true, private: true };
    expect(publicKey).toMatchObject({
      handle: 6,
      isPublic: true,
      attributes: {
        ...common,
        ...usage,
        keyClass: 'KEY_CLASS_PUBLIC',
        ...{ encrypt: true, verify: true, wrap: true, decrypt: false, sign: false, unwrap: false },
        ...{ sensitive: false, alwaysSensitive: false, extractable: true, neverExtractable: false },
      },
    });
    expect(privateKey).toMatchObject({
      handle: 7,
      isPublic: false,
      attributes: {
        ...common,
        ...usage,
        keyClass: 'KEY_CLASS_PRIVATE',
        ...{ encrypt: false, verify: false, wrap: false, decrypt: true, sign: true, unwrap: true },
        ...{ sensitive: true, alwaysSensitive: true, extractable: true, neverExtractable: false },
      },
    });
    const { modulus, publicExponent } = publicKey.attributes!;
    const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: publicExponent.toString('base64url') };
    const spki = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' });
    const checkValue = createHash('sha1').update(spki).digest().subarray(0, 3);
    for (const key of [publicKey, privateKey])
      expect(key.attributes).toMatchObject({ modulus, publicExponent, modulusBits: 2048, checkValue });
  }));

test('another crypto user sees the public key, and cannot change it; an officer sees which one it is', () =>
  inWorld('visible', async (world) => {
    const hsm = await world.activeHsm(1);
    await createCryptoUser(hsm.officer, 'other');
    const other = world.connect(hsm);
    await logIn(other, 'other');
    const { publicKey, privateKey } = await generatePair(await userOf(world, hsm));
    expect(await handlesOf(other)).toEqual([publicKey.handle]);
    expect((await other.call('GetKey', { handle: publicKey.handle }, DEADLINE)).key).toEqual(publicKey);
    const refused = [publicKey, privateKey].flatMap(({ handle }) => [
      other.call('DeleteKey', { handle }, DEADLINE),
      other.call('ExportMaskedKey', { handle }, DEADLINE),
      other.call('SetKeyAttributes', { handle, label: 'mine' }, DEADLINE),
    ]);
    expect(await Promise.all(refused.map(codeOf))).toEqual([
      ...Array<string>(3).fill('KEY_ACCESS_DENIED'),
      ...Array<string>(3).fill('KEY_NOT_FOUND'),
    ]);
    const { keys } = await hsm.officer.call('FindKeys', {}, DEADLINE);
    expect(keys).toMatchObject([
      { handle: 6, isPublic: true, attributes: null },
      { handle: 7, isPublic: false, attributes: null },
    ]);
  }));

test.each([
  { name: 'too short a modulus', more: { modulusBits: 1024 }, code: 'POLICY_VIOLATION' },
  { name: 'too small an exponent', more: { publicExponent: 3 }, code: 'POLICY_VIOLATION' },
  { name: 'too long a label', more: { label: 'l'.repeat(128) }, code: 'INVALID_ARGUMENT' },
])('with $name, no key object is made', ({ more, code }) =>
  inWorld('weak', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    expect(await codeOf(generatePair(user, more))).toBe(code);
    expect(await handlesOf(user)).toEqual([]);
  }),
);

test('a pair that does not fit is not made by half', () =>
  inWorld('full', async (world) => {
    const hsm = await world.activeHsm(1, claimOf(0, hostOf(1), { keysMax: 4 }));
    const user = await userOf(world, hsm);
    await generatePair(user);
    const handle = await generateKey(user);
    expect(await codeOf(generatePair(user))).toBe('NO_SPACE');
    expect(await handlesOf(user)).toEqual([6, 7, handle]);
  }));

test('keys of pairs have a limit of their own, which AES keys do not know', () =>
  inWorld('asymmetric', async (world) => {
    const limits = { keysMax: 8, asymmetricKeysMax: 3 };
    const hsm = await world.activeHsm(1, claimOf(0, hostOf(1), limits));
    const user = await userOf(world, hsm);
    const aes = await generateKey(user);
    const { publicKey, privateKey } = await generatePair(user, { extractable: true });
    expect(await codeOf(generatePair(user))).toBe('NO_SPACE');

    const mechanism = 'WRAP_MECHANISM_AES_ZERO_PAD';
    const source = { wrappingHandle: aes, handle: privateKey.handle, mechanism } as const;
    const { wrappedKey } = await user.call('WrapKey', source, DEADLINE);
    const back = { wrappingHandle: aes, wrappedKey, mechanism, keyClass: 'KEY_CLASS_PRIVATE' } as const;
    const { maskedKey } = await user.call('ExportMaskedKey', { handle: privateKey.handle }, DEADLINE);
    const insert = { maskedKey, newHandle: true };
    expect(await codeOf(user.call('UnwrapKey', back, DEADLINE))).toBe('ok');
    expect(await codeOf(user.call('UnwrapKey', back, DEADLINE))).toBe('NO_SPACE');
    expect(await codeOf(user.call('ImportMaskedKey', insert, DEADLINE))).toBe('NO_SPACE');
    await user.call('DeleteKey', { handle: publicKey.handle }, DEADLINE);
    expect(await codeOf(user.call('ImportMaskedKey', insert, DEADLINE))).toBe('ok');

    // Those of a session are counted among themselves, until they are to stay.
    const ofSession = await generatePair(user, { session: true });
    const stay = { handle: ofSession.privateKey.handle, token: true };
    expect(await codeOf(user.call('SetKeyAttributes', stay, DEADLINE))).toBe('NO_SPACE');
    await user.call('DeleteKey', { handle: privateKey.handle }, DEADLINE);
    expect(await codeOf(user.call('SetKeyAttributes', stay, DEADLINE))).toBe('ok');
    expect(await codeOf(generateKey(user))).toBe('ok');
  }));

test('an HSM takes no more keys of pairs from its peers than it has room for', () =>
  inWorld('asymmetric peers', async (world) => {
    const hsm = await world.activeHsm(1, claimOf(0, hostOf(1), { asymmetricKeysMax: 3 }));
    const peer = await peerOf(world, hsm, 2);
    await generatePair(await userOf(world, hsm));
    await send(hsm, peer);
    await generatePair(await userOf(world, peer));
    expect(await codeOf(send(peer, hsm))).toBe('NO_SPACE');
    await generateKey(await userOf(world, hsm));
    await send(hsm, peer);
    expect(await handlesOf(await userOf(world, peer))).toHaveLength(5);
  }));

test('the keys of a pair are not AES keys: they neither encrypt nor wrap as those do, and public ones are not wrapped', () =>
  inWorld('no AES', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    const wrappingHandle = await generateKey(user);
    const { publicKey, privateKey } = await generatePair(user, { extractable: true });
    const mechanism = 'WRAP_MECHANISM_AES_ZERO_PAD';
    const plaintext = Buffer.from('plain');
    const attempts = [
      user.call('Encrypt', { handle: publicKey.handle, plaintext }, DEADLINE),
      user.call('Decrypt', { handle: privateKey.handle, ciphertext: Buffer.alloc(32) }, DEADLINE),
      user.call('GenerateDataKey', { handle: publicKey.handle, lengthBytes: 32 }, DEADLINE),
      user.call('AesWrap', { handle: publicKey.handle, plaintext, mechanism }, DEADLINE),
      user.call('AesUnwrap', { handle: privateKey.handle, wrapped: Buffer.alloc(256), mechanism }, DEADLINE),
      user.call('WrapKey', { wrappingHandle, handle: publicKey.handle, mechanism }, DEADLINE),
      user.call('WrapKey', { wrappingHandle, handle: wrappingHandle, mechanism: 'WRAP_MECHANISM_RSA_OAEP' }, DEADLINE),
      user.call('WrapKey', { wrappingHandle: publicKey.handle, handle: wrappingHandle, mechanism }, DEADLINE),
    ];
    expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set(['POLICY_VIOLATION']));
  }));

test.each(['WRAP_MECHANISM_AES_ZERO_PAD', 'WRAP_MECHANISM_AES_PKCS5_PAD', 'WRAP_MECHANISM_RSA_AES'] as const)(
  'a private key leaves wrapped by %s, and comes back as the same key from outside',
  (mechanism) =>
    inWorld(mechanism, async (world) => {
      const user = await userOf(world, await world.activeHsm(1));
      const aes = await generateKey(user);
      const { publicKey, privateKey } = await generatePair(user, { extractable: true });
      const isRsa = mechanism === 'WRAP_MECHANISM_RSA_AES';
      const [wraps, unwraps] = isRsa ? [publicKey.handle, privateKey.handle] : [aes, aes];
      const source = { wrappingHandle: wraps, handle: privateKey.handle, mechanism };
      const { wrappedKey } = await user.call('WrapKey', source, DEADLINE);
      const request = { wrappingHandle: unwraps, wrappedKey, mechanism, keyClass: 'KEY_CLASS_PRIVATE' } as const;
      const { key } = await user.call('UnwrapKey', { ...request, label: 'back' }, DEADLINE);
      expect(key).toMatchObject({
        isPublic: false,
        attributes: {
          ...{ label: 'back', local: false, keyClass: 'KEY_CLASS_PRIVATE', keyType: 'KEY_TYPE_RSA' },
          ...{ decrypt: true, unwrap: true, sign: true, encrypt: false, wrap: false, verify: false },
          modulus: publicKey.attributes?.modulus,
          checkValue: publicKey.attributes?.checkValue,
        },
      });
    }),
);

test('what is wrapped makes the kind of key that it is, and nothing else', () =>
  inWorld('kinds', async (world) => {
    const user = await userOf(world, await world.activeHsm(1));
    const handle = await generateKey(user);
    const { privateKey } = await generatePair(user, { extractable: true });
    const mechanism = 'WRAP_MECHANISM_AES_ZERO_PAD' as const;
    const wrap = async (plaintext: Buffer) =>
      (await user.call('AesWrap', { handle, plaintext, mechanism }, DEADLINE)).wrapped;
    const { wrappedKey: wrappedPrivate } = await user.call(
      'WrapKey',
      { wrappingHandle: handle, handle: privateKey.handle, mechanism },
      DEADLINE,
    );
    const encoding = {
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    } as const;
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256', ...encoding }).privateKey;
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024, ...encoding }).privateKey;
    const ROWS = [
      [wrappedPrivate, 'KEY_CLASS_SECRET', 'INVALID_ARGUMENT'],
      [await wrap(Buffer.alloc(32, 1)), 'KEY_CLASS_PRIVATE', 'INVALID_ARGUMENT'],
      [await wrap(Buffer.alloc(32, 1)), 'KEY_CLASS_PUBLIC', 'INVALID_ARGUMENT'],
      [await wrap(curve), 'KEY_CLASS_PRIVATE', 'INVALID_ARGUMENT'],
      [await wrap(weak), 'KEY_CLASS_PRIVATE', 'POLICY_VIOLATION'],
      [wrappedPrivate.subarray(8), 'KEY_CLASS_PRIVATE', 'INVALID_CIPHERTEXT'],
    ] as const;
    for (const [wrappedKey, keyClass, code] of ROWS) {
      const request = { wrappingHandle: handle, wrappedKey, mechanism, keyClass, label: 'back' };
      expect({ keyClass, code: await codeOf(user.call('UnwrapKey', request, DEADLINE)) }).toEqual({ keyClass, code });
    }
    const vector = { initializationVector: Buffer.alloc(8), mechanism: 'WRAP_MECHANISM_RSA_OAEP' } as const;
    expect(await codeOf(user.call('WrapKey', { wrappingHandle: handle, handle, ...vector }, DEADLINE))).toBe(
      'INVALID_ARGUMENT',
    );
    const plaintext = Buffer.alloc(16);
    expect(
      await codeOf(user.call('AesWrap', { handle, plaintext, mechanism: 'WRAP_MECHANISM_RSA_AES' }, DEADLINE)),
    ).toBe('INVALID_ARGUMENT');
  }));

test('a pair survives a crash, goes into a backup and to a peer, and what was deleted there stays so', () =>
  inWorld('copies', async (world) => {
    const hsm = await world.activeHsm(1);
    const pair = await generatePair(await userOf(world, hsm));
    const peer = await peerOf(world, hsm, 2);
    const there = await userOf(world, peer);
    for (const key of [pair.publicKey, pair.privateKey])
      expect((await there.call('GetKey', { handle: key.handle }, DEADLINE)).key).toEqual(key);

    world.crash(1);
    const again = await world.start(1);
    await again.admin.call('SetLevel', { level: true }, DEADLINE);
    const here = await userOf(world, again);
    const second = await generatePair(here, { label: 'second' });
    await there.call('DeleteKey', { handle: pair.privateKey.handle }, DEADLINE);
    await send(again, peer);
    await send(peer, again);
    const expected = [pair.publicKey, second.publicKey, second.privateKey].map(({ handle }) => handle);
    for (const user of [here, there]) expect(await handlesOf(user)).toEqual(expected);
    const digests = [again, peer].map(async ({ admin }) => (await admin.call('GetDigest', {}, DEADLINE)).keysDigest);
    expect(await digests[0]).toEqual(await digests[1]);
  }));

test('a pair of a session ends with it', () =>
  inWorld('session', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    const { privateKey } = await generatePair(user, { session: true });
    expect(privateKey.attributes).toMatchObject({ token: false });
    await user.call('Logout', {}, DEADLINE);
    await logIn(user, 'kmsuser');
    expect(await handlesOf(user)).toEqual([]);
  }));

test('the audit log names both handles, and neither where there is no pair', () =>
  inWorld('audit', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = await userOf(world, hsm);
    await generatePair(user);
    await codeOf(generatePair(user, { publicExponent: 1 }));
    const { records } = await hsm.admin.call('ReadAuditLog', { recordsMax: 1_000 }, DEADLINE);
    const pairs = records.map(({ message }) => message.split('\n')).filter((lines) => lines[4]?.includes('KEY_PAIR'));
    expect(pairs.map((lines) => [lines[4], ...lines.slice(6)])).toEqual([
      [
        'Opcode : CN_GENERATE_KEY_PAIR (0x19)',
        'Response : 0:HSM Return: SUCCESS',
        'Log type : MGMT_KEY_DETAILS_LOG (1)',
        'Priv/Secret Key Handle : 7',
        'Public Key Handle : 6',
      ],
      [
        'Opcode : CN_GENERATE_KEY_PAIR (0x19)',
        'Response : 179:HSM Error: This operation violates the current configured/FIPS policies',
        'Log type : MINIMAL_LOG_ENTRY (0)',
      ],
    ]);
  }));
