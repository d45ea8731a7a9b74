import type { LogEvent, LogStore, LogStream } from '../../logs/log-store.ts';
import { getGroup, getStream } from './named.ts';
import type { Operation } from './operation.ts';
import { invalidToken, PAGE_EVENTS_MAX, PageSpace } from './pages.ts';

const TOKEN = /^(?<direction>[fb])\/(?<sequence>\d{56})$/;
const TOKEN_DIGITS = 56;

/** Where a page begins, or ends when it is read backwards. */
interface Position {
  readonly forward: boolean;
  readonly sequence: number;
}

/**
 * A page of one stream in the order of its events: without a token the last ones, or the first ones where asked. Both tokens
 * are always given; at an end one gets back the token that one came with.
 * Source: Amazon CloudWatch Logs API Reference, "GetLogEvents".
 */
export const getLogEvents: Operation<'GetLogEvents'> = async (logs, caller, request) => {
  const { startTime, endTime, limit = PAGE_EVENTS_MAX, startFromHead = false, nextToken } = request;
  const group = await getGroup(logs, caller, request);
  const stream = await getStream(logs, group, request.logStreamName);
  const from = startTime === undefined ? stream.oldest : await logs.firstAt(stream, startTime);
  const to = endTime === undefined ? stream.next : await logs.firstAt(stream, endTime);
  const { forward, sequence } = positionOf(nextToken) ?? {
    forward: startFromHead,
    sequence: startFromHead ? from : to,
  };
  const begin = forward ? Math.max(sequence, from) : from;
  const end = forward ? to : Math.min(sequence, to);
  const events = forward
    ? await firstEvents(logs, stream, { begin, end, limit })
    : (await lastEvents(logs, stream, { begin, end, limit })).toReversed();
  const [first, last] = [events.at(0), events.at(-1)];
  return {
    events: events.map(({ at, message, ingestedAt }) => ({ timestamp: at, message, ingestionTime: ingestedAt })),
    nextForwardToken: token({ forward: true, sequence: last === undefined ? sequence : last.sequence + 1 }),
    nextBackwardToken: token({ forward: false, sequence: first?.sequence ?? sequence }),
  };
};

interface Window {
  readonly begin: number;
  readonly end: number;
  readonly limit: number;
}

async function firstEvents(logs: LogStore, stream: LogStream, { begin, end, limit }: Window) {
  const events = await logs.read(stream, begin, limit);
  return fitting(events.filter(({ sequence }) => sequence < end));
}

async function lastEvents(logs: LogStore, stream: LogStream, { begin, end, limit }: Window) {
  const events = await logs.readBackwards(stream, end, limit);
  return fitting(events.filter(({ sequence }) => sequence >= begin));
}

function fitting(events: readonly LogEvent[]): readonly LogEvent[] {
  const space = new PageSpace();
  const full = events.findIndex((event) => !space.takes(event));
  return full === -1 ? events : events.slice(0, full);
}

function positionOf(nextToken: string | undefined): Position | undefined {
  if (nextToken === undefined) return undefined;
  const { direction, sequence } = TOKEN.exec(nextToken)?.groups ?? {};
  if (direction === undefined) throw invalidToken();
  return { forward: direction === 'f', sequence: Number(sequence) };
}

function token({ forward, sequence }: Position): string {
  return `${forward ? 'f' : 'b'}/${String(sequence).padStart(TOKEN_DIGITS, '0')}`;
}
