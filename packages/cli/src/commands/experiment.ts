import { writeFileSync } from 'node:fs';
import { processInjector, renewLease } from '../chaos/process-injector.ts';
import { CommandError } from '../command-error.ts';
import { processDrillSystem } from '../drill/process-system.ts';
import { ailmentsIn, type SystemStatus } from '../experiment/ailments.ts';
import type { Experiment } from '../experiment/experiment-file.ts';
import { findExperiment, shippedExperiments } from '../experiment/library.ts';
import { type Report, reportLines } from '../experiment/report.ts';
import { reportPage } from '../experiment/report-page.ts';
import { runExperiment } from '../experiment/run.ts';
import { HARNESS_MS, harness, withSystem, withTools } from '../system.ts';
import { tableLines } from '../table.ts';

const SEED_BELOW = 1_000_000;

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

export interface RunOptions extends Options {
  readonly seed?: string;
  /** Where the report goes as a page. */
  readonly html?: string;
}

/** Does an experiment, and fails when something in it did not hold. */
export async function run(name: string, { dataDir, json, seed, html }: RunOptions): Promise<void> {
  const experiment = findExperiment(name);
  const progress = (line: string) => console.error(line);
  const report = await withInterrupt((signal) => execute(dataDir, experiment, { seed, signal, progress }));
  if (html !== undefined) write(html, reportPage(report));
  console.log(json ? JSON.stringify(report) : reportLines(report).join('\n'));
  if (report.verdict === 'passed') return;
  const [first] = report.findings;
  throw new CommandError(
    `${experiment.name} has ${report.verdict === 'failed' ? 'failed' : `been ${report.verdict}`}: ${first ?? ''}`,
  );
}

/** Lists Keystorm's own experiments. */
export function experiments({ json }: Options): void {
  const shipped = shippedExperiments();
  if (json)
    return console.log(JSON.stringify(shipped.map(({ name, title, hypothesis }) => ({ name, title, hypothesis }))));
  const seconds = ({ before, during, after }: Experiment) => `${Math.round((before + during + after) / 1_000)} s`;
  const rows = shipped.map((experiment) => [experiment.name, seconds(experiment), experiment.title]);
  console.log(tableLines(['Experiment', 'Takes', 'What happens'], rows).join('\n'));
}

interface Execution {
  readonly seed: string | undefined;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

function execute(dataDir: string, experiment: Experiment, { seed, signal, progress }: Execution): Promise<Report> {
  return withSystem(dataDir, (system) =>
    withTools(system.directory, system.settings, progress, async (tools) => {
      const { runtime, aws } = tools;
      const chosen = seed ?? String(runtime.random.int(SEED_BELOW));
      progress(`${experiment.title}; seed ${chosen}`);
      const lease = runtime.random.uuid();
      const over = new AbortController();
      const renewing = renewLease(system, runtime.clock, lease, over.signal);
      try {
        return await runExperiment(
          experiment,
          {
            runtime,
            aws,
            injector: processInjector(system, { lease }),
            drill: processDrillSystem(system, tools),
            ailments: async () => ailmentsIn(await harness<SystemStatus>(system, 'status', HARNESS_MS.ask)),
          },
          { seed: chosen, signal, progress },
        );
      } finally {
        over.abort();
        await renewing;
      }
    }),
  );
}

/** Ctrl-C ends the work in good order; a second one ends the process. */
async function withInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  try {
    return await work(interrupted.signal);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  }
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new CommandError(`The report cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
