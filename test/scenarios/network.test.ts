import { CreateKeyCommand, DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { ec2Form, readEc2Answer } from '../../packages/cluster-manager/src/api/ec2/ec2.fixture.ts';
import { ec2, FORM, vpcOf } from '../worlds/ec2.ts';
import {
  activeCluster,
  connectedStore,
  createKeyStore,
  failureCounts,
  type KeyStore,
  newCluster,
} from '../worlds/fixture.ts';
import { scenario, simulatedScenario } from '../worlds/scenario.ts';
import { type SimulatedWorld, withSimulatedWorld } from '../worlds/simulated-world.ts';
import { clusterOf, clusterWhen, harness, REGION, signedHeaders, until, type World } from '../worlds/world.ts';

const CANNOT_COMMUNICATE =
  'KMS cannot communicate with your CloudHSM cluster. This might be a transient network issue.';
/** Virtual time within which a call to an HSM that is cut off must have failed, milliseconds. */
const FAILS_WITHIN_MS = 1_500;

/** Name and message of what a call fails with; `ok` when it does not. */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/** A store that is CONNECTED, with a key and something that it encrypted. */
async function serving(world: World) {
  const { store, clusterId } = await connectedStore(world);
  // On a busy machine KMS may have yet to log in on the second HSM.
  const { id } = await until(world, 'no key can be created', () => store.newKey().catch(() => undefined));
  const kms = world.kms();
  const Plaintext = Buffer.from('a secret');
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: id, Plaintext }));
  const decrypt = async () => {
    const { Plaintext: decrypted } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(decrypted).toEqual(new Uint8Array(Plaintext));
  };
  const cluster = await clusterOf(world, clusterId);
  const subnetId = cluster.subnets[1]?.subnetId ?? '';
  return {
    store,
    clusterId,
    cluster,
    subnetId,
    decrypt,
    createKey: () => kms.send(new CreateKeyCommand({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: store.id })),
    dropRules: () => harness(world, 'lab/sg-drop', { clusterId, region: REGION }),
    restoreRules: () => harness(world, 'lab/sg-restore', { clusterId, region: REGION }),
    lab: (what: string) => harness(world, `lab/subnet-${what}`, { subnetId, region: REGION }),
  };
}

/** Waits until the HSMs answer again. */
function works(world: World, call: () => Promise<unknown>): Promise<boolean> {
  return until(world, 'the HSMs do not answer', async () => ((await outcomeOf(call())) === 'ok' ? true : undefined));
}

/** In a failed state everything but disconnecting is refused. */
async function expectFailed(store: KeyStore, code: string): Promise<void> {
  expect(await store.connect()).toBe(`FAILED ${code}`);
  expect(await outcomeOf(store.connect())).toContain('CustomKeyStoreInvalidStateException');
  expect(await store.disconnect()).toBe('DISCONNECTED');
}

