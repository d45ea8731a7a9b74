import { HSM_SERVICE, type HsmServiceDefinition, isHsmError } from '@keystorm/protocol';
import type { Peer } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { type Credential, issueCredential } from '../crypto/certificates.ts';
import {
  type ActiveHsm,
  claimOf,
  codeOf,
  DEADLINE,
  hostOf,
  inWorld,
  OFFICER_PASSWORD,
  type TestAppliance,
  USER_PASSWORD,
  type World,
} from '../hsm-node.fixture.ts';
import { Signer } from '../signer.fixture.ts';

type Data = Peer<HsmServiceDefinition>;

const CLUSTER = 'MTLS_ENFORCEMENT_CLUSTER';
const NONE = 'MTLS_ENFORCEMENT_NONE';
const ADMIN = { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD } as const;

const claim = (number: number) => claimOf(number - 1, hostOf(number), { hsmType: 'hsm2m.medium' });

const authority = (world: World, name: string) => issueCredential(world.outside, name, 'authority');
const register = (officer: Data, { certificate }: Pick<Credential, 'certificate'>) =>
  officer.call('RegisterTrustAnchor', { certificate }, DEADLINE);
const deregister = (officer: Data, reference: number) =>
  officer.call('DeregisterTrustAnchor', { references: [reference] }, DEADLINE);
const set = (officer: Data, level: typeof CLUSTER | typeof NONE) =>
  officer.call('SetMtlsEnforcement', { level }, DEADLINE);
const probe = (client: Data) => codeOf(client.call('Probe', {}, DEADLINE));

async function anchorsOf(client: Data): Promise<readonly (readonly [number, string])[]> {
  const { trustAnchors } = await client.call('ListTrustAnchors', {}, DEADLINE);
  return trustAnchors.map(({ reference, certificate }) => [reference, certificate.trim()]);
}

/** Why a call fails, in the HSM's own words. */
function refusalOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (isHsmError(error) ? error.message : String(error)),
  );
}

/** A connection with a certificate of that authority. */
async function connectBy(world: World, { node }: TestAppliance, issuer: Credential): Promise<Data> {
  const identity = await issueCredential(world.outside, 'client', 'transport', issuer);
  const tls = { trustAnchor: world.customer.ca.certificate, ...identity };
  return world.outside.network.connect(HSM_SERVICE, { address: node.dataAddress ?? '', tls });
}

/** The officer `admin`, on a connection with a certificate. */
async function adminBy(world: World, hsm: TestAppliance, issuer: Credential): Promise<Data> {
  const admin = await connectBy(world, hsm, issuer);
  await admin.call('Login', ADMIN, DEADLINE);
  return admin;
}

/** An HSM that lets in clients of one authority only, and `admin` as one of them. */
async function enforcing(world: World): Promise<{ hsm: ActiveHsm; one: Credential; admin: Data }> {
  const hsm = await world.activeHsm(1, claim(1));
  const one = await authority(world, 'one');
  await register(hsm.officer, one);
  const admin = await adminBy(world, hsm, one);
  await set(admin, CLUSTER);
  return { hsm, one, admin };
}

test('two trust anchors are registered, listed, and deregistered; references are used again', () =>
  inWorld('anchors', async (world) => {
    const { officer, ...hsm } = await world.activeHsm(1, claim(1));
    const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((name) => authority(world, name)));
    const text = ({ certificate }: Credential) => certificate.trim();
    expect(await anchorsOf(world.connect(hsm))).toEqual([]);
    expect((await register(officer, one!)).trustAnchor?.reference).toBe(1);
    expect(await refusalOf(register(officer, one!))).toBe('Invalid Certificate: Trust anchor already exists.');
    expect((await register(officer, two!)).trustAnchor?.reference).toBe(2);
    expect(await codeOf(register(officer, three!))).toBe('NO_SPACE');
    await deregister(officer, 1);
    expect(await codeOf(deregister(officer, 1))).toBe('INVALID_ARGUMENT');
    expect((await register(officer, three!)).trustAnchor?.reference).toBe(1);
    expect(await anchorsOf(world.connect(hsm))).toEqual([
      [1, text(three!)],
      [2, text(two!)],
    ]);
    expect(await codeOf(register(officer, { certificate: 'none' }))).toBe('INVALID_ARGUMENT');
  }));

