import type { Runtime } from '@keystorm/runtime';
import { type EventResource, eventTime, type TrailEvent, type UserIdentity } from './event.ts';
import { eventMembers } from './event-values.ts';

/** Where a request came from, and how it is known. */
export interface RequestOrigin {
  readonly identity: UserIdentity;
  readonly region: string;
  readonly requestId: string;
  /** IP address. */
  readonly source: string;
  readonly userAgent: string;
}

/** What an event says of a request besides where it came from. Members are named as in the API. */
export interface RequestDetails {
  readonly eventSource: TrailEvent['eventSource'];
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly parameters: object;
  readonly response?: object | undefined;
  /** As it is to be shown. */
  readonly additionalEventData?: object | undefined;
  readonly resources?: readonly EventResource[] | undefined;
  readonly error?: FailedWith;
}

interface FailedWith {
  readonly code: string;
  readonly message: string;
}

/** Source: AWS CloudTrail User Guide, "CloudTrail record contents for management events": errorMessage has up to 1 KB. */
const ERROR_MESSAGE_LENGTH_MAX = 1024;

/** The record of a request to an API. */
export function requestEvent(
  { clock, random }: Pick<Runtime, 'clock' | 'random'>,
  { identity, region, requestId, source, userAgent }: RequestOrigin,
  details: RequestDetails,
): TrailEvent {
  const { eventSource, eventName, readOnly, parameters, response, additionalEventData, resources, error } = details;
  return {
    eventVersion: '1.08',
    userIdentity: identity,
    eventTime: eventTime(clock.now()),
    eventSource,
    eventName,
    awsRegion: region,
    sourceIPAddress: source,
    userAgent,
    ...(error && errorMembers(error)),
    requestParameters: eventMembers(parameters),
    responseElements: response === undefined ? null : eventMembers(response),
    ...(additionalEventData && { additionalEventData }),
    requestID: requestId,
    eventID: random.uuid(),
    readOnly,
    ...(resources && { resources }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: identity.accountId,
    eventCategory: 'Management',
  };
}

function errorMembers({ code, message }: FailedWith): Pick<TrailEvent, 'errorCode' | 'errorMessage'> {
  return {
    // Source: AWS KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail", examples.
    errorCode: code === 'AccessDeniedException' ? 'AccessDenied' : code,
    ...(message !== '' && { errorMessage: message.slice(0, ERROR_MESSAGE_LENGTH_MAX) }),
  };
}
