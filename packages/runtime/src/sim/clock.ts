import type { Clock } from '../runtime.ts';
import type { Life } from './machine.ts';
import type { Scheduler } from './scheduler.ts';

/** When a simulation begins: 2026-01-01T00:00:00Z. */
export const SIMULATION_EPOCH_MS = Date.UTC(2026, 0, 1);

interface Waiter {
  readonly atMs: number;
  readonly wake: () => void;
}

export class SimulatedClock implements Clock {
  readonly #scheduler: Scheduler;
  readonly #life: Life;
  readonly #waiters = new Set<Waiter>();
  #aheadMs = 0;

  constructor(scheduler: Scheduler, life: Life) {
    this.#scheduler = scheduler;
    this.#life = life;
  }

  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): number {
    return this.host() + this.#aheadMs;
  }

  host(): number {
    return SIMULATION_EPOCH_MS + Math.floor(this.#scheduler.nowMs);
  }

  monotonic(): number {
    return this.#scheduler.nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(reasonOf(signal));
      const abort = () => {
        if (signal) reject(reasonOf(signal));
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#scheduler.at(this.#scheduler.nowMs + Math.max(ms, 0), this.#life, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
    });
  }

  sleepUntil(epochMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(reasonOf(signal));
      const finish = () => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
      };
      const wake = () => {
        finish();
        resolve();
      };
      const abort = () => {
        finish();
        if (signal) reject(reasonOf(signal));
      };
      const waiter: Waiter = { atMs: epochMs, wake };
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
      this.#scheduler.at(this.#scheduler.nowMs + Math.max(epochMs - this.now(), 0), this.#life, () => {
        if (this.#waiters.has(waiter)) wake();
      });
    });
  }

  advanceTo(aheadMs: number): void {
    if (aheadMs <= this.#aheadMs) return;
    this.#aheadMs = aheadMs;
    const now = this.now();
    for (const waiter of [...this.#waiters]) if (waiter.atMs <= now) waiter.wake();
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
