import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectHsm } from '@keystorm/hsm-client';
import type { Cluster, SupervisedProcess } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { createProcessRuntime, isServing } from '@keystorm/runtime/process';
import { describe, expect, test } from 'vitest';
import { runWell } from '../worlds/command.ts';
import { exampleSystem } from '../worlds/example-system.ts';
import { cloudhsm, clusterOf, harness, until } from '../worlds/world.ts';
import { whyNoStrace, withFailingCalls } from './strace.ts';

const CALL_MS = 5_000;
const BUF = fileURLToPath(import.meta.resolve('@bufbuild/buf/bin/buf'));
/** The example system: three HSMs, a key store, a key. */
const EXAMPLE = { KeyId: 'alias/example' };
const LINK = ['control-plane', 'us-east-1a'] as const;

interface ListedFault {
  readonly id: string;
  readonly kind: string;
  readonly processes: readonly string[];
}
const example = exampleSystem();

async function faults(): Promise<readonly ListedFault[]> {
  const { code, stdout } = await example.system.keystorm('chaos', 'list', '--json');
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { faults: readonly ListedFault[] }).faults;
}

async function add(...args: readonly string[]): Promise<ListedFault> {
  const { code, stdout, stderr } = await example.system.keystorm('chaos', 'add', ...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as ListedFault;
}

/** What the supervisor has logged of any of these, in the order in which `keystorm logs` has it. */
async function supervisorLog(...fields: readonly object[]): Promise<readonly string[]> {
  const { stdout } = await example.system.keystorm('logs', '--json');
  const isMeant = (line: object) => fields.some((wanted) => isMatch(line, { process: 'supervisor', ...wanted }));
  const lines = stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { msg: string }] : []));
  return lines.filter(isMeant).map(({ msg }) => msg);
}

function isMatch(line: object, wanted: object): boolean {
  return Object.entries(wanted).every(([field, value]) => Reflect.get(line, field) === value);
}

async function clusterId(): Promise<string> {
  const { clusters } = await example.world.clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
  return clusters[0]!.clusterId;
}

/** HSM → what its cluster knows of it. */
async function hsms() {
  return (await clusterOf(example.world, await clusterId())).hsms;
}

/** The HSM of a zone, the process that it is, and the certificate authority by which it is known. */
async function applianceIn(availabilityZone: string) {
  const { stdout } = await example.system.keystorm('status', '--json');
  const { clusters, processes } = JSON.parse(stdout) as {
    readonly clusters: readonly Cluster[];
    readonly processes: readonly SupervisedProcess[];
  };
  const hsm = clusters[0]!.hsms.find((each) => each.availabilityZone === availabilityZone)!;
  const process = processes.find(({ applianceId }) => applianceId === hsm.applianceId)!;
  return { hsm, process, trustAnchor: clusters[0]!.trustAnchor };
}

/** What the standard health service of the cluster-manager says. */
async function managerHealth(): Promise<string> {
  const { vpcPrefix } = JSON.parse(readFileSync(join(example.system.dataDir, 'keystorm.json'), 'utf8')) as {
    vpcPrefix: string;
  };
  const fleet = (name: string) => join(example.system.dataDir, 'fleet', name);
  // The names of the fleet are no host names.
  const trust = ['--insecure', '--cert', fleet('operator.crt'), '--key', fleet('operator.key')];
  const method = `https://${vpcPrefix}.0.10:4600/grpc.health.v1.Health/Check`;
  const answer = await runWell(BUF, ['curl', '--protocol', 'grpc', ...trust, '--data', '{}', method]);
  return (JSON.parse(answer) as { status: string }).status;
}

function encrypt() {
  return example.world.kms().encrypt({ ...EXAMPLE, Plaintext: Buffer.from('x') });
}

async function storeId(): Promise<string> {
  const { CustomKeyStores = [] } = await example.world.kms().describeCustomKeyStores({});
  return CustomKeyStores[0]!.CustomKeyStoreId!;
}

function becomes<T>(what: string, condition: () => Promise<T | undefined>): Promise<T> {
  return until(example.world, what, condition);
}

