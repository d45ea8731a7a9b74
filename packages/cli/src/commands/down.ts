import { existsSync } from 'node:fs';
import { isHsmError } from '@keystorm/protocol';
import { CommandError } from '../command-error.ts';
import { until } from '../example/example-system.ts';
import { DataDirectory } from '../supervisor/data-directory.ts';
import { endLeftovers } from '../supervisor/leftovers.ts';
import { commandRuntime, connectSupervisor, isRunning } from '../system.ts';

const SHUT_DOWN_MS = 30_000;

export interface DownOptions {
  readonly dataDir: string;
  readonly wipe?: boolean;
  readonly json?: boolean;
}

/** Stops the system, if one runs; with `wipe`, removes its data directory afterwards. */
export async function down({ dataDir, wipe = false, json = false }: DownOptions): Promise<void> {
  const directory = new DataDirectory(dataDir);
  // What `up` never made is not ours to stop or to remove: a folder that was named by mistake keeps its files.
  if (!directory.holdsSystem()) {
    throw new CommandError(
      `${directory.path} holds no system${existsSync(directory.path) ? '' : ' and does not exist'}. Name the --data-dir of one. Nothing was changed.`,
    );
  }
  const stopped = await stop(directory);
  if (wipe) directory.wipe();
  if (json) console.log(JSON.stringify({ stopped, wiped: wipe }));
  else {
    console.log(stopped ? 'Stopped.' : `No system runs on ${directory.path}.`);
    if (wipe) console.log(`Removed ${directory.path}.`);
  }
}

/** False when there was nothing to stop. */
async function stop(directory: DataDirectory): Promise<boolean> {
  const runtime = commandRuntime(directory);
  const runs = await isRunning(directory);
  if (runs) {
    console.error('  stopping all processes …');
    await shutDown(directory);
    await until({ runtime }, 'the system does not stop', async () => ((await isRunning(directory)) ? undefined : true));
  }
  await endLeftovers(directory, runtime.clock);
  return runs;
}

/** The supervisor ends right after it has answered, and its answer may be lost with the connection. */
async function shutDown(directory: DataDirectory): Promise<void> {
  const supervisor = connectSupervisor(directory);
  try {
    await supervisor.call('ShutDown', {}, { deadlineMs: SHUT_DOWN_MS });
  } catch (error) {
    if (!isHsmError(error, 'NO_ANSWER', 'HSM_UNREACHABLE')) throw error;
  } finally {
    supervisor.close();
  }
}
