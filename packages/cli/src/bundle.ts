import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const DAEMONS = {
  'hsm-node': 'hsm-node/src/main.ts',
  'cluster-manager': 'cluster-manager/src/main.ts',
  'kms-control-plane': 'kms-control-plane/src/main.ts',
} as const;
/** What runs as a process of its own, each from the entry file of a package. */
const PROGRAMS = { keystorm: 'cli/src/main.ts', ...DAEMONS } as const;
export type Program = keyof typeof PROGRAMS;
/** What runs in containers. */
const CONTAINER_PROGRAMS = { ...DAEMONS, container: 'cli/src/containers/main.ts' } as const;

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
const PACKAGES = join(CHECKOUT, 'packages');
const BUNDLES = join(PACKAGES, 'cli/node_modules/.cache/bundles');
/** Bundles of earlier sources that are kept: a system that runs goes on with the one it was started with. */
const BUNDLES_MAX = 8;

let sources: string | undefined;

/**
 * The file that runs a program: bundled, if there is a bundle of the sources as they are, or the source. Resolving and
 * loading hundreds of files takes more than half of the start of a process.
 */
export function programFile(program: Program): string {
  const bundled = join(bundleOfSources(), `${program}.js`);
  return existsSync(bundled) ? bundled : join(PACKAGES, PROGRAMS[program]);
}

/** Makes a bundle of the sources as they are, if there is none. */
export async function makeBundle(): Promise<void> {
  const bundle = bundleOfSources();
  if (existsSync(bundle)) return;
  mkdirSync(BUNDLES, { recursive: true });
  const unfinished = mkdtempSync(`${bundle}-`);
  try {
    await writeBundle(unfinished, PROGRAMS, CHECKOUT);
    renameSync(unfinished, bundle);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(bundle)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOldBundles();
}

/**
 * Writes what goes into an image: `NAME.js` for each program that runs in containers, and the protocol definitions that
 * these look for. It runs from `home`, the folder's absolute path in the image.
 */
export async function writeImageFiles(folder: string, home: string): Promise<void> {
  const definitions = new Set([join(CHECKOUT, 'proto')]);
  await writeBundle(folder, CONTAINER_PROGRAMS, home, (module) => {
    for (const place of placesIn(module)) definitions.add(join(place, 'proto'));
  });
  for (const found of [...definitions].filter((path) => existsSync(path)))
    cpSync(found, join(folder, relative(CHECKOUT, found)), { recursive: true });
}

/** The folders around a module, up to that of its package. */
function placesIn(module: string): readonly string[] {
  const root = dirname(findPackageJSON(pathToFileURL(module)) ?? module);
  const within = relative(root, dirname(module)).split(sep);
  return within.map((_, depth) => join(root, ...within.slice(0, depth + 1))).concat(root);
}

/** `home` is the place of the checkout's files where the bundle runs. Tells of modules that look for files beside them. */
async function writeBundle(
  folder: string,
  programs: Readonly<Record<string, string>>,
  home: string,
  looksBeside: (module: string) => void = () => undefined,
): Promise<void> {
  const { rolldown } = await import('rolldown');
  const input = Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, join(PACKAGES, file)]));
  const build = await rolldown({
    input,
    platform: 'node',
    external: ['rolldown'],
    plugins: [ownPlace(home, looksBeside)],
    // What is not installed yet would stay missing in the bundle, also when it is.
    onLog(_level, { code, message }) {
      if (code === 'UNRESOLVED_IMPORT') throw new Error(message);
    },
  });
  try {
    await build.write({ dir: folder, format: 'esm' });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  } finally {
    await build.close();
  }
}

/** Its name says what it was made of, so it is never one of other sources. Looked for once in the life of a process. */
function bundleOfSources(): string {
  sources ??= digestOf(PACKAGES, join(CHECKOUT, 'pnpm-lock.yaml'));
  return join(BUNDLES, sources);
}

/** Of the names, sizes and times of what goes into a bundle: the sources of all packages, and the lockfile. */
export function digestOf(packages: string, lockfile: string): string {
  const digest = createHash('sha256').update(process.version);
  const files = readdirSync(packages).flatMap((name) => sourcesIn(join(packages, name, 'src')));
  for (const file of [...files, lockfile]) {
    const { size, mtimeMs } = statSync(file);
    digest.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return digest.digest('hex').slice(0, 16);
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|fixture)\.ts$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** Modules that look for files beside them find them from the bundle, too. */
function ownPlace(home: string, looksBeside: (module: string) => void) {
  return {
    name: 'own-place',
    transform(code: string, id: string): string | undefined {
      if (!isAbsolute(id)) return undefined;
      if (!code.includes('import.meta.url') && !code.includes('__dirname')) return undefined;
      looksBeside(id);
      const place = join(home, relative(CHECKOUT, id));
      return code
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(place).href))
        .replaceAll(/\b__dirname\b/g, JSON.stringify(dirname(place)));
    },
  };
}

function removeOldBundles(): void {
  const bundles = readdirSync(BUNDLES)
    .map((name) => join(BUNDLES, name))
    .map((path) => ({ path, madeAtMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.madeAtMs - a.madeAtMs);
  for (const { path } of bundles.slice(BUNDLES_MAX)) rmSync(path, { recursive: true, force: true });
}
