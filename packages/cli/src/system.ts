import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { HsmError, type ProcessAction, SUPERVISOR_SERVICE, type SupervisorServiceDefinition } from '@keystorm/protocol';
import type { AccessKey } from '@keystorm/aws-api';
import type { Peer, Runtime } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { ACCESS_KEY, AwsClient } from './aws-client.ts';
import { CommandError } from './command-error.ts';
import { connectClusters, EXAMPLE, type Tools } from './example/example-system.ts';
import { DataDirectory } from './supervisor/data-directory.ts';
import { managerAddress } from './supervisor/processes.ts';
import type { Settings } from './supervisor/settings.ts';

const CALL_MS = 20_000;
/** How long the control plane may take for an answer of its own, and for one that it has to wait for. */
export const HARNESS_MS = { ask: 5_000, work: 60_000 } as const;

/** A system that runs, seen from a command. */
export interface System {
  readonly directory: DataDirectory;
  readonly settings: Settings;
  readonly supervisor: Peer<SupervisorServiceDefinition>;
  readonly endpoint: string;
}

export function endpointOf(settings: Settings): string {
  return `http://127.0.0.1:${settings.port}`;
}

/** The key with which the system's own tools sign. */
export function accessKeyOf({ credentials }: Settings): AccessKey {
  return credentials?.[0] ?? ACCESS_KEY;
}

/** Whether a supervisor answers on the directory's socket. */
export function isRunning(directory: DataDirectory): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(directory.socket);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A runtime for a command: it keeps nothing and logs nothing. */
export function commandRuntime(directory: DataDirectory): Runtime {
  return createProcessRuntime({ name: 'keystorm', dataDir: directory.path, logLevel: 'silent' });
}

export function connectSupervisor(directory: DataDirectory): Peer<SupervisorServiceDefinition> {
  return commandRuntime(directory).network.connect(SUPERVISOR_SERVICE, { address: `unix:${directory.socket}` });
}

/** Runs a command against the system of a data directory. */
export async function withSystem<T>(dataDir: string, work: (system: System) => Promise<T>): Promise<T> {
  const directory = new DataDirectory(dataDir);
  const settings = directory.readSettings();
  if (settings === undefined || !(await isRunning(directory))) {
    throw new CommandError(
      `No system runs on ${directory.path}. Start one with \`npx keystorm up\`, or name its --data-dir.`,
    );
  }
  const supervisor = connectSupervisor(directory);
  try {
    return await work({ directory, settings, supervisor, endpoint: endpointOf(settings) });
  } finally {
    supervisor.close();
  }
}

/** What steers the clusters and the AWS endpoint of a system, for as long as `work` takes. */
export async function withTools<T>(
  directory: DataDirectory,
  settings: Settings,
  progress: (step: string) => void,
  work: (tools: Tools) => Promise<T>,
): Promise<T> {
  const runtime = commandRuntime(directory);
  const read = (name: string) => readFleetFile(directory, name);
  const clusters = connectClusters(runtime, managerAddress(settings), {
    ca: await read('ca.crt'),
    certificate: await read('operator.crt'),
    privateKey: await read('operator.key'),
  });
  const aws = new AwsClient(endpointOf(settings), EXAMPLE.region, accessKeyOf(settings), runtime.clock);
  try {
    return await work({ runtime, clusters, progress, aws });
  } finally {
    clusters.close();
  }
}

async function readFleetFile(directory: DataDirectory, name: string): Promise<string> {
  try {
    return await readFile(join(directory.fleet, name), 'utf8');
  } catch {
    throw new CommandError(`${directory.fleet} lacks ${name}. Restore it, or use another --data-dir.`);
  }
}

/** Does something to a process of the system. */
export async function controlProcess({ supervisor }: System, name: string, action: ProcessAction, stayDown = false) {
  const { process } = await supervisor.call('ControlProcess', { name, action, stayDown }, { deadlineMs: CALL_MS });
  if (!process) throw new HsmError('INTERNAL', 'the supervisor named no process');
  return process;
}

export async function listProcesses({ supervisor }: System) {
  return (await supervisor.call('ListProcesses', {}, { deadlineMs: CALL_MS })).processes;
}

export async function stateOf({ supervisor }: System) {
  return await supervisor.call('GetState', {}, { deadlineMs: CALL_MS });
}

/** Sends a request to the harness paths of the endpoint; with a body it is a POST. */
export async function harness<T>(
  { endpoint }: Pick<System, 'endpoint'>,
  path: string,
  deadlineMs: number,
  body?: object,
): Promise<T> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  let response: Response;
  let answer: T & { message?: string };
  try {
    response = await fetch(`${endpoint}/_keystorm/${path}`, { ...init, signal: AbortSignal.timeout(deadlineMs) });
    answer = (await response.json()) as T & { message?: string };
  } catch {
    throw new CommandError(
      `The control plane does not answer on ${endpoint}. See \`npx keystorm status\`; \`npx keystorm chaos restart control-plane\` starts it again.`,
    );
  }
  if (!response.ok) throw new CommandError(answer.message ?? `${path}: HTTP ${response.status}`);
  return answer;
}
