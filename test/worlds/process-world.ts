import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProcessAction, SUPERVISOR_SERVICE } from '@keystorm/protocol';
import { freePort } from './free-port.ts';
import { openRealWorld } from './real-world.ts';
import type { Chaos, Target, World } from './world.ts';

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

async function openWorld(dataDir: string, port: number) {
  const endpoint = `http://127.0.0.1:${port}`;
  const { vpcPrefix } = JSON.parse(readFileSync(join(dataDir, 'keystorm.json'), 'utf8')) as { vpcPrefix: string };
  const opened = await openRealWorld({
    kind: 'processes',
    endpoint,
    managerAddress: `${vpcPrefix}.0.10:4600`,
    fleetDir: join(dataDir, 'fleet'),
    dataDir: join(dataDir, 'test'),
    chaos: (daemonOf) => ({ ...processChaos(daemonOf, control), whileHeld }),
  });
  const supervisor = opened.world.operator.network.connect(SUPERVISOR_SERVICE, {
    address: `unix:${join(dataDir, 'supervisor.sock')}`,
  });
  async function control(name: string, action: ProcessAction, stayDown: boolean): Promise<void> {
    await supervisor.call('ControlProcess', { name, action, stayDown }, { deadlineMs: CALL_MS });
  }
  async function whileHeld<T>(step: string, work: () => Promise<T>): Promise<T> {
    const deadline = { deadlineMs: CALL_MS };
    const added = await supervisor.call('AddFault', { fault: JSON.stringify({ kind: 'hold', step }) }, deadline);
    const { id } = JSON.parse(added.fault) as { id: string };
    try {
      return await work();
    } finally {
      await supervisor.call('ClearFaults', { id }, deadline);
    }
  }
  const system: Omit<ProcessSystem, 'explained'> = {
    dataDir,
    endpoint,
    keystorm: (...args) => runKeystorm(dataDir, args),
    processes: async () => (await supervisor.call('ListProcesses', {}, { deadlineMs: CALL_MS })).processes,
  };
  return {
    world: opened.world,
    system,
    close() {
      opened.close();
      supervisor.close();
    },
  };
}

function processChaos(
  daemonOf: (target: Target) => Promise<string>,
  control: (name: string, action: ProcessAction, stayDown: boolean) => Promise<void>,
): Omit<Chaos, 'whileHeld'> {
  return {
    kill: async (target, { stayDown = false } = {}) => control(await daemonOf(target), 'PROCESS_ACTION_KILL', stayDown),
    stop: async (target) => control(await daemonOf(target), 'PROCESS_ACTION_STOP', false),
    start: async (target) => control(await daemonOf(target), 'PROCESS_ACTION_START', false),
  };
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
