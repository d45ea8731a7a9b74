import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KMS } from '@aws-sdk/client-kms';
import { readFleet } from '@keystorm/hsm-node';
import { CLUSTER_SERVICE, isHsmError, type ProcessAction, SUPERVISOR_SERVICE } from '@keystorm/protocol';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { newCustomer } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { ACCESS_KEY, type Chaos, type RawRequest, type RawResponse, REGION, type World } from './world.ts';

const KEYSTORM = fileURLToPath(new URL('../../packages/cli/src/keystorm.js', import.meta.url));
const CALL_MS = 20_000;
const LOG_LINES_SHOWN = 60;
const LOG_LINE_LENGTH_SHOWN = 400;

/** A system of processes, as a test that must know it sees it. */
export interface ProcessSystem {
  readonly dataDir: string;
  readonly endpoint: string;
  /** Runs the `keystorm` command against this system. */
  keystorm(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  /** What the supervisor runs. */
  processes(): Promise<readonly { readonly name: string; readonly pid: number; readonly state: string }[]>;
  /** The error with what the processes have said last. */
  explained(error: unknown): unknown;
}

/** Runs work in a system of real processes, which is gone afterwards with everything it wrote. */
export async function withProcessWorld(
  work: (world: World, system: ProcessSystem) => Promise<void>,
  options: readonly string[] = ['--empty'],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-'));
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const supervisor = spawn(
    process.execPath,
    [KEYSTORM, 'up', '--data-dir', dataDir, '--port', String(port), ...options],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output = collect(supervisor);
  try {
    await ready(supervisor, output);
    const opened = await openWorld(dataDir, port);
    const explained = (error: unknown) => withLogs(error, dataDir, output.text);
    try {
      await work(opened.world, { ...opened.system, explained });
    } finally {
      opened.close();
    }
  } catch (error) {
    throw withLogs(error, dataDir, output.text);
  } finally {
    await end(supervisor);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A system of processes that several tests use one after the other; the first of them waits for its start. */
export class SharedProcessWorld<T> {
  readonly #prepare: (world: World) => Promise<T>;
  readonly #over = Promise.withResolvers<void>();
  #opened: Promise<{ readonly prepared: T; readonly system: ProcessSystem }> | undefined;
  #life: Promise<void> | undefined;

  /** `prepare` makes what every test starts from. */
  constructor(prepare: (world: World) => Promise<T>) {
    this.#prepare = prepare;
  }

  async run(work: (prepared: T) => Promise<void>): Promise<void> {
    this.#opened ??= this.#open();
    const { prepared, system } = await this.#opened;
    try {
      await work(prepared);
    } catch (error) {
      throw system.explained(error);
    }
  }

  /** Resolves when the system is gone. */
  async end(): Promise<void> {
    this.#over.resolve();
    await this.#life;
  }

  #open(): Promise<{ readonly prepared: T; readonly system: ProcessSystem }> {
    return new Promise((resolve, reject) => {
      this.#life = withProcessWorld(async (world, system) => {
        resolve({ prepared: await this.#prepare(world), system });
        await this.#over.promise;
      });
      this.#life.catch(reject);
    });
  }
}

async function openWorld(dataDir: string, port: number) {
  const endpoint = `http://127.0.0.1:${port}`;
  const { vpcPrefix } = JSON.parse(readFileSync(join(dataDir, 'keystorm.json'), 'utf8')) as { vpcPrefix: string };
  const operator = createProcessRuntime({ name: 'test', dataDir: join(dataDir, 'test'), logLevel: 'silent' });
  const fleet = await readFleet({ readFile: (name) => readFile(join(dataDir, 'fleet', name)).catch(() => undefined) });
  if (fleet === undefined) throw new Error('the fleet is missing');
  const { certificate, privateKey } = fleet.identities.operator;
  const clusterService = operator.network.connect(CLUSTER_SERVICE, {
    address: `${vpcPrefix}.0.10:4600`,
    tls: { trustAnchor: fleet.ca.certificate, certificate, privateKey },
  });
  const supervisor = operator.network.connect(SUPERVISOR_SERVICE, {
    address: `unix:${join(dataDir, 'supervisor.sock')}`,
  });
  const clients = new Map<string, KMS>();
  const kms = (region = REGION) => {
    let client = clients.get(region);
    if (client === undefined) {
      client = new KMS({ region, endpoint, credentials: ACCESS_KEY, maxAttempts: 1 });
      clients.set(region, client);
    }
    return client;
  };
  const world: World = {
    kind: 'processes',
    operator,
    customer: await newCustomer(operator),
    kms,
    clusterService,
    send: (request) => send(endpoint, request),
    chaos: processChaos(clusterService, async (name, action, stayDown) => {
      await supervisor.call('ControlProcess', { name, action, stayDown }, { deadlineMs: CALL_MS });
    }),
  };
  const system: Omit<ProcessSystem, 'explained'> = {
    dataDir,
    endpoint,
    keystorm: (...args) => runKeystorm(dataDir, args),
    processes: async () => (await supervisor.call('ListProcesses', {}, { deadlineMs: CALL_MS })).processes,
  };
  return {
    world,
    system,
    close() {
      for (const client of clients.values()) client.destroy();
      clusterService.close();
      supervisor.close();
    },
  };
}

function processChaos(
  clusterService: World['clusterService'],
  control: (name: string, action: ProcessAction, stayDown: boolean) => Promise<void>,
): Chaos {
  const known = new Map<string, string>();
  const processOf = async (target: string): Promise<string> => {
    if (!target.startsWith('hsm-')) return target;
    const listed = await clusterService
      .call('ListClusters', { region: '' }, { deadlineMs: 1_000 })
      .catch((error: unknown) => {
        if (!isHsmError(error)) throw error;
        return { clusters: [] };
      });
    for (const { hsms } of listed.clusters) for (const hsm of hsms) known.set(hsm.hsmId, hsm.applianceId);
    const applianceId = known.get(target);
    if (applianceId === undefined) throw new Error(`there is no '${target}'`);
    return applianceId;
  };
  return {
    kill: async (target, { stayDown = false } = {}) =>
      control(await processOf(target), 'PROCESS_ACTION_KILL', stayDown),
    stop: async (target) => control(await processOf(target), 'PROCESS_ACTION_STOP', false),
    start: async (target) => control(await processOf(target), 'PROCESS_ACTION_START', false),
  };
}

/** By hand, because the signature covers the name in `host`, which fetch would replace. */
function send(
  endpoint: string,
  { method = 'POST', path = '/', headers = {}, body = Buffer.alloc(0) }: RawRequest,
): Promise<RawResponse> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      hostname,
      port,
      method,
      path,
      headers: { ...headers, 'content-length': body.length },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string | undefined>,
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.end(body);
  });
}