test('only crypto officers change anything, and only the officer admin on a connection with a certificate enforces', () =>
  inWorld('rights', async (world) => {
    const hsm = await world.activeHsm(1, claim(1));
    const one = await authority(world, 'one');
    await register(hsm.officer, one);
    const kmsuser = await connectBy(world, hsm, one);
    const changes = (client: Data) =>
      Promise.all([register(client, one), deregister(client, 1), set(client, CLUSTER)].map(codeOf));
    expect(await changes(kmsuser)).toEqual(Array(3).fill('NOT_LOGGED_IN'));
    expect(await codeOf(kmsuser.call('GetMtlsEnforcement', {}, DEADLINE))).toBe('NOT_LOGGED_IN');
    await kmsuser.call('Login', { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: USER_PASSWORD }, DEADLINE);
    expect(await changes(kmsuser)).toEqual(Array(3).fill('NOT_PERMITTED'));
    expect(await kmsuser.call('GetMtlsEnforcement', {}, DEADLINE)).toEqual({ level: NONE });

    const bob = { userType: 'USER_TYPE_CO', userName: 'bob', password: USER_PASSWORD } as const;
    await hsm.officer.call('CreateUser', bob, DEADLINE);
    const officer = await connectBy(world, hsm, one);
    await officer.call('Login', bob, DEADLINE);
    expect(await codeOf(set(officer, CLUSTER))).toBe('NOT_PERMITTED');
    expect(await refusalOf(set(hsm.officer, CLUSTER))).toBe(
      'Failed to set the mtls enforcement. Current connection must be mtls to set this enforcement.',
    );
    const admin = await adminBy(world, hsm, one);
    expect(await codeOf(set(admin, CLUSTER))).toBe('ok');
    expect(await admin.call('GetMtlsEnforcement', {}, DEADLINE)).toEqual({ level: CLUSTER });
  }));

test('an HSM that enforces lets in clients of its trust anchors, and nobody else; those who are in are put out', () =>
  inWorld('enforced', async (world) => {
    const hsm = await world.activeHsm(1, claim(1));
    const [one, two] = [await authority(world, 'one'), await authority(world, 'two')];
    await register(hsm.officer, one);
    const admin = await adminBy(world, hsm, one);
    const plain = world.connect(hsm);
    const foreign = await connectBy(world, hsm, two);
    expect([await probe(plain), await probe(foreign)]).toEqual(['ok', 'ok']);
    const lost = [hsm.officer, plain, foreign].map(
      (client) => new Promise<void>((resolve) => client.onConnectionLost(resolve)),
    );
    await set(admin, CLUSTER);
    await Promise.all(lost);
    expect([await probe(plain), await probe(foreign)]).toEqual(['CERTIFICATE_REFUSED', 'HSM_UNREACHABLE']);
    expect(await probe(await connectBy(world, hsm, one))).toBe('ok');

    await register(admin, two);
    expect(await probe(foreign)).toBe('ok');
    const put = new Promise<void>((resolve) => foreign.onConnectionLost(resolve));
    await deregister(admin, 2);
    await put;
    expect(await probe(foreign)).toBe('HSM_UNREACHABLE');
    expect(await refusalOf(deregister(admin, 1))).toBe(
      'While mtls is enforced, the trust anchor of the current connection must stay registered.',
    );
    await set(admin, NONE);
    expect([await probe(plain), await probe(foreign)]).toEqual(['ok', 'ok']);
    // The officer stays on the connection, which is known no more.
    await deregister(admin, 1);
    expect(await codeOf(set(admin, CLUSTER))).toBe('POLICY_VIOLATION');
  }));

