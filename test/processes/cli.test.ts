import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CLUSTER_SERVICE } from '@keystorm/protocol';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../worlds/free-port.ts';
import {
  addressesOfItsOwn,
  aws,
  eventually,
  isAlive,
  keystorm,
  launchKeystorm,
  saying,
  temporaryFolder,
} from './keystorm.ts';

const folder = temporaryFolder();
const ACCESS_KEY = { accessKeyId: 'rehearsal', secretAccessKey: 'it is none' };

interface StatusReport {
  readonly ready: boolean;
  readonly processes: readonly {
    readonly name: string;
    readonly pid: number;
    readonly state: string;
    readonly starts: number;
  }[];
  readonly controlPlane?: { readonly aheadMs: number };
  readonly clusters?: readonly { readonly hsms: readonly { readonly hsmId: string; readonly state: string }[] }[];
}

interface KeyStore {
  readonly CustomKeyStoreId: string;
  readonly ConnectionState: string;
  readonly ConnectionErrorCode?: string;
}

async function statusOf(dataDir: string): Promise<StatusReport> {
  const { code, stdout, stderr } = await keystorm('status', '--json', '--data-dir', dataDir);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as StatusReport;
}

async function pidsOf(dataDir: string): Promise<readonly number[]> {
  return (await statusOf(dataDir)).processes.map(({ pid }) => pid).filter((pid) => pid !== 0);
}

/** The supervisor is whoever has the children. */
function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

async function health(port: number): Promise<{ status: number; body: { readonly resets?: number } }> {
  const response = await fetch(`http://127.0.0.1:${port}/_keystorm/health`);
  return { status: response.status, body: (await response.json()) as { resets?: number } };
}

afterAll(async () => {
  // What a test that failed has left behind.
  for (const name of ['system', 'example', 'SIGTERM', 'SIGINT'])
    await keystorm('down', '--wipe', '--data-dir', join(folder.path, name));
  folder.remove();
});

