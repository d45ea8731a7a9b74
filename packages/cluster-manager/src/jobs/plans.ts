import type { Transaction } from '@keystorm/runtime';
import type { Parts } from '../parts.ts';
import type { Job } from './job.ts';

interface JobStep {
  /** For people: `npx keystorm status` shows it. */
  readonly name: string;
  /** May run twice. Throws HsmError when it cannot be done now. */
  readonly run: (parts: Parts, job: Job, signal: AbortSignal) => Promise<void>;
}

/** How a kind of job is done. */
export interface JobPlan {
  readonly steps: readonly JobStep[];
  /** What becomes of the subject when a step has failed too often; in the transaction that ends the job. */
  readonly giveUp: (tx: Transaction, job: Job, parts: Parts) => Promise<void>;
  /** Done after the job was given up, outside of the transaction. */
  readonly abandoned?: (parts: Parts, job: Job) => Promise<void>;
}
