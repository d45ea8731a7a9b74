import { type ClusterHsm, HSM_SERVICE } from '@keystorm/protocol';
import { describe, expect, test } from 'vitest';
import {
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  logIn,
  OFFICER_PASSWORD,
  USER_PASSWORD,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld } from '../worlds/managed-cluster.ts';

const HSM2 = 'hsm2m.medium';
const HSM1 = 'hsm1.medium';
const INVALID = 'CloudHsmInvalidRequestException';
const HOUR_MS = 3_600_000;

const isWell = ({ state, ailment }: ClusterHsm) => state === 'ACTIVE' && ailment === '';

interface ApiCluster {
  readonly State: string;
  readonly StateMessage?: string;
  readonly HsmType: string;
  readonly HsmTypeRollbackExpiration?: number;
  readonly Hsms: readonly { readonly HsmId: string; readonly HsmType: string; readonly EniIp: string }[];
}

function connect({ operator, customer }: ManagedWorld, { dataAddress }: Pick<ClusterHsm, 'dataAddress'>) {
  return operator.network.connect(HSM_SERVICE, { address: dataAddress, tls: { trustAnchor: customer.ca.certificate } });
}

async function officerOf(world: ManagedWorld, hsm: ClusterHsm) {
  const officer = connect(world, hsm);
  await officer.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
  return officer;
}

async function userOf(world: ManagedWorld, hsm: ClusterHsm) {
  const alice = connect(world, hsm);
  await logIn(alice, 'alice');
  return alice;
}

async function described({ api }: ManagedWorld): Promise<ApiCluster> {
  return (await api<{ Clusters: readonly ApiCluster[] }>('DescribeClusters', {})).Clusters[0]!;
}

/** HSMs on which `alice` has a key. */
async function clusterWithKey(world: ManagedWorld, count: number) {
  const { clusterId, hsms } = await world.activeCluster(count);
  for (const hsm of hsms) {
    const officer = await officerOf(world, hsm);
    await createCryptoUser(officer, 'alice');
    officer.close();
  }
  const alice = await userOf(world, hsms[0]!);
  const handle = await generateKey(alice, 'old');
  const { ciphertext } = await alice.call('Encrypt', { handle, plaintext: Buffer.from('x') }, DEADLINE);
  alice.close();
  await world.clusterWhen(clusterId, (now) => now.hsms.every(({ keys }) => keys === 1));
  await world.jobsDone();
  return { clusterId, hsms, handle, ciphertext };
}

const modified = (world: ManagedWorld, clusterId: string) =>
  world.clusterWhen(clusterId, ({ state, hsms }) => state === 'ACTIVE' && hsms.every(isWell));

async function labelsOn(world: ManagedWorld, hsm: ClusterHsm): Promise<readonly string[]> {
  const alice = await userOf(world, hsm);
  const { keys } = await alice.call('FindKeys', {}, DEADLINE);
  alice.close();
  return keys.map(({ attributes }) => attributes?.label ?? '');
}

