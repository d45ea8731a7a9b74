import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProcessRuntime } from '@keystorm/runtime/process';
import { ACCESS_KEY, AwsClient } from '../aws-client.ts';
import { processDrillSystem } from '../drill/process-system.ts';
import { connectClusters, EXAMPLE } from '../example/example-system.ts';
import { ailmentsOf } from '../experiment/ailments.ts';
import { anySeed, perform, type ReportOptions } from '../experiment/perform.ts';
import { runExperiment } from '../experiment/run.ts';
import { ComposeInjector } from './compose-injector.ts';
import { COMPOSE_ENDPOINT, COMPOSE_MANAGER, composeCopy } from './compose-system.ts';

export interface ComposeExperimentOptions extends ReportOptions {
  readonly seed?: string;
}

/** Does an experiment on the containers of docker-compose.yml. Throws CommandError when something in it did not hold. */
export async function composeExperiment(name: string, { seed, ...report }: ComposeExperimentOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keystorm-experiment-'));
  // What the tools know of the example's cluster.
  const dataDir = join(folder, 'data');
  try {
    await perform(name, report, async (experiment, { signal, progress }) => {
      await composeCopy('cluster-manager', '/fleet', folder);
      await composeCopy('example', '/data', folder);
      const runtime = createProcessRuntime({ name: 'experiment', dataDir, logLevel: 'warn' });
      const read = (file: string) => readFileSync(join(folder, 'fleet', file), 'utf8');
      const identity = { ca: read('ca.crt'), certificate: read('operator.crt'), privateKey: read('operator.key') };
      const clusters = connectClusters(runtime, COMPOSE_MANAGER, identity);
      const aws = new AwsClient(COMPOSE_ENDPOINT, EXAMPLE.region, ACCESS_KEY, runtime.clock);
      const place = { endpoint: COMPOSE_ENDPOINT, dataDir };
      const injector = new ComposeInjector(runtime.clock, runtime.log);
      try {
        return await runExperiment(
          experiment,
          {
            runtime,
            aws,
            injector,
            drill: processDrillSystem(place, { runtime, clusters, aws }),
            ailments: () => ailmentsOf(place),
          },
          { seed: seed ?? anySeed(runtime.random), signal, progress },
        );
      } finally {
        await injector.close();
        clusters.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
