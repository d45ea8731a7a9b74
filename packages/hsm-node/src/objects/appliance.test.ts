import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { FLEET_SERVICE, type FleetServiceDefinition } from '@keystorm/protocol';
import { type Handlers, serving, table } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import {
  activate,
  adminOf,
  claimOf,
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  hostOf,
  initialize,
  inWorld,
  logIn,
  newCustomer,
  OFFICER_PASSWORD,
  sign,
  type World,
} from '../hsm-node.fixture.ts';
import { manufactureFleet } from '../index.ts';

const CLUSTER_MANAGER = '10.0.0.99:4600';
const KMSUSER = { userType: 'USER_TYPE_CU', userName: 'kmsuser' } as const;

test('only the cluster-manager administers', () =>
  inWorld('admin', async (world) => {
    const { node, admin } = await world.start(1);
    expect(await codeOf(admin.call('GetStatus', {}, DEADLINE))).toBe('ok');
    for (const identity of ['control-plane', 'operator'] as const) {
      const other = adminOf(world.outside, world.fleet, node.adminAddress, identity);
      expect(await codeOf(other.call('GetStatus', {}, DEADLINE))).toBe('NOT_PERMITTED');
      expect(await codeOf(other.call('Zeroize', { hsmId: 'hsm-a' }, DEADLINE))).toBe('NOT_PERMITTED');
    }
    const foreign = adminOf(world.outside, await manufactureFleet(world.outside), node.adminAddress);
    expect(await codeOf(foreign.call('GetStatus', {}, DEADLINE))).toBe('CERTIFICATE_REFUSED');
  }));

test('the way from blank to active, each step twice', () =>
  inWorld('life', async (world) => {
    const appliance = await world.start(1);
    const { admin, node } = appliance;
    const state = async () => (await admin.call('GetStatus', {}, DEADLINE)).state;
    expect(await state()).toBe('HSM_STATE_BLANK');
    for (const method of ['CreateSigningRequest', 'Backup', 'ListObjects'] as const) {
      expect([method, await codeOf(admin.call(method, {}, DEADLINE))]).toEqual([
        method,
        method === 'ListObjects' ? 'ok' : 'WRONG_STATE',
      ]);
    }
    const claim = claimOf(0, hostOf(1));
    for (const refused of [{ slot: 8_192 }, { hsmId: '' }, { keysMax: 0 }, { dataAddress: '' }]) {
      expect(await codeOf(admin.call('Claim', { ...claim, ...refused }, DEADLINE))).toBe('INVALID_ARGUMENT');
    }
    for (let i = 0; i < 2; i++) await admin.call('Claim', claim, DEADLINE);
    expect(await codeOf(admin.call('Claim', { ...claim, hsmId: 'hsm-bbbbbbbbbbb' }, DEADLINE))).toBe('WRONG_STATE');
    expect(await state()).toBe('HSM_STATE_CLAIMED');
    expect(node.dataAddress).toBeUndefined();

    const requests = await Promise.all([1, 2].map(() => admin.call('CreateSigningRequest', {}, DEADLINE)));
    expect(requests[0]).toEqual(requests[1]);
    const [request] = requests as [(typeof requests)[0] & object];
    const trustAnchor = world.customer.ca.certificate;
    const clusterCertificate = await sign(world.outside, world.customer, request.clusterCsr);
    const otherKey = (await newCustomer(world.outside)).ca.certificate;
    const mistakes = [
      { clusterCertificate: 'nonsense', trustAnchor },
      { clusterCertificate, trustAnchor: 'nonsense' },
      { clusterCertificate: otherKey, trustAnchor },
      { clusterCertificate, trustAnchor: world.fleet.ca.certificate },
    ];
    for (const mistake of mistakes)
      expect(await codeOf(admin.call('Initialize', mistake, DEADLINE))).toBe('INVALID_ARGUMENT');
    for (let i = 0; i < 2; i++) await admin.call('Initialize', { clusterCertificate, trustAnchor }, DEADLINE);
    const another = await sign(world.outside, world.customer, request.clusterCsr);
    expect(await codeOf(admin.call('Initialize', { clusterCertificate: another, trustAnchor }, DEADLINE))).toBe(
      'WRONG_STATE',
    );
    expect(await state()).toBe('HSM_STATE_INITIALIZED');
    expect(await codeOf(admin.call('Backup', {}, DEADLINE))).toBe('WRONG_STATE');

    const officer = world.connect(appliance);
    await activate(officer);
    expect(await admin.call('GetStatus', {}, DEADLINE)).toMatchObject({
      state: 'HSM_STATE_ACTIVE',
      level: true,
      ailment: '',
    });
    expect(await officer.call('GetInfo', {}, DEADLINE)).toMatchObject({
      hsmId: claim.hsmId,
      clusterId: claim.clusterId,
      eniIp: claim.eniIp,
      availabilityZone: 'us-east-1a',
      keysMax: 100,
      usersMax: 10,
      serialNumber: '00000000000040',
    });
  }));

