import { isHsmError } from '@keystorm/protocol';
import type { Transaction } from '@keystorm/runtime';
import { createSimulation } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { ClusterManagerConfig } from '../config.ts';
import { Ledger } from '../ledger.ts';
import { createInterface, freeAddresses, INTERFACES, isHost } from './interfaces.ts';
import { attachKeyStore, type AttachableCluster, detachKeyStore } from './key-store-network.ts';
import { createClusterGroup, isOpenAmongMembers, SECURITY_GROUPS } from './security-groups.ts';
import { defaultSubnets, type Subnet, SUBNETS } from './vpc.ts';

const NETWORK = ClusterManagerConfig.shape.network.parse({ vpcPrefix: '10.1', zones: 2 });
const STORE_ID = 'cks-1234567890abcdef0';

interface World {
  readonly ledger: Ledger;
  change<T>(work: (tx: Transaction) => Promise<T> | T): Promise<T>;
  subnets(region: string): Promise<readonly Subnet[]>;
  cluster(clusterId: string): Promise<AttachableCluster>;
  readonly random: Parameters<typeof createInterface>[1];
}

async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const sim = createSimulation({ seed: 1 });
  await sim.run(async () => {
    const { storage, random } = sim.runtime('manager');
    const ledger = new Ledger(await storage.open('test', 1));
    const change: World['change'] = (run) => ledger.transaction(run);
    const subnets = (region: string) => change((tx) => defaultSubnets(tx, random, NETWORK, region));
    await work({
      ledger,
      change,
      subnets,
      random,
      cluster: async (clusterId) => {
        const all = await subnets('us-east-1');
        const cluster = { clusterId, region: 'us-east-1', vpcId: all[0]?.vpcId ?? '' };
        const securityGroupId = await change((tx) => createClusterGroup(tx, random, cluster));
        return { ...cluster, securityGroupId, subnetIds: all.map(({ subnetId }) => subnetId) };
      },
    });
  });
}

describe('the default VPC', () => {
  test('has a subnet in each zone, and no address twice over all Regions', async () => {
    await inWorld(async ({ subnets }) => {
      const cidrs = [...(await subnets('us-east-1')), ...(await subnets('eu-west-1'))];
      expect(cidrs.map(({ availabilityZone, cidr }) => `${availabilityZone} ${cidr}`)).toEqual([
        'us-east-1a 10.1.1.0/24',
        'us-east-1b 10.1.2.0/24',
        'eu-west-1a 10.1.3.0/24',
        'eu-west-1b 10.1.4.0/24',
      ]);
      expect(await subnets('us-east-1')).toEqual(cidrs.slice(0, 2));
    });
  });

  test('keeps the first four addresses and the last one of a subnet back', async () => {
    await inWorld(async ({ subnets, ledger }) => {
      const [subnet] = await subnets('us-east-1');
      if (subnet === undefined) throw new Error('there is no subnet');
      const free = await freeAddresses(ledger, subnet);
      expect(free).toHaveLength(251);
      expect([free[0], free.at(-1)]).toEqual(['10.1.1.4', '10.1.1.254']);
      expect(isHost(subnet, '10.1.1.3')).toBe(false);
      expect(isHost(subnet, '10.1.2.4')).toBe(false);
    });
  });
});

describe('the network of a custom key store', () => {
  test('is a security group and one described interface in each subnet; repeating changes nothing', async () => {
    await inWorld(async ({ change, cluster, random, ledger }) => {
      const target = await cluster('cluster-aaaaaaaaaaa');
      const first = await change((tx) => attachKeyStore(tx, random, target, STORE_ID));
      const second = await change((tx) => attachKeyStore(tx, random, target, STORE_ID));
      expect(second).toEqual(first);
      expect((await ledger.get(SECURITY_GROUPS, first.securityGroupId))?.name).toBe(`kms-${STORE_ID}`);
      const interfaces = await ledger.list(INTERFACES);
      expect(interfaces.map(([, { description }]) => description)).toEqual([
        'KMS managed ENI for cluster cluster-aaaaaaaaaaa',
        'KMS managed ENI for cluster cluster-aaaaaaaaaaa',
      ]);
    });
  });

  test('follows the key store to another cluster', async () => {
    await inWorld(async ({ change, cluster, random, ledger }) => {
      const [one, two] = [await cluster('cluster-aaaaaaaaaaa'), await cluster('cluster-bbbbbbbbbbb')];
      await change((tx) => attachKeyStore(tx, random, one, STORE_ID));
      const made = await change((tx) => attachKeyStore(tx, random, two, STORE_ID));
      const interfaces = await ledger.list(INTERFACES);
      expect(interfaces.map(([eniId]) => eniId).toSorted()).toEqual(made.networkInterfaceIds.toSorted());
    });
  });

  test('leaves out a subnet that was deleted, and refuses a full one', async () => {
    await inWorld(async ({ change, cluster, random, subnets }) => {
      const target = await cluster('cluster-aaaaaaaaaaa');
      const [first, second] = await subnets('us-east-1');
      if (first === undefined || second === undefined) throw new Error('there are no subnets');
      await change((tx) => tx.delete(SUBNETS, first.subnetId));
      const made = await change((tx) => attachKeyStore(tx, random, target, STORE_ID));
      expect(made.networkInterfaceIds).toHaveLength(1);
      await change((tx) => detachKeyStore(tx, 'us-east-1', STORE_ID));
      await change(async (tx) => {
        for (const ip of await freeAddresses(tx, second)) {
          createInterface(tx, random, {
            region: 'us-east-1',
            subnetId: second.subnetId,
            ip,
            groupIds: [],
            description: '',
          });
        }
      });
      const full = await change((tx) => attachKeyStore(tx, random, target, STORE_ID)).catch((error: unknown) => error);
      expect(isHsmError(full, 'NO_SPACE')).toBe(true);
    });
  });

  test('is removed without a trace, twice if need be', async () => {
    await inWorld(async ({ change, cluster, random, ledger }) => {
      const target = await cluster('cluster-aaaaaaaaaaa');
      await change((tx) => attachKeyStore(tx, random, target, STORE_ID));
      for (let round = 0; round < 2; round += 1) await change((tx) => detachKeyStore(tx, 'us-east-1', STORE_ID));
      expect(await ledger.list(INTERFACES)).toEqual([]);
      expect((await ledger.list(SECURITY_GROUPS)).map(([groupId]) => groupId)).toEqual([target.securityGroupId]);
    });
  });
});

describe('the security group of a cluster', () => {
  test.each([
    { rules: 'both rules', remove: undefined, open: true },
    { rules: 'no inbound rule', remove: 'inbound', open: false },
    { rules: 'no outbound rule', remove: 'outbound', open: false },
  ])('with $rules: open $open', async ({ remove, open }) => {
    await inWorld(async ({ change, cluster, ledger }) => {
      const { securityGroupId } = await cluster('cluster-aaaaaaaaaaa');
      await change(async (tx) => {
        const group = await tx.get(SECURITY_GROUPS, securityGroupId);
        if (group === undefined) throw new Error('there is no group');
        tx.put(SECURITY_GROUPS, securityGroupId, {
          ...group,
          rules: group.rules.filter(({ direction }) => direction !== remove),
        });
      });
      expect(await isOpenAmongMembers(ledger, securityGroupId)).toBe(open);
    });
  });
});
