import { FrameworkError, validate } from '@keystorm/aws-api';
import { OPERATIONS } from '@keystorm/aws-api/cloudtrail';
import { createSimulation, SIMULATION_EPOCH_MS } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { TRAIL_ERRORS } from './errors.ts';
import { keyResource, type TrailEvent } from './event.ts';
import { TEST_NOTICE, testEvent } from './event.fixture.ts';
import { EventLog } from './event-log.ts';
import { lookupEvents, LookupEventsRequest } from './lookup-events.ts';

const ACCOUNT = '111122223333';
const KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const REGION = 'us-east-1';
const START = SIMULATION_EPOCH_MS / 1000;

/** Four events, a second apart; their names are what the tests see of them. */
const EVENTS: readonly Partial<TrailEvent>[] = [
  { eventName: 'CreateKey', resources: [keyResource(ACCOUNT, KEY_ARN)], eventTime: '2026-01-01T00:00:00Z' },
  {
    eventName: 'Encrypt',
    readOnly: true,
    eventID: 'id-of-encrypt',
    userIdentity: { accountId: ACCOUNT, userName: 'alice', accessKeyId: 'AKIA' },
    eventTime: '2026-01-01T00:00:01Z',
  },
  { eventName: 'CreateHsm', eventSource: 'cloudhsm.amazonaws.com', eventTime: '2026-01-01T00:00:02Z' },
  { eventName: 'DisableKey', awsRegion: 'eu-west-1', eventTime: '2026-01-01T00:00:03Z' },
];

async function asking<T>(
  work: (ask: (request: object, region?: string) => ReturnType<typeof lookupEvents>) => Promise<T>,
) {
  const sim = createSimulation({ seed: 'lookup-events' });
  return sim.run(async () => {
    const runtime = sim.runtime('control-plane');
    const log = await EventLog.open(runtime, await runtime.storage.open('kms', 1));
    const seconds = EVENTS.map((_event, second) => second);
    for (const second of seconds) {
      await log.commit(() => undefined, testEvent(EVENTS[second]), TEST_NOTICE);
      runtime.clock.advanceTo((second + 1) * 1000);
    }
    return work((request, region = REGION) => lookupEvents(log, region, validate(LookupEventsRequest, request)));
  });
}

function attribute(AttributeKey: string, AttributeValue: string): object {
  return { LookupAttributes: [{ AttributeKey, AttributeValue }] };
}

describe('finds, newest first,', () => {
  test.each([
    ['everything of the Region', {}, ['CreateHsm', 'Encrypt', 'CreateKey']],
    ['by EventId', attribute('EventId', 'id-of-encrypt'), ['Encrypt']],
    ['by EventName', attribute('EventName', 'CreateKey'), ['CreateKey']],
    ['by ReadOnly', attribute('ReadOnly', 'false'), ['CreateHsm', 'CreateKey']],
    ['by Username', attribute('Username', 'alice'), ['Encrypt']],
    ['by ResourceType', attribute('ResourceType', 'AWS::KMS::Key'), ['CreateKey']],
    ['by ResourceName', attribute('ResourceName', KEY_ARN), ['CreateKey']],
    ['by EventSource', attribute('EventSource', 'cloudhsm.amazonaws.com'), ['CreateHsm']],
    ['by AccessKeyId', attribute('AccessKeyId', 'AKIA'), ['Encrypt']],
    ['nothing that has another value', attribute('AccessKeyId', 'AKIB'), []],
    ['what is not before StartTime', { StartTime: START + 1.4 }, ['CreateHsm', 'Encrypt']],
    ['what is not after EndTime', { EndTime: START + 1 }, ['Encrypt', 'CreateKey']],
    ['what is between the two', { StartTime: START + 1, EndTime: START + 1 }, ['Encrypt']],
    ['no insights', { EventCategory: 'insight' }, []],
  ])('%s', async (_name, request, names) => {
    await asking(async (ask) => {
      const { Events = [], NextToken } = await ask(request);
      expect(Events.map(({ EventName }) => EventName)).toEqual(names);
      expect(NextToken).toBeUndefined();
    });
  });
});

test('shows an event as CloudTrail does, the whole record as text', async () => {
  await asking(async (ask) => {
    const { Events = [] } = await ask(attribute('EventName', 'CreateKey'));
    const [{ CloudTrailEvent, ...event } = { CloudTrailEvent: '' }] = Events;
    expect(event).toEqual({
      EventId: testEvent().eventID,
      EventName: 'CreateKey',
      ReadOnly: 'false',
      AccessKeyId: undefined,
      EventTime: new Date(SIMULATION_EPOCH_MS),
      EventSource: 'kms.amazonaws.com',
      Username: undefined,
      Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: KEY_ARN }],
    });
    expect(JSON.parse(CloudTrailEvent ?? '')).toEqual(testEvent(EVENTS[0]));
  });
});

test('pages through the events, each of them once', async () => {
  await asking(async (ask) => {
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ask({ MaxResults: 1, NextToken });
      expect(page.Events?.length).toBeLessThanOrEqual(1);
      names.push(...(page.Events ?? []).map(({ EventName }) => EventName));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(names).toEqual(['CreateHsm', 'Encrypt', 'CreateKey']);
  });
});

test('a token is of use for the same question only', async () => {
  await asking(async (ask) => {
    const { NextToken } = await ask({ MaxResults: 1 });
    await expect(ask({ NextToken, EndTime: 1 })).rejects.toMatchObject({ code: 'InvalidNextTokenException' });
  });
});

describe('refuses', () => {
  const twoAttributes = {
    LookupAttributes: [
      { AttributeKey: 'EventName', AttributeValue: 'a' },
      { AttributeKey: 'Username', AttributeValue: 'b' },
    ],
  };
  test.each([
    ['two attributes', twoAttributes, 'InvalidLookupAttributesException'],
    ['a ReadOnly that is neither true nor false', attribute('ReadOnly', 'yes'), 'InvalidLookupAttributesException'],
    ['an attribute that there is not', attribute('Colour', 'red'), 'ValidationException'],
    ['a range that ends before it begins', { StartTime: 2, EndTime: 1 }, 'InvalidTimeRangeException'],
    ['no results', { MaxResults: 0 }, 'InvalidMaxResultsException'],
    ['too many results', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['a token that is none', { NextToken: 'abc' }, 'InvalidNextTokenException'],
    ['another category than insight', { EventCategory: 'weather' }, 'InvalidEventCategoryException'],
  ])('%s', async (_name, request, code) => {
    await asking(async (ask) => {
      const refused = await Promise.resolve()
        .then(() => ask(request))
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ code });
      if (!(refused instanceof FrameworkError)) expect(OPERATIONS.LookupEvents.errors).toContain(code);
    });
  });

  test('with exceptions of the model alone', () => {
    expect(OPERATIONS.LookupEvents.errors).toEqual(expect.arrayContaining(Object.keys(TRAIL_ERRORS)));
  });
});