test('the certificates chain as the guide says, for openssl as well', () =>
  inWorld('certificates', async (world) => {
    const { admin } = await world.start(1);
    await admin.call('Claim', claimOf(2, hostOf(1)), DEADLINE);
    const request = await admin.call('CreateSigningRequest', {}, DEADLINE);
    const [aws, manufacturer, hsm] = [
      new X509Certificate(request.awsHardwareCertificate),
      new X509Certificate(request.manufacturerHardwareCertificate),
      new X509Certificate(request.hsmCertificate),
    ];
    expect(aws.verify(new X509Certificate(world.fleet.awsRoot.certificate).publicKey)).toBe(true);
    expect(manufacturer.verify(new X509Certificate(world.fleet.manufacturerRoot.certificate).publicKey)).toBe(true);
    expect(hsm.verify(aws.publicKey) && hsm.verify(manufacturer.publicKey)).toBe(true);
    expect(hsm.checkIssued(aws) && hsm.checkIssued(manufacturer)).toBe(true);
    const printed = execFileSync('openssl', ['req', '-noout', '-verify', '-subject', '-pubkey'], {
      input: request.clusterCsr,
      stdio: 'pipe',
    }).toString();
    expect(printed.replaceAll(' = ', '=')).toContain(
      'C=US, ST=CA, O=Cavium, OU=N3FIPS, L=SanJose, CN="HSM:00000000000040:PARTN:3, for FIPS mode"',
    );
    expect(printed).toContain(hsm.publicKey.export({ type: 'spki', format: 'pem' }));
  }));

test('a backup restores into another HSM, which keeps who it is', () =>
  inWorld('restore', async (world) => {
    const first = await world.activeHsm(1);
    const user = world.connect(first);
    await logIn(user, 'kmsuser');
    const handle = await generateKey(user);
    const gone = await generateKey(user);
    await user.call('DeleteKey', { handle: gone }, DEADLINE);
    const { ciphertext } = await user.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE);
    await first.officer.call(
      'ChangePassword',
      { userType: 'USER_TYPE_CO', userName: 'admin', newPassword: OFFICER_PASSWORD },
      DEADLINE,
    );
    const stranger = world.connect(first);
    await codeOf(stranger.call('Login', { ...KMSUSER, password: 'wrong1234' }, DEADLINE));
    const backup = await first.admin.call('Backup', {}, DEADLINE);
    expect(backup).toMatchObject({ keys: 1, users: 3 });

    const second = await world.start(2);
    const claim = claimOf(1, hostOf(2));
    await second.admin.call('Claim', claim, DEADLINE);
    for (let i = 0; i < 2; i++)
      expect(await second.admin.call('Restore', { sealed: backup.sealed }, DEADLINE)).toEqual({ keys: 1, users: 3 });
    const status = { hsmId: claim.hsmId, state: 'HSM_STATE_ACTIVE', level: false, keys: 1, sessions: 0 };
    expect(await second.admin.call('GetStatus', {}, DEADLINE)).toMatchObject(status);
    world.crash(2);
    const again = await world.start(2);
    expect(await again.admin.call('GetStatus', {}, DEADLINE)).toMatchObject({ ...status, boot: 2 });
    await again.admin.call('SetLevel', { level: true }, DEADLINE);
    const there = world.connect(again);
    const users = (await there.call('ListUsers', {}, DEADLINE)).users;
    expect(users).toEqual((await user.call('ListUsers', {}, DEADLINE)).users);
    expect(users[2]).toMatchObject({ userName: 'kmsuser', loginFailureCount: 1, passwordEpoch: 1 });
    await logIn(there, 'kmsuser');
    expect((await there.call('Decrypt', { handle, ciphertext }, DEADLINE)).plaintext.toString()).toBe('x');
    expect(await codeOf(there.call('GetKey', { handle: gone }, DEADLINE))).toBe('KEY_NOT_FOUND');
  }));

