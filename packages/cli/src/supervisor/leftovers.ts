import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@keystorm/runtime';
import { CommandError } from '../command-error.ts';
import type { DataDirectory } from './data-directory.ts';

const POLL_MS = 10;
const END_MS_MAX = 5_000;

/**
 * Ends processes of a supervisor that was killed, which are on their way out by themselves unless somebody stopped them.
 * Nothing is lost with them: what they have acknowledged is on disk. They are known by the configuration file in this
 * directory that they were started with. Only Linux says so much about a process; elsewhere they are left to themselves.
 */
export async function endLeftovers(directory: DataDirectory, clock: Clock): Promise<void> {
  for (const deadline = clock.monotonic() + END_MS_MAX; ; await clock.sleep(POLL_MS)) {
    const pids = leftovers(`${directory.configs}/`);
    if (pids.length === 0) return;
    if (clock.monotonic() > deadline)
      throw new CommandError(`Processes of an earlier run do not end: ${pids.join(', ')}. End them, and try again.`);
    for (const pid of pids) end(pid);
  }
}

function leftovers(configs: string): readonly number[] {
  return readProc()
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const command = commandLine(name);
      return command[command.indexOf('--config') + 1]?.startsWith(configs);
    })
    .map(Number);
}

function readProc(): readonly string[] {
  return process.platform === 'linux' ? readdirSync('/proc') : [];
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').split('\0');
  } catch {
    return []; // It has ended.
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
