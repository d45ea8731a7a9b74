import {
  Bell,
  type Clock,
  invariant,
  type Logger,
  type Range,
  type Runtime,
  type Store,
  table,
  type Transaction,
} from '@keystorm/runtime';
import type { Notice, TrailEvent } from './event.ts';

// Source: AWS CloudTrail User Guide, "Working with CloudTrail event history": 90 days.
const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;
/** Differs from AWS, which sets no number: beyond this the oldest go. */
const EVENTS_MAX = 200_000;
/** Events in one record of the store; together they cost little more than one alone. */
const BATCH_MAX = 500;
/** Records of old events that go with one write of new ones; more than come with it, so that old ones never pile up. */
const EXPIRING_MAX = 20;
/** Events that change nothing wait so long for company on their way to the disk, or until they are so many. */
const GATHER_MS = 250;
const GATHERED_MAX = BATCH_MAX;
const IDLE_MS = 60_000;
/** Batches that are read together. */
const BATCHES_AT_ONCE = 8;
/** Reached only while the disk refuses; then the oldest are lost, and the log says so. */
export const WAITING_MAX = 5_000;

/** An event on disk. */
export interface LoggedEvent {
  /** Later events have greater ids; compared by code units. */
  readonly id: string;
  readonly kind: 'record' | 'notice';
  /** TrailEvent or Notice. */
  readonly json: string;
}

type StoredEvent = Omit<LoggedEvent, 'id'>;

/** Keys are the id of the first event; the others are numbered on from it. */
const BATCHES = table<readonly StoredEvent[]>('trailEvents');

/**
 * The events of all Regions, in the order in which they came to the disk, in batches as they were written together. An event that tells of a change is written in
 * the transaction of the change. Others, of requests that read, used a key or failed, are gathered and written together,
 * so that no request waits for the disk on their account; a crash loses those of the last moment.
 */
export class EventLog {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #store: Store;
  readonly #bell = new Bell();
  readonly #companions: ((tx: Transaction) => void)[] = [];
  readonly #listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  #waiting: StoredEvent[] = [];
  #isIdle = false;
  readonly #eventsMax: number;
  #oldest: Position | undefined;
  #newest: Position;

  private constructor({ clock, log }: Runtime, store: Store, eventsMax: number, ends: Ends) {
    this.#clock = clock;
    this.#log = log;
    this.#store = store;
    this.#eventsMax = eventsMax;
    this.#oldest = ends.oldest;
    this.#newest = ends.newest ?? { atMs: 0, number: 0 };
  }

  static async open(runtime: Runtime, store: Store, eventsMax = EVENTS_MAX): Promise<EventLog> {
    const [oldest] = await store.list(BATCHES, { limit: 1 });
    const [newest] = await store.list(BATCHES, { limit: 1, reverse: true });
    const ends = {
      oldest: oldest && positionOf(oldest[0]),
      newest: newest && positionOf(eventsOf(newest).at(-1)?.id ?? newest[0]),
    };
    return new EventLog(runtime, store, eventsMax, ends);
  }

  /** Makes a change, and with it writes the event that tells of it; both are on disk when this resolves, or neither. */
  async commit(change: (tx: Transaction) => void, ...events: readonly (TrailEvent | Notice)[]): Promise<void> {
    let waiting: readonly StoredEvent[] = [];
    try {
      const { written, oldest } = await this.#store.transaction(async (tx) => {
        change(tx);
        for (const write of this.#companions) write(tx);
        waiting = this.#waiting;
        this.#waiting = [];
        return await this.#write(tx, [...waiting, ...events.map(stored)]);
      });
      this.#oldest = oldest;
      for (const listener of this.#listeners) listener(written);
    } catch (error) {
      this.#waiting = [...waiting, ...this.#waiting];
      this.#limit();
      throw error;
    }
  }

  /** Takes an event that tells of no change. It is written soon. */
  append(event: TrailEvent): void {
    this.#waiting.push(stored(event));
    this.#limit();
    if (this.#isIdle || this.#waiting.length === GATHERED_MAX) this.#bell.ring();
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0) await this.commit(() => undefined);
  }