describe('a cluster whose HSM type is modified', () => {
  test('keeps addresses, users and keys, limits writes meanwhile, and can be rolled back for a day', () =>
    inManagedWorld('modify', async (world) => {
      const { clusterId: ClusterId, hsms, handle, ciphertext } = await clusterWithKey(world, 3);
      const { Cluster } = await world.api<{ Cluster: ApiCluster }>('ModifyCluster', { ClusterId, HsmType: HSM2 });
      expect([Cluster.State, Cluster.HsmType]).toEqual(['MODIFY_IN_PROGRESS', HSM1]);
      for (const [operation, input] of [
        ['CreateHsm', { AvailabilityZone: 'us-east-1a' }],
        ['DeleteHsm', { HsmId: hsms[0]!.hsmId }],
        ['ModifyCluster', { HsmType: HSM1 }],
      ] as const)
        await expect(world.api(operation, { ClusterId, ...input })).rejects.toThrow(
          `${INVALID}: Cluster '${ClusterId}' is in state MODIFY_IN_PROGRESS; ${operation} requires`,
        );
      // At no time is there less than two HSMs that decrypt, and none of them is half restored.
      const mixtures = new Set<string>();
      world.faults.whileWaiting = async () => {
        const now = await world.cluster(ClusterId);
        const active = now.hsms.filter(isWell);
        expect(active.length).toBeGreaterThanOrEqual(2);
        mixtures.add((await described(world)).Hsms.map(({ HsmType }) => HsmType).join());
        for (const hsm of active) expect(await labelsOn(world, hsm)).toEqual(['old']);
      };
      const after = await modified(world, ClusterId);
      world.faults.whileWaiting = () => Promise.resolve();
      expect(mixtures.size).toBeGreaterThan(2);
      const cluster = await described(world);
      expect(cluster.HsmType).toBe(HSM2);
      expect(new Set(cluster.Hsms.map(({ HsmType }) => HsmType))).toEqual(new Set([HSM2]));
      expect(cluster.Hsms.map(({ EniIp }) => EniIp).toSorted()).toEqual(hsms.map(({ eniIp }) => eniIp).toSorted());
      const dayAhead = world.operator.clock.now() / 1000 + 86_400;
      expect(Math.abs((cluster.HsmTypeRollbackExpiration ?? 0) - dayAhead)).toBeLessThan(60);
      await world.jobsDone();
      expect((await world.processes()).processes).toHaveLength(3);
      for (const hsm of after.hsms) {
        const alice = await userOf(world, hsm);
        const { plaintext } = await alice.call('Decrypt', { handle, ciphertext }, DEADLINE);
        expect(plaintext.toString()).toBe('x');
        const { keysMax, asymmetricKeysMax, usersMax } = await alice.call('GetInfo', {}, DEADLINE);
        expect([keysMax, asymmetricKeysMax, usersMax]).toEqual([16_666, 3_333, 1_024]);
        alice.close();
      }

      const alice = await userOf(world, after.hsms[0]!);
      const lost = await generateKey(alice, 'made since');
      await world.clusterWhen(ClusterId, (now) => now.hsms.every(({ keys }) => keys === 2));
      const rolling = await world.api<{ Cluster: ApiCluster }>('ModifyCluster', { ClusterId, HsmType: HSM1 });
      expect(rolling.Cluster.State).toBe('ROLLBACK_IN_PROGRESS');
      const back = await modified(world, ClusterId);
      const restored = await described(world);
      expect([restored.HsmType, restored.HsmTypeRollbackExpiration]).toEqual([HSM1, undefined]);
      expect(back.hsms.map(({ eniIp }) => eniIp).toSorted()).toEqual(hsms.map(({ eniIp }) => eniIp).toSorted());
      await world.operator.clock.sleep(5_000);
      for (const hsm of back.hsms) expect(await labelsOn(world, hsm)).toEqual(['old']);
      expect(await generateKey(await userOf(world, back.hsms[0]!), 'newest')).not.toBe(lost);
    }));

  test('refuses every change by users while it lasts, also on an HSM that was away when it began', () =>
    inManagedWorld(
      'limited',
      async (world) => {
        let held: readonly { readonly jobId: string; readonly kind: string }[] = [];
        const release = async (kinds: (kind: string) => boolean) => {
          held = (await world.clusters.call('ListHeldSteps', {}, DEADLINE)).steps;
          for (const { jobId, kind } of held)
            if (kinds(kind)) await world.clusters.call('ReleaseStep', { jobId }, DEADLINE);
        };
        world.faults.whileWaiting = () => release((kind) => kind !== 'MigrateHsm');
        const { clusterId: ClusterId, hsms, handle, ciphertext } = await clusterWithKey(world, 2);
        await world.api('ModifyCluster', { ClusterId, HsmType: HSM2 });
        await world.clusterWhen(ClusterId, () => held.some(({ kind }) => kind === 'MigrateHsm'));
        expect(held).toMatchObject([{ kind: 'MigrateHsm', step: 'prepare a new one' }]);
        await world.crashAppliance(hsms[1]!.applianceId);
        await world.clusterWhen(ClusterId, (now) => now.hsms.every(isWell));
        for (const hsm of hsms) {
          const officer = await officerOf(world, hsm);
          const alice = await userOf(world, hsm);
          const codes = [
            await codeOf(alice.call('GenerateKey', { label: 'l', lengthBytes: 32 }, DEADLINE)),
            await codeOf(alice.call('GenerateKeyPair', { modulusBits: 2048, publicExponent: 65_537 }, DEADLINE)),
            await codeOf(alice.call('DeleteKey', { handle }, DEADLINE)),
            await codeOf(
              officer.call(
                'CreateUser',
                { userType: 'USER_TYPE_CU', userName: 'bob', password: USER_PASSWORD },
                DEADLINE,
              ),
            ),
            await codeOf(alice.call('Decrypt', { handle, ciphertext }, DEADLINE)),
          ];
          expect(codes).toEqual([...Array<string>(4).fill('LIMITED_WRITE_MODE'), 'ok']);
          alice.close();
          officer.close();
        }
        world.faults.whileWaiting = () => release(() => true);
        const after = await modified(world, ClusterId);
        for (const hsm of after.hsms) await generateKey(await userOf(world, hsm), `on ${hsm.hsmId}`);
      },
      { durations: 'manual' },
    ));

  test('without HSMs changes its type and nothing else', () =>
    inManagedWorld('modify-empty', async (world) => {
      const { clusterId: ClusterId, hsms } = await world.activeCluster(1);
      await world.api('DeleteHsm', { ClusterId, HsmId: hsms[0]!.hsmId });
      await world.clusterWhen(ClusterId, (now) => now.hsms.length === 0);
      for (const type of [HSM2, HSM1]) {
        await world.api('ModifyCluster', { ClusterId, HsmType: type });
        await world.clusterWhen(ClusterId, ({ state, hsmType }) => state === 'ACTIVE' && hsmType === type);
      }
      await world.api('CreateHsm', { ClusterId, AvailabilityZone: 'us-east-1a' });
      await world.clusterWhen(ClusterId, (now) => now.hsms.length === 1 && now.hsms.every(isWell));
    }));

  test('whose HSM loses its content on the way gets it from the others', () =>
    inManagedWorld(
      'modify-emptied',
      async (world) => {
        const { clusterId: ClusterId, hsms } = await clusterWithKey(world, 3);
        await world.api('ModifyCluster', { ClusterId, HsmType: HSM2 });
        const present = new Set(hsms.map(({ hsmId }) => hsmId));
        await world.clusterWhen(ClusterId, (now) => now.hsms.some(({ hsmId }) => !present.has(hsmId)));
        const { applianceId } = hsms[1]!;
        world.killAppliance(applianceId);
        world.sim.wipe(world.machineOf(applianceId));
        await world.startAppliance(applianceId);
        const after = await modified(world, ClusterId);
        expect((await described(world)).HsmType).toBe(HSM2);
        for (const hsm of after.hsms) expect(await labelsOn(world, hsm)).toEqual(['old']);
        await world.jobsDone();
        expect((await world.processes()).processes).toHaveLength(3);
      },
      { durations: 'fast' },
    ));

  test('is refused where it cannot be', () =>
    inManagedWorld('modify-refused', async (world) => {
      const { clusterId: ClusterId, hsms } = await clusterWithKey(world, 2);
      const modify = (HsmType: string) => world.api('ModifyCluster', { ClusterId, HsmType });
      await expect(modify(HSM1)).rejects.toThrow(
        `${INVALID}: The HSM type of cluster '${ClusterId}' is '${HSM1}' already.`,
      );
      await expect(modify('hsm9.huge')).rejects.toThrow(`${INVALID}: HSM type 'hsm9.huge' is not supported.`);
      world.sim.pause(world.machineOf(hsms[1]!.applianceId));
      await world.clusterWhen(ClusterId, (now) => now.hsms[1]?.state === 'DEGRADED');
      await expect(modify(HSM2)).rejects.toThrow(
        `HSM '${hsms[1]!.hsmId}' is in state DEGRADED; ModifyCluster requires ACTIVE.`,
      );
      world.sim.resume(world.machineOf(hsms[1]!.applianceId));
      await world.clusterWhen(ClusterId, (now) => now.hsms.every(isWell));
      await modify(HSM2);
      await modified(world, ClusterId);
      await world.clusters.call('AdvanceClock', { byMs: 24 * HOUR_MS }, DEADLINE);
      await expect(modify(HSM1)).rejects.toThrow(`could be rolled back to '${HSM1}' is over.`);
    }));
});
