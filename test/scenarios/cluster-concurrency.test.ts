import { describe, expect, test } from 'vitest';
import { inManagedWorld, type ManagedWorld, REGION } from '../worlds/managed-cluster.ts';

const CLIENTS = 8;
const CALLS = 12;

interface ApiHsm {
  readonly HsmId: string;
  readonly EniIp: string;
  readonly EniId: string;
  readonly State: string;
}

async function hsmsOf({ api }: ManagedWorld): Promise<readonly ApiHsm[]> {
  const { Clusters } = await api<{ Clusters: readonly { readonly Hsms: readonly ApiHsm[] }[] }>('DescribeClusters', {});
  return Clusters.flatMap(({ Hsms }) => Hsms);
}

const refusalsOf = (outcome: string) =>
  [
    /^ok$/,
    /^CloudHsmInvalidRequestException: The maximum number of HSMs \(6\) has been reached\.$/,
    /^CloudHsmInvalidRequestException: HSM 'hsm-.*' is in state (CREATE|DELETE)_IN_PROGRESS; DeleteHsm requires ACTIVE, DEGRADED\.$/,
    /^CloudHsmResourceNotFoundException: HSM hsm-.* could not be found in cluster/,
  ].some((pattern) => pattern.test(outcome));

describe('eight clients at once', () => {
  test.each([1, 2, 3])('that add and remove HSMs never get more than there may be, nor one twice (seed %i)', (seed) =>
    inManagedWorld(`concurrency-${seed}`, async (world) => {
      const { clusterId: ClusterId } = await world.activeCluster(2);
      const { random } = world.sim;
      const call = async (operation: string, input: object) =>
        world.api(operation, { ClusterId, ...input }).then(
          () => 'ok',
          (error: unknown) => (error as Error).message,
        );
      const client = async () => {
        const outcomes: string[] = [];
        for (let n = 0; n < CALLS; n += 1) {
          const hsms = await hsmsOf(world);
          const victim = hsms[random.int(Math.max(hsms.length, 1))];
          // The cluster keeps an HSM, so that there is something to copy.
          const remove = hsms.filter(({ State }) => State === 'ACTIVE').length > 2 && random.int(2) === 0;
          const AvailabilityZone = `${REGION}${'abc'.charAt(random.int(3))}`;
          outcomes.push(
            await (remove ? call('DeleteHsm', { HsmId: victim?.HsmId }) : call('CreateHsm', { AvailabilityZone })),
          );
          await world.operator.clock.sleep(random.int(100));
        }
        return outcomes;
      };
      let over = false;
      const watching = (async () => {
        while (!over) {
          const hsms = await hsmsOf(world);
          expect(hsms.length).toBeLessThanOrEqual(6);
          for (const key of ['HsmId', 'EniIp', 'EniId'] as const)
            expect(new Set(hsms.map((hsm) => hsm[key])).size).toBe(hsms.length);
          const { hsms: claimed } = await world.cluster(ClusterId);
          for (const key of ['applianceId', 'slot', 'dataAddress'] as const)
            expect(new Set(claimed.map((hsm) => hsm[key])).size).toBe(claimed.length);
          await world.operator.clock.sleep(10);
        }
      })();
      const outcomes = (await Promise.all(Array.from({ length: CLIENTS }, client))).flat();
      over = true;
      await watching;
      expect(outcomes.filter((outcome) => !refusalsOf(outcome))).toEqual([]);
      expect(outcomes.filter((outcome) => outcome === 'ok').length).toBeGreaterThan(10);
      await world.jobsDone();
      const { hsms } = await world.clusterWhen(ClusterId, (now) =>
        now.hsms.every(({ state, ailment }) => state === 'ACTIVE' && ailment === ''),
      );
      while ((await world.processes()).processes.length > hsms.length) await world.operator.clock.sleep(50);
      const { subnets } = await world.cluster(ClusterId);
      expect(subnets.reduce((sum, { freeAddresses }) => sum + 251 - freeAddresses, 0)).toBe(hsms.length);
    }),
  );

  test('that add the first HSM: one succeeds, and there is a signing request', () =>
    inManagedWorld('concurrency-first', async (world) => {
      const { subnets } = await world.clusters.call('ListSubnets', { region: REGION }, { deadlineMs: 5_000 });
      const { Cluster } = await world.api<{ Cluster: { ClusterId: string } }>('CreateCluster', {
        HsmType: 'hsm1.medium',
        SubnetIds: subnets.map(({ subnetId }) => subnetId),
      });
      const { ClusterId } = Cluster;
      await world.clusterWhen(ClusterId, ({ state }) => state === 'UNINITIALIZED');
      const outcomes = await Promise.allSettled(
        Array.from({ length: CLIENTS }, (_, index) =>
          world.api('CreateHsm', { ClusterId, AvailabilityZone: `${REGION}${'abc'.charAt(index % 3)}` }),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
      expect(new Set(refused)).toEqual(
        new Set([
          `Error: CloudHsmInvalidRequestException: Cluster '${ClusterId}' already contains an HSM but has not yet been fully activated`,
        ]),
      );
      await world.clusterWhen(ClusterId, ({ hsms }) => hsms[0]?.state === 'ACTIVE');
      const { Clusters } = await world.api<{ Clusters: { Certificates: { ClusterCsr?: string } }[] }>(
        'DescribeClusters',
        {},
      );
      expect(Clusters[0]?.Certificates.ClusterCsr).toContain('CERTIFICATE REQUEST');
    }));
});
