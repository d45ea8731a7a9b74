import {
  type Event,
  type LookupAttributeKey,
  type LookupEventsResponse,
  LookupEventsRequest as ModelledRequest,
} from '@keystorm/aws-api/cloudtrail';
import { z } from 'zod';
import { TrailError } from './errors.ts';
import type { TrailEvent } from './event.ts';
import type { EventLog, LoggedEvent, Span } from './event-log.ts';

// Source: AWS CloudTrail API Reference, "LookupEvents".
const RESULTS_MAX = 50;
const ATTRIBUTES_MAX = 1;
/** Events that are looked at for one answer; then it has fewer results, and a token. */
const SCANNED_MAX = 10_000;
const SCANNED_AT_ONCE = 500;
/** By how much an event may be on disk after its time. */
const WRITTEN_LATER_MS = 10 * 60 * 1000;

/** MaxResults and EventCategory have exceptions of their own, so the schema lets every number and text through. */
export const LookupEventsRequest = ModelledRequest.extend({
  MaxResults: z.int().optional(),
  EventCategory: z.string().optional(),
});
type Request = z.output<typeof LookupEventsRequest>;

/** Events of a Region that match, newest first. Throws TrailError. */
export async function lookupEvents(log: EventLog, region: string, request: Request): Promise<LookupEventsResponse> {
  check(request);
  const start = request.NextToken === undefined ? undefined : readToken(request.NextToken, request);
  // There are no insights here, as in an account whose trails do not ask for any.
  if (request.EventCategory !== undefined) return { Events: [] };
  // What cannot be written now is written, and seen, later.
  await log.flush().catch(() => undefined);
  const found: Event[] = [];
  let scanned = 0;
  let last = '';
  for await (const { id, kind, json } of newestFirst(log, request, start)) {
    if (found.length === (request.MaxResults ?? RESULTS_MAX) || scanned === SCANNED_MAX) {
      return { Events: found, NextToken: tokenOf(last, request) };
    }
    scanned += 1;
    last = id;
    if (kind !== 'record') continue;
    const event = JSON.parse(json) as TrailEvent;
    if (event.awsRegion === region && matches(event, request)) found.push(answered(event, json));
  }
  return { Events: found };
}

function check({ LookupAttributes = [], StartTime, EndTime, MaxResults = RESULTS_MAX, EventCategory }: Request): void {
  if (LookupAttributes.length > ATTRIBUTES_MAX) {
    throw new TrailError('InvalidLookupAttributesException', 'Only one lookup attribute may be specified.');
  }
  const readOnly = LookupAttributes.find(({ AttributeKey }) => AttributeKey === 'ReadOnly');
  if (readOnly !== undefined && !['true', 'false'].includes(readOnly.AttributeValue)) {
    throw new TrailError('InvalidLookupAttributesException', 'The value of ReadOnly must be true or false.');
  }
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) {
    throw new TrailError('InvalidTimeRangeException', 'The start time must not be after the end time.');
  }
  if (MaxResults < 1 || MaxResults > RESULTS_MAX) {
    throw new TrailError('InvalidMaxResultsException', `MaxResults must be between 1 and ${RESULTS_MAX}.`);
  }
  if (EventCategory !== undefined && EventCategory !== 'insight') {
    throw new TrailError('InvalidEventCategoryException', 'The event category must be insight.');
  }
}

async function* newestFirst(
  log: EventLog,
  { StartTime, EndTime }: Request,
  start: string | undefined,
): AsyncGenerator<LoggedEvent> {
  const times: Span = {
    fromMs: StartTime && secondsOf(StartTime) * 1000,
    toMs: EndTime && EndTime.getTime() + WRITTEN_LATER_MS,
  };
  let id = start;
  for (;;) {
    const page = await log.before({ ...times, id }, SCANNED_AT_ONCE);
    yield* page;
    id = page.at(-1)?.id;
    if (page.length < SCANNED_AT_ONCE) return;
  }
}

/** What an event has of each attribute. */
const VALUES: Record<LookupAttributeKey, (event: TrailEvent) => readonly (string | undefined)[]> = {
  AccessKeyId: ({ userIdentity }) => [userIdentity.accessKeyId],
  EventId: ({ eventID }) => [eventID],
  EventName: ({ eventName }) => [eventName],
  EventSource: ({ eventSource }) => [eventSource],
  ReadOnly: ({ readOnly }) => [String(readOnly)],
  ResourceName: ({ resources = [] }) => resources.map(({ ARN }) => ARN),
  ResourceType: ({ resources = [] }) => resources.map(({ type }) => type),
  Username: ({ userIdentity }) => [userIdentity.userName],
};

/** Times of events are whole seconds, and so the range is too. */
function matches(event: TrailEvent, { LookupAttributes = [], StartTime, EndTime }: Request): boolean {
  const seconds = secondsOf(new Date(event.eventTime));
  return (
    (StartTime === undefined || seconds >= secondsOf(StartTime)) &&
    (EndTime === undefined || seconds <= secondsOf(EndTime)) &&
    LookupAttributes.every(({ AttributeKey, AttributeValue }) => VALUES[AttributeKey](event).includes(AttributeValue))
  );
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function answered(event: TrailEvent, json: string): Event {
  const { userIdentity, resources = [] } = event;
  return {
    EventId: event.eventID,
    EventName: event.eventName,
    ReadOnly: String(event.readOnly),
    AccessKeyId: userIdentity.accessKeyId,
    EventTime: new Date(event.eventTime),
    EventSource: event.eventSource,
    Username: userIdentity.userName,
    Resources: resources.map(({ type, ARN }) => ({ ResourceType: type, ResourceName: ARN })),
    CloudTrailEvent: json,
  };
}

const Token = z.tuple([z.string().regex(/^\d{15}-\d{12}$/), z.string()]);

/** Names the last event that was looked at, and the question, which must stay the same. */
function tokenOf(id: string, request: Request): string {
  return Buffer.from(JSON.stringify([id, questionOf(request)])).toString('base64');
}

function readToken(token: string, request: Request): string {
  const parsed = Token.safeParse(jsonOf(Buffer.from(token, 'base64').toString()));
  if (parsed.success && parsed.data[1] === questionOf(request)) return parsed.data[0];
  throw new TrailError('InvalidNextTokenException', 'The token is not valid, or the other parameters have changed.');
}

function questionOf({ LookupAttributes = [], StartTime, EndTime }: Request): string {
  return JSON.stringify([LookupAttributes, StartTime, EndTime]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
