import type { Runtime } from '../runtime.ts';
import { ProcessClock } from './clock.ts';
import { processCompute } from './compute.ts';
import { type Supervision, unsupervised } from './faults/supervision.ts';
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
  /** Whose faults and network identity the process has. Default: nobody's. */
  readonly supervision?: Supervision;
}

/** The real world: timers, node:crypto, gRPC, files, pino. */
export function createProcessRuntime(options: ProcessRuntimeOptions): Runtime {
  const log = createProcessLog(options.name, options.logLevel, options.logFile);
  const { supervision = unsupervised() } = options;
  const { faults } = supervision;
  return {
    clock: new ProcessClock(faults),
    random: new ProcessRandom(),
    network: new ProcessNetwork(log.child({ component: 'network' }), supervision),
    storage: new ProcessStorage(options.dataDir, faults.disk),
    compute: processCompute,
    faults: faults.service,
    log,
  };
}
export type { DiskFault } from './faults/disk-faults.ts';
export type { LinkFault } from './faults/network-faults.ts';
export type { FaultOrders } from './faults/process-faults.ts';
export type { FromChild, ToChild } from './faults/supervision.ts';
export { isServing } from './health-question.ts';
export { reflectServices } from './reflection-client.ts';
export { MisuseError, type ProcessPlan, runProcess } from './run-process.ts';
