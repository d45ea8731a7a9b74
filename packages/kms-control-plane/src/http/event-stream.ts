import type { Logger, Runtime } from '@keystorm/runtime';
import {
  EventFeed,
  type EventLog,
  type LoggedEvent,
  noticeOf,
  ReaderTooSlowError,
  type TrailEvent,
} from '../trail/index.ts';
import { type HttpRequest, type HttpResponse, headerOf } from './messages.ts';

/** Readers at the same time; further ones are refused. */
const READERS_MAX = 32;
/** A comment is sent after so long without an event, so that a connection that is dead is found out. */
const QUIET_MS = 15_000;

/**
 * The events as they come, as server-sent events: records of CloudTrail (`event: cloudtrail`) and notices of EventBridge
 * (`event: eventbridge`). The notice of a record comes just before it, and has no id of its own: who has read it but not the
 * record reads both again. With `Last-Event-ID` it goes on behind that event, so a reader that comes back misses nothing.
 */
export class EventStreams {
  readonly #runtime: Runtime;
  readonly #log: EventLog;
  #readers = 0;

  constructor(runtime: Runtime, log: EventLog) {
    this.#runtime = runtime;
    this.#log = log;
  }

  /** Undefined when there are too many readers. */
  open(request: HttpRequest): HttpResponse | undefined {
    if (this.#readers >= READERS_MAX) return undefined;
    const after = headerOf(request, 'last-event-id');
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      body: '',
      stream: (signal) => this.#read(after, signal),
    };
  }

  async *#read(after: string | undefined, signal: AbortSignal): AsyncGenerator<string> {
    const { clock, log } = this.#runtime;
    const feed = new EventFeed(this.#log, clock, after);
    this.#readers += 1;
    try {
      yield ': events follow\n\n';
      for (;;) {
        const events = await feed.next(QUIET_MS, signal);
        yield events.length === 0 ? ': nothing new\n\n' : events.map(messageOf).join('');
      }
    } catch (error) {
      if (!signal.aborted) yield farewell(error, log);
    } finally {
      this.#readers -= 1;
      feed.end();
    }
  }
}

function messageOf({ id, kind, json }: LoggedEvent): string {
  if (kind === 'notice') return `id: ${id}\n${noticeMessage(json)}`;
  const notice = noticeOf(JSON.parse(json) as TrailEvent);
  return `${notice === undefined ? '' : noticeMessage(JSON.stringify(notice))}id: ${id}\nevent: cloudtrail\ndata: ${json}\n\n`;
}

function noticeMessage(json: string): string {
  return `event: eventbridge\ndata: ${json}\n\n`;
}

/** The stream ends, and says why. */
function farewell(error: unknown, log: Logger): string {
  if (!(error instanceof ReaderTooSlowError)) throw error;
  log.warn({ reason: error.message }, 'a reader of the event stream is dropped');
  return `event: dropped\ndata: ${JSON.stringify({ message: error.message })}\n\n`;
}
