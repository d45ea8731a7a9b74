import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { HsmError, type ProcessAction, SUPERVISOR_SERVICE, type SupervisorServiceDefinition } from '@keystorm/protocol';
import { readFleet } from '@keystorm/hsm-node';
import type { Peer, Runtime } from '@keystorm/runtime';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { AwsClient } from './aws-client.ts';
import { CommandError } from './command-error.ts';
import { connectClusters, EXAMPLE, type ExampleTools } from './example/example-system.ts';
import { DataDirectory, type Settings } from './supervisor/data-directory.ts';

const CALL_MS = 20_000;
export { DATA_DIR_DEFAULT } from './defaults.ts';

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

/** Runs a command against the system of a data directory. */
export async function withSystem<T>(dataDir: string, work: (system: System) => Promise<T>): Promise<T> {
  const directory = new DataDirectory(dataDir);
  const settings = directory.readSettings();
  if (settings === undefined || !(await isRunning(directory))) {
    throw new CommandError(
      `No system runs on ${directory.path}. Start one with \`npx keystorm up\`, or name its --data-dir.`,
    );
  }
  const supervisor = commandRuntime(directory).network.connect(SUPERVISOR_SERVICE, {
    address: `unix:${directory.socket}`,
  });
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
  work: (tools: ExampleTools) => Promise<T>,
): Promise<T> {
  const runtime = commandRuntime(directory);
  const fleet = await readFleet({ readFile: (name) => readFile(join(directory.fleet, name)).catch(() => undefined) });
  if (fleet === undefined)
    throw new CommandError(`${directory.fleet} is incomplete. Start the system with \`npx keystorm up\`.`);
  const { certificate, privateKey } = fleet.identities.operator;
  const address = `${settings.vpcPrefix}.0.10:4600`;
  const clusters = connectClusters(runtime, address, { ca: fleet.ca.certificate, certificate, privateKey });
  try {
    return await work({ runtime, clusters, progress, aws: new AwsClient(endpointOf(settings), EXAMPLE.region) });
  } finally {
    clusters.close();
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

/** Sends a request to the harness paths of the endpoint. */
export async function harness<T>({ endpoint }: Pick<System, 'endpoint'>, path: string, body?: object): Promise<T> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  let response: Response;
  try {
    response = await fetch(`${endpoint}/_keystorm/${path}`, init);
  } catch {
    throw new CommandError(`The control plane does not answer on ${endpoint}. See \`npx keystorm status\`.`);
  }
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new CommandError(answer.message ?? `${path}: HTTP ${response.status}`);
  return answer;
}
