import { HsmError, type HsmErrorCode, isHsmError } from '@keystorm/protocol';
import { type Runtime, Scope } from '@keystorm/runtime';
import type { ClusterCredentials } from './credentials.ts';
import type { HsmEndpoint } from './hsm-connection.ts';
import { Link } from './link.ts';
import { keepLoggedIn } from './login.ts';
import { SESSION } from './policy.ts';
import type { ClusterSessionOptions } from './session-options.ts';

const COPIES_MIN = 2;

/** Why a session cannot log in, the most telling first; anything else is HSM_UNREACHABLE. */
const TELLING = [
  'USER_LOCKED_OUT',
  'WRONG_PASSWORD',
  'SECOND_FACTOR_REQUIRED',
  'USER_NOT_FOUND',
  'NO_FREE_SESSION',
  'CERTIFICATE_REFUSED',
] as const satisfies readonly HsmErrorCode[];

/** The links of one session, and what keeps them logged in. */
export class Links {
  readonly runtime: Runtime;
  readonly scope: Scope;
  readonly copiesMin: number;
  readonly #options: ClusterSessionOptions;
  readonly #openedAt: number;
  readonly #listeners = new Set<() => void>();
  #all: readonly Link[] = [];
  #hadLogin = false;

  constructor(runtime: Runtime, options: ClusterSessionOptions) {
    this.runtime = runtime;
    this.scope = new Scope(runtime.log);
    this.copiesMin = options.copiesMin ?? COPIES_MIN;
    this.#options = options;
    this.#openedAt = runtime.clock.monotonic();
  }

  all(): readonly Link[] {
    return this.#all;
  }

  /** Whether the first login is still to come, and there was not yet time enough for it. */
  get isOpening(): boolean {
    const age = this.runtime.clock.monotonic() - this.#openedAt;
    return !this.#hadLogin && age < SESSION.firstLoginWaitMs && this.#all.some((link) => link.state !== 'refused');
  }

  /** Called whenever a link has become usable, or nothing can be expected of it any more. Returns what unsubscribes. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    this.#hadLogin ||= this.#all.some((link) => link.isReady);
    for (const listener of [...this.#listeners]) listener();
  }

  credentials(): ClusterCredentials {
    return this.#options.credentials;
  }

  setEndpoints(endpoints: readonly HsmEndpoint[]): void {
    if (this.scope.signal.aborted) return;
    const isWanted = (link: Link) => endpoints.some((endpoint) => isSame(endpoint, link.endpoint));
    const leaving = this.#all.filter((link) => !isWanted(link));
    const staying = this.#all.filter(isWanted);
    const joining = endpoints
      .filter((endpoint) => !staying.some((link) => isSame(endpoint, link.endpoint)))
      .map((endpoint) => this.#open(endpoint));
    this.#all = [...staying, ...joining];
    for (const link of staying) link.bell.ring();
    for (const link of leaving) this.scope.run('leave hsm', () => this.#leave(link));
    this.changed();
  }

  /** The link has failed or its login is of no use: log in anew. */
  restore(link: Link, error: HsmError): void {
    if (!this.#all.includes(link)) return;
    link.lastError = error.code;
    link.lost();
    // Whether a login exists is not known any more; a new connection has none.
    if (!isHsmError(error, 'HSM_NOT_LEVEL')) link.peer.reset();
    link.bell.ring();
    this.changed();
  }

  /** Waits until that many links can be used; resolves to those that can. */
  async ready(count: number, timeoutMs: number): Promise<readonly Link[]> {
    if (this.#usable().length < count) await this.#until(() => this.#usable().length >= count, timeoutMs);
    return this.#usable();
  }

  /** The same for a call that writes: as long as links that may still come can make up the number. */
  async readyLinks(count: number): Promise<readonly Link[]> {
    const wanted = Math.min(count, this.#all.length);
    const decided = () => {
      const usable = this.#usable().length;
      const expected = this.#all.filter(({ isReady, state }) => !isReady && state !== 'refused').length;
      return usable >= wanted || usable + expected < wanted;
    };
    if (!decided()) await this.#until(decided, SESSION.writeWaitMs);
    return this.#usable();
  }

  /** Why no link can be used. */
  whyNone(): HsmError {
    const code = TELLING.find((telling) => this.#all.some((link) => link.lastError === telling));
    return new HsmError(code ?? 'HSM_UNREACHABLE');
  }

  async close(): Promise<void> {
    const links = this.#all;
    this.#all = [];
    await Promise.all(links.map((link) => this.#leave(link)));
    await this.scope.stop();
  }

  #usable(): readonly Link[] {
    return this.#all.filter((link) => link.isReady);
  }

  #open(endpoint: HsmEndpoint): Link {
    const link = new Link(this.runtime, endpoint, this.#options.trustAnchor);
    link.peer.onConnectionLost(() => {
      if (!link.isLoggedIn) return;
      link.lost();
      link.bell.ring();
      this.changed();
    });
    this.scope.run(`log in to ${endpoint.hsmId}`, (signal) =>
      keepLoggedIn(this, link, AbortSignal.any([signal, link.left])).catch((error: unknown) => {
        if (!link.left.aborted) throw error;
      }),
    );
    return link;
  }

  /** Logs out where that is possible at once. */
  async #leave(link: Link): Promise<void> {
    link.leave();
    if (link.isReady) await link.leaver.logout().catch(() => undefined);
    link.peer.close();
  }

  async #until(condition: () => boolean, timeoutMs: number): Promise<void> {
    const met = new AbortController();
    const unsubscribe = this.onChange(() => {
      if (condition()) met.abort();
    });
    await this.runtime.clock.sleep(timeoutMs, AbortSignal.any([met.signal, this.scope.signal])).catch(() => undefined);
    unsubscribe();
  }
}

function isSame(a: HsmEndpoint, b: HsmEndpoint): boolean {
  return a.hsmId === b.hsmId && a.address === b.address;
}
