import { Bell, type Clock } from '@keystorm/runtime';
import type { EventLog, LoggedEvent } from './event-log.ts';

/** Events that a reader may have to catch up on before it is too slow. */
export const BEHIND_MAX = 1_000;
const CAUGHT_UP_AT_ONCE = 500;

/** The reader takes events more slowly than they come. What it missed is in the log: it may begin again behind its last. */
export class ReaderTooSlowError extends Error {
  override readonly name = 'ReaderTooSlowError';
}

/**
 * The events of a log one after the other, as they get on disk: those after a given one first, and then what comes. Each
 * of them once, in the order of their ids.
 */
export class EventFeed {
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #bell = new Bell();
  readonly #end: () => void;
  #behind: LoggedEvent[] = [];
  #isTooSlow = false;
  #isLive: boolean;
  /** The last event that was given out. */
  #last: string;

  /** Without an id it begins with what comes next. */
  constructor(log: EventLog, clock: Clock, after: string | undefined) {
    this.#log = log;
    this.#clock = clock;
    this.#isLive = after === undefined;
    this.#last = after ?? '';
    this.#end = log.listen((events) => this.#take(events));
  }

  /** The next events; none when nothing came for that long. Throws ReaderTooSlowError, and when it is aborted. */
  async next(waitMs: number, signal: AbortSignal): Promise<readonly LoggedEvent[]> {
    if (!this.#isLive) {
      const missed = await this.#catchUp();
      if (missed.length > 0) return missed;
    }
    if (this.#behind.length === 0) await this.#bell.wait(this.#clock, waitMs, signal);
    if (this.#isTooSlow) throw new ReaderTooSlowError(`The reader is more than ${BEHIND_MAX} events behind.`);
    const events = this.#behind.filter(({ id }) => id > this.#last);
    this.#behind = [];
    this.#last = events.at(-1)?.id ?? this.#last;
    return events;
  }

  end(): void {
    this.#end();
  }

  /** Reads from the disk. What comes meanwhile waits in memory, so that the change-over misses nothing. */
  async #catchUp(): Promise<readonly LoggedEvent[]> {
    this.#behind = [];
    this.#isTooSlow = false;
    const missed = await this.#log.after(this.#last, CAUGHT_UP_AT_ONCE);
    this.#last = missed.at(-1)?.id ?? this.#last;
    this.#isLive = missed.length < CAUGHT_UP_AT_ONCE;
    return missed;
  }

  #take(events: readonly LoggedEvent[]): void {
    if (this.#isTooSlow) return;
    this.#behind.push(...events);
    if (this.#behind.length > BEHIND_MAX) {
      this.#behind = [];
      this.#isTooSlow = true;
    }
    this.#bell.ring();
  }
}
