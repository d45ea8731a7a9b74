import { isHsmError } from '@keystorm/protocol';
import type { Transaction } from '@keystorm/runtime';
import { createSimulation } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { ClusterManagerConfig } from '../config.ts';
import { Ledger, type Reader } from '../ledger.ts';
import { createInterface, freeAddresses, INTERFACES, isHost } from './interfaces.ts';
import { attachKeyStore, type AttachableCluster, detachKeyStore } from './key-store-network.ts';
import { drainSubnet, fillSubnet, removeSubnet, setHsmRules } from './lab.ts';
import {
  createClusterGroup,
  isOpenAmongMembers,
  type NewRule,
  SECURITY_GROUPS,
  type SecurityGroup,
  withRules,
} from './security-groups.ts';
import { reachesMembers } from './traffic.ts';
import { defaultSubnets, recordSubnet, type Subnet, SUBNETS } from './vpc.ts';

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
      const groups = (await ledger.list(SECURITY_GROUPS)).map(([, { name }]) => name);
      expect(groups.toSorted()).toEqual(['cloudhsm-cluster-cluster-aaaaaaaaaaa-sg', 'default']);
    });
  });
});

/** Rules in place of those that a cluster's group was made with. */
interface RulesCase {
  readonly name: string;
  readonly rules: (group: SecurityGroup) => readonly Omit<NewRule, 'direction'>[];
  /** KMS accepts them. */
  readonly open: boolean;
  /** Packets get through. */
  readonly reaches: boolean;
}

const TCP = { protocol: 'tcp', fromPort: 2223, toPort: 2225 };

describe('the security group of a cluster', () => {
  test.each([
    { rules: 'both rules', remove: undefined, open: true },
    { rules: 'no inbound rule', remove: 'inbound', open: false },
    { rules: 'no outbound rule', remove: 'outbound', open: false },
  ])('with $rules: open $open', async ({ remove, open }) => {
    await inWorld(async ({ change, cluster, ledger }) => {
      const { securityGroupId } = await cluster('cluster-aaaaaaaaaaa');
      await change(async (tx) => {
        const group = await groupOf(tx, securityGroupId);
        tx.put(SECURITY_GROUPS, securityGroupId, {
          ...group,
          rules: group.rules.filter(({ direction }) => direction !== remove),
        });
      });
      expect(await isOpenAmongMembers(ledger, securityGroupId)).toBe(open);
      expect(await reachesMembers(ledger, securityGroupId)).toBe(open);
    });
  });

  test.each<RulesCase>([
    { name: 'the own group', rules: ({ groupId }) => [{ ...TCP, peer: { groupId } }], open: true, reaches: true },
    {
      name: 'the own group, port by port',
      rules: ({ groupId }) =>
        [2223, 2224, 2225].map((port) => ({ ...TCP, fromPort: port, toPort: port, peer: { groupId } })),
      open: true,
      reaches: true,
    },
    {
      name: 'the own group, all traffic',
      rules: ({ groupId }) => [{ protocol: '-1', fromPort: -1, toPort: -1, peer: { groupId } }],
      open: true,
      reaches: true,
    },
    {
      name: 'the own group, a port too few',
      rules: ({ groupId }) => [{ ...TCP, toPort: 2224, peer: { groupId } }],
      open: false,
      reaches: false,
    },
    {
      name: 'the own group, UDP',
      rules: ({ groupId }) => [{ ...TCP, protocol: 'udp', peer: { groupId } }],
      open: false,
      reaches: false,
    },
    { name: 'another group', rules: () => [{ ...TCP, peer: { groupId: 'sg-other' } }], open: false, reaches: false },
    { name: 'the whole VPC', rules: () => [{ ...TCP, peer: { cidrIpv4: '10.0.0.0/8' } }], open: false, reaches: true },
    {
      name: 'part of the VPC',
      rules: () => [{ ...TCP, peer: { cidrIpv4: '10.1.1.0/24' } }],
      open: false,
      reaches: false,
    },
    { name: 'IPv6', rules: () => [{ ...TCP, peer: { cidrIpv6: '::/0' } }], open: false, reaches: false },
  ])('that names $name both ways: open to KMS $open, to packets $reaches', async ({ rules, open, reaches }) => {
    await inWorld(async ({ change, cluster, ledger, random }) => {
      const { securityGroupId } = await cluster('cluster-aaaaaaaaaaa');
      await change(async (tx) => {
        const group = await groupOf(tx, securityGroupId);
        const both = (['inbound', 'outbound'] as const).flatMap((direction) =>
          rules(group).map((rule) => ({ direction, ...rule })),
        );
        tx.put(SECURITY_GROUPS, securityGroupId, withRules(random, { ...group, rules: [] }, both));
      });
      expect(await isOpenAmongMembers(ledger, securityGroupId)).toBe(open);
      expect(await reachesMembers(ledger, securityGroupId)).toBe(reaches);
    });
  });

  test('can be deleted: then nothing gets through', async () => {
    await inWorld(async ({ change, cluster, ledger }) => {
      const { securityGroupId } = await cluster('cluster-aaaaaaaaaaa');
      await change((tx) => tx.delete(SECURITY_GROUPS, securityGroupId));
      expect(await isOpenAmongMembers(ledger, securityGroupId)).toBe(false);
      expect(await reachesMembers(ledger, securityGroupId)).toBe(false);
    });
  });
});

