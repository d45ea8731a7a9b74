import { createClusterManager } from '@keystorm/cluster-manager';
import { manufactureFleet } from '@keystorm/hsm-node';
import { CLUSTER_SERVICE, type Cluster, type ClusterHsm, HSM_SERVICE } from '@keystorm/protocol';
import { createSimulation } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import {
  codeOf,
  createCryptoUser,
  DEADLINE,
  generateKey,
  logIn,
  OFFICER_PASSWORD,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { inManagedWorld, type ManagedWorld } from '../worlds/managed-cluster.ts';
import { until } from '../worlds/world.ts';

const REGION = 'us-east-1';

type Described = {
  readonly Clusters: readonly {
    readonly State: string;
    readonly Hsms: readonly { readonly HsmId: string; readonly State: string; readonly StateMessage?: string }[];
    readonly Certificates: { readonly ClusterCertificate?: string };
  }[];
};

const machine = ({ applianceId }: ClusterHsm) => `appliance ${applianceId}`;
const isWell = ({ state, ailment }: ClusterHsm) => state === 'ACTIVE' && ailment === '';
const agree = ({ hsms }: Cluster, keys: number) =>
  new Set(hsms.map(({ keysDigest }) => keysDigest)).size === 1 && hsms.every((hsm) => hsm.keys === keys);

/** A connection to the data service of an HSM. */
function dataOf({ operator, customer }: ManagedWorld, { dataAddress }: ClusterHsm) {
  return operator.network.connect(HSM_SERVICE, {
    address: dataAddress,
    tls: { trustAnchor: customer.ca.certificate },
  });
}

async function createUser(world: ManagedWorld, hsm: ClusterHsm, name: string): Promise<void> {
  const officer = dataOf(world, hsm);
  await officer.call('Login', { userType: 'USER_TYPE_CO', userName: 'admin', password: OFFICER_PASSWORD }, DEADLINE);
  await createCryptoUser(officer, name);
  officer.close();
}

/** A connection that is logged in as the crypto user. */
async function userOf(world: ManagedWorld, hsm: ClusterHsm, name = 'alice') {
  const data = dataOf(world, hsm);
  await logIn(data, name);
  return data;
}

/** An active cluster on whose HSMs `alice` exists. */
async function clusterWithUser(world: ManagedWorld, count: number) {
  const { clusterId, hsms } = await world.activeCluster(count);
  for (const hsm of hsms) await createUser(world, hsm, 'alice');
  const [a, b, c] = hsms;
  if (a === undefined) throw new Error('there is no HSM');
  return { clusterId, a, b: b ?? a, c: c ?? a };
}

const hsmWhen = (world: ManagedWorld, clusterId: string, hsmId: string, holds: (hsm: ClusterHsm) => boolean) =>
  world.clusterWhen(clusterId, ({ hsms }) => hsms.some((hsm) => hsm.hsmId === hsmId && holds(hsm)));

describe('the health of HSMs', () => {
  test('one that was killed is DEGRADED, and back with what it missed within a second of its start', async () => {
    await inManagedWorld(21, async (world) => {
      const { clusterId, a, b, c } = await clusterWithUser(world, 3);
      const alice = await userOf(world, a);
      const doomed = await generateKey(alice, 'doomed');
      await world.clusterWhen(clusterId, (cluster) => agree(cluster, 1));
      world.sim.crash(machine(c));
      await hsmWhen(world, clusterId, c.hsmId, ({ state }) => state === 'DEGRADED');
      await generateKey(alice, 'made meanwhile');
      await alice.call('DeleteKey', { handle: doomed }, DEADLINE);
      await world.clusterWhen(clusterId, ({ hsms }) => hsms.filter(({ keys }) => keys === 1).length >= 2);
      const startedAt = world.sim.nowMs;
      await world.crashAppliance(c.applianceId);
      await hsmWhen(world, clusterId, c.hsmId, isWell);
      expect(world.sim.nowMs - startedAt).toBeLessThan(1_000);
      const returned = await userOf(world, c);
      const { keys } = await returned.call('FindKeys', {}, DEADLINE);
      expect(keys.map(({ attributes }) => attributes?.label)).toEqual(['made meanwhile']);
      await world.clusterWhen(clusterId, (cluster) => agree(cluster, 1));
      expect(b.hsmId).not.toBe(c.hsmId);
    });
  });

  test('one that was paused is DEGRADED, and ACTIVE again only with what it missed', async () => {
    await inManagedWorld(22, async (world) => {
      const { clusterId, a, b } = await clusterWithUser(world, 2);
      world.sim.pause(machine(b));
      await hsmWhen(world, clusterId, b.hsmId, ({ state, ailment }) => state === 'DEGRADED' && ailment !== '');
      await generateKey(await userOf(world, a), 'made meanwhile');
      world.sim.resume(machine(b));
      await hsmWhen(world, clusterId, b.hsmId, isWell);
      const { keys } = await (await userOf(world, b)).call('FindKeys', {}, DEADLINE);
      expect(keys).toHaveLength(1);
    });
  });

  test('a key that one HSM only holds spreads by itself', async () => {
    await inManagedWorld(23, async (world) => {
      const { clusterId, a } = await clusterWithUser(world, 3);
      await generateKey(await userOf(world, a), 'lonely');
      await world.clusterWhen(clusterId, (cluster) => agree(cluster, 1));
    });
  });

  test('an HSM without the owner of a key serves, and gets the key when the owner exists', async () => {
    await inManagedWorld(24, async (world) => {
      const { clusterId, a, b } = await clusterWithUser(world, 2);
      await createUser(world, a, 'bob');
      await generateKey(await userOf(world, a, 'bob'), 'of bob');
      await world.operator.clock.sleep(5_000);
      const drifted = await world.cluster(clusterId);
      expect(drifted.hsms.map(({ keys, state }) => [keys, state])).toEqual([
        [1, 'ACTIVE'],
        [0, 'ACTIVE'],
      ]);
      await createUser(world, b, 'bob');
      await world.clusterWhen(clusterId, (cluster) => agree(cluster, 1));
    });
  });

  test('all killed at once, and the cluster-manager with them: all serve again, and agree', async () => {
    await inManagedWorld(25, async (world) => {
      const { clusterId, a, b, c } = await clusterWithUser(world, 3);
      await generateKey(await userOf(world, a), 'kept');
      await world.clusterWhen(clusterId, (cluster) => agree(cluster, 1));
      for (const hsm of [a, b, c]) world.sim.crash(machine(hsm));
      await Promise.all([
        world.crashManager(),
        ...[c, a, b].map(({ applianceId }) => world.crashAppliance(applianceId)),
      ]);
      await world.clusterWhen(clusterId, (cluster) => cluster.hsms.every(isWell) && agree(cluster, 1));
      for (const hsm of [a, b, c]) {
        const { level } = await dataOf(world, hsm).call('GetInfo', {}, DEADLINE);
        expect(level).toBe(true);
      }
    });
  });
});

describe('the removal of HSMs', () => {
  test('a key that only the removed HSM held is handed over first', async () => {
    await inManagedWorld(31, async (world) => {
      const { clusterId, a, b } = await clusterWithUser(world, 2);
      await generateKey(await userOf(world, b), 'lonely');
      await world.api('DeleteHsm', { ClusterId: clusterId, EniIp: b.eniIp });
      await world.clusterWhen(clusterId, ({ hsms }) => hsms.length === 1);
      const { keys } = await (await userOf(world, a)).call('FindKeys', {}, DEADLINE);
      expect(keys).toHaveLength(1);
    });
  });

  test('while no other HSM can take such a key, the removal waits', async () => {
    await inManagedWorld(31, async (world) => {
      const { clusterId, a, b } = await clusterWithUser(world, 2);
      world.sim.pause(machine(a));
      await generateKey(await userOf(world, b), 'lonely');
      await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: b.hsmId });
      await until(world, 'the removal does not wait', async () => {
        const { jobs } = await world.clusters.call('ListClusters', { region: REGION }, DEADLINE);
        return jobs.some(({ lastFailure }) => lastFailure.startsWith('no other HSM')) || undefined;
      });
      world.sim.resume(machine(a));
      await world.clusterWhen(clusterId, ({ hsms }) => hsms.length === 1);
      const { keys } = await (await userOf(world, a)).call('FindKeys', {}, DEADLINE);
      expect(keys).toHaveLength(1);
    });
  });

  test('a dead HSM goes without a backup, and leaves nothing behind', async () => {
    await inManagedWorld(32, async (world) => {
      const { clusterId, b } = await clusterWithUser(world, 2);
      await world.jobsDone();
      const before = await backupsOf(world, clusterId);
      world.sim.crash(machine(b));
      await hsmWhen(world, clusterId, b.hsmId, ({ state }) => state === 'DEGRADED');
      await world.api('DeleteHsm', { ClusterId: clusterId, EniId: await eniOf(world, clusterId, b.hsmId) });
      await world.clusterWhen(clusterId, ({ hsms, subnets }) => hsms.length === 1 && subnets[1]?.freeAddresses === 251);
      expect((await world.processes()).processes).toHaveLength(1);
      expect(await backupsOf(world, clusterId)).toEqual(before);
      await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: 'us-east-1b', IpAddress: b.eniIp });
      const { hsms } = await world.clusterWhen(clusterId, (now) => now.hsms.length === 2 && now.hsms.every(isWell));
      expect(hsms.map(({ slot, eniIp }) => [slot, eniIp]).at(-1)).toEqual([2, b.eniIp]);
    });
  });

  test.each([
    { names: 'none', input: () => ({}), error: 'exactly one of' },
    { names: 'two', input: (hsm: ClusterHsm) => ({ HsmId: hsm.hsmId, EniIp: hsm.eniIp }), error: 'exactly one of' },
    {
      names: 'an unknown one',
      input: () => ({ HsmId: 'hsm-aaaaaaaaaaa' }),
      error: 'CloudHsmResourceNotFoundException: HSM',
    },
  ])('by $names is refused', async ({ input, error }) => {
    await inManagedWorld(33, async (world) => {
      const { clusterId, hsms } = await world.activeCluster(1);
      const [hsm] = hsms;
      if (hsm === undefined) throw new Error('there is no HSM');
      await expect(world.api('DeleteHsm', { ClusterId: clusterId, ...input(hsm) })).rejects.toThrow(error);
    });
  });
});

