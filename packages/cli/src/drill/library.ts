import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { type Drill, parseDrill } from './drill-file.ts';

const SHIPPED = fileURLToPath(new URL('../../drills', import.meta.url));

export interface FoundDrill {
  readonly file: string;
  readonly drill: Drill;
}

/** The drills of a folder, in the order of their names: those of Keystorm, or a team's own. Throws CommandError. */
export function drillsIn(folder: string = SHIPPED): readonly FoundDrill[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  } catch {
    throw new CommandError(`There is no folder ${folder}.`, EXIT_MISUSED);
  }
  return names.toSorted().map((name) => readDrill(join(folder, name)));
}

/** A drill by its name, or by the file that it is in. Throws CommandError. */
export function findDrill(name: string, folder?: string): FoundDrill {
  if (/\.ya?ml$/.test(name)) return readDrill(resolve(name));
  const drills = drillsIn(folder);
  const found = drills.find(({ drill }) => drill.name === name);
  if (found !== undefined) return found;
  const known = drills.map(({ drill }) => drill.name).join(', ');
  throw new CommandError(`There is no drill '${name}'. There are: ${known}.`, EXIT_MISUSED);
}

export function readDrill(file: string): FoundDrill {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(`There is no drill ${file}.`, EXIT_MISUSED);
  }
  return { file, drill: parseDrill(text, file) };
}