  /** Goes on writing what waits, until aborted. */
  async keepFlushing(signal: AbortSignal): Promise<void> {
    for (;;) {
      this.#isIdle = this.#waiting.length === 0;
      if (this.#isIdle) await this.#bell.wait(this.#clock, IDLE_MS, signal);
      this.#isIdle = false;
      if (this.#waiting.length < GATHERED_MAX) await this.#bell.wait(this.#clock, GATHER_MS, signal);
      await this.flush().catch(async (error: unknown) => {
        this.#log.error({ err: error, waiting: this.#waiting.length }, 'events not written; trying again');
        await this.#clock.sleep(GATHER_MS, signal);
      });
    }
  }

  /** Events later than one, oldest first. */
  async after(id: string, limit: number): Promise<readonly LoggedEvent[]> {
    // The event itself may be anywhere in its batch.
    const [own] = await this.#store.list(BATCHES, { to: `${id}\u0000`, reverse: true, limit: 1 });
    const rest = (own === undefined ? [] : eventsOf(own)).filter((event) => event.id > id);
    if (rest.length >= limit) return rest.slice(0, limit);
    return [...rest, ...(await this.#list({ from: `${id}\u0000` }, limit - rest.length))];
  }

  /** Events written from one time on and before another, or before an event; newest first, none that is too old. */
  async before({ fromMs, toMs, id }: Span, limit: number): Promise<readonly LoggedEvent[]> {
    const from = startOf(Math.max(fromMs ?? 0, this.#clock.now() - RETENTION_MS, 0));
    const to = id ?? (toMs === undefined ? undefined : startOf(toMs));
    // The batch with the last event begins before it, and that with the first may begin before the time.
    const isWanted = (event: LoggedEvent) => event.id >= from && (to === undefined || event.id < to);
    return this.#list({ ...(to === undefined ? {} : { to }), reverse: true }, limit, isWanted);
  }

  /** Has something written along with events, whenever they are. */
  accompany(write: (tx: Transaction) => void): void {
    this.#companions.push(write);
  }

  /** Calls with all events as they get on disk, in their order. Returns what ends that. */
  listen(listener: (events: readonly LoggedEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events of the batches that begin in the range, as far as they are wanted. */
  async #list(
    range: Range,
    limit: number,
    isWanted: (event: LoggedEvent) => boolean = () => true,
  ): Promise<readonly LoggedEvent[]> {
    const events: LoggedEvent[] = [];
    let next = range;
    for (;;) {
      const batches = await this.#store.list(BATCHES, { ...next, limit: BATCHES_AT_ONCE });
      const all = batches.flatMap((batch) => (range.reverse ? eventsOf(batch).toReversed() : eventsOf(batch)));
      const wanted = all.filter(isWanted);
      events.push(...wanted);
      const [last] = batches.at(-1) ?? [];
      // In a whole page without one there are only events that are too old.
      if (last === undefined || wanted.length === 0 || events.length >= limit) return events.slice(0, limit);
      next = range.reverse ? { ...range, to: last } : { ...range, from: `${last}\u0000` };
    }
  }

  async #write(
    tx: Transaction,
    events: readonly StoredEvent[],
  ): Promise<{ readonly written: readonly LoggedEvent[]; readonly oldest: Position | undefined }> {
    const oldest = await this.#expire(tx, events.length);
    const atMs = Math.max(this.#newest.atMs, this.#clock.now());
    const written: LoggedEvent[] = [];
    for (let start = 0; start < events.length; start += BATCH_MAX) {
      const batch = events.slice(start, start + BATCH_MAX);
      const id = idOf({ atMs, number: this.#newest.number + 1 });
      this.#newest = { atMs, number: this.#newest.number + batch.length };
      tx.put(BATCHES, id, batch);
      written.push(...eventsOf([id, batch]));
    }
    const [first] = written;
    return { written, oldest: oldest ?? (first && positionOf(first.id)) };
  }

  /** Removes some of the events that are too old or too many. Resolves to the oldest that is left. */
  async #expire(tx: Transaction, coming: number): Promise<Position | undefined> {
    const numberMin = this.#newest.number + coming - this.#eventsMax + 1;
    const isOver = ({ atMs, number }: Position) => atMs < this.#clock.now() - RETENTION_MS || number < numberMin;
    if (this.#oldest === undefined || !isOver(this.#oldest)) return this.#oldest;
    for (const [id] of await tx.list(BATCHES, { limit: EXPIRING_MAX })) {
      const position = positionOf(id);
      if (!isOver(position)) return position;
      tx.delete(BATCHES, id);
    }
    const [next] = await tx.list(BATCHES, { limit: 1 });
    return next && positionOf(next[0]);
  }

  #limit(): void {
    const lost = this.#waiting.length - WAITING_MAX;
    if (lost <= 0) return;
    this.#waiting.splice(0, lost);
    this.#log.error({ lost }, 'events lost: the disk refuses them for too long');
  }
}

interface Ends {
  readonly oldest: Position | undefined;
  readonly newest: Position | undefined;
}

/** A part of the log. */
export interface Span {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly id?: string | undefined;
}

function startOf(atMs: number): string {
  return idOf({ atMs, number: 0 });
}

/** Where an event stands: the world's time when it was written, and its number among all events. */
interface Position {
  readonly atMs: number;
  readonly number: number;
}

function idOf({ atMs, number }: Position): string {
  return `${String(Math.floor(atMs)).padStart(15, '0')}-${String(number).padStart(12, '0')}`;
}

function positionOf(id: string): Position {
  const [atMs, number] = id.split('-').map(Number);
  invariant(atMs !== undefined && number !== undefined, 'an event id has a time and a number');
  return { atMs, number };
}

function eventsOf([first, batch]: readonly [string, readonly StoredEvent[]]): readonly LoggedEvent[] {
  const { atMs, number } = positionOf(first);
  return batch.map((event, index) => ({ id: idOf({ atMs, number: number + index }), ...event }));
}

function stored(event: TrailEvent | Notice): StoredEvent {
  return { kind: 'eventID' in event ? 'record' : 'notice', json: JSON.stringify(event) };
}
