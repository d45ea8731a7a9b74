import { invalidParameter, LogsError } from '../../errors.ts';
import { filterPattern } from '../../logs/filter-pattern.ts';
import type { LogEvent, LogGroup, LogStore, LogStream } from '../../logs/log-store.ts';
import { getGroup } from './named.ts';
import type { Operation } from './operation.ts';
import { invalidToken, PAGE_EVENTS_MAX, PageSpace } from './pages.ts';

/** Events that are looked at for one page, whether they are selected or not. */
const EXAMINED_MAX = 10_000;
/** Events that are read of one stream at once. */
const READ_AT_ONCE = 200;
const ID_DIGITS = 56;

/** The place of an event among those of all streams: by time, then by stream, then by number. */
interface Place {
  readonly at: number;
  readonly stream: string;
  readonly sequence: number;
}

/**
 * Events of several streams, in the order of their times. A page may be short, or empty, and yet not be the last: as long as
 * there is a token, there may be more. Source: Amazon CloudWatch Logs API Reference, "FilterLogEvents".
 */
export const filterLogEvents: Operation<'FilterLogEvents'> = async (logs, caller, request) => {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = PAGE_EVENTS_MAX, nextToken } = request;
  const selects = filterPattern(request.filterPattern);
  const group = await getGroup(logs, caller, request);
  const streams = await selectedStreams(logs, group, request);
  const after = nextToken === undefined ? undefined : placeOf(nextToken);
  const cursors = await Promise.all(
    streams.map((stream) => Cursor.open(logs, stream, { from: Math.max(startTime, after?.at ?? 0), after })),
  );
  const events: { readonly stream: string; readonly event: LogEvent }[] = [];
  const space = new PageSpace();
  let last: Place | undefined;
  for (let examined = 0; ; examined++) {
    const cursor = await earliest(cursors);
    const event = cursor?.event;
    if (cursor === undefined || event === undefined || event.at > endTime) return page(events, undefined);
    const isSelected = selects(event.message);
    const isFull = examined >= EXAMINED_MAX || (isSelected && (events.length >= limit || !space.takes(event)));
    if (isFull) return page(events, last);
    if (isSelected) events.push({ stream: cursor.stream, event });
    last = { at: event.at, stream: cursor.stream, sequence: event.sequence };
    cursor.advance();
  }
};

function page(events: readonly { readonly stream: string; readonly event: LogEvent }[], last: Place | undefined) {
  return {
    events: events.map(({ stream, event }) => ({
      logStreamName: stream,
      timestamp: event.at,
      message: event.message,
      ingestionTime: event.ingestedAt,
      eventId: eventId(event),
    })),
    // Deprecated by AWS, and always empty.
    searchedLogStreams: [],
    nextToken: last === undefined ? undefined : Buffer.from(JSON.stringify(last)).toString('base64url'),
  };
}

async function selectedStreams(
  logs: LogStore,
  group: LogGroup,
  { logStreamNames: names, logStreamNamePrefix: prefix }: Parameters<typeof filterLogEvents>[2],
): Promise<readonly LogStream[]> {
  if (names !== undefined && prefix !== undefined)
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
  const streams = await logs.streams(group);
  const missing = names?.find((name) => !streams.some((stream) => stream.name === name));
  if (missing !== undefined)
    throw new LogsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return streams.filter(({ name }) => names?.includes(name) ?? name.startsWith(prefix ?? ''));
}

/** A place in one stream, and the events from there on as they are needed. */
class Cursor {
  readonly #logs: LogStore;
  readonly #stream: LogStream;
  #ahead: readonly LogEvent[] = [];
  #next: number;

  private constructor(logs: LogStore, stream: LogStream, next: number) {
    this.#logs = logs;
    this.#stream = stream;
    this.#next = next;
  }

  /** At the first event of a time, and after a place. */
  static async open(
    logs: LogStore,
    stream: LogStream,
    { from, after }: { readonly from: number; readonly after: Place | undefined },
  ): Promise<Cursor> {
    const cursor = new Cursor(logs, stream, await logs.firstAt(stream, from));
    await cursor.fill();
    while (after !== undefined && cursor.event !== undefined && !isAfter(cursor.event, stream.name, after)) {
      cursor.advance();
      await cursor.fill();
    }
    return cursor;
  }

  get stream(): string {
    return this.#stream.name;
  }

  /** Undefined when the stream is at its end. */
  get event(): LogEvent | undefined {
    return this.#ahead[0];
  }

  advance(): void {
    this.#ahead = this.#ahead.slice(1);
  }

  async fill(): Promise<void> {
    if (this.#ahead.length > 0 || this.#next >= this.#stream.next) return;
    this.#ahead = await this.#logs.read(this.#stream, this.#next, READ_AT_ONCE);
    this.#next = (this.#ahead.at(-1)?.sequence ?? this.#stream.next) + 1;
  }
}

/** The cursor whose event comes first; streams are in the order of their names. */
async function earliest(cursors: readonly Cursor[]): Promise<Cursor | undefined> {
  let found: Cursor | undefined;
  for (const cursor of cursors) {
    await cursor.fill();
    const { event } = cursor;
    if (event !== undefined && (found?.event === undefined || event.at < found.event.at)) found = cursor;
  }
  return found;
}

function isAfter({ at, sequence }: LogEvent, stream: string, after: Place): boolean {
  if (at !== after.at) return at > after.at;
  return stream === after.stream ? sequence > after.sequence : stream > after.stream;
}

function placeOf(token: string): Place {
  try {
    const { at, stream, sequence } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Place;
    if (Number.isInteger(at) && typeof stream === 'string' && Number.isInteger(sequence))
      return { at, stream, sequence };
  } catch {
    // As below.
  }
  throw invalidToken();
}

/** A number that no other event has. */
function eventId({ hash }: LogEvent): string {
  const number = BigInt(`0x${hash.toString('hex')}`) % 10n ** BigInt(ID_DIGITS);
  return number.toString().padStart(ID_DIGITS, '0');
}
