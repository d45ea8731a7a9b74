// Runs simulated histories: npm run sim -- [--histories 100] [--seed 8213] [--workers 2] [--bug NAME]
// With --seed alone, one history, with its summary. With --histories, that many, from the seed on or from a random one.
// Prints the line that replays each failure; ends with 1 when a property was violated.
// With --bug, a defect of test/planted-bugs is in the code: ends with 0 as soon as a history finds it, else with 1.
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { PlantedBug } from '../test/planted-bugs/bugs.ts';
import { bugNamed, plant } from '../test/planted-bugs/plant.ts';
import type { History } from '../test/simulation/history.ts';

interface Finished extends History {
  readonly seed: string;
}

interface Share {
  readonly seeds: readonly string[];
  readonly bug: PlantedBug | undefined;
}

interface Options {
  readonly seeds: readonly string[];
  readonly workers: number;
  readonly bug: PlantedBug | undefined;
}

async function work({ seeds, bug }: Share): Promise<void> {
  if (bug !== undefined) plant(bug);
  // Only now: the bug must be there before the code is loaded.
  const { runHistory } = await import('../test/simulation/history.ts');
  for (const seed of seeds) parentPort?.postMessage({ seed, ...(await runHistory(seed)) } satisfies Finished);
}

function misused(message: string): never {
  console.error(message);
  process.exit(2);
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      histories: { type: 'string' },
      workers: { type: 'string' },
      bug: { type: 'string' },
    },
  });
  const number = (name: 'histories' | 'workers', byDefault: number) => {
    const value = Number(values[name] ?? byDefault);
    return Number.isInteger(value) && value > 0 ? value : misused(`--${name} must be a whole number above 0.`);
  };
  const bug = values.bug === undefined ? undefined : bugNamed(values.bug);
  const histories = number('histories', historiesFor(bug) ?? (values.seed === undefined ? 100 : 1));
  const workers = Math.min(histories, number('workers', availableParallelism()));
  const first = values.seed ?? String(randomInt(1_000_000_000));
  const seeds = histories === 1 ? [first] : Array.from({ length: histories }, (_, n) => `${first}-${n}`);
  return { seeds, workers, bug };
}

function historiesFor(bug: PlantedBug | undefined): number | undefined {
  if (bug === undefined) return undefined;
  return 'histories' in bug.foundBy ? bug.foundBy.histories : misused('No history finds that bug, but a test does.');
}

/** Runs the histories; `finished` tells whether it has seen enough. */
async function runAll({ seeds, workers, bug }: Options, finished: (history: Finished) => boolean): Promise<void> {
  const threads = Array.from({ length: workers }, (_, index) => {
    const share: Share = { seeds: seeds.filter((_seed, n) => n % workers === index), bug };
    return new Worker(new URL(import.meta.url), { workerData: share });
  });
  await Promise.all(
    threads.map((thread) => {
      thread.on('message', (history: Finished) => {
        if (finished(history)) for (const other of threads) void other.terminate();
      });
      return new Promise<void>((resolve, reject) => {
        thread.once('error', reject);
        thread.once('exit', () => resolve());
      });
    }),
  );
}

async function judge(all: Options): Promise<boolean> {
  const { seeds, workers } = all;
  console.log(`${seeds.length} histories from ${seeds[0]} on, ${workers} workers`);
  let done = 0;
  let failed = 0;
  await runAll(all, ({ seed, summary, violations, digest }) => {
    done += 1;
    if (seeds.length === 1) console.log(`${summary}\ntrace ${digest}`);
    else if (done % 100 === 0) console.log(`${done} of ${seeds.length}, ${failed} with violations`);
    if (violations.length === 0) return false;
    failed += 1;
    console.log(`\nnpm run sim -- --seed ${seed}\n  ${violations.join('\n  ')}`);
    return false;
  });
  console.log(`${done} histories, ${failed} with violations`);
  return failed === 0 && done === seeds.length;
}

async function hunt(all: Options, { name }: PlantedBug): Promise<boolean> {
  let done = 0;
  let found: string | undefined;
  await runAll(all, ({ violations: [violation] }) => {
    if (found !== undefined) return true;
    done += 1;
    found = violation;
    return found !== undefined;
  });
  const outcome = found === undefined ? 'NOT FOUND' : `found: ${found.split('\n')[0]?.slice(0, 160)}`;
  console.log(`${name}: ${done} of at most ${all.seeds.length} histories, ${outcome}`);
  return found !== undefined;
}

async function main(): Promise<void> {
  const all = options();
  const went = await (all.bug === undefined ? judge(all) : hunt(all, all.bug));
  process.exitCode = went ? 0 : 1;
}

if (isMainThread) await main();
else await work(workerData as Share);