async function runKeystorm(dataDir: string, args: readonly string[]) {
  const child = spawn(process.execPath, [KEYSTORM, ...args, '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  await once(child, 'close');
  return { code: child.exitCode ?? 1, stdout: output.stdout, stderr: output.stderr };
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly text: string;
}

function collect(child: ChildProcess): Output {
  const output = { stdout: '', stderr: '', text: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      output.text += text;
    });
  }
  return output;
}

/** Resolves when `up` says that the system is ready. */
async function ready(supervisor: ChildProcess, output: Output): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    supervisor.stdout?.on('data', () => {
      if (output.stdout.includes('Keystorm is ready')) resolve();
    });
    supervisor.once('exit', (code) => reject(new Error(`keystorm up ended with ${code}`)));
  });
}

async function end(supervisor: ChildProcess): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const ended = once(supervisor, 'exit');
  supervisor.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A failure in processes is understood from what they have said last. */
function withLogs(error: unknown, dataDir: string, output: string): unknown {
  if (!(error instanceof Error)) return error;
  const lines: string[] = [];
  try {
    const folder = join(dataDir, 'logs');
    for (const name of readdirSync(folder)) lines.push(...readFileSync(join(folder, name), 'utf8').trim().split('\n'));
  } catch {
    // The system did not come so far as to write any.
  }
  const time = (line: string) => /"time":"([^"]+)"/.exec(line)?.[1] ?? '';
  const last = lines
    .toSorted((a, b) => time(a).localeCompare(time(b)))
    .slice(-LOG_LINES_SHOWN)
    .map((line) => line.slice(0, LOG_LINE_LENGTH_SHOWN));
  error.message += `\n\n${output.slice(-2_000)}\n${last.join('\n')}`;
  return error;
}