describe('a cut between the control plane and one zone', () => {
  test('is listed, loses no request, and ends when it is cleared', async () => {
    const { id, processes } = await add('cut', ...LINK);
    expect(processes).toEqual(['control-plane', 'appliance-1']);
    expect(await faults()).toMatchObject([{ id, kind: 'cut', between: LINK }]);
    await Promise.all(Array.from({ length: 20 }, encrypt));
    expect(await example.system.keystorm('chaos', 'clear', id)).toMatchObject({ code: 0 });
    expect(await faults()).toEqual([]);
  });

  test('ends by itself', async () => {
    const { id: faultId } = await add('cut', ...LINK, '--for', '300ms');
    await becomes('the fault ends', async () => (await faults()).length === 0 || undefined);
    expect(await supervisorLog({ faultId })).toEqual(['fault set', 'fault expired']);
    await encrypt();
  });

  test('is set and cleared through the endpoint, and by a client while that is cut off', async () => {
    const added = await harness<ListedFault>(example.world, 'chaos', { kind: 'cut', between: LINK });
    expect(await harness(example.world, 'chaos')).toMatchObject({ faults: [{ id: added.id }] });
    await add('cut', 'control-plane', 'tools');
    expect(await example.system.keystorm('chaos', 'clear')).toMatchObject({ code: 0 });
    await encrypt();
  });
});

test('a process is down, or held, for as long as the fault lasts', async () => {
  const stateOf = async (name: string) =>
    (await example.system.processes()).find((process) => process.name === name)?.state;
  const { id } = await add('kill', 'us-east-1b');
  expect(await stateOf('appliance-2')).toBe('down');
  const told = await harness<object>(example.world, 'status');
  expect(told).toMatchObject({ ready: true, processes: await example.system.processes() });
  await encrypt();
  await example.system.keystorm('chaos', 'clear', id);
  await becomes('the HSM runs', async () => (await stateOf('appliance-2')) === 'running' || undefined);
  expect((await supervisorLog({ faultId: id }, { name: 'appliance-2' })).slice(-4)).toEqual([
    'fault set',
    'process ended',
    'fault cleared',
    'process started',
  ]);
  await add('stop', 'cluster-manager', '--for', '300ms');
  await becomes(
    'the cluster-manager goes on',
    async () => (await stateOf('cluster-manager')) === 'running' || undefined,
  );
});

test.each([
  { kind: 'kill', state: 'down' },
  { kind: 'stop', state: 'stopped' },
])('an HSM made in a zone that is $state waits for the end of the fault', async ({ kind, state }) => {
  const ClusterId = await clusterId();
  const made = async (HsmId: string) => (await hsms()).find(({ hsmId }) => hsmId === HsmId);
  const { id } = await add(kind, 'us-east-1b');
  const { Hsm } = await cloudhsm<{ Hsm: { HsmId: string } }>(example.world, 'CreateHsm', {
    ClusterId,
    AvailabilityZone: 'us-east-1b',
  });
  const isThere = async () => (await example.system.processes()).find(({ name }) => name === 'appliance-4');
  expect(await becomes('its appliance is ordered', isThere)).toMatchObject({ state });
  expect((await made(Hsm.HsmId))?.state).toBe('CREATE_IN_PROGRESS');
  await example.system.keystorm('chaos', 'clear', id);
  await becomes('it is in service', async () => (await made(Hsm.HsmId))?.state === 'ACTIVE' || undefined);
  await cloudhsm(example.world, 'DeleteHsm', { ClusterId, HsmId: Hsm.HsmId });
  await becomes('its appliance is gone', async () => (await isThere()) === undefined || undefined);
});

test('a process that was killed has its faults before it does anything', async () => {
  const inZone = async () => (await hsms()).find((hsm) => hsm.availabilityZone === 'us-east-1c');
  const { id } = await add('corrupt-store', 'us-east-1c');
  await example.system.keystorm('chaos', 'kill', 'appliance-3');
  await becomes('the HSM is away', async () => (await inZone())?.state === 'DEGRADED' || undefined);
  await encrypt();
  await example.system.keystorm('chaos', 'clear', id);
  await becomes('the HSM is back', async () => (await inZone())?.state === 'ACTIVE' || undefined);
});