test('a restore ends sessions, and gives no handle of this HSM a second time', () =>
  inWorld('restore-self', async (world) => {
    const hsm = await world.activeHsm(1);
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handle = await generateKey(user);
    await hsm.admin.call('Restore', { sealed }, DEADLINE);
    await hsm.admin.call('SetLevel', { level: true }, DEADLINE);
    const again = world.connect(hsm);
    expect(await codeOf(again.call('FindKeys', {}, DEADLINE))).toBe('NOT_LOGGED_IN');
    await logIn(again, 'kmsuser');
    expect(await generateKey(again)).toBe(handle + 1);
  }));

test('a restored cluster whose slots begin again gives none of the handles in the backup', () =>
  inWorld('restored-cluster', async (world) => {
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    const handles = [await generateKey(user), await generateKey(user)];
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    const other = await world.start(2);
    await other.admin.call('Claim', claimOf(0, hostOf(2), { clusterId: 'cluster-bbbbbbbbbbb' }), DEADLINE);
    await other.admin.call('Restore', { sealed }, DEADLINE);
    const there = world.connect(other);
    await logIn(there, 'kmsuser');
    expect(handles).not.toContain(await generateKey(there));
  }));

test('a backup that was tampered with, or is of another fleet, changes nothing', () =>
  inWorld('tamper', async (world) => {
    const hsm = await world.activeHsm(1);
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    const other = await world.start(2);
    await other.admin.call('Claim', claimOf(1, hostOf(2)), DEADLINE);
    for (let i = 0; i < sealed.length; i += 1 + world.sim.random.int(60)) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(i) ^ (1 << world.sim.random.int(8)), i);
      expect(['INVALID_CIPHERTEXT', 'FOREIGN_OBJECT']).toContain(
        await codeOf(other.admin.call('Restore', { sealed: changed }, DEADLINE)),
      );
    }
    expect(await codeOf(other.admin.call('Restore', { sealed: Buffer.alloc(0) }, DEADLINE))).toBe('INVALID_CIPHERTEXT');
    expect(await other.admin.call('GetStatus', {}, DEADLINE)).toMatchObject({ state: 'HSM_STATE_CLAIMED', keys: 0 });
    await inWorld('tamper-foreign', async (foreign) => {
      const { admin } = await foreign.start(1);
      await admin.call('Claim', claimOf(0, hostOf(1)), DEADLINE);
      expect(await codeOf(admin.call('Restore', { sealed }, DEADLINE))).toBe('FOREIGN_OBJECT');
    });
  }));

