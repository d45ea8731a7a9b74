import { chainBeginning, chainHash, firstBroken } from '@keystorm/protocol';
import type { Responses } from '@keystorm/aws-api/logs';
import { createSimulation } from '@keystorm/runtime/sim';
import { expect, test } from 'vitest';
import { LogStore } from '../../logs/log-store.ts';
import { LOGS_OPERATIONS } from './index.ts';
import { invokeLogs } from './invoke.ts';

const OWNER = { region: 'us-east-1', accountId: '111122223333' };
const CLUSTER = 'cluster-aaaaaaaaaaa';
const GROUP = `/aws/cloudhsm/${CLUSTER}`;
const [FIRST, SECOND] = ['hsm-aaaaaaaaaaa', 'hsm-bbbbbbbbbbb'] as const;
const START = 1_700_000_000_000;
const EVENTS = 25;

interface LogsWorld {
  readonly logs: LogStore;
  /** Throws what the service answers, as `Code: message`. */
  call<O extends keyof Responses>(operation: O, input?: object, region?: string): Promise<Responses[O]>;
}

/** Records of an HSM, one each second. */
function recordsOf(hsmId: string, offsetMs: number, text = (sequence: number) => `event ${sequence}`) {
  const records = [];
  let previousHash = chainBeginning(hsmId);
  for (let sequence = 0; sequence < EVENTS; sequence++) {
    const at = START + offsetMs + sequence * 1_000;
    const message = `Time: ${at}\nSequence No : 0x${sequence.toString(16)}\n${text(sequence)}`;
    const hash = chainHash(previousHash, message);
    records.push({ sequence, at, message, previousHash, hash });
    previousHash = hash;
  }
  return records;
}

/** Two HSMs of one cluster, whose events alternate; the second has its own half a second later. */
async function inLogsWorld(work: (world: LogsWorld) => Promise<void>, eventsMax = 1_000): Promise<void> {
  const sim = createSimulation({ seed: 1 });
  await sim.run(async () => {
    const runtime = sim.runtime('manager');
    const logs = new LogStore(await runtime.storage.open('logs', 1), eventsMax);
    for (const [hsmId, offsetMs] of [
      [SECOND, 500],
      [FIRST, 0],
    ] as const) {
      const records = recordsOf(hsmId, offsetMs);
      await logs.append({ owner: OWNER, clusterId: CLUSTER, hsmId, records: records.slice(0, 10) }, START);
      await logs.append({ owner: OWNER, clusterId: CLUSTER, hsmId, records: records.slice(5) }, START);
    }
    await work({
      logs,
      async call(operation, input = {}, region = OWNER.region) {
        const body = Buffer.from(JSON.stringify(input));
        const answer = await invokeLogs({ logs, runtime }, { ...OWNER, region }, operation, body);
        const content = JSON.parse(answer.body.toString()) as { __type?: string; message?: string };
        if (answer.status !== 200) throw new Error(`${content.__type}: ${content.message}`);
        return content as never;
      },
    });
  });
}

const STREAM = { logGroupName: GROUP, logStreamName: FIRST };
const numbersOf = (events: readonly { readonly message?: string | undefined }[] = []) =>
  events.map(({ message }) => Number(/Sequence No : (0x[0-9a-f]+)/.exec(message ?? '')?.[1]));
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

test('groups and streams are described, in pages, in an order', () =>
  inLogsWorld(async ({ logs, call }) => {
    const other = { ...OWNER, region: 'us-west-2' };
    const records = recordsOf('hsm-ccccccccccc', 0);
    await logs.append({ owner: OWNER, clusterId: 'cluster-bbbbbbbbbbb', hsmId: 'hsm-ccccccccccc', records }, START);
    await logs.append({ owner: other, clusterId: 'cluster-ccccccccccc', hsmId: 'hsm-ddddddddddd', records }, START);
    const { logGroups } = await call('DescribeLogGroups');
    expect(logGroups).toMatchObject([
      {
        logGroupName: GROUP,
        creationTime: START,
        arn: `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}:*`,
        logGroupArn: `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}`,
        metricFilterCount: 0,
        storedBytes: 2 * recordsOf(FIRST, 0).reduce((sum, { message }) => sum + message.length, 0),
      },
      { logGroupName: '/aws/cloudhsm/cluster-bbbbbbbbbbb' },
    ]);
    expect((await call('DescribeLogGroups', {}, 'us-west-2')).logGroups).toMatchObject([
      { logGroupName: '/aws/cloudhsm/cluster-ccccccccccc' },
    ]);
    const first = await call('DescribeLogGroups', { limit: 1 });
    const { logGroups: second, nextToken } = await call('DescribeLogGroups', { limit: 1, nextToken: first.nextToken });
    expect([first.logGroups?.length, second?.length, nextToken]).toEqual([1, 1, undefined]);
    expect((await call('DescribeLogGroups', { logGroupNamePrefix: '/aws/cloudhsm/cluster-b' })).logGroups).toHaveLength(
      1,
    );
    expect((await call('DescribeLogGroups', { logGroupNamePattern: 'cloudhsm' })).logGroups).toHaveLength(2);
    const { logStreams } = await call('DescribeLogStreams', { logGroupName: GROUP });
    expect(logStreams).toMatchObject([
      {
        logStreamName: FIRST,
        firstEventTimestamp: START,
        lastEventTimestamp: START + 24_000,
        lastIngestionTime: START,
        arn: `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}:log-stream:${FIRST}`,
      },
      { logStreamName: SECOND },
    ]);
    const names = async (input: object) =>
      (await call('DescribeLogStreams', { logGroupName: GROUP, ...input })).logStreams?.map(
        (each) => each.logStreamName,
      );
    expect(await names({ orderBy: 'LastEventTime' })).toEqual([FIRST, SECOND]);
    expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual([SECOND, FIRST]);
    expect(await names({ logStreamNamePrefix: 'hsm-b' })).toEqual([SECOND]);
    const logGroupIdentifier = `arn:aws:logs:us-east-1:111122223333:log-group:${GROUP}`;
    expect((await call('DescribeLogStreams', { logGroupIdentifier, limit: 1 })).logStreams).toHaveLength(1);
  }));