test('an HSM whose disk is full says so, acknowledges nothing, and goes on when there is room', async () => {
  const { id } = await add('full-disk', 'us-east-1c');
  const ailing = async () => (await hsms()).find((hsm) => hsm.availabilityZone === 'us-east-1c' && hsm.ailment !== '');
  // A key counts as made when it is on two HSMs; the third cannot take it.
  await example.world.kms().createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: await storeId() });
  await becomes('the HSM cannot write', ailing);
  await encrypt();
  await example.system.keystorm('chaos', 'clear', id);
  await becomes('the HSM is well', async () => (await ailing()) === undefined || undefined);
});

/** How the kernel answers, and in which calls. */
const KERNEL_FAULTS = [
  { error: 'EIO', calls: ['fsync', 'fdatasync'] },
  { error: 'ENOSPC', calls: ['pwrite64', 'fallocate', 'ftruncate'] },
] as const;

test.skipIf(whyNoStrace() !== undefined).each(KERNEL_FAULTS)(
  'an HSM whose disk gives $error, by the kernel, acknowledges nothing, says so, loses nothing, and goes on',
  async ({ error, calls }) => {
    const { hsm, process, trustAnchor } = await applianceIn('us-east-1b');
    const tls = { trustAnchor };
    const isWell = () => isServing({ address: hsm.dataAddress, tls }, CALL_MS);
    const runtime = createProcessRuntime({ name: 'test', dataDir: example.system.dataDir, logLevel: 'silent' });
    const connection = connectHsm(runtime, { endpoint: { hsmId: hsm.hsmId, address: hsm.dataAddress }, trustAnchor });
    const names = async () => (await connection.listUsers()).map(({ userName }) => userName);
    const [before, during, after] = ['before', 'during', 'after'].map((when) => `${when}_${error}`) as [
      string,
      string,
      string,
    ];
    const make = (userName: string) =>
      connection.createUser({ userType: 'USER_TYPE_CU', userName, password: new Secret('Secret99a') });
    try {
      await connection.login({ userType: 'USER_TYPE_CO', userName: 'admin', password: new Secret('Officer1') });
      await make(before);
      await withFailingCalls(process.pid, { calls, error }, async () => {
        await expect(make(during)).rejects.toMatchObject({ code: 'STORE_FAILED' });
        await becomes('the HSM says that it is ill', async () => !(await isWell()) || undefined);
        expect(await names()).not.toContain(during);
        await encrypt();
      });
      await becomes('the HSM is well', async () => (await isWell()) || undefined);
      await make(after);
      await example.system.keystorm('chaos', 'kill', hsm.hsmId);
      const kept = await becomes('the HSM is back', () => names().catch(() => undefined));
      expect(kept).toEqual(expect.arrayContaining([before, after]));
      expect(kept).not.toContain(during);
      await becomes('the HSM serves', async () => {
        const [known] = (await hsms()).filter(({ hsmId }) => hsmId === hsm.hsmId);
        return known?.state === 'ACTIVE' || undefined;
      });
    } finally {
      connection.close();
    }
  },
);

test('a control plane that cannot write acknowledges no change, says so, and goes on when it can', async () => {
  const kms = example.world.kms();
  const health = async () => (await fetch(`${example.system.endpoint}/_keystorm/health`)).status;
  const create = (name: string) => kms.createAlias({ AliasName: name, TargetKeyId: keyId });
  const { KeyMetadata } = await kms.describeKey(EXAMPLE);
  const keyId = KeyMetadata!.KeyId!;
  await create('alias/before');
  const { id } = await add('full-disk', 'control-plane');
  await expect(create('alias/during')).rejects.toMatchObject({ name: 'KMSInternalException' });
  expect(await health()).toBe(503);
  await encrypt();
  await example.system.keystorm('chaos', 'clear', id);
  expect(await health()).toBe(200);
  await create('alias/during');
  await example.system.keystorm('chaos', 'kill', 'control-plane');
  const aliases = () =>
    kms.listAliases({}).then(
      ({ Aliases = [] }) => Aliases.map(({ AliasName }) => AliasName),
      () => undefined,
    );
  const names = await becomes('the control plane is back', aliases);
  expect(names).toEqual(expect.arrayContaining(['alias/before', 'alias/during', 'alias/example']));
});

test('a cluster-manager that cannot write acknowledges nothing, says so, and goes on when it can', async () => {
  const { id } = await add('broken-disk', 'cluster-manager');
  const ResourceId = await clusterId();
  const makeTag = () => cloudhsm(example.world, 'TagResource', { ResourceId, TagList: [{ Key: 'a', Value: 'b' }] });
  await expect(makeTag()).rejects.toThrow();
  await becomes('it does not serve', async () => (await managerHealth()) === 'NOT_SERVING' || undefined);
  await example.system.keystorm('chaos', 'clear', id);
  await becomes('it serves', async () => (await managerHealth()) === 'SERVING' || undefined);
  await makeTag();
});