test('500 backups flipped, cut, patched or stretched at random are all refused, and none leaves a trace', () =>
  inWorld('damage', async (world) => {
    const { random } = world.sim;
    const hsm = await world.activeHsm(1);
    const user = world.connect(hsm);
    await logIn(user, 'kmsuser');
    for (let i = 0; i < 5; i++) await generateKey(user, `key ${i}`);
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    await generateKey(user, 'newer');
    const claimed = await world.start(2);
    await claimed.admin.call('Claim', claimOf(1, hostOf(2)), DEADLINE);
    const targets = [hsm.admin, claimed.admin];
    const condition = async () => {
      const seen = [];
      for (const admin of targets) {
        const { sessions: _sessions, calls: _calls, ...status } = await admin.call('GetStatus', {}, DEADLINE);
        seen.push(status, await admin.call('GetDigest', {}, DEADLINE));
      }
      return [...seen, await user.call('ListUsers', {}, DEADLINE), await user.call('FindKeys', {}, DEADLINE)];
    };
    const before = await condition();
    const flip = (damaged: Buffer) => {
      const at = random.int(damaged.length);
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 + random.int(255)), at);
      return damaged;
    };
    const damages = [
      flip,
      (damaged: Buffer) => Array.from({ length: 1 + random.int(20) }).reduce<Buffer>((sum) => flip(sum), damaged),
      (damaged: Buffer) => damaged.subarray(0, random.int(damaged.length)),
      (damaged: Buffer) => damaged.subarray(1 + random.int(damaged.length - 1)),
      (damaged: Buffer) => Buffer.concat([damaged, random.bytes(1 + random.int(100))]),
      (damaged: Buffer) => {
        const [at, length] = [random.int(damaged.length), 1 + random.int(64)];
        return Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + length)]);
      },
    ];
    for (let i = 0; i < 500; i++) {
      const damaged = damages[i % damages.length]!(Buffer.from(sealed));
      if (damaged.equals(sealed)) continue;
      const code = await codeOf(targets[random.int(2)]!.call('Restore', { sealed: damaged }, DEADLINE));
      expect(['INVALID_CIPHERTEXT', 'FOREIGN_OBJECT']).toContain(code);
      if (i % 25 === 0) expect(await condition()).toEqual(before);
    }
    expect(await condition()).toEqual(before);
    expect(await codeOf(claimed.admin.call('Restore', { sealed }, DEADLINE))).toBe('ok');
  }));

test('a backup that does not fit is refused', () =>
  inWorld('fit', async (world) => {
    const hsm = await world.activeHsm(1);
    const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
    await createCryptoUser(hsm.officer, 'other');
    const larger = await hsm.admin.call('Backup', {}, DEADLINE);
    const small = await world.start(2);
    await small.admin.call('Claim', claimOf(1, hostOf(2), { usersMax: 3 }), DEADLINE);
    expect(await codeOf(small.admin.call('Restore', { sealed: larger.sealed }, DEADLINE))).toBe('NO_SPACE');
    expect(await codeOf(small.admin.call('Restore', { sealed }, DEADLINE))).toBe('ok');
  }));

test('a crash during a restore leaves all or nothing of it', async () => {
  for (let seed = 0; seed < 25; seed++) {
    await inWorld(`restore-crash-${seed}`, async (world) => {
      const hsm = await world.activeHsm(1);
      const user = world.connect(hsm);
      await logIn(user, 'kmsuser');
      await generateKey(user);
      const { sealed } = await hsm.admin.call('Backup', {}, DEADLINE);
      const other = await world.start(2);
      await other.admin.call('Claim', claimOf(1, hostOf(2)), DEADLINE);
      const restore = codeOf(other.admin.call('Restore', { sealed }, DEADLINE));
      await world.outside.clock.sleep(world.sim.random.fraction() * 4);
      world.crash(2);
      const acknowledged = (await restore) === 'ok';
      const again = await world.start(2);
      const { state, keys } = await again.admin.call('GetStatus', {}, DEADLINE);
      expect([
        ['HSM_STATE_CLAIMED', 0],
        ['HSM_STATE_ACTIVE', 1],
      ]).toContainEqual([state, keys]);
      if (acknowledged) expect(state).toBe('HSM_STATE_ACTIVE');
    });
  }
});

