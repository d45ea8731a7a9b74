import { type Runtime, Scope } from '@keystorm/runtime';
import { watch } from '../ledger.ts';
import type { Parts } from '../parts.ts';
import { COPY_BACKUP, CREATE_BACKUP } from './backup-jobs.ts';
import { CREATE_CLUSTER, DELETE_CLUSTER, INITIALIZE_CLUSTER } from './cluster-jobs.ts';
import { durationMs, type Phase } from './durations.ts';
import { CREATE_HSM } from './hsm-creation.ts';
import { DELETE_HSM } from './hsm-removal.ts';
import { MIGRATE_HSM, REPLACE_HSM } from './hsm-replacement.ts';
import { type Job, type JobKind, JOBS } from './job.ts';
import { MODIFY_CLUSTER } from './modify-cluster.ts';
import { type JobPlan, RefusedError } from './plans.ts';

/** A held step is looked at again after this, although a release wakes it at once. */
const HOLD_CHECK_MS = 60_000;
const BACK_OFF_MS = { first: 100, max: 5_000 };

const PLANS: Readonly<Record<JobKind, JobPlan>> = {
  CreateCluster: CREATE_CLUSTER,
  InitializeCluster: INITIALIZE_CLUSTER,
  DeleteCluster: DELETE_CLUSTER,
  CreateHsm: CREATE_HSM,
  DeleteHsm: DELETE_HSM,
  CreateBackup: CREATE_BACKUP,
  CopyBackup: COPY_BACKUP,
  ReplaceHsm: REPLACE_HSM,
  MigrateHsm: MIGRATE_HSM,
  ModifyCluster: MODIFY_CLUSTER,
};

/** What the steps of each kind of job are called. */
export function stepNames(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(PLANS).map(([kind, { steps }]) => [kind, steps.map(({ name }) => name)]));
}

/** What the next step of a job is called. */
export function stepName({ kind, step }: Job): string {
  return PLANS[kind].steps[step]?.name ?? 'end';
}

/** Runs the jobs on record, those that a crash cut off as well, until the end. */
export class Jobs {
  readonly #parts: Parts;
  readonly #scope: Scope;
  readonly #running = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#scope = new Scope(parts.runtime.log);
  }

  start(): void {
    const { ledger } = this.#parts;
    this.#scope.run('jobs', async (signal) => {
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      while (!signal.aborted) {
        const rung = ledger.bell.next();
        for (const [jobId, job] of await ledger.list(JOBS)) if (!this.#running.has(jobId)) this.#take(job);
        await Promise.race([rung, stopped]);
      }
    });
  }

  async stop(): Promise<void> {
    await this.#scope.stop();
  }

  #take({ jobId, kind, subject }: Job): void {
    this.#running.add(jobId);
    this.#scope.run(`job ${kind} of ${subject}`, async (signal) => {
      try {
        while (await this.#stepSafely(jobId, signal));
      } finally {
        this.#running.delete(jobId);
      }
    });
  }

  /** A job whose progress cannot be written now goes on later, from where the record says. */
  async #stepSafely(jobId: string, signal: AbortSignal): Promise<boolean> {
    const { runtime } = this.#parts;
    try {
      return await this.#step(jobId, signal);
    } catch (error) {
      if (signal.aborted) return false;
      runtime.log.error({ err: error, jobId }, 'progress of a job could not be recorded');
      await runtime.clock.sleep(BACK_OFF_MS.max, signal);
      return true;
    }
  }

  /** False when the job is over. */
  async #step(jobId: string, signal: AbortSignal): Promise<boolean> {
    const { ledger, runtime } = this.#parts;
    const job = await ledger.get(JOBS, jobId);
    if (job === undefined || signal.aborted) return false;
    const step = PLANS[job.kind].steps[job.step];
    if (step === undefined) {
      await ledger.transaction((tx) => tx.delete(JOBS, jobId));
      runtime.log.info({ jobId, kind: job.kind, subject: job.subject }, 'job done');
      return false;
    }
    try {
      await runtime.faults.passes(`${job.kind}/${step.name}`, signal);
      if ('wait' in step) await this.#wait(job, step.wait, signal);
      else await step.run(this.#parts, job, signal);
    } catch (error) {
      if (signal.aborted) return false;
      return this.#failed(job, step.name, error, signal);
    }
    await this.#change(jobId, ({ waitsUntil: _waitsUntil, hold: _hold, ...current }) => ({
      ...current,
      step: job.step + 1,
      failures: 0,
      lastFailure: '',
    }));
    return true;
  }

  /** A restart does not lengthen a wait: its end is on record. */
  async #wait({ jobId, waitsUntil }: Job, phase: Phase, signal: AbortSignal): Promise<void> {
    const { config, runtime } = this.#parts;
    const ms = durationMs(config.durations, phase);
    if (ms === undefined) return this.#hold(jobId, signal);
    if (ms === 0) return;
    const until = waitsUntil ?? runtime.clock.now() + ms;
    if (waitsUntil === undefined) await this.#change(jobId, (current) => ({ ...current, waitsUntil: until }));
    await runtime.clock.sleepUntil(until, signal);
  }

  async #hold(jobId: string, signal: AbortSignal): Promise<void> {
    const { ledger, runtime } = this.#parts;
    await this.#change(jobId, (current) => ({ ...current, hold: current.hold ?? 'held' }));
    const wait = { bell: ledger.bell, clock: runtime.clock, waitMs: HOLD_CHECK_MS, signal };
    const isReleased = async () => ((await ledger.get(JOBS, jobId))?.hold === 'held' ? undefined : true);
    while ((await watch(wait, isReleased)) === undefined);
  }

  async #failed(job: Job, step: string, error: unknown, signal: AbortSignal): Promise<boolean> {
    const { ledger, runtime, config } = this.#parts;
    const failures = job.failures + 1;
    const { jobId, kind, subject } = job;
    runtime.log.warn({ err: error, jobId, kind, subject, step, failures }, 'step of a job failed');
    const plan = PLANS[kind];
    const isRefused = error instanceof RefusedError;
    if (isRefused || (failures >= config.timings.jobAttemptsMax && plan.patient !== true)) {
      await plan.abandoned?.(this.#parts, job);
      await ledger.transaction(async (tx) => {
        const last = (await tx.get(JOBS, jobId)) ?? job;
        await plan.giveUp(tx, isRefused ? { ...last, refusal: error.message } : last, this.#parts);
        tx.delete(JOBS, jobId);
      });
      return false;
    }
    const lastFailure = error instanceof Error ? error.message : String(error);
    await this.#change(jobId, (current) => ({ ...current, failures, lastFailure }));
    await runtime.clock.sleep(backOffMs(runtime, failures), signal);
    return true;
  }

  async #change(jobId: string, change: (job: Job) => Job): Promise<void> {
    await this.#parts.ledger.transaction(async (tx) => {
      const job = await tx.get(JOBS, jobId);
      if (job !== undefined) tx.put(JOBS, jobId, change(job));
    });
  }
}

function backOffMs({ random }: Runtime, failures: number): number {
  const full = Math.min(BACK_OFF_MS.first * 2 ** (failures - 1), BACK_OFF_MS.max);
  return full / 2 + random.int(Math.ceil(full / 2));
}
