import type { ClusterSession } from '@keystorm/hsm-client';
import { type Logger, Scope } from '@keystorm/runtime';

/** What goes on for one store: a connect, a session with what keeps it up to date, or a disconnect. */
export class Activity {
  /** The session with the store's cluster, while there is one. */
  session: ClusterSession | undefined;
  readonly #scope: Scope;
  #ended: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#scope = new Scope(log);
  }

  run(name: string, work: (signal: AbortSignal) => Promise<void>): void {
    this.#scope.run(name, work);
  }

  /** Aborts the work, waits for its end, closes the session. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    const closed = this.#closeSession();
    await this.#scope.stop();
    // A connect that was about to finish has left one behind.
    await Promise.all([closed, this.#closeSession()]);
  }

  async #closeSession(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.close();
  }
}