test('a restart and a backup keep what is enforced', () =>
  inWorld('kept', async (world) => {
    const { hsm, one } = await enforcing(world);
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    world.crash(1);
    const again = await world.start(1);
    const peer = await world.start(2);
    await peer.admin.call('Claim', claim(2), DEADLINE);
    await peer.admin.call('Restore', { sealed }, DEADLINE);
    for (const appliance of [again, peer]) {
      expect(await probe(world.connect(appliance))).toBe('CERTIFICATE_REFUSED');
      const admin = await adminBy(world, appliance, one);
      expect(await anchorsOf(admin)).toEqual([[1, one.certificate.trim()]]);
      expect(await codeOf(set(admin, NONE))).toBe('ok');
      expect(await probe(world.connect(appliance))).toBe('ok');
    }
  }));

test('an HSM that is restored to before it enforced does so no more', () =>
  inWorld('restored', async (world) => {
    const hsm = await world.activeHsm(1, claim(1));
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    const one = await authority(world, 'one');
    await register(hsm.officer, one);
    await set(await adminBy(world, hsm, one), CLUSTER);
    await hsm.admin.call('Restore', { sealed }, DEADLINE);
    const plain = world.connect(hsm);
    expect([await probe(plain), await anchorsOf(plain)]).toEqual(['ok', []]);
  }));

test('HSMs of other types have no mutual TLS, and say which have', () =>
  inWorld('hsm1', async (world) => {
    const { officer } = await world.activeHsm(1, claimOf(0, hostOf(1), { hsmType: 'hsm1.medium' }));
    const calls = [
      register(officer, await authority(world, 'one')),
      deregister(officer, 1),
      set(officer, CLUSTER),
      officer.call('GetMtlsEnforcement', {}, DEADLINE),
      officer.call('ListTrustAnchors', {}, DEADLINE),
    ];
    expect(await Promise.all(calls.map(refusalOf))).toEqual(
      Array(5).fill('Mutual TLS needs HSMs of type hsm2m.medium'),
    );
    expect(await officer.call('GetQuorumValues', {}, DEADLINE)).toEqual({ userMgmt: 1, miscCo: 1 });
    const service = 'QUORUM_SERVICE_CLUSTER';
    expect(await codeOf(officer.call('SetQuorumValue', { service, value: 2 }, DEADLINE))).toBe('POLICY_VIOLATION');
  }));

test('with a quorum for the cluster every change takes approvals', () =>
  inWorld('mtls quorum', async (world) => {
    const hsm = await world.activeHsm(1, claim(1));
    const service = 'QUORUM_SERVICE_CLUSTER';
    const one = await authority(world, 'one');
    await register(hsm.officer, one);
    const admin = await adminBy(world, hsm, one);
    const keys = { admin: new Signer(), bob: new Signer() };
    await admin.call('CreateUser', { userType: 'USER_TYPE_CO', userName: 'bob', password: USER_PASSWORD }, DEADLINE);
    const bob = world.connect(hsm);
    await bob.call('Login', { userType: 'USER_TYPE_CO', userName: 'bob', password: USER_PASSWORD }, DEADLINE);
    const token = Buffer.from('token');
    for (const [userName, officer] of [
      ['admin', admin],
      ['bob', bob],
    ] as const) {
      const key = { publicKey: keys[userName].publicKey, signature: keys[userName].sign(token) };
      await officer.call('RegisterQuorumKey', { userType: 'USER_TYPE_CO', userName, token, key }, DEADLINE);
    }
    await admin.call('SetQuorumValue', { service, value: 2 }, DEADLINE);
    expect(await admin.call('GetQuorumValues', {}, DEADLINE)).toMatchObject({ userMgmt: 1, miscCo: 1, cluster: 2 });

    const two = await authority(world, 'two');
    const changes = [() => register(admin, two), () => set(admin, CLUSTER), () => deregister(admin, 2)];
    for (const change of changes) {
      expect(await codeOf(change())).toBe('QUORUM_REQUIRED');
      const { token: tokens } = await admin.call('CreateQuorumToken', { service }, DEADLINE);
      const approvals = (['admin', 'bob'] as const).map((userName) => ({
        userType: 'USER_TYPE_CO' as const,
        userName,
        signature: keys[userName].sign(tokens),
      }));
      await admin.call('ApproveQuorumToken', { tokens, approvals }, DEADLINE);
      expect(await codeOf(change())).toBe('ok');
    }
  }));
