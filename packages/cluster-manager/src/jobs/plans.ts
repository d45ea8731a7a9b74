import type { Transaction } from '@keystorm/runtime';
import type { Parts } from '../parts.ts';
import type { Phase } from './durations.ts';
import type { Job } from './job.ts';

interface Step {
  /** For people: `npx keystorm status` shows it. */
  readonly name: string;
}

interface WorkStep extends Step {
  /** May run twice. Throws HsmError when it cannot be done now. */
  readonly run: (parts: Parts, job: Job, signal: AbortSignal) => Promise<void>;
}

/** Nothing happens, for as long as the configuration says. */
interface WaitStep extends Step {
  readonly wait: Phase;
}

/** What cannot be done, however often it is tried. The message goes to the owner. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** How a kind of job is done. */
export interface JobPlan {
  readonly steps: readonly (WorkStep | WaitStep)[];
  /** A step is tried without end, as long as there is hope. */
  readonly patient?: true;
  /** What becomes of the subject when a step was refused or has failed too often; in the transaction that ends the job. */
  readonly giveUp: (tx: Transaction, job: Job, parts: Parts) => Promise<void>;
  /** Done before the job is given up, outside of the transaction. */
  readonly abandoned?: (parts: Parts, job: Job) => Promise<void>;
}