test('zeroizing erases everything, at whichever moment it is interrupted', async () => {
  for (let seed = 0; seed < 25; seed++) {
    await inWorld(`zeroize-${seed}`, async (world) => {
      const hsm = await world.activeHsm(1);
      const { hsmId } = claimOf(0, hostOf(1));
      const rootKey = await rootKeyOf(world, 1);
      expect(await codeOf(hsm.admin.call('Zeroize', { hsmId: 'hsm-bbbbbbbbbbb' }, DEADLINE))).toBe('WRONG_STATE');
      const zeroize = codeOf(hsm.admin.call('Zeroize', { hsmId }, DEADLINE));
      await world.outside.clock.sleep(world.sim.random.fraction() * 8);
      world.crash(1);
      const acknowledged = (await zeroize) === 'ok';
      const again = await world.start(1);
      const { state } = await again.admin.call('GetStatus', {}, DEADLINE);
      expect(['HSM_STATE_ACTIVE', 'HSM_STATE_BLANK']).toContain(state);
      if (acknowledged) expect(state).toBe('HSM_STATE_BLANK');
      for (let i = 0; i < 2; i++) await again.admin.call('Zeroize', { hsmId }, DEADLINE);
      expect(await rootKeyOf(world, 1)).not.toEqual(rootKey);
      expect(again.node.dataAddress).toBeUndefined();
      await initialize(world.outside, world.customer, again.admin, claimOf(7, hostOf(1)));
      expect((await again.admin.call('GetStatus', {}, DEADLINE)).keys).toBe(0);
    });
  }
});

async function rootKeyOf(world: World, number: number) {
  return await world.sim.runtime(`appliance-${number}`).storage.readFile('root.key');
}

type Registration = Parameters<Handlers<FleetServiceDefinition>['RegisterAppliance']>[0];

/** Stands in for the cluster-manager, on a machine of its own. */
function serveFleet(
  { sim, fleet }: World,
  register: (request: Registration, peerName?: string) => { readonly aheadMs: number },
): Promise<unknown> {
  return sim.runtime('manager').network.serve({
    address: CLUSTER_MANAGER,
    tls: { ...fleet.identities['cluster-manager'], clientCa: fleet.ca.certificate },
    services: [
      serving(FLEET_SERVICE, {
        RegisterAppliance: (request, { connection }) => register(request, connection.peerName),
      }),
    ],
  });
}

test('an appliance registers until it is known, again after a loss, and takes the clock along', () =>
  inWorld('register', async (world) => {
    const known: object[] = [];
    let aheadMs = 0;
    const serve = () =>
      serveFleet(world, (request, peerName) => {
        known.push({ ...request, peerName });
        return { aheadMs };
      });
    const { clock } = world.outside;
    const first = await world.start(1, { clusterManagerAddress: CLUSTER_MANAGER, fixedIp: '10.0.0.1' });
    await clock.sleep(3_000);
    await serve();
    await clock.sleep(1_200);
    const id = '00000000-0000-4000-8000-000000000001';
    const registration = {
      applianceId: id,
      peerName: `appliance:${id}`,
      boot: 1,
      hsmId: '',
      fixedIp: '10.0.0.1',
      adminAddress: first.node.adminAddress,
    };
    expect(known).toMatchObject([registration]);
    await first.admin.call('Claim', claimOf(0, hostOf(1)), DEADLINE);
    aheadMs = 86_400_000;
    world.sim.crash('manager');
    await clock.sleep(500);
    await serve();
    await clock.sleep(1_200);
    expect(known).toMatchObject([registration, { ...registration, hsmId: claimOf(0, hostOf(1)).hsmId }]);
    world.crash(1);
    const second = await world.start(1);
    expect(second.runtime.clock.aheadMs).toBe(aheadMs);
  }));

