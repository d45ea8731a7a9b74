// Prints how long a system takes from `keystorm up` to an alias/example that encrypts: npm run bench:start [-- RUNS]
// Each run makes a data directory and starts a system in it, and then starts it there once more. What counts is the time
// of an observer who starts the process and waits for its word that all is ready; the phases are its own account.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableLines } from '../packages/cli/src/table.ts';
import { freePort } from '../test/worlds/free-port.ts';

const KEYSTORM = fileURLToPath(new URL('../packages/cli/src/keystorm.js', import.meta.url));
const RUNS_DEFAULT = 5;
const TOTAL = 'total';
const CPU = 'CPU time of all processes';
/** Linux counts the CPU time of processes in these. */
const TICKS_PER_SECOND = 100;

interface Phase {
  readonly step: string;
  readonly ms: number;
}

/** Starts the system of the directory, ends it, and returns what its start took. */
async function start(dataDir: string, port: number): Promise<readonly Phase[]> {
  const began = performance.now();
  const child = spawn(process.execPath, [KEYSTORM, 'up', '--json', '--data-dir', dataDir, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'exit');
  const report = await readReport(child.stdout);
  const ms = performance.now() - began;
  const cpuMs = process.platform === 'linux' ? cpuMsOf(child.pid ?? 0) : undefined;
  child.kill('SIGTERM');
  await ended;
  if (report === undefined) throw new Error(`The system did not start:\n${errors}`);
  return [
    ...report.phases.map(({ step, ms: took }) => ({ step: step.replace(/hsm-\w+/, 'an HSM'), ms: took })),
    { step: TOTAL, ms },
    ...(cpuMs === undefined ? [] : [{ step: CPU, ms: cpuMs }]),
  ];
}

/** What a process and its children have used so far. A busy machine stretches the time on the clock much more than this. */
function cpuMsOf(supervisor: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // After the program's name, which may hold anything: state, parent, …, user and system time as 12th and 13th.
        const [, fields = ''] = /.*\) (.*)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        const [, parent, ...more] = fields.split(' ');
        return [{ pid: Number(name), parent: Number(parent), ticks: Number(more[9]) + Number(more[10]) }];
      } catch {
        return []; // It has ended.
      }
    });
  const own = stats.filter(({ pid, parent }) => pid === supervisor || parent === supervisor);
  return (own.reduce((sum, { ticks }) => sum + ticks, 0) * 1000) / TICKS_PER_SECOND;
}

/** Undefined when the output ends without one. */
async function readReport(stdout: NodeJS.ReadableStream): Promise<{ readonly phases: readonly Phase[] } | undefined> {
  let text = '';
  for await (const chunk of stdout) {
    text += String(chunk);
    if (text.endsWith('}\n')) return JSON.parse(text) as { readonly phases: readonly Phase[] };
  }
  return undefined;
}

function table(title: string, runs: readonly (readonly Phase[])[]): string {
  const steps = [...new Set(runs.flatMap((phases) => phases.map(({ step }) => step)))];
  const rows = steps.map((step) => {
    const times = runs
      .flatMap((phases) => phases.filter((phase) => phase.step === step).map(({ ms }) => ms))
      .toSorted((a, b) => a - b);
    const [min = 0, median = 0, max = 0] = [times[0], times[Math.floor(times.length / 2)], times.at(-1)];
    return [step, ...[min, median, max].map((ms) => Math.round(ms).toString().padStart(7))];
  });
  return tableLines([title, '    min', ' median', '    max'], rows).join('\n');
}

const count = Number(process.argv[2] ?? RUNS_DEFAULT);
if (!Number.isInteger(count) || count < 1) {
  console.error('usage: npm run bench:start [-- RUNS]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'keystorm-bench-'));
const runs: { readonly fresh: readonly Phase[]; readonly existing: readonly Phase[] }[] = [];
try {
  const port = await freePort();
  for (let run = 1; run <= count; run += 1) {
    const dataDir = join(folder, String(run));
    runs.push({ fresh: await start(dataDir, port), existing: await start(dataDir, port) });
    console.error(`  run ${run} of ${count}: load ${loadavg()[0]?.toFixed(1) ?? ''}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`Milliseconds, ${count} runs, ${availableParallelism()} cores, Node ${process.versions.node}\n`);
console.log(
  `${table(
    'FRESH DATA DIRECTORY',
    runs.map(({ fresh }) => fresh),
  )}\n`,
);
console.log(
  table(
    'EXISTING DATA DIRECTORY',
    runs.map(({ existing }) => existing),
  ),
);
