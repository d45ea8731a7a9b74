import type { Runtime } from '@keystorm/runtime';
import type { AwsClient } from '../aws-client.ts';
import type { Injector } from '../chaos/fault.ts';
import type { DrillSystem } from '../drill/drill-system.ts';

/** The system that an experiment is about: of processes, or of containers. */
export interface ExperimentSystem {
  readonly runtime: Runtime;
  readonly aws: Pick<AwsClient, 'call'>;
  readonly injector: Injector;
  /** For steps and checks that are written as in a drill. */
  readonly drill: DrillSystem;
  /** What is not as it should be, such as an HSM that is away; nothing when the system is whole. */
  ailments(): Promise<readonly string[]>;
}
