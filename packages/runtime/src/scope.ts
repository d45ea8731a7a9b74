import type { Logger } from './runtime.ts';

/** The background work of a component: what runs in it ends with it, and nothing fails unseen. */
export class Scope {
  readonly #controller = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Aborted when the scope stops. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts work. An error is logged, unless the scope was stopping. */
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void {
    const task = (async () => {
      try {
        await work(this.signal);
      } catch (error) {
        if (!this.signal.aborted) this.#log.error({ err: error, task: name }, 'background work failed');
      }
    })();
    this.#running.add(task);
    void task.finally(() => this.#running.delete(task));
  }

  /** Aborts all work and waits for its end. */
  async stop(): Promise<void> {
    this.#controller.abort(new Error('stopped'));
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