describe('the lab', () => {
  test('drops and restores the rules of a cluster, twice if need be, and leaves others alone', async () => {
    await inWorld(async ({ change, cluster, random }) => {
      const { securityGroupId } = await cluster('cluster-aaaaaaaaaaa');
      const essence = async () =>
        (await change((tx) => groupOf(tx, securityGroupId))).rules.map(({ ruleId: _, ...rule }) => rule);
      const before = await essence();
      const ssh = {
        direction: 'inbound',
        ...TCP,
        fromPort: 22,
        toPort: 22,
        peer: { groupId: securityGroupId },
      } as const;
      await change(async (tx) => {
        tx.put(SECURITY_GROUPS, securityGroupId, withRules(random, await groupOf(tx, securityGroupId), [ssh]));
      });
      for (let round = 0; round < 2; round += 1) await change((tx) => setHsmRules(tx, random, securityGroupId, false));
      expect(await essence()).toEqual([ssh]);
      for (let round = 0; round < 2; round += 1) await change((tx) => setHsmRules(tx, random, securityGroupId, true));
      expect(await essence()).toEqual([ssh, ...before]);
    });
  });

  test('fills a subnet but for some addresses, and drains it of nothing else', async () => {
    await inWorld(async ({ change, subnets, random, ledger }) => {
      const [subnet] = await subnets('us-east-1');
      if (subnet === undefined) throw new Error('there is no subnet');
      const { subnetId, region } = subnet;
      const own = { region, subnetId, ip: '10.1.1.100', groupIds: [], description: 'mine' };
      await change((tx) => createInterface(tx, random, own));
      expect(await change((tx) => fillSubnet(tx, random, subnet, 2))).toBe(248);
      expect(await freeAddresses(ledger, subnet)).toEqual(['10.1.1.253', '10.1.1.254']);
      expect(await change((tx) => fillSubnet(tx, random, subnet, 0))).toBe(2);
      expect(await change((tx) => drainSubnet(tx, subnet))).toBe(250);
      expect(await freeAddresses(ledger, subnet)).toHaveLength(250);
    });
  });

  test('removes a subnet in use; its addresses stay taken, also in a new one of the same range', async () => {
    await inWorld(async ({ change, subnets, random, ledger }) => {
      const [subnet] = await subnets('us-east-1');
      if (subnet === undefined) throw new Error('there is no subnet');
      const { subnetId: _, ...description } = subnet;
      const used = { region: subnet.region, subnetId: subnet.subnetId, ip: '10.1.1.4', groupIds: [], description: '' };
      await change((tx) => createInterface(tx, random, used));
      await change((tx) => removeSubnet(tx, subnet));
      expect(await ledger.get(SUBNETS, subnet.subnetId)).toBeUndefined();
      const again = await change((tx) => recordSubnet(tx, random, description));
      expect((await freeAddresses(ledger, again))[0]).toBe('10.1.1.5');
      expect((await subnets('us-east-1')).map(({ cidr }) => cidr)).toContain(subnet.cidr);
    });
  });

  test.each([
    { what: 'subnet', act: (world: World) => world.change((tx) => drainSubnet(tx, { subnetId: 'x', region: 'r' })) },
    { what: 'group', act: (world: World) => world.change((tx) => setHsmRules(tx, world.random, 'sg-x', true)) },
  ])('says that there is no such $what', async ({ act }) => {
    await inWorld(async (world) => {
      const refused = await act(world).catch((error: unknown) => error);
      expect(isHsmError(refused, 'INVALID_ARGUMENT')).toBe(true);
    });
  });
});

async function groupOf(reader: Reader, groupId: string): Promise<SecurityGroup> {
  const group = await reader.get(SECURITY_GROUPS, groupId);
  if (group === undefined) throw new Error('there is no group');
  return group;
}