describe('a security group that lets nothing through to the HSMs', () => {
  scenario('cuts KMS off, which stays CONNECTED; and works without reconnecting when it is restored', async (world) => {
    const { store, clusterId, decrypt, createKey, dropRules, restoreRules } = await serving(world);
    await dropRules();
    const began = world.operator.clock.monotonic();
    expect(await outcomeOf(decrypt())).toContain(`KMSInvalidStateException: ${CANNOT_COMMUNICATE}`);
    if (world.kind === 'simulated')
      expect(world.operator.clock.monotonic() - began).toBeLessThanOrEqual(FAILS_WITHIN_MS);
    expect(await outcomeOf(createKey())).toContain(`DependencyTimeoutException: ${CANNOT_COMMUNICATE}`);
    expect(await store.state()).toBe('CONNECTED');
    expect((await clusterOf(world, clusterId)).hsms.map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE']);
    await restoreRules();
    await works(world, decrypt);
    await createKey();
  });

  simulatedScenario('keeps a store from being connected, and leaves it as it was', async (world) => {
    const { store, dropRules, restoreRules, decrypt } = await serving(world);
    await store.disconnect();
    await dropRules();
    expect(await outcomeOf(store.connect())).toContain('CloudHsmClusterInvalidConfigurationException');
    expect(await store.state()).toBe('DISCONNECTED');
    await restoreRules();
    expect(await store.connect()).toBe('CONNECTED');
    await decrypt();
  });

  simulatedScenario('holds for HSMs that are started anew, and when the cluster-manager is', async (world) => {
    const { clusterId, cluster, decrypt, dropRules, restoreRules } = await serving(world);
    await dropRules();
    await world.chaos.kill('cluster-manager');
    for (const { hsmId } of cluster.hsms) {
      const state = (wanted: string) =>
        clusterWhen(world, clusterId, ({ hsms }) => hsms.some((hsm) => hsm.hsmId === hsmId && hsm.state === wanted));
      await clusterWhen(world, clusterId, () => true);
      await world.chaos.kill(hsmId, { stayDown: true });
      await state('DEGRADED');
      await world.chaos.start(hsmId);
      await state('ACTIVE');
    }
    expect(await outcomeOf(decrypt())).toContain('KMSInvalidStateException');
    await restoreRules();
    await works(world, decrypt);
  });
});

// Source: AWS KMS Developer Guide, "Create an AWS CloudHSM key store", "Assemble the prerequisites".
simulatedScenario(
  'a key store is neither created on nor moved to a cluster whose network does not do',
  async (world) => {
    const { clusterId, subnets } = await activeCluster(world);
    const lab = (what: string, id: string) =>
      harness<{ backupId: string }>(world, `lab/${what}`, { clusterId: id, region: REGION });
    const { backupId } = await lab('backup', clusterId);
    const elsewhere = subnets.slice(1).map(({ subnetId }) => subnetId);
    const narrow = await newCluster(world, { backupId, withoutSubnetIds: elsewhere });
    const closed = await newCluster(world, { backupId });
    await lab('sg-drop', closed.clusterId);
    const refusal = (id: string, what: string): unknown =>
      expect.stringContaining(`CloudHsmClusterInvalidConfigurationException: The AWS CloudHSM cluster ${id} ${what}`);
    const refusals = [
      [narrow.clusterId, 'must have private subnets in at least two Availability Zones.'],
      [closed.clusterId, 'needs a security group'],
    ] as const;

    for (const [id, what] of refusals) expect(await outcomeOf(createKeyStore(world, id))).toEqual(refusal(id, what));
    const CustomKeyStoreId = (await createKeyStore(world, clusterId)).id;
    for (const [CloudHsmClusterId, what] of refusals) {
      const update = world.kms().updateCustomKeyStore({ CustomKeyStoreId, CloudHsmClusterId });
      expect(await outcomeOf(update)).toEqual(refusal(CloudHsmClusterId, what));
    }
    const { CustomKeyStores } = await world.kms().describeCustomKeyStores({});
    expect(CustomKeyStores).toMatchObject([{ CustomKeyStoreId, CloudHsmClusterId: clusterId }]);
  },
);

describe('a network that loses packets on the way to the HSMs', () => {
  /** Cuts the control plane off from HSMs of the cluster, which notices nothing; what comes back heals it. */
  async function cutOff({ sim, machineOf }: SimulatedWorld, hsmIds: readonly string[]): Promise<() => void> {
    const kms = await machineOf('control-plane');
    const machines = await Promise.all(hsmIds.map(machineOf));
    const both = (change: (from: string, to: string) => void) => {
      for (const machine of machines) {
        change(kms, machine);
        change(machine, kms);
      }
    };
    both((from, to) => sim.cut(from, to));
    return () => both((from, to) => sim.heal(from, to));
  }

  simulatedScenario('DS-19 fails the connect, when none answers, without a login', async (world) => {
    const { store, clusterId, cluster, decrypt } = await serving(world);
    await store.disconnect();
    const heal = await cutOff(
      world,
      cluster.hsms.map(({ hsmId }) => hsmId),
    );
    await expectFailed(store, 'NETWORK_ERRORS');
    expect((await clusterOf(world, clusterId)).hsms.map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE']);
    heal();
    expect(await store.connect()).toBe('CONNECTED');
    await decrypt();
    expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
  });

  simulatedScenario('leaves out the HSM that does not answer, which gets the new password later', async (world) => {
    const { store, clusterId, cluster, decrypt, createKey } = await serving(world);
    await store.disconnect();
    const [away, ...others] = cluster.hsms.map(({ hsmId }) => hsmId);
    const heal = await cutOff(world, [away ?? '']);
    expect(await store.connect()).toBe('CONNECTED');
    await decrypt();
    expect(await outcomeOf(createKey())).not.toBe('ok');
    heal();
    await works(world, createKey);
    // Now the other one alone is away: the password there is the new one.
    const healOthers = await cutOff(world, others);
    await works(world, decrypt);
    healOthers();
    expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
  });
});

describe('a subnet of the cluster', () => {
  simulatedScenario('that was deleted is noticed by the next connect only', async (world) => {
    const { store, decrypt, createKey, lab } = await serving(world);
    await lab('delete');
    await decrypt();
    await createKey();
    await store.disconnect();
    await expectFailed(store, 'SUBNET_NOT_FOUND');
    await expectFailed(store, 'SUBNET_NOT_FOUND');
  });

  simulatedScenario('that is full is noticed by the next connect only, and can be drained', async (world) => {
    const { store, decrypt, lab } = await serving(world);
    await lab('fill');
    await decrypt();
    await store.disconnect();
    // The interface of the store has left an address free.
    await lab('fill');
    await expectFailed(store, 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET');
    await lab('drain');
    expect(await store.connect()).toBe('CONNECTED');
    await decrypt();
  });
});

/** What the cluster's group is made with, in either direction. */
const HSM_RULE = (GroupId: string) => ({ IpProtocol: 'tcp', FromPort: 2223, ToPort: 2225, Groups: [{ GroupId }] });

describe('EC2', () => {
  simulatedScenario('shows and steers what a key store depends on', async (world) => {
    const { store, clusterId, cluster, subnetId, decrypt } = await serving(world);
    const groupId = cluster.securityGroupId;
    const described = await ec2<{ securityGroupInfo: { groupName: string }[] }>(world, 'DescribeSecurityGroups', {
      Filter: [{ Name: 'ip-permission.group-id', Value: [groupId] }],
    });
    expect(described.securityGroupInfo.map(({ groupName }) => groupName).toSorted()).toEqual([
      `cloudhsm-cluster-${clusterId}-sg`,
      `kms-${store.id}`,
    ]);
    const byDescription = { Filter: [{ Name: 'description', Value: [`KMS managed ENI for cluster ${clusterId}`] }] };
    const interfaces = () => ec2<{ networkInterfaceSet: unknown[] }>(world, 'DescribeNetworkInterfaces', byDescription);
    expect((await interfaces()).networkInterfaceSet).toHaveLength(3);
    expect(await outcomeOf(ec2(world, 'DeleteSubnet', { SubnetId: subnetId }))).toBe(
      `DependencyViolation: The subnet '${subnetId}' has dependencies and cannot be deleted.`,
    );

    const rules = { GroupId: groupId, IpPermissions: [HSM_RULE(groupId)] };
    await ec2(world, 'RevokeSecurityGroupEgress', rules);
    expect(await outcomeOf(decrypt())).toContain('KMSInvalidStateException');
    await ec2(world, 'AuthorizeSecurityGroupEgress', rules);
    await works(world, decrypt);

    await store.disconnect();
    expect((await interfaces()).networkInterfaceSet).toEqual([]);
  });

  simulatedScenario('fills a subnet with interfaces of its owner, which frees it again', async (world) => {
    const { store } = await serving(world);
    await store.disconnect();
    const small = { VpcId: await vpcOf(world), CidrBlock: '127.0.200.0/28' };
    const { subnet } = await ec2<{ subnet: { subnetId: string } }>(world, 'CreateSubnet', small);
    const request = { SubnetId: subnet.subnetId };
    const made: string[] = [];
    for (let n = 0; n < 11; n += 1) {
      const { networkInterface } = await ec2<{ networkInterface: { networkInterfaceId: string } }>(
        world,
        'CreateNetworkInterface',
        request,
      );
      made.push(networkInterface.networkInterfaceId);
    }
    expect(await outcomeOf(ec2(world, 'CreateNetworkInterface', request))).toContain('InsufficientFreeAddresses');
    for (const NetworkInterfaceId of made) await ec2(world, 'DeleteNetworkInterface', { NetworkInterfaceId });
    await ec2(world, 'DeleteSubnet', request);
  });
});

describe('who asks EC2', () => {
  test.each<{ name: string; spoil: (headers: Record<string, string>) => Record<string, string>; refusal: string }>([
    {
      name: 'without a signature',
      spoil: ({ authorization: _, ...headers }) => headers,
      refusal: 'MissingAuthenticationToken: Missing Authentication Token',
    },
    {
      name: 'as somebody unknown',
      spoil: (headers) => ({ ...headers, authorization: (headers.authorization ?? '').replace('test/', 'nobody/') }),
      refusal: 'AuthFailure: AWS was not able to validate the provided access credentials',
    },
    {
      name: 'with another signature',
      spoil: (headers) => ({ ...headers, 'x-amz-date': '20200101T000000Z' }),
      refusal: 'SignatureDoesNotMatch',
    },
  ])('$name is refused in its own form', async ({ name, spoil, refusal }) => {
    await withSimulatedWorld(name, async (world) => {
      const body = ec2Form('DescribeVpcs');
      const headers = spoil(signedHeaders(world, 'ec2', { 'content-type': FORM }, body));
      const { status, body: answer } = await world.send({ headers, body });
      expect(status).toBeGreaterThanOrEqual(400);
      const read = Promise.try(() => readEc2Answer('DescribeVpcs', status, answer));
      expect(await outcomeOf(read)).toContain(refusal);
    });
  });

  test('while the cluster-manager is away is told to try again', async () => {
    await withSimulatedWorld('away', async (world) => {
      await world.chaos.kill('cluster-manager', { stayDown: true });
      await world.operator.clock.sleep(10);
      expect(await outcomeOf(ec2(world, 'DescribeVpcs'))).toBe('Unavailable: The cluster-manager cannot be reached.');
    });
  });
});
