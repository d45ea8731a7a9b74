import type { Clock } from './runtime.ts';

/** Lets one loop sleep until a time or until it is wanted. A ring that nobody waits for is kept. */
export class Bell {
  #rung = false;
  #sleeper: AbortController | undefined;

  ring(): void {
    this.#rung = true;
    this.#sleeper?.abort();
  }

  /** Rejects only when `signal` is aborted. */
  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#rung) {
      const sleeper = new AbortController();
      this.#sleeper = sleeper;
      await clock.sleep(ms, AbortSignal.any([signal, sleeper.signal])).catch(() => undefined);
      this.#sleeper = undefined;
      signal.throwIfAborted();
    }
    this.#rung = false;
  }
}