describe('kills on the way', () => {
  test.each([34, 35, 36])(
    'of the cluster-manager and of HSMs, while HSMs come and go, leak nothing (seed %i)',
    async (seed) => {
      await inManagedWorld(seed, async (world) => {
        const { clusterId, a } = await clusterWithUser(world, 2);
        await generateKey(await userOf(world, a), 'kept');
        await world.clusterWhen(clusterId, (now) => agree(now, 1));
        await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: 'us-east-1c' });
        await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: a.hsmId });
        await killSomething(world, 12);
        await world.clusterWhen(clusterId, ({ hsms }) => hsms.length === 2 && hsms.every(isWell));
        const { hsms } = await world.clusterWhen(clusterId, (now) => now.hsms.every(isWell) && agree(now, 1));
        for (const { hsmId } of hsms) await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: hsmId });
        await killSomething(world, 12);
        await world.clusterWhen(
          clusterId,
          (now) => now.hsms.length === 0 && now.subnets.every(({ freeAddresses }) => freeAddresses === 251),
        );
        await world.jobsDone();
        expect((await world.processes()).processes).toEqual([]);
        const { Backups } = await world.api<{ Backups: { BackupState: string }[] }>('DescribeBackups', {});
        expect(new Set(Backups.map(({ BackupState }) => BackupState))).toEqual(new Set(['READY']));
      });
    },
  );
});

