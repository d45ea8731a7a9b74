import type { Clock } from '../runtime.ts';
import type { ProcessFaults } from './faults/process-faults.ts';

/** Longest delay that a timer takes. */
const TIMER_MS_MAX = 2 ** 31 - 1;

interface Waiter {
  readonly atMs: number;
  readonly wake: () => void;
}

/** The machine's clock, plus how far it goes wrong by a fault, plus how far the simulated world is ahead of it. */
export class ProcessClock implements Clock {
  readonly #faults: ProcessFaults;
  #aheadMs = 0;
  #latest = 0;
  readonly #waiters = new Set<Waiter>();

  constructor(faults: ProcessFaults) {
    this.#faults = faults;
    faults.onSkew(() => this.#wake());
  }

  get aheadMs(): number {
    return this.#aheadMs;
  }

  now(): number {
    // The machine's clock may be set back; the simulated world's never is.
    this.#latest = Math.max(this.#latest, this.host() + this.#aheadMs);
    return this.#latest;
  }

  host(): number {
    return Date.now() + this.#faults.skewMs;
  }

  monotonic(): number {
    return performance.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(reasonOf(signal));
      const abort = () => {
        clearTimeout(timer);
        if (signal) reject(reasonOf(signal));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
        Math.min(ms, TIMER_MS_MAX),
      );
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  async sleepUntil(epochMs: number, signal?: AbortSignal): Promise<void> {
    while (this.now() < epochMs) {
      const jump = new AbortController();
      const waiter: Waiter = { atMs: epochMs, wake: () => jump.abort(JUMPED) };
      this.#waiters.add(waiter);
      try {
        await this.sleep(epochMs - this.now(), signal ? AbortSignal.any([signal, jump.signal]) : jump.signal);
      } catch (reason) {
        if (reason !== JUMPED) throw reason;
      } finally {
        this.#waiters.delete(waiter);
      }
    }
  }

  advanceTo(aheadMs: number): void {
    if (aheadMs <= this.#aheadMs) return;
    this.#aheadMs = aheadMs;
    this.#wake();
  }

  #wake(): void {
    const now = this.now();
    for (const waiter of this.#waiters) if (waiter.atMs <= now) waiter.wake();
  }
}

const JUMPED = new Error('the clock was moved');

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