describe('what was typed wrongly, or cannot work', () => {
  const file = join(folder.path, 'file');
  const nowhere = join(folder.path, 'nowhere');
  const foreign = join(folder.path, 'foreign');
  const mistaken = join(folder.path, 'mistaken.json');

  beforeAll(() => {
    writeFileSync(file, '');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'thesis.txt'), 'years of work');
    writeFileSync(mistaken, JSON.stringify({ port: 0, azs: 9, accountId: '12', surprise: true, quotas: { hsms: -1 } }));
  });

  const MISUSES = [
    { name: 'too many zones', args: ['up', '--azs', '9'], told: 'from 2 to 6' },
    { name: 'a port that is none', args: ['up', '--port', '99999'], told: 'from 1 to 65535' },
    { name: 'a port that is no number', args: ['up', '--port', '4e3'], told: 'from 1 to 65535' },
    { name: 'addresses of others', args: ['up', '--vpc-prefix', '10.0'], told: 'such as 127.5' },
    { name: 'an unknown option', args: ['up', '--fast'], told: '--fast' },
    { name: 'an unknown command', args: ['upp'], told: 'upp' },
    { name: 'no target', args: ['chaos', 'kill'], told: 'target' },
    { name: 'a duration without a unit', args: ['lab', 'advance', '8'], told: 'write 8d' },
    { name: 'a duration of nothing', args: ['lab', 'advance', '0d'], told: 'write 8d' },
    { name: 'a duration beyond all calendars', args: ['lab', 'advance', '999999999d'], told: 'at most' },
    { name: 'a configuration file that is not there', args: ['up', '--config', nowhere], told: 'cannot be read' },
    { name: 'a configuration file that is not JSON', args: ['up', '--config', file], told: 'cannot be read' },
  ];
  test.each(MISUSES)('$name is a misuse', async ({ args, told }) => {
    const { code, stderr } = await keystorm(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(told)]);
  });

  test('all mistakes of a configuration file are told together', async () => {
    const { code, stderr } = await keystorm('up', '--config', mistaken, '--data-dir', nowhere);
    expect(code).toBe(2);
    for (const member of ['port', 'azs', 'accountId', 'surprise', 'hsms']) expect(stderr).toContain(member);
    expect(existsSync(nowhere)).toBe(false);
  });

  const FAILURES = [
    { name: 'status without a system', args: ['status', '--data-dir', nowhere], told: 'keystorm up' },
    { name: 'logs without a system', args: ['logs', '--data-dir', nowhere], told: 'keystorm up' },
    { name: 'down without a system', args: ['down', '--data-dir', nowhere], told: 'holds no system' },
    { name: 'wiping what is no system', args: ['down', '--wipe', '--data-dir', foreign], told: 'Nothing was changed' },
    { name: 'a data directory with other files', args: ['up', '--data-dir', foreign], told: 'thesis.txt' },
    { name: 'a data directory that cannot be', args: ['up', '--data-dir', join(file, 'd')], told: 'cannot be written' },
    {
      name: 'a data directory whose socket would have too long a path',
      args: ['up', '--data-dir', join(folder.path, 'long'.repeat(30))],
      told: 'shorter',
    },
  ];
  test.each(FAILURES)('$name fails', async ({ args, told }) => {
    const { code, stderr } = await keystorm(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(told)]);
    expect(readFileSync(join(foreign, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  test('--help explains every command', async () => {
    const { code, stdout } = await keystorm('--help');
    expect(code).toBe(0);
    for (const command of ['up', 'status', 'env', 'down', 'logs', 'lab', 'chaos'])
      expect(stdout).toContain(`${command} `);
    expect((await keystorm('up', '--help')).stdout).toContain('accountId');
  });
});

// One system for all of these, in this order.
describe('the life of a system', () => {
  const dataDir = join(folder.path, 'system');
  const config = join(folder.path, 'config.json');
  const here = ['--data-dir', dataDir] as const;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    writeFileSync(
      config,
      JSON.stringify({
        dataDir: 'system',
        port: 1,
        azs: 2,
        vpcPrefix: addressesOfItsOwn(),
        empty: true,
        lenientIds: true,
        credentials: [ACCESS_KEY],
      }),
    );
  });

  test('up --detach starts it as the configuration file says, flags first, and says what to try', async () => {
    const { code, stdout, stderr } = await keystorm('up', '--detach', '--config', config, '--port', String(port));
    expect([code, stdout]).toEqual([0, expect.stringContaining(`http://127.0.0.1:${port}`)]);
    expect(stderr).toContain('starting the processes');
    for (const command of ['keystorm env', 'aws kms', 'keystorm status']) expect(stdout).toContain(command);
    expect(JSON.parse(readFileSync(join(dataDir, 'keystorm.json'), 'utf8'))).toMatchObject({ port, zones: 2 });
  });

  test('env prints the key of the configuration file, quoted for a shell', async () => {
    expect((await keystorm('env', ...here)).stdout).toContain("AWS_SECRET_ACCESS_KEY='it is none'");
    expect(JSON.parse((await keystorm('env', '--json', ...here)).stdout)).toMatchObject({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: ACCESS_KEY.accessKeyId,
    });
    await expect(aws(port, 'kms', 'ListKeys', {}, ACCESS_KEY)).resolves.toMatchObject({ Keys: [] });
    await expect(aws(port, 'kms', 'ListKeys')).rejects.toThrow();
  });

  test('ids of the documentation are taken for ids, and nobody has them', async () => {
    const ClusterId = 'cluster-1a23b4cdefg';
    const restored = {
      HsmType: 'hsm1.medium',
      SubnetIds: await subnets(dataDir),
      SourceBackupId: 'backup-9g87f6edcba',
    };
    await expect(aws(port, 'cloudhsm', 'DeleteCluster', { ClusterId }, ACCESS_KEY)).rejects.toThrow(
      'CloudHsmResourceNotFoundException',
    );
    await expect(aws(port, 'cloudhsm', 'CreateCluster', restored, ACCESS_KEY)).rejects.toThrow(
      'CloudHsmResourceNotFoundException',
    );
    const store = {
      CustomKeyStoreName: 'ExampleKeyStore',
      CloudHsmClusterId: ClusterId,
      TrustAnchorCertificate: '-----BEGIN CERTIFICATE-----',
      KeyStorePassword: 'kmsPswd',
    };
    await expect(aws(port, 'kms', 'CreateCustomKeyStore', store, ACCESS_KEY)).rejects.toThrow(
      'CloudHsmClusterNotFoundException',
    );
  });

  test('a second up on the same directory is refused, and disturbs nothing', async () => {
    const pids = await pidsOf(dataDir);
    for (const mode of [[], ['--detach']]) {
      const { code, stderr } = await keystorm('up', ...mode, ...here);
      expect([code, stderr]).toEqual([1, expect.stringContaining('already runs')]);
    }
    expect(await pidsOf(dataDir)).toEqual(pids);
  });

  test('a taken port is refused', async () => {
    const other = join(folder.path, 'other');
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const number = typeof address === 'object' ? String(address?.port) : '';
    const { code, stderr } = await keystorm('up', '--empty', '--port', number, '--data-dir', other);
    taken.close();
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Port ${number} is taken`)]);
  });

  test('a process that dies is started again, and stays down when told to', async () => {
    expect((await keystorm('chaos', 'kill', 'cluster-manager', ...here)).code).toBe(0);
    await eventually(async () => {
      const manager = (await statusOf(dataDir)).processes.find(({ name }) => name === 'cluster-manager');
      expect(manager).toMatchObject({ state: 'running', starts: 2, lastEnd: 'SIGKILL' });
    });
    const killed = await keystorm('chaos', 'kill', 'control-plane', '--stay-down', '--json', ...here);
    expect(JSON.parse(killed.stdout)).toMatchObject({ name: 'control-plane', state: 'down', pid: 0 });
  });

  test('without its control plane, status tells what it can, and what needs it fails', async () => {
    const { code, stdout } = await keystorm('status', ...here);
    expect([code, stdout]).toEqual([0, expect.stringContaining('The control plane does not answer.')]);
    expect((await statusOf(dataDir)).clusters).toEqual([]);
    const advanced = await keystorm('lab', 'advance', '1d', ...here);
    expect([advanced.code, advanced.stderr]).toEqual([1, expect.stringContaining('chaos restart control-plane')]);
    expect((await keystorm('chaos', 'restart', 'control-plane', ...here)).code).toBe(0);
    await eventually(async () => (await health(port)).status === 200);
  });

  test('unknown targets are a misuse; a process that is down cannot be stopped', async () => {
    for (const target of ['nobody', 'hsm-nowhere2345']) {
      const { code, stderr } = await keystorm('chaos', 'stop', target, ...here);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`There is no '${target}'`)]);
    }
    const backup = await keystorm('lab', 'backup', 'cluster-nowhere2345', ...here);
    expect([backup.code, backup.stderr]).toEqual([1, expect.stringContaining('cluster-nowhere2345')]);
  });

  test('status shows a cluster with its HSMs and whether they agree', async () => {
    const { Cluster } = await aws<{ Cluster: { ClusterId: string; SubnetMapping: object } }>(
      port,
      'cloudhsm',
      'CreateCluster',
      { HsmType: 'hsm1.medium', SubnetIds: await subnets(dataDir) },
      ACCESS_KEY,
    );
    const request = { ClusterId: Cluster.ClusterId, AvailabilityZone: 'us-east-1a' };
    await eventually(() => aws(port, 'cloudhsm', 'CreateHsm', request, ACCESS_KEY));
    await eventually(async () => (await statusOf(dataDir)).clusters?.[0]?.hsms[0]?.state === 'ACTIVE');
    const { stdout } = await keystorm('status', '--digests', ...here);
    for (const part of [Cluster.ClusterId, 'us-east-1a', 'USERS DIGEST', 'appliance-1']) expect(stdout).toContain(part);
  });

  test('logs -f goes on with lines and files that come later', async () => {
    const following = launchKeystorm('logs', '--follow', ...here);
    await saying(following, 'control plane is ready');
    const later = join(dataDir, 'logs', 'later.log');
    const entry = { level: 40, time: '2099-01-01T00:00:00.000Z', process: 'later', msg: 'a file of its own' };
    writeFileSync(later, `${JSON.stringify(entry)}\nhalf a `);
    await saying(following, 'later           WARN a file of its own');
    appendFileSync(later, 'line\n');
    await saying(following, 'later: half a line\n');
    following.child.kill('SIGINT');
    await following.outcome;
    rmSync(later);
  });

  test('a reset over HTTP removes everything that was made, and turns back the clock', async () => {
    expect((await keystorm('lab', 'advance', '8d', ...here)).stdout).toContain('8.00 days ahead');
    const response = await fetch(`http://127.0.0.1:${port}/_keystorm/reset`, { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([202, { status: 'resetting', resets: 1 }]);
    await eventually(async () => expect(await health(port)).toMatchObject({ status: 200, body: { resets: 1 } }));
    const report = await statusOf(dataDir);
    expect(report).toMatchObject({ ready: true, clusters: [], controlPlane: { aheadMs: 0 } });
    expect(report.processes.map(({ name }) => name)).toEqual(['cluster-manager', 'control-plane']);
    await expect(aws(port, 'kms', 'ListKeys', {}, ACCESS_KEY)).resolves.toMatchObject({ Keys: [] });
  });

  test('a supervisor that is killed in the middle of a reset takes everything with it, even what was stopped', async () => {
    await aws(
      port,
      'cloudhsm',
      'CreateCluster',
      { HsmType: 'hsm1.medium', SubnetIds: await subnets(dataDir) },
      ACCESS_KEY,
    );
    expect((await keystorm('chaos', 'stop', 'cluster-manager', ...here)).stdout).toContain('is stopped');
    const pids = await pidsOf(dataDir);
    const supervisor = parentOf(pids[0]!);
    await fetch(`http://127.0.0.1:${port}/_keystorm/reset`, { method: 'POST' });
    process.kill(supervisor, 'SIGKILL');
    await eventually(() => ![supervisor, ...pids].some(isAlive));
    expect(JSON.parse(readFileSync(join(dataDir, 'keystorm.json'), 'utf8'))).toMatchObject({ resetting: true });
  });

  test('the next up finishes that reset and works; down from elsewhere ends it', async () => {
    const foreground = launchKeystorm('up', ...here);
    await saying(foreground, 'Keystorm is ready');
    expect(await statusOf(dataDir)).toMatchObject({ ready: true, clusters: [] });
    expect((await health(port)).body.resets).toBe(2);
    const pids = await pidsOf(dataDir);
    expect((await keystorm('chaos', 'stop', 'control-plane', ...here)).code).toBe(0);
    const { code, stdout } = await keystorm('down', ...here);
    expect([code, stdout]).toEqual([0, 'Stopped.\n']);
    expect((await foreground.outcome).code).toBe(0);
    expect(pids.some(isAlive)).toBe(false);
  });

  test('a second down finds nothing to do', async () => {
    const { code, stdout } = await keystorm('down', ...here);
    expect([code, stdout]).toEqual([0, expect.stringContaining('No system runs')]);
  });

  const STORES = [
    { name: 'the supervisor', file: 'supervisor/supervisor.sqlite' },
    { name: 'the cluster-manager', file: 'cluster-manager/cluster-manager.sqlite' },
    { name: 'the control plane', file: 'control-plane/kms.sqlite' },
  ];
  test.each(STORES)('data of a newer version of $name is left alone', async ({ file }) => {
    const path = join(dataDir, file);
    const before = setDataVersion(path, 99);
    const { code, stderr } = await keystorm('up', ...here);
    expect([code, stderr]).toEqual([1, expect.stringContaining('newer version of Keystorm')]);
    expect(setDataVersion(path, before)).toBe(99);
  });

  const SETTINGS = [
    { name: 'of a newer version', content: '{ "version": 99, "shape": "unknown" }', told: 'newer version of Keystorm' },
    { name: 'that are damaged', content: '{ "version": 1, "po', told: 'is damaged' },
  ];
  test.each(SETTINGS)('settings $name are left alone', async ({ content, told }) => {
    const path = join(dataDir, 'keystorm.json');
    const good = readFileSync(path);
    writeFileSync(path, content);
    for (const mode of [[], ['--detach']]) {
      const { code, stderr } = await keystorm('up', ...mode, ...here);
      expect([code, stderr]).toEqual([1, expect.stringContaining(told)]);
    }
    expect(readFileSync(path, 'utf8')).toBe(content);
    writeFileSync(path, good);
  });

  test('what the directory was made with cannot be changed', async () => {
    const { code, stderr } = await keystorm('up', '--azs', '4', ...here);
    expect([code, stderr]).toEqual([1, expect.stringContaining('made with --azs 2')]);
  });

  test('Ctrl-C ends a system in the foreground', async () => {
    const foreground = launchKeystorm('up', ...here);
    await saying(foreground, 'Keystorm is ready');
    const pids = await pidsOf(dataDir);
    foreground.child.kill('SIGINT');
    expect((await foreground.outcome).code).toBe(0);
    expect(pids.some(isAlive)).toBe(false);
  });

  test('down --wipe removes it', async () => {
    const { code, stdout } = await keystorm('down', '--wipe', ...here);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`Removed ${dataDir}.`)]);
    expect(existsSync(dataDir)).toBe(false);
  });
});