describe('a creation that fails', () => {
  test('leaves an HSM that says so, does not heal, and can be deleted without a trace', async () => {
    await inManagedWorld(41, async (world) => {
      const { clusterId } = await world.activeCluster(1);
      world.sim.crash('supervisor');
      await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: 'us-east-1b' });
      await world.clusterWhen(clusterId, ({ hsms }) => hsms[1]?.state === 'DEGRADED');
      const { Clusters } = await world.api<Described>('DescribeClusters', {});
      const failed = Clusters[0]?.Hsms[1];
      expect(failed?.StateMessage).toBe('HSM creation failed. Please delete this HSM and try again.');
      expect(Clusters[0]?.State).toBe('ACTIVE');
      await world.api('DeleteHsm', { ClusterId: clusterId, HsmId: failed?.HsmId });
      await world.clusterWhen(clusterId, ({ hsms }) => hsms.length === 1);
      await world.jobsDone();
    });
  });
});

describe('backups', () => {
  test('a cluster made from one is ACTIVE without HSMs, of the same lineage, and never gives a slot twice', async () => {
    await inManagedWorld(51, async (world) => {
      const { clusterId, a } = await clusterWithUser(world, 2);
      await generateKey(await userOf(world, a), 'kept');
      const { backupId } = await world.clusters.call('CreateBackup', { clusterId, region: REGION }, DEADLINE);
      const original = await world.cluster(clusterId);
      const { Cluster: restored } = await world.api<{
        Cluster: { ClusterId: string; SourceBackupId: string; Certificates: { ClusterCertificate?: string } };
      }>('CreateCluster', {
        HsmType: 'hsm1.medium',
        SubnetIds: original.subnets.map(({ subnetId }) => subnetId),
        SourceBackupId: backupId,
      });
      expect(restored.SourceBackupId).toBe(backupId);
      expect(restored.Certificates.ClusterCertificate).toBe(original.clusterCertificate);
      const active = await world.clusterWhen(restored.ClusterId, ({ state }) => state === 'ACTIVE');
      expect([active.lineageId, active.hsms]).toEqual([original.lineageId, []]);
      const certificates = { SignedCert: original.clusterCertificate, TrustAnchor: original.trustAnchor };
      await expect(world.api('InitializeCluster', { ClusterId: restored.ClusterId, ...certificates })).rejects.toThrow(
        'is in state ACTIVE; InitializeCluster requires UNINITIALIZED.',
      );
      await world.api('CreateHsm', { ClusterId: restored.ClusterId, AvailabilityZone: 'us-east-1c' });
      const { hsms } = await world.clusterWhen(restored.ClusterId, (now) => now.hsms.some(isWell));
      expect(hsms[0]?.slot).toBe(2);
      await world.api('CreateHsm', { ClusterId: clusterId, AvailabilityZone: 'us-east-1c' });
      const grown = await world.clusterWhen(clusterId, (now) => now.hsms.length === 3 && now.hsms.every(isWell));
      expect(grown.hsms.map(({ slot }) => slot)).toEqual([0, 1, 3]);
      if (hsms[0] === undefined) throw new Error('there is no HSM');
      const { keys } = await (await userOf(world, hsms[0])).call('FindKeys', {}, DEADLINE);
      expect(keys.map(({ attributes }) => attributes?.label)).toEqual(['kept']);
    });
  });

  test('are listed page by page, newest first or oldest first', async () => {
    await inManagedWorld(52, async (world) => {
      const { clusterId } = await world.activeCluster(1);
      await world.jobsDone();
      for (let n = 0; n < 3; n += 1) await world.clusters.call('CreateBackup', { clusterId, region: REGION }, DEADLINE);
      const newestFirst = await backupsOf(world, clusterId);
      const oldestFirst = await backupsOf(world, clusterId, { SortAscending: true });
      expect(newestFirst).toHaveLength(4);
      expect(oldestFirst.toReversed()).toEqual(newestFirst);
      const paged: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await world.api<{ Backups: { BackupId: string }[]; NextToken?: string }>('DescribeBackups', {
          MaxResults: 3,
          NextToken,
        });
        paged.push(...page.Backups.map(({ BackupId }) => BackupId));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      expect(paged).toEqual(newestFirst);
    });
  });

  test('of a cluster that is not ACTIVE are refused', async () => {
    await inManagedWorld(53, async (world) => {
      const missing = { clusterId: 'cluster-aaaaaaaaaaa', region: REGION };
      expect(await codeOf(world.clusters.call('CreateBackup', missing, DEADLINE))).toBe('INVALID_ARGUMENT');
    });
  });
});