test('a stream is read from its end, or from its beginning, in both directions', () =>
  inLogsWorld(async ({ call }) => {
    const read = async (input: object) => {
      const answer = await call('GetLogEvents', { ...STREAM, ...input });
      return { ...answer, numbers: numbersOf(answer.events) };
    };
    expect((await read({})).numbers).toEqual(upTo(0, EVENTS));
    const last = await read({ limit: 10 });
    expect(last.numbers).toEqual(upTo(15, 25));
    expect(last.events?.[0]).toEqual({
      timestamp: START + 15_000,
      message: expect.stringContaining('event 15') as string,
      ingestionTime: START,
    });
    const before = await read({ limit: 10, nextToken: last.nextBackwardToken });
    expect(before.numbers).toEqual(upTo(5, 15));
    const first = await read({ limit: 10, nextToken: before.nextBackwardToken });
    expect(first.numbers).toEqual(upTo(0, 5));
    const beyond = await read({ limit: 10, nextToken: first.nextBackwardToken });
    expect([beyond.numbers, beyond.nextBackwardToken]).toEqual([[], first.nextBackwardToken]);
    const head = await read({ limit: 10, startFromHead: true });
    expect(head.numbers).toEqual(upTo(0, 10));
    expect((await read({ limit: 20, nextToken: head.nextForwardToken })).numbers).toEqual(upTo(10, 25));
    const end = await read({ nextToken: last.nextForwardToken });
    expect([end.numbers, end.nextForwardToken]).toEqual([[], last.nextForwardToken]);
  }));

test.each([
  ['the start is in the range, the end is not', { startTime: START + 3_000, endTime: START + 6_000 }, [3, 4, 5]],
  ['between two events', { startTime: START + 3_001, endTime: START + 3_999 }, []],
  ['before all of them', { endTime: START }, []],
  ['after all of them', { startTime: START + 99_000 }, []],
  ['the last ones of a range', { endTime: START + 6_000, limit: 2 }, [4, 5]],
  ['the first ones of a range', { startTime: START + 3_000, limit: 2, startFromHead: true }, [3, 4]],
])('a range of time in one stream: %s', (_name, input, expected) =>
  inLogsWorld(async ({ call }) => {
    expect(numbersOf((await call('GetLogEvents', { ...STREAM, ...input })).events)).toEqual(expected);
  }),
);

test('events of all streams come in the order of their times, each once, however small the pages are', () =>
  inLogsWorld(async ({ call }) => {
    for (const limit of [1, 3, 7, 100]) {
      const events = [];
      for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
        const page = await call('FilterLogEvents', { logGroupName: GROUP, limit, nextToken });
        expect(page.events?.length).toBeLessThanOrEqual(limit);
        events.push(...(page.events ?? []));
        nextToken = page.nextToken;
      }
      expect(events.map(({ logStreamName }) => logStreamName)).toEqual(
        upTo(0, EVENTS * 2).map((index) => (index % 2 === 0 ? FIRST : SECOND)),
      );
      expect(numbersOf(events)).toEqual(upTo(0, EVENTS * 2).map((index) => Math.floor(index / 2)));
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(EVENTS * 2);
    }
  }));

test.each([
  ['both ends of the range are in it', { startTime: START + 1_000, endTime: START + 2_000 }, [1, 1, 2]],
  ['some streams', { logStreamNames: [SECOND], endTime: START + 1_500 }, [0, 1]],
  ['streams whose names begin so', { logStreamNamePrefix: 'hsm-a', endTime: START + 1_500 }, [0, 1]],
  ['a pattern', { filterPattern: '"event 7"' }, [7, 7]],
  ['a pattern and a limit', { filterPattern: '?"event 7" ?"event 9"', limit: 3 }, [7, 7, 9]],
  ['a pattern that selects nothing', { filterPattern: 'nothing' }, []],
])('events are selected by %s', (_name, input, expected) =>
  inLogsWorld(async ({ call }) => {
    expect(numbersOf((await call('FilterLogEvents', { logGroupName: GROUP, ...input })).events)).toEqual(expected);
  }),
);

