import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { createConnection } from 'node:net';
import type { Runtime } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { makeBundle } from '../bundle.ts';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { DATA_DIR_DEFAULT, PORT, ZONES } from '../defaults.ts';
import { ensureFleet } from '../fleet.ts';
import { awaitExample, ensureExample, EXAMPLE, until } from '../example/example-system.ts';
import { claimAddresses, refuseTakenPort, type Router } from '../supervisor/addresses.ts';
import { DataDirectory } from '../supervisor/data-directory.ts';
import { endLeftovers } from '../supervisor/leftovers.ts';
import type { HsmDirectory } from '../supervisor/faults.ts';
import { LAYOUT_VERSION, type Settings } from '../supervisor/settings.ts';
import { type Preparation, Supervisor, takeDirectory } from '../supervisor/supervisor.ts';
import { endpointOf, withTools } from '../system.ts';
import { announce, type ReadyReport, Reporter } from './up-report.ts';
import { refuseChanges, type UpFlags, type UpOptions, upOptions } from './up-options.ts';

/** How long a system that is there waits for its example to be of use. */
const EXAMPLE_MS_MAX = 30_000;
/** What the cluster-manager allows where nothing else is said. Source: AWS CloudHSM User Guide, "AWS CloudHSM quotas". */
const HSMS_MAX_DEFAULT = 6;
const HSMS_DEADLINE_MS = 4_000;

/** Starts a system and stays until it is told to end; with `detach`, returns when it is ready. */
export async function up(flags: UpFlags & { readonly inBackground?: boolean }): Promise<void> {
  const { inBackground = false, ...given } = flags;
  const options = upOptions(given, DATA_DIR_DEFAULT);
  if (options.detach === true && !inBackground) return startDetached(given, options);
  const reporter = new Reporter(inBackground);
  try {
    await run(options, reporter);
  } catch (error) {
    await reporter.failed(error);
    throw error;
  }
}

async function run(options: UpOptions, reporter: Reporter): Promise<void> {
  const directory = new DataDirectory(options.dataDir);
  const kept = directory.readSettings();
  if (kept !== undefined) refuseChanges(options, kept);
  directory.prepare();
  const told = toldToEnd(reporter);
  const runtime: Runtime = createProcessRuntime({
    name: 'supervisor',
    dataDir: directory.of('supervisor'),
    logLevel: 'info',
    logFile: directory.log('supervisor'),
  });
  const store = await takeDirectory(runtime, directory);
  let router: Router | undefined;
  try {
    await endLeftovers(directory, runtime.clock);
    router = await claimAddresses(directory.path, options.vpcPrefix ?? kept?.vpcPrefix);
    const settings = settingsFor(options, kept, router.prefix);
    await refuseTakenPort(settings.port);
    directory.writeSettings(settings);
    const progress = (step: string) => reporter.step(step);
    await makeBundle().catch((error: unknown) => progress(`starting from the sources (no bundle: ${String(error)})`));
    await ensureFleet(directory.fleet, progress);
    const supervisor = new Supervisor(runtime, store, {
      directory,
      settings,
      progress,
      prepare: (preparation) => prepare(directory, settings, preparation),
      hsmDirectory: hsmDirectoryOf(directory, settings),
    });
    await supervise(supervisor, told, () => reporter.ready(reportOf(options, settings, reporter)));
  } finally {
    router?.server.close();
    await store.close();
  }
}

/** What the cluster-manager said last: it may be down, or cut off, just when somebody wants to know. */
function hsmDirectoryOf(directory: DataDirectory, settings: Settings): HsmDirectory {
  let known: ReadonlyMap<string, string> = new Map();
  return async () => {
    const listed = await withTools(
      directory,
      settings,
      () => undefined,
      ({ clusters }) => clusters.call('ListClusters', { region: '' }, { deadlineMs: HSMS_DEADLINE_MS }),
    ).catch(() => undefined);
    const hsms = listed?.clusters.flatMap((cluster) => cluster.hsms);
    if (hsms !== undefined) known = new Map(hsms.map(({ hsmId, applianceId }) => [hsmId, applianceId]));
    return known;
  };
}

/** Runs the system until somebody wants its end. */
async function supervise(supervisor: Supervisor, told: Told, announceReady: () => Promise<void>): Promise<void> {
  if (told.happened()) return;
  try {
    await Promise.race([supervisor.start(), told.promise]);
    if (!told.happened()) await announceReady();
    await Promise.race([told.promise, supervisor.asked]);
  } finally {
    await supervisor.stop();
  }
}

