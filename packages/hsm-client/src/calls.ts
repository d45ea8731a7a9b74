import {
  HSM_ERRORS,
  HsmError,
  type HsmServiceDefinition,
  isHsmError,
  type ReceivedResponseOf,
  type RequestOf,
} from '@keystorm/protocol';
import type { Runtime, Scope } from '@keystorm/runtime';
import type { Call, CryptoAnswer, CryptoMethod } from './call.ts';
import type { Link } from './link.ts';
import { SESSION } from './policy.ts';

/** What calls need to know of their session. */
export interface CallContext {
  readonly runtime: Runtime;
  readonly scope: Scope;
  all(): readonly Link[];
  /** The first login is still to come, and may come soon. */
  readonly isOpening: boolean;
  /** A link has changed its state. */
  changed(): void;
  /** The link's login is gone, or its HSM is not level: restore it. */
  restore(link: Link, error: HsmError): void;
  /** Why no link can be used now. */
  whyNone(): HsmError;
}

/**
 * Sends crypto calls to the HSM with the fewest unanswered ones, and sends them again elsewhere as soon as that HSM is
 * overdue, gone, or refuses with something that another one may not refuse with. One watchdog serves all calls.
 */
export class Calls {
  readonly #context: CallContext;
  readonly #waiting = new Set<Call>();
  #closed = false;
  #watching = false;
  /** Something was sent since the watchdog last looked. */
  #active = false;
  /** Where the search for the next link begins, so that equal ones take turns. */
  #turn = 0;

  constructor(context: CallContext) {
    this.#context = context;
  }

  call<M extends CryptoMethod>(
    method: M,
    request: RequestOf<HsmServiceDefinition, M>,
    requestId: string,
  ): Promise<ReceivedResponseOf<HsmServiceDefinition, M>> {
    return new Promise((resolve, reject) => {
      const call: Call = {
        method,
        request: request as Call['request'],
        options: { deadlineMs: SESSION.callMaxMs, requestId },
        startedAt: this.#now(),
        resolve: resolve as (answer: CryptoAnswer) => void,
        reject,
        settled: false,
        attempts: 0,
        pending: 0,
        waitingSince: undefined,
        refusals: undefined,
      };
      this.#route(call);
      this.#watch();
    });
  }

  /** Links have changed: sends what can be sent now, fails what has nothing left to wait for. */
  serveWaiting(): void {
    for (const call of [...this.#waiting]) this.#route(call);
  }

  /** Fails everything that waits; what was sent is failed by its connection. */
  close(): void {
    this.#closed = true;
    this.serveWaiting();
  }

  #now(): number {
    return this.#context.runtime.clock.monotonic();
  }

  /** Sends the call somewhere, lets it wait, or fails it. */
  #route(call: Call): void {
    if (call.attempts >= SESSION.callAttemptsMax && call.pending > 0) return;
    const link = call.attempts < SESSION.callAttemptsMax ? this.#choose(call) : undefined;
    if (link !== undefined) this.#send(call, link);
    else if (this.#mayWait(call)) this.#waiting.add(call);
    else this.#fail(call);
  }

  /** The ready link with the fewest unanswered calls that has not refused this call and is not working on it. */
  #choose(call: Call): Link | undefined {
    const links = this.#context.all();
    let best: Link | undefined;
    this.#turn = (this.#turn + 1) % Math.max(1, links.length);
    for (let i = 0; i < links.length; i++) {
      const link = links[(this.#turn + i) % links.length];
      if (link === undefined || !link.isReady) continue;
      if (call.attempts > 0 && (link.unanswered.has(call) || call.refusals?.has(link.endpoint))) continue;
      if (best === undefined || link.unanswered.size < best.unanswered.size) best = link;
    }
    return best;
  }

  #send(call: Call, link: Link): void {
    const sentAt = this.#now();
    call.waitingSince = undefined;
    this.#waiting.delete(call);
    call.attempts++;
    call.pending++;
    link.unanswered.set(call, sentAt);
    this.#active = true;
    link.peer.call(call.method, call.request, call.options).then(
      (answer) => this.#answered(call, link, sentAt, answer),
      (error: unknown) => this.#failed(call, link, sentAt, error),
    );
  }

  #answered(call: Call, link: Link, sentAt: number, answer: CryptoAnswer): void {
    call.pending--;
    link.unanswered.delete(call);
    this.#heard(link, sentAt);
    if (call.settled) return;
    call.settled = true;
    this.#waiting.delete(call);
    call.resolve(answer);
  }