describe('what others are told', () => {
  test('a caller that knows the version waits for the next one, and no longer', async () => {
    await inManagedWorld(61, async (world) => {
      const { clusterId, hsms } = await world.activeCluster(2);
      await world.operator.clock.sleep(3_000);
      const { version } = await world.cluster(clusterId);
      const asked = { clusterId, region: REGION, knownVersion: version };
      const same = await world.clusters.call('GetCluster', { ...asked, waitMs: 2_000 }, DEADLINE);
      expect(same.cluster?.version).toBe(version);
      const waiting = world.clusters.call('GetCluster', { ...asked, waitMs: 30_000 }, { deadlineMs: 31_000 });
      const killedAt = world.sim.nowMs;
      if (hsms[1] === undefined) throw new Error('there is no second HSM');
      world.sim.crash(machine(hsms[1]));
      const { cluster } = await waiting;
      expect(cluster?.version).not.toBe(version);
      expect(world.sim.nowMs - killedAt).toBeLessThan(1_000);
    });
  });

  test('the clock moves everywhere, and stays moved', async () => {
    await inManagedWorld(62, async (world) => {
      const { clusterId, hsms } = await world.activeCluster(1);
      const moves = [1, 2].map((days) => world.clusters.call('AdvanceClock', { byMs: days * 86_400_000 }, DEADLINE));
      await Promise.all(moves);
      await world.crashManager();
      await world.clusterWhen(clusterId, () => true);
      expect(await world.clusters.call('GetClock', {}, DEADLINE)).toEqual({ aheadMs: 3 * 86_400_000 });
      await world.operator.clock.sleep(1_000);
      const told = world.sim.trace.filter((line) => line.endsWith(`${hsms[0]?.applianceId} > manager AdvanceClock ok`));
      expect(told).not.toEqual([]);
    });
  });

  test('only the control plane and the operator are told anything', async () => {
    const sim = createSimulation({ seed: 63 });
    await sim.run(async () => {
      const fleet = await manufactureFleet(sim.runtime('operator'));
      const identity = { ca: fleet.ca.certificate, ...fleet.identities['cluster-manager'] };
      const manager = createClusterManager(sim.runtime('manager'), { listenAddress: 'manager:4600', identity });
      await manager.start();
      const codes = await Promise.all(
        (['cluster-manager', 'control-plane', 'operator'] as const).map((name) => {
          const tls = { trustAnchor: fleet.ca.certificate, ...fleet.identities[name] };
          const peer = sim.runtime('operator').network.connect(CLUSTER_SERVICE, { address: 'manager:4600', tls });
          return codeOf(peer.call('GetClock', {}, DEADLINE));
        }),
      );
      expect(codes).toEqual(['NOT_PERMITTED', 'ok', 'ok']);
      await manager.stop();
    });
  });

  test('without a supervisor and without a blank appliance no HSM is promised', async () => {
    const sim = createSimulation({ seed: 64 });
    await sim.run(async () => {
      const fleet = await manufactureFleet(sim.runtime('operator'));
      const identity = { ca: fleet.ca.certificate, ...fleet.identities['cluster-manager'] };
      await createClusterManager(sim.runtime('manager'), { listenAddress: 'manager:4600', identity }).start();
      const tls = { trustAnchor: fleet.ca.certificate, ...fleet.identities.operator };
      const peer = sim.runtime('operator').network.connect(CLUSTER_SERVICE, { address: 'manager:4600', tls });
      const api = async (operation: string, input: object) => {
        const body = Buffer.from(JSON.stringify(input));
        const answer = await peer.call('InvokeApi', { service: 'cloudhsm', operation, region: REGION, body }, DEADLINE);
        return JSON.parse(answer.body.toString()) as {
          Cluster: { ClusterId: string };
          __type: string;
          Message: string;
        };
      };
      const { subnets } = await peer.call('ListSubnets', { region: REGION }, DEADLINE);
      const SubnetIds = subnets.map(({ subnetId }) => subnetId);
      const { Cluster: made } = await api('CreateCluster', { HsmType: 'hsm1.medium', SubnetIds });
      await sim.runtime('operator').clock.sleep(100);
      const refused = await api('CreateHsm', { ClusterId: made.ClusterId, AvailabilityZone: 'us-east-1a' });
      expect(refused.__type).toBe('CloudHsmServiceException');
      expect(refused.Message).toBe("No HSM is available in Availability Zone 'us-east-1a'.");
    });
  });
});