test('behind addresses that it does not have, an appliance listens on a host of its own, and is known by them', () =>
  inWorld('behind', async (world) => {
    const registered = Promise.withResolvers<string>();
    await serveFleet(world, ({ adminAddress }) => {
      registered.resolve(adminAddress);
      return { aheadMs: 0 };
    });
    const behind = { clusterManagerAddress: CLUSTER_MANAGER, listenHost: hostOf(1) };
    const appliance = await world.start(1, { ...behind, adminAddress: '10.96.1.21:2225' });
    expect(await registered.promise).toBe('10.96.1.21:2225');
    expect(appliance.node.adminAddress).toBe(`${hostOf(1)}:2225`);
    const claim = claimOf(0, '10.96.1.21', { dataAddress: '10.96.1.21:2223' });
    await initialize(world.outside, world.customer, appliance.admin, claim);
    expect(appliance.node.dataAddress).toBe(`${hostOf(1)}:2223`);
    await activate(world.connect(appliance));
    await expect(world.start(2, { ...behind, adminAddress: '10.96.1.22:0' })).rejects.toThrow(
      'must name a port where listenHost is set',
    );
  }));

test('the clock of an appliance only moves forward, also across restarts', () =>
  inWorld('clock', async (world) => {
    const { admin } = await world.start(1);
    await admin.call('AdvanceClock', { aheadMs: 5_000 }, DEADLINE);
    await admin.call('AdvanceClock', { aheadMs: 1_000 }, DEADLINE);
    world.crash(1);
    expect((await world.start(1)).runtime.clock.aheadMs).toBe(5_000);
  }));

test('a crash on the way to initialization, and the way begun again, come to one HSM', async () => {
  for (let seed = 0; seed < 25; seed++) {
    await inWorld(`initialize-crash-${seed}`, async (world) => {
      const { admin } = await world.start(1);
      const claim = claimOf(0, hostOf(1));
      const ended = codeOf(initialize(world.outside, world.customer, admin, claim));
      await world.outside.clock.sleep(world.sim.random.fraction() * 12);
      world.crash(1);
      await ended;
      const again = await world.start(1);
      const { state } = await again.admin.call('GetStatus', {}, DEADLINE);
      if (state !== 'HSM_STATE_INITIALIZED') await initialize(world.outside, world.customer, again.admin, claim);
      await activate(world.connect(again));
    });
  }
});

const DAMAGES = [
  {
    name: 'a changed record',
    collection: 'users',
    key: '3',
    message: "record 'users/3' does not open",
    damage: (sealed: Buffer) => flip(sealed),
  },
  { name: 'a lost user', collection: 'users', key: '3', message: '2 users instead of 3', damage: () => undefined },
  {
    name: 'a lost claim',
    collection: 'hsm',
    key: 'claim',
    message: "lacks the record 'hsm/claim'",
    damage: () => undefined,
  },
  {
    name: 'a changed history',
    collection: 'appliance',
    key: 'history',
    message: "record 'appliance/history' does not open",
    damage: flip,
  },
] as const;

function flip(sealed: Buffer): Buffer {
  sealed.writeUInt8(sealed.readUInt8(20) ^ 1, 20);
  return sealed;
}

test.each(DAMAGES)('$name keeps the appliance from starting', ({ collection, key, message, damage }) =>
  inWorld(`damage-${collection}-${key}`, async (world) => {
    await world.activeHsm(1);
    world.crash(1);
    const store = await world.sim.runtime('appliance-1').storage.open('hsm', 1);
    const records = table<Buffer>(collection);
    await store.transaction(async (tx) => {
      const changed = damage((await tx.get(records, key)) ?? Buffer.alloc(32));
      if (changed === undefined) tx.delete(records, key);
      else tx.put(records, key, changed);
    });
    await expect(world.start(1)).rejects.toThrow(message);
  }),
);

test.each(['root.key', 'appliance.key'])('without %s an appliance that holds something does not start', (file) =>
  inWorld(`lost-${file}`, async (world) => {
    await world.activeHsm(1);
    world.crash(1);
    await world.sim.runtime('appliance-1').storage.removeFile(file);
    await expect(world.start(1)).rejects.toThrow(`the key file '${file}' is missing`);
  }),
);
