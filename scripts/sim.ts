// Runs simulated histories: npm run sim -- [--histories 100] [--seed 8213] [--workers 2]
// With --seed alone, one history, with its summary. With --histories, that many, from the seed on or from a random one.
// Prints the line that replays each failure; ends with 1 when a property was violated.
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type History, runHistory } from '../test/simulation/history.ts';

interface Finished extends History {
  readonly seed: string;
}

interface Share {
  readonly seeds: readonly string[];
}

async function work({ seeds }: Share): Promise<void> {
  for (const seed of seeds) parentPort?.postMessage({ seed, ...(await runHistory(seed)) } satisfies Finished);
}

function options() {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, histories: { type: 'string' }, workers: { type: 'string' } },
  });
  const number = (name: 'histories' | 'workers', byDefault: number) => {
    const value = Number(values[name] ?? byDefault);
    if (Number.isInteger(value) && value > 0) return value;
    console.error(`--${name} must be a whole number above 0.`);
    process.exit(2);
  };
  const histories = number('histories', values.seed === undefined ? 100 : 1);
  const workers = Math.min(histories, number('workers', availableParallelism()));
  const first = values.seed ?? String(randomInt(1_000_000_000));
  const seeds = histories === 1 ? [first] : Array.from({ length: histories }, (_, n) => `${first}-${n}`);
  return { seeds, workers };
}

async function main(): Promise<void> {
  const { seeds, workers } = options();
  console.log(`${seeds.length} histories from ${seeds[0]} on, ${workers} workers`);
  let done = 0;
  let failed = 0;
  const finished = ({ seed, summary, violations, digest }: Finished) => {
    done += 1;
    if (seeds.length === 1) console.log(`${summary}\ntrace ${digest}`);
    else if (done % 100 === 0) console.log(`${done} of ${seeds.length}, ${failed} with violations`);
    if (violations.length === 0) return;
    failed += 1;
    console.log(`\nnpm run sim -- --seed ${seed}\n  ${violations.join('\n  ')}`);
  };
  await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const share: Share = { seeds: seeds.filter((_seed, n) => n % workers === index) };
      const worker = new Worker(new URL(import.meta.url), { workerData: share });
      worker.on('message', finished);
      return new Promise<void>((resolve, reject) => {
        worker.once('error', reject);
        worker.once('exit', () => resolve());
      });
    }),
  );
  console.log(`${done} histories, ${failed} with violations`);
  process.exitCode = failed === 0 && done === seeds.length ? 0 : 1;
}

if (isMainThread) await main();
else await work(workerData as Share);