  #failed(call: Call, link: Link, sentAt: number, error: unknown): void {
    call.pending--;
    link.unanswered.delete(call);
    if (!isHsmError(error)) return this.#settle(call, error);
    if (isHsmError(error, 'HSM_UNREACHABLE', 'CERTIFICATE_REFUSED')) this.#context.restore(link, error);
    else if (!isHsmError(error, 'NO_ANSWER')) {
      this.#heard(link, sentAt);
      if (isHsmError(error, 'NOT_LOGGED_IN', 'HSM_NOT_LEVEL')) this.#context.restore(link, error);
      // A link that is being restored may be asked again; any other has said what it has to say.
      else (call.refusals ??= new Map()).set(link.endpoint, error);
    }
    if (call.settled) return;
    if (!HSM_ERRORS[error.code].elsewhere) this.#settle(call, error);
    else this.#route(call);
  }

  /** The HSM lives. */
  #heard(link: Link, sentAt: number): void {
    link.measured(this.#now() - sentAt);
    if (link.state !== 'suspect') return;
    link.happened('answered');
    this.#context.changed();
  }

  /** Whether an answer or a link may still come in time. */
  #mayWait(call: Call): boolean {
    if (this.#closed || (this.#waiting.size >= SESSION.waitingMax && !this.#waiting.has(call))) return false;
    if (this.#context.isOpening) return true;
    const now = this.#now();
    if (now - call.startedAt >= SESSION.callMaxMs) return false;
    if (call.pending > 0) return true;
    const links = this.#context.all();
    if (call.refusals !== undefined && links.every((link) => !link.isLoggedIn || call.refusals?.has(link.endpoint)))
      return false;
    if (links.some((link) => link.state === 'suspect')) return true;
    call.waitingSince ??= now;
    return now - call.waitingSince < SESSION.reconnectWaitMs && links.some((link) => link.state === 'connecting');
  }

  #fail(call: Call): void {
    this.#settle(call, this.#mostTelling(call));
  }

  /** KEY_NOT_FOUND only when every HSM that we are logged in to says so; else what says most about the cause. */
  #mostTelling(call: Call): HsmError {
    const refusals = [...(call.refusals?.values() ?? [])];
    const other = refusals.findLast((error) => error.code !== 'KEY_NOT_FOUND');
    if (other !== undefined) return other;
    const [missing] = refusals;
    const asked = this.#context.all().every((link) => !link.isLoggedIn || call.refusals?.has(link.endpoint));
    return missing !== undefined && asked ? missing : this.#context.whyNone();
  }

  #settle(call: Call, error: unknown): void {
    this.#waiting.delete(call);
    if (call.settled) return;
    call.settled = true;
    call.reject(error);
  }

  /** Makes sure that the watchdog runs while anything is unanswered. */
  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#context.scope.run('watch crypto calls', async (signal) => {
      try {
        await this.#watchUntilIdle(signal);
      } finally {
        this.#watching = false;
      }
    });
  }

  async #watchUntilIdle(signal: AbortSignal): Promise<void> {
    const { clock } = this.#context.runtime;
    for (let lateTicks = 0; this.#isBusy(); ) {
      this.#active = false;
      const pauseMs = this.#hasCalls() ? SESSION.tickMs : SESSION.idleTickMs;
      const asleepAt = this.#now();
      await clock.sleep(pauseMs, signal);
      const isLate = this.#now() - asleepAt - pauseMs > SESSION.tickLateMs;
      lateTicks = isLate ? lateTicks + 1 : 0;
      // When this process was held up, answers may lie unread: let them be read first.
      if (!isLate || lateTicks > SESSION.lateTicksMax) this.#look();
    }
  }

  #hasCalls(): boolean {
    return this.#waiting.size > 0 || this.#context.all().some((link) => link.unanswered.size > 0);
  }

  #isBusy(): boolean {
    return this.#active || this.#hasCalls() || this.#context.all().some((link) => link.state === 'suspect');
  }

  #look(): void {
    const now = this.#now();
    for (const link of this.#context.all()) {
      if (link.state === 'suspect') this.#lookAtSuspect(link, now);
      else if (link.isReady && this.#isOverdue(link, now)) this.#suspect(link, now);
    }
    this.serveWaiting();
  }

  #isOverdue(link: Link, now: number): boolean {
    for (const sentAt of link.unanswered.values()) return now - sentAt > link.suspectAfterMs;
    return false;
  }

  #suspect(link: Link, now: number): void {
    link.happened('silent');
    link.suspectSince = now;
    this.#context.runtime.log.debug({ hsmId: link.endpoint.hsmId, unanswered: link.unanswered.size }, 'hsm is silent');
    for (const call of link.unanswered.keys()) if (!call.settled) this.#route(call);
    this.#lookAtSuspect(link, now);
  }

  #lookAtSuspect(link: Link, now: number): void {
    if (now - link.suspectSince > SESSION.suspectMaxMs) {
      this.#context.restore(
        link,
        new HsmError('NO_ANSWER', `${link.endpoint.hsmId} did not answer for ${SESSION.suspectMaxMs} ms`),
      );
    } else if (!link.probing) {
      link.probing = true;
      link.peer.call('Probe', {}, { deadlineMs: SESSION.probeDeadlineMs }).then(
        () => this.#probed(link, now),
        () => {
          link.probing = false;
        },
      );
    }
  }

  #probed(link: Link, sentAt: number): void {
    link.probing = false;
    this.#heard(link, sentAt);
  }
}
