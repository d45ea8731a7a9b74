import type { Runtime } from '../runtime.ts';
import { ProcessClock } from './clock.ts';
import { processCompute } from './compute.ts';
import { createProcessLog } from './log.ts';
import { ProcessNetwork } from './network.ts';
import { ProcessRandom } from './random.ts';
import { ProcessStorage } from './storage.ts';

export interface ProcessRuntimeOptions {
  /** Name of the process, for its log lines. */
  readonly name: string;
  /** Directory for everything that outlives the process; made when missing. */
  readonly dataDir: string;
  /** pino's level, `silent` included. */
  readonly logLevel: string;
  /** Where log lines go. Default: standard output. */
  readonly logFile?: string;
}

/** The real world: timers, node:crypto, gRPC, files, pino. */
export function createProcessRuntime(options: ProcessRuntimeOptions): Runtime {
  const log = createProcessLog(options.name, options.logLevel, options.logFile);
  return {
    clock: new ProcessClock(),
    random: new ProcessRandom(),
    network: new ProcessNetwork(log.child({ component: 'network' })),
    storage: new ProcessStorage(options.dataDir),
    compute: processCompute,
    log,
  };
}
export { MisuseError, type ProcessPlan, runProcess } from './run-process.ts';
