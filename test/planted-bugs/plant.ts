import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PLANTED_BUGS, type PlantedBug } from './bugs.ts';

const ROOT = new URL('../../', import.meta.url);

/** Throws when there is no such bug. */
export function bugNamed(name: string): PlantedBug {
  const bug = PLANTED_BUGS.find((candidate) => candidate.name === name);
  if (bug !== undefined) return bug;
  throw new Error(`There is no bug '${name}'. There are:\n  ${PLANTED_BUGS.map((known) => known.name).join('\n  ')}`);
}

/** Changes the source file as Node loads it: in this thread, and only before anything has loaded it. */
export function plant(bug: PlantedBug): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== placeOf(bug).href) return loaded;
      return { ...loaded, source: withBug(bug, readFileSync(placeOf(bug), 'utf8')) };
    },
  });
}

/** The same as a plugin of Vitest, which loads sources by itself. */
export function planting(bug: PlantedBug) {
  return {
    name: 'planted bug',
    enforce: 'pre' as const,
    transform: (source: string, path: string) => (path === placeOf(bug).pathname ? withBug(bug, source) : undefined),
  };
}

/**
 * A checkout with the bug, for real processes: the packages, and a link to what is installed. The caller removes the
 * folder, whose path this returns.
 */
export function plantedCheckout(bug: PlantedBug): string {
  const checkout = mkdtempSync(join(tmpdir(), 'keystorm-planted-'));
  const root = fileURLToPath(ROOT);
  const isSource = (path: string) => basename(path) !== '.cache';
  for (const name of ['package.json', 'pnpm-lock.yaml', 'proto', 'packages'])
    cpSync(join(root, name), join(checkout, name), { recursive: true, verbatimSymlinks: true, filter: isSource });
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  const file = join(checkout, bug.file);
  writeFileSync(file, withBug(bug, readFileSync(file, 'utf8')));
  return checkout;
}

function placeOf({ file }: PlantedBug): URL {
  return new URL(file, ROOT);
}

/** Throws when a text does not stand there exactly once: then the bug must be made anew. */
function withBug({ file, edits }: PlantedBug, source: string): string {
  return edits.reduce((text, [old, replacement]) => {
    const [before, after, ...more] = text.split(old);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${file} must have exactly once: ${old}`);
    return `${before}${replacement}${after}`;
  }, source);
}