test('KMS fails at the ordered rate', async () => {
  await add('kms-errors', '--operations', 'Encrypt');
  await expect(encrypt()).rejects.toMatchObject({ name: 'KMSInternalException' });
  await example.world.kms().describeKey(EXAMPLE);
  await example.system.keystorm('chaos', 'clear');
  await encrypt();
});

test('a held step goes on when it is let go', async () => {
  const kms = example.world.kms();
  const CustomKeyStoreId = await storeId();
  const state = async () =>
    (await kms.describeCustomKeyStores({ CustomKeyStoreId })).CustomKeyStores?.[0]?.ConnectionState;
  await add('hold', '--step', 'connect/rotate');
  await kms.disconnectCustomKeyStore({ CustomKeyStoreId });
  await becomes('it is disconnected', async () => (await state()) === 'DISCONNECTED' || undefined);
  await kms.connectCustomKeyStore({ CustomKeyStoreId });
  await harness(example.world, 'chaos');
  expect(await state()).toBe('CONNECTING');
  await example.system.keystorm('chaos', 'clear');
  await becomes('it is connected', async () => (await state()) === 'CONNECTED' || undefined);
});

test('a clock that goes wrong lets signatures expire', async () => {
  await add('clock-skew', 'control-plane', '--skew', '1h');
  await expect(encrypt()).rejects.toThrow(/Signature expired/);
  await example.system.keystorm('chaos', 'clear');
  await encrypt();
});

test('chance chooses the same target for the same seed', async () => {
  const chosen = async () =>
    (await add('kill', '--random', 'hsm', '--seed', '7', '--dry-run')) as unknown as { target: string };
  const { target } = await chosen();
  expect((await hsms()).map(({ hsmId }) => hsmId)).toContain(target);
  expect((await chosen()).target).toBe(target);
  expect(await faults()).toEqual([]);
});

test.each([
  { fault: { kind: 'cut', between: ['control-plane', 'us-east-1d'] }, told: "there is no target 'us-east-1d'" },
  { fault: { kind: 'cut', between: ['us-east-1a', 'us-east-1b'] }, told: 'do not speak with each other' },
  { fault: { kind: 'cut', between: ['control-plane', 'control-plane'] }, told: 'do not speak with each other' },
  { fault: { kind: 'cut', between: ['control-plane', 'tools'], oneWay: true }, told: 'one way ends at a process' },
  { fault: { kind: 'kill', target: 'tools' }, told: 'tools is none' },
  { fault: { kind: 'kill', target: 'hsm-aaaaaaaaaaa' }, told: "'hsm-aaaaaaaaaaa'" },
  { fault: { kind: 'hsm-sessions', target: 'control-plane' }, told: 'befalls HSMs' },
  { fault: { kind: 'loss', between: LINK }, told: 'at rate' },
])('$fault is refused, and leaves nothing behind', async ({ fault, told }) => {
  await expect(harness(example.world, 'chaos', fault)).rejects.toThrow(told);
  expect(await harness(example.world, 'chaos')).toEqual({ faults: [] });
});

test.each([
  { args: ['cut', 'control-plane'], told: 'at between' },
  { args: ['kill', 'control-plane', 'cluster-manager'], told: 'at target' },
  { args: ['melt', 'control-plane'], told: 'at kind' },
  { args: ['kill', 'control-plane', '--for', '30'], told: 'at for' },
  { args: ['restart', 'control-plane', '--for', '3s'], told: '"for"' },
])('$args is a misuse', async ({ args, told }) => {
  const { code, stderr } = await example.system.keystorm('chaos', 'add', ...args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(told)]);
});

test('a fault that overlaps with another one is refused', async () => {
  const { id } = await add('cut', ...LINK);
  const { code, stderr } = await example.system.keystorm('chaos', 'add', 'cut', 'control-plane', 'appliance-1');
  expect([code, stderr]).toEqual([2, expect.stringContaining(`overlaps with ${id}`)]);
  await example.system.keystorm('chaos', 'clear');
});
