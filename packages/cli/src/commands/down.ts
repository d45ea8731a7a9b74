import { existsSync, rmSync } from 'node:fs';
import { isHsmError } from '@keystorm/protocol';
import { CommandError } from '../command-error.ts';
import { until } from '../example/example-system.ts';
import { DataDirectory } from '../supervisor/data-directory.ts';
import { commandRuntime, isRunning, type System, withSystem } from '../system.ts';

const SHUT_DOWN_MS = 30_000;

/** Stops the system; with `wipe`, removes its data directory afterwards. */
export async function down({ dataDir, wipe }: { readonly dataDir: string; readonly wipe?: boolean }): Promise<void> {
  const directory = new DataDirectory(dataDir);
  if (await isRunning(directory)) {
    await withSystem(dataDir, ({ supervisor }) => shutDown(supervisor));
    const runtime = commandRuntime(directory);
    await until({ runtime }, 'the system does not stop', async () => ((await isRunning(directory)) ? undefined : true));
    console.log('Stopped.');
  } else if (!wipe) throw new CommandError(`No system runs on ${directory.path}.`);
  if (!wipe) return;
  // Only what `up` made is removed: a folder that was named by mistake keeps its files.
  if (!existsSync(directory.settingsFile))
    throw new CommandError(`${directory.path} holds no system. Nothing was removed.`);
  rmSync(directory.path, { recursive: true, force: true });
  console.log(`Removed ${directory.path}.`);
}

/** The supervisor ends right after it has answered, and its answer may be lost with the connection. */
async function shutDown(supervisor: System['supervisor']): Promise<void> {
  await supervisor.call('ShutDown', {}, { deadlineMs: SHUT_DOWN_MS }).catch((error: unknown) => {
    if (!isHsmError(error, 'NO_ANSWER')) throw error;
  });
}