/** Kills the cluster-manager or an appliance, now and then; both start again. */
async function killSomething(world: ManagedWorld, kills: number): Promise<void> {
  for (let n = 0; n < kills; n += 1) {
    await world.operator.clock.sleep(world.sim.random.int(12));
    const { processes } = await world.processes();
    const victim = processes[world.sim.random.int(processes.length + 2)] as { applianceId: string } | undefined;
    await (victim === undefined ? world.crashManager() : world.crashAppliance(victim.applianceId));
  }
}

async function backupsOf({ api }: ManagedWorld, clusterId: string, more: object = {}): Promise<readonly string[]> {
  const Filters = { clusterIds: [clusterId], states: ['READY'] };
  const { Backups } = await api<{ Backups: { BackupId: string }[] }>('DescribeBackups', { Filters, ...more });
  return Backups.map(({ BackupId }) => BackupId);
}

async function eniOf({ api }: ManagedWorld, clusterId: string, hsmId: string): Promise<string | undefined> {
  const { Clusters } = await api<{ Clusters: { Hsms: { HsmId: string; EniId: string }[] }[] }>('DescribeClusters', {
    Filters: { clusterIds: [clusterId] },
  });
  return Clusters[0]?.Hsms.find(({ HsmId }) => HsmId === hsmId)?.EniId;
}
