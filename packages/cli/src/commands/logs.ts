import { createReadStream, existsSync, readdirSync, statSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { DataDirectory } from '../supervisor/data-directory.ts';

export interface LogsOptions {
  readonly dataDir: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** Prints the log lines of all processes in the order of time; with `follow`, goes on with new ones. */
export async function logs({ dataDir, follow = false, json = false }: LogsOptions): Promise<void> {
  const directory = new DataDirectory(dataDir);
  if (!directory.holdsSystem() || !existsSync(directory.logs))
    throw new CommandError(
      `${directory.path} holds no system. Start one with \`npx keystorm up\`, or name its --data-dir.`,
    );
  const read = new Map<string, number>();
  const print = async () => {
    for (const entry of await newEntries(directory.logs, read)) console.log(json ? entry.line : forPeople(entry));
  };
  if (!follow) return print();
  let printing = Promise.resolve();
  // Watched before the first look, so that nothing falls in between; new files show up in their folder.
  watch(directory.logs, () => {
    printing = printing.then(print);
  });
  printing = printing.then(print);
  await new Promise(() => undefined);
}

interface Entry {
  /** Name of the process. */
  readonly source: string;
  readonly time: string;
  readonly line: string;
}

/** What has come since the positions in `read`, which it moves. A line that is still being written is left for later. */
async function newEntries(folder: string, read: Map<string, number>): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name);
    const to = statSync(file).size;
    const known = read.get(name) ?? 0;
    // Shorter than before: it was emptied and began anew.
    const from = known > to ? 0 : known;
    if (to === from) continue;
    const content = await readRange(file, from, to);
    const end = content.lastIndexOf('\n') + 1;
    read.set(name, from + end);
    let time = '';
    for (const line of content.subarray(0, end).toString('utf8').split('\n').slice(0, -1)) {
      // What has no time, as a crash's last words, belongs after the line before it.
      time = /"time":"([^"]+)"/.exec(line)?.[1] ?? time;
      entries.push({ source: basename(name, '.log'), time, line });
    }
  }
  return entries.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

async function readRange(file: string, from: number, to: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start: from, end: to - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: '',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
const NAME_LETTERS = 15;

/** Time, process, level where it is not the usual one, message, and the fields. What is no log line stays as it is. */
function forPeople({ source, line }: Entry): string {
  const content = parse(line);
  if (content === undefined) return `${source}: ${line}`;
  const { time, process: _process, level, msg = '', component: _component, ...fields } = content;
  const rest = Object.entries(fields).map(([field, value]) => `${field}=${fieldText(value)}`);
  return [String(time), source.padEnd(NAME_LETTERS), LEVELS[Number(level)] ?? String(level), String(msg), ...rest]
    .filter((part) => part !== '')
    .join(' ');
}

function fieldText(value: unknown): string {
  // Of an error, its stack: the rest of it is in there.
  if (typeof value === 'object' && value !== null && 'stack' in value) return `\n  ${String(value.stack)}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
