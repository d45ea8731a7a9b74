import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { createServer, type Server as TcpServer } from 'node:net';
import type { Runtime } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { CommandError } from '../command-error.ts';
import { awaitExample, ensureExample, until } from '../example/example-system.ts';
import { DataDirectory, type Settings } from '../supervisor/data-directory.ts';
import { createSupervisor } from '../supervisor/supervisor.ts';
import { endpointOf, isRunning, withTools } from '../system.ts';

/** Systems on one machine that can choose addresses for themselves. */
const PREFIXES = Array.from({ length: 32 }, (_, index) => `127.${index === 0 ? 0 : 64 + index}`);
/** The router of a VPC: whoever listens there owns the addresses. */
const ROUTER_PORT = 2225;

export interface UpOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly azs?: number;
  readonly empty?: boolean;
  readonly detach?: boolean;
  readonly vpcPrefix?: string;
}

/** Starts a system and stays until it is told to end; with `detach`, returns when it is ready. */
export async function up(options: UpOptions): Promise<void> {
  const directory = new DataDirectory(options.dataDir);
  const kept = directory.readSettings();
  if (await isRunning(directory)) {
    throw new CommandError(
      `A system already runs on ${directory.path}. See \`npx keystorm status\`, or name another --data-dir.`,
    );
  }
  if (kept !== undefined) refuseChanges(options, kept);
  if (options.detach) return startDetached(directory, options);
  const began = performance.now();
  const router = await claimAddresses(options.vpcPrefix ?? kept?.vpcPrefix);
  const settings: Settings = {
    version: 1,
    port: options.port ?? kept?.port ?? 4599,
    zones: options.azs ?? kept?.zones ?? 3,
    vpcPrefix: router.prefix,
  };
  await refuseTakenPort(settings.port);
  directory.writeSettings({ port: settings.port, vpcPrefix: settings.vpcPrefix, zones: settings.zones });
  await directory.manufactureFleet();

  const runtime: Runtime = createProcessRuntime({
    name: 'supervisor',
    dataDir: directory.of('supervisor'),
    logLevel: 'silent',
  });
  const told = toldToEnd();
  const supervisor = await createSupervisor(runtime, directory, settings);
  try {
    await Promise.race([ready(directory, settings, options.empty === true), told.promise]);
    if (!told.happened()) announce(settings, options, performance.now() - began);
    await Promise.race([told.promise, supervisor.asked]);
  } finally {
    router.server.close();
    await supervisor.stop();
  }
}

function refuseChanges({ port, azs, vpcPrefix }: UpOptions, kept: Settings): void {
  const changed = [
    ['--azs', azs, kept.zones],
    ['--vpc-prefix', vpcPrefix, kept.vpcPrefix],
  ].find(([, asked, had]) => asked !== undefined && asked !== had);
  if (changed)
    throw new CommandError(
      `This data directory was made with ${changed[0]} ${changed[2]}, and its networks with it. Leave the option out, or name another --data-dir.`,
    );
  if (port !== undefined && (port < 1 || port > 65_535)) throw new CommandError('--port must be from 1 to 65535.', 2);
}

/** Takes a range of loopback addresses for this system alone. */
async function claimAddresses(
  asked: string | undefined,
): Promise<{ readonly prefix: string; readonly server: TcpServer }> {
  for (const prefix of asked === undefined ? PREFIXES : [asked]) {
    const server = await listen(`${prefix}.0.1`, ROUTER_PORT);
    if (server !== undefined) return { prefix, server };
  }
  throw new CommandError(
    asked === undefined
      ? 'Every range of loopback addresses is taken by another system. Stop one of them.'
      : `The addresses ${asked}.0.0/16 are taken by another system. Stop it, or name another --data-dir.`,
  );
}

async function refuseTakenPort(port: number): Promise<void> {
  const probe = await listen('127.0.0.1', port);
  if (probe === undefined)
    throw new CommandError(`Port ${port} is taken by another process. Stop it, or choose another --port.`);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}

function listen(host: string, port: number): Promise<TcpServer | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ host, port }, () => resolve(server));
  });
}

async function ready(directory: DataDirectory, settings: Settings, empty: boolean): Promise<void> {
  const progress = (step: string) => console.error(`  ${step} …`);
  await withTools(directory, settings, progress, async (tools) => {
    await until(tools, 'the daemons do not answer', () => answers(endpointOf(settings)));
    if (empty) return;
    await ensureExample(tools);
    await awaitExample(tools);
  });
}

/** Whether the control plane answers, and has found the cluster-manager. */
async function answers(endpoint: string): Promise<true | undefined> {
  try {
    const response = await fetch(`${endpoint}/_keystorm/status`);
    const { clusterManager } = (await response.json()) as { clusterManager?: string };
    return clusterManager === 'reachable' || undefined;
  } catch {
    return undefined;
  }
}

function announce(settings: Settings, { empty, dataDir }: UpOptions, tookMs: number): void {
  const endpoint = endpointOf(settings);
  const option = dataDir === '.keystorm' ? '' : ` --data-dir ${dataDir}`;
  console.log(`\nKeystorm is ready after ${(tookMs / 1000).toFixed(1)} s: ${endpoint}\n`);
  console.log('In another terminal:');
  console.log(`  eval "$(npx keystorm env${option})"`);
  if (empty) {
    console.log('  aws cloudhsmv2 describe-clusters');
    return;
  }
  console.log('  aws kms describe-custom-key-stores');
  console.log('  aws kms encrypt --key-id alias/example --plaintext SGVsbG8=');
}

function toldToEnd(): { readonly promise: Promise<void>; readonly happened: () => boolean } {
  let happened = false;
  const promise = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        happened = true;
        resolve();
      });
    }
  });
  return { promise, happened: () => happened };
}

/** Runs `up` in a process of its own and waits until it says that it is ready. */
async function startDetached(directory: DataDirectory, { detach: _detach, ...options }: UpOptions): Promise<void> {
  const args = ['up', '--data-dir', directory.path];
  if (options.port !== undefined) args.push('--port', String(options.port));
  if (options.azs !== undefined) args.push('--azs', String(options.azs));
  if (options.vpcPrefix !== undefined) args.push('--vpc-prefix', options.vpcPrefix);
  if (options.empty) args.push('--empty');
  directory.makeLogs();
  const log = directory.log('supervisor');
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', openSync(log, 'a', 0o600)],
  });
  const { stdout } = child;
  if (stdout === null) throw new CommandError('The system cannot be started in the background here.');
  let said = '';
  stdout.setEncoding('utf8');
  const started = await new Promise<boolean>((resolve) => {
    stdout.on('data', (text: string) => {
      said += text;
      if (said.includes('In another terminal:') && said.endsWith('\n')) resolve(true);
    });
    child.once('exit', () => resolve(false));
  });
  if (!started) throw new CommandError(`The system did not start; see ${log}.`);
  console.log(said.trimEnd());
  stdout.destroy();
  child.unref();
}