// One system for both of these, in this order.
describe('the example', () => {
  const dataDir = join(folder.path, 'example');
  const config = join(folder.path, 'example.json');
  const here = ['--data-dir', dataDir] as const;
  const Plaintext = Buffer.from('kept').toString('base64');
  let port: number;

  const encrypt = () => aws<{ KeyId: string }>(port, 'kms', 'Encrypt', { KeyId: 'alias/example', Plaintext });
  const store = async () =>
    (await aws<{ CustomKeyStores: readonly KeyStore[] }>(port, 'kms', 'DescribeCustomKeyStores')).CustomKeyStores[0]!;
  const hsms = async () => (await statusOf(dataDir)).clusters?.[0]?.hsms ?? [];

  test('the next up connects a store for which no HSM had answered', async () => {
    port = await freePort();
    // HSMs that are stopped stay ACTIVE, so that the connect is tried at all.
    writeFileSync(
      config,
      JSON.stringify({ port, azs: 2, vpcPrefix: addressesOfItsOwn(), timings: { badChecksMax: 1_000_000 } }),
    );
    const started = await keystorm('up', '--detach', '--config', config, ...here);
    expect([started.code, started.stdout]).toEqual([0, expect.stringContaining('alias/example')]);
    const { CustomKeyStoreId } = await store();
    await aws(port, 'kms', 'DisconnectCustomKeyStore', { CustomKeyStoreId });
    await eventually(async () => (await store()).ConnectionState === 'DISCONNECTED');
    for (const { hsmId } of await hsms()) expect((await keystorm('chaos', 'stop', hsmId, ...here)).code).toBe(0);
    await aws(port, 'kms', 'ConnectCustomKeyStore', { CustomKeyStoreId });
    await eventually(async () => (await store()).ConnectionState === 'FAILED');
    expect((await store()).ConnectionErrorCode).toBe('NETWORK_ERRORS');
    expect((await keystorm('down', ...here)).code).toBe(0);
    expect((await keystorm('up', '--detach', ...here)).code).toBe(0);
    await expect(encrypt()).resolves.toMatchObject({ KeyId: expect.stringContaining('key/') as string });
  });

  test('a reset makes it again; down --wipe ends and removes a system that runs', async () => {
    const before = await encrypt();
    const reset = await keystorm('lab', 'reset', ...here);
    expect([reset.code, reset.stderr]).toEqual([0, expect.stringContaining('creating a cluster')]);
    expect((await encrypt()).KeyId).not.toBe(before.KeyId);
    const [hsm] = await hsms();
    expect((await keystorm('chaos', 'stop', hsm?.hsmId ?? '', ...here)).stdout).toContain('is stopped');
    const pids = await pidsOf(dataDir);
    const { code, stdout } = await keystorm('down', '--wipe', ...here);
    expect([code, stdout]).toEqual([0, `Stopped.\nRemoved ${dataDir}.\n`]);
    expect([existsSync(dataDir), ...pids.map(isAlive)]).not.toContain(true);
  });
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends an up in every phase, and the next one goes on from there',
  async (signal) => {
    const dataDir = join(folder.path, signal);
    const settings = ['--azs', '2', '--port', String(await freePort()), '--vpc-prefix', addressesOfItsOwn()];
    const args = ['up', ...settings, '--data-dir', dataDir];
    for (const phase of [
      'certificates',
      'starting the processes',
      'creating an HSM',
      'kmsuser',
      'connecting',
      'ready',
    ]) {
      const starting = launchKeystorm(...args);
      await saying(starting, phase);
      starting.child.kill(signal);
      const { code } = await starting.outcome;
      expect([phase, code, ...processesOf(dataDir)]).toEqual([phase, 0]);
    }
  },
);

/** Command lines of the processes that run on a data directory. */
function processesOf(dataDir: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((command) => command.includes(dataDir));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
  } catch {
    return ''; // It has ended.
  }
}

/** The subnets of the default VPC, from the cluster-manager's record of it. */
async function subnets(dataDir: string): Promise<readonly string[]> {
  const { vpcPrefix } = JSON.parse(readFileSync(join(dataDir, 'keystorm.json'), 'utf8')) as { vpcPrefix: string };
  const file = (name: string) => readFileSync(join(dataDir, 'fleet', name), 'utf8');
  const runtime = createProcessRuntime({ name: 'test', dataDir: join(folder.path, 'operator'), logLevel: 'silent' });
  const clusters = runtime.network.connect(CLUSTER_SERVICE, {
    address: `${vpcPrefix}.0.10:4600`,
    tls: { trustAnchor: file('ca.crt'), certificate: file('operator.crt'), privateKey: file('operator.key') },
  });
  const { subnets: listed } = await clusters.call('ListSubnets', { region: 'us-east-1' }, { deadlineMs: 20_000 });
  clusters.close();
  return listed.map(({ subnetId }) => subnetId);
}

/** Returns the version that was there. */
function setDataVersion(path: string, version: number): number {
  const db = new DatabaseSync(path);
  const before = db.prepare('PRAGMA user_version').get()?.user_version as number;
  db.exec(`PRAGMA user_version = ${version}`);
  db.close();
  return before;
}