test('of a stream that grows too long the oldest events go; what is left is read, and its chain holds', () =>
  inLogsWorld(async ({ logs, call }) => {
    const { events } = await call('GetLogEvents', { ...STREAM, startFromHead: true });
    expect(numbersOf(events)).toEqual(upTo(15, 25));
    expect(numbersOf((await call('GetLogEvents', { ...STREAM, startTime: START })).events)).toEqual(upTo(15, 25));
    expect(numbersOf((await call('FilterLogEvents', { logGroupName: GROUP })).events)).toHaveLength(20);
    const { logStreams } = await call('DescribeLogStreams', { logGroupName: GROUP });
    expect(logStreams?.[0]).toMatchObject({ firstEventTimestamp: START + 15_000 });
    const stream = await logs.findStream(FIRST);
    expect(stream === undefined ? 'gone' : firstBroken(FIRST, await logs.read(stream, 0, 100))).toBeUndefined();
  }, 10));

test('a page holds no more than fits into a megabyte', () =>
  inLogsWorld(async ({ logs, call }) => {
    const records = recordsOf('hsm-ccccccccccc', 0, () => 'x'.repeat(100_000));
    await logs.append({ owner: OWNER, clusterId: CLUSTER, hsmId: 'hsm-ccccccccccc', records }, START);
    const large = { logGroupName: GROUP, logStreamName: 'hsm-ccccccccccc' };
    expect(numbersOf((await call('GetLogEvents', large)).events)).toEqual(upTo(15, 25));
    expect(numbersOf((await call('GetLogEvents', { ...large, startFromHead: true })).events)).toEqual(upTo(0, 10));
    const page = await call('FilterLogEvents', { logGroupName: GROUP, logStreamNames: ['hsm-ccccccccccc'] });
    expect([numbersOf(page.events), page.nextToken !== undefined]).toEqual([upTo(0, 10), true]);
  }));

const NO_GROUP = 'ResourceNotFoundException: The specified log group does not exist.';
const NO_STREAM = 'ResourceNotFoundException: The specified log stream does not exist.';
const BAD_TOKEN = 'InvalidParameterException: The specified nextToken is invalid.';
const OTHER_REGION = `arn:aws:logs:us-west-2:111122223333:log-group:${GROUP}`;
const REFUSED: readonly (readonly [keyof typeof LOGS_OPERATIONS, object, string])[] = [
  [
    'DescribeLogGroups',
    { limit: 51 },
    "InvalidParameterException: 1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  ],
  [
    'DescribeLogGroups',
    { logGroupNamePrefix: '/a', logGroupNamePattern: 'b' },
    'InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
  ],
  ['DescribeLogGroups', { nextToken: 'x' }, BAD_TOKEN],
  ['DescribeLogStreams', { logGroupName: '/aws/cloudhsm/none' }, NO_GROUP],
  [
    'DescribeLogStreams',
    {},
    'InvalidParameterException: Exactly one of logGroupName and logGroupIdentifier must be given.',
  ],
  [
    'DescribeLogStreams',
    { logGroupName: GROUP, orderBy: 'LastEventTime', logStreamNamePrefix: 'h' },
    'InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix.',
  ],
  ['DescribeLogStreams', { logGroupIdentifier: OTHER_REGION }, NO_GROUP],
  ['GetLogEvents', { logGroupName: '/aws/cloudhsm/none', logStreamName: FIRST }, NO_GROUP],
  ['GetLogEvents', { logGroupName: GROUP, logStreamName: 'hsm-none' }, NO_STREAM],
  ['GetLogEvents', { ...STREAM, nextToken: 'f/1' }, BAD_TOKEN],
  [
    'GetLogEvents',
    { logGroupName: GROUP },
    "InvalidParameterException: 1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null",
  ],
  ['FilterLogEvents', { logGroupName: '/aws/cloudhsm/none' }, NO_GROUP],
  ['FilterLogEvents', { logGroupName: GROUP, logStreamNames: ['hsm-none'] }, NO_STREAM],
  [
    'FilterLogEvents',
    { logGroupName: GROUP, logStreamNames: [FIRST], logStreamNamePrefix: 'h' },
    'InvalidParameterException: logStreamNames and logStreamNamePrefix are mutually exclusive parameters.',
  ],
  ['FilterLogEvents', { logGroupName: GROUP, nextToken: Buffer.from('{}').toString('base64url') }, BAD_TOKEN],
  [
    'FilterLogEvents',
    { logGroupName: GROUP, filterPattern: '(' },
    "InvalidParameterException: Invalid character(s) in term '('",
  ],
  [
    'FilterLogEvents',
    { logGroupName: GROUP, limit: 10_001 },
    "InvalidParameterException: 1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  ],
];

test.each(REFUSED)('%s %j is refused', (operation, input, message) =>
  inLogsWorld(async ({ call }) => {
    await expect(call(operation, input)).rejects.toThrow(message);
  }),
);

test('an operation that is not there', () =>
  inLogsWorld(async ({ call }) => {
    await expect(call('PutLogEvents' as 'GetLogEvents')).rejects.toThrow('UnknownOperationException');
  }));
