import { createReadStream, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CommandError } from '../command-error.ts';
import { DataDirectory } from '../supervisor/data-directory.ts';

/** Prints the log lines of all processes in the order of time; with `follow`, goes on with new ones. */
export async function logs({
  dataDir,
  follow,
}: {
  readonly dataDir: string;
  readonly follow?: boolean;
}): Promise<void> {
  const directory = new DataDirectory(dataDir);
  if (directory.readSettings() === undefined) throw new CommandError(`${directory.path} holds no system.`);
  const folder = join(directory.path, 'logs');
  const read = new Map<string, number>();
  await printNew(folder, read);
  if (!follow) return;
  let printing = Promise.resolve();
  watch(folder, () => {
    printing = printing.then(() => printNew(folder, read));
  });
  await new Promise(() => undefined);
}

/** Prints what has come since the positions in `read`, and moves them. */
async function printNew(folder: string, read: Map<string, number>): Promise<void> {
  const lines: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name);
    const from = read.get(name) ?? 0;
    const to = statSync(file).size;
    if (to <= from) continue;
    for await (const line of createInterface({ input: createReadStream(file, { start: from, end: to - 1 }) }))
      lines.push(line);
    read.set(name, to);
  }
  for (const line of lines.sort((a, b) => timeOf(a).localeCompare(timeOf(b)))) console.log(line);
}

function timeOf(line: string): string {
  return /"time":"([^"]+)"/.exec(line)?.[1] ?? '';
}