function settingsFor(options: UpOptions, kept: Settings | undefined, vpcPrefix: string): Settings {
  const settings: Settings = {
    version: LAYOUT_VERSION,
    port: options.port ?? kept?.port ?? PORT.default,
    zones: options.azs ?? kept?.zones ?? ZONES.default,
    vpcPrefix,
    accountId: options.accountId ?? kept?.accountId,
    credentials: options.credentials ?? kept?.credentials,
    quotas: options.quotas ?? kept?.quotas,
    durations: options.durations ?? kept?.durations,
    timings: options.timings ?? kept?.timings,
    rates: options.rates ?? kept?.rates,
    auditPeriodMs: options.auditPeriodMs ?? kept?.auditPeriodMs,
    lenientIds: options.lenientIds ?? kept?.lenientIds,
    example: kept?.example ?? 'wanted',
    resets: kept?.resets ?? 0,
    resetting: kept?.resetting ?? false,
  };
  if (options.empty === true && settings.example === 'wanted') settings.example = 'none';
  const hsmsMax = settings.quotas?.hsms ?? HSMS_MAX_DEFAULT;
  if (settings.example === 'wanted' && hsmsMax < settings.zones)
    throw new CommandError(
      `The example needs an HSM in each of ${settings.zones} Availability Zones, and quotas.hsms is ${hsmsMax}. Raise it, or start with --empty.`,
      EXIT_MISUSED,
    );
  return settings;
}

/** Waits for the processes and, unless the system is to stay empty, makes the example or waits for it. */
async function prepare(
  directory: DataDirectory,
  settings: Settings,
  { processes, progress, signal, example }: Preparation,
): Promise<void> {
  progress('starting the processes');
  // HSMs are made of appliances that are there already, so that these start along with everything else.
  if (example === 'wanted' && !(await processes.hasAppliances()))
    for (const zone of zonesOf(settings)) await processes.addAppliance(randomUUID(), zone);
  await withTools(directory, settings, progress, async (tools) => {
    const during = { signal, failure: () => processes.failure() };
    await until({ ...tools, during }, 'the daemons do not answer', () => answers(settings));
    if (example === 'none') return;
    const appliances = () => processes.list().flatMap(({ applianceId }) => (applianceId === '' ? [] : [applianceId]));
    if (example === 'wanted') await ensureExample({ ...tools, during, appliances });
    progress(`waiting for ${EXAMPLE.alias}`);
    await awaitExample({ ...tools, during, waitMs: EXAMPLE_MS_MAX }).catch((error: unknown) => {
      // Somebody has to repair it, and can do so only in a system that runs.
      if (signal.aborted || !(error instanceof CommandError)) throw error;
      progress(error.message);
    });
  });
}

function zonesOf({ zones }: Settings): readonly string[] {
  return Array.from('abcdef'.slice(0, zones), (letter) => `${EXAMPLE.region}${letter}`);
}

/** Whether the control plane answers, and has found the cluster-manager. */
async function answers(settings: Settings): Promise<true | undefined> {
  // A request that is refused costs much more than a connection, and here they are many, while others want to start.
  if (!(await isListening(settings.port))) return undefined;
  try {
    const response = await fetch(`${endpointOf(settings)}/_keystorm/status`);
    const { clusterManager } = (await response.json()) as { clusterManager?: string };
    return clusterManager === 'reachable' || undefined;
  } catch {
    return undefined;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function reportOf(options: UpOptions, settings: Settings, reporter: Reporter): ReadyReport {
  return {
    endpoint: endpointOf(settings),
    dataDir: options.dataDir,
    zones: settings.zones,
    empty: settings.example === 'none',
    json: options.json,
    phases: reporter.phases(),
  };
}

interface Told {
  readonly promise: Promise<void>;
  readonly happened: () => boolean;
}

/** When somebody wants the end: by a signal, or by going away before the system was ready. */
function toldToEnd(reporter: Reporter): Told {
  let happened = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    happened = true;
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  reporter.onAbandoned(end);
  return { promise, happened: () => happened };
}

/** Runs `up` in a process of its own and waits until it says that it is ready. */
async function startDetached(flags: UpFlags, options: UpOptions): Promise<void> {
  const directory = new DataDirectory(options.dataDir);
  // Both also look for themselves; here it is said at once, and to the right terminal.
  directory.readSettings();
  directory.prepare();
  const log = openSync(directory.log('supervisor'), 'a', 0o600);
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'up', '--in-background', ...argumentsOf(flags)], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  await announced(child, directory);
  child.unref();
}

function argumentsOf({ dataDir, port, azs, vpcPrefix, empty, config, json }: UpFlags): string[] {
  const values = { '--data-dir': dataDir, '--port': port, '--azs': azs, '--vpc-prefix': vpcPrefix, '--config': config };
  const args = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));
  return [...args, ...(empty === true ? ['--empty'] : []), ...(json === true ? ['--json'] : [])];
}

/** Passes on what the process in the background tells, until it is ready. */
function announced(child: ChildProcess, directory: DataDirectory): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new CommandError(`The system did not start; see ${directory.log('supervisor')}.`)));
    child.on('message', (message: Parameters<typeof JSON.stringify>[0]) => {
      Reporter.receive(message, {
        ready(report) {
          announce(report);
          resolve();
        },
        failed: reject,
      });
    });
  });
}
