import { processInjector, renewLease } from '../chaos/process-injector.ts';
import { processDrillSystem } from '../drill/process-system.ts';
import { ailmentsOf } from '../experiment/ailments.ts';
import type { Experiment } from '../experiment/experiment-file.ts';
import { shippedExperiments } from '../experiment/library.ts';
import { anySeed, perform, type ReportOptions } from '../experiment/perform.ts';
import { runExperiment } from '../experiment/run.ts';
import { withSystem, withTools } from '../system.ts';
import { tableLines } from '../table.ts';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

export interface RunOptions extends Options, ReportOptions {
  readonly seed?: string;
}

/** Does an experiment on the system of a data directory, and fails when something in it did not hold. */
export async function run(name: string, { dataDir, seed, ...report }: RunOptions): Promise<void> {
  await perform(name, report, (experiment, { signal, progress }) =>
    withSystem(dataDir, (system) =>
      withTools(system.directory, system.settings, progress, async (tools) => {
        const { runtime, aws } = tools;
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
              drill: processDrillSystem({ endpoint: system.endpoint, dataDir: system.directory.path }, tools),
              ailments: () => ailmentsOf(system),
            },
            { seed: seed ?? anySeed(runtime.random), signal, progress },
          );
        } finally {
          over.abort();
          await renewing;
        }
      }),
    ),
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
