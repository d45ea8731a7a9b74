import { expect, test } from 'vitest';
import { connectedStore } from '../worlds/fixture.ts';
import { withProcessWorld } from '../worlds/process-world.ts';
import { advanceDays } from '../worlds/world.ts';

interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads the stream of events until one of them is as wanted. */
async function eventsUntil(
  endpoint: string,
  lastEventId: string,
  isLast: (message: Message) => boolean,
): Promise<readonly Message[]> {
  const client = new AbortController();
  const response = await fetch(`${endpoint}/_keystorm/events`, {
    headers: { 'last-event-id': lastEventId },
    signal: client.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const messages: Message[] = [];
  let text = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    messages.push(...blocks.filter((block) => !block.startsWith(':')).map(messageOf));
    if (messages.some(isLast)) break;
  }
  client.abort();
  return messages;
}

function messageOf(block: string): Message {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
  const data = JSON.parse(fields.data ?? '') as Message['data'];
  return { id: fields.id ?? '', event: fields.event ?? '', data };
}

test('the stream tells what the trail tells, notices of EventBridge too, and goes on where a reader stopped', {
  timeout: 600_000,
}, async () => {
  await withProcessWorld(async (world, { endpoint }) => {
    const { store } = await connectedStore(world);
    const kms = world.kms();
    const key = await store.newKey();
    await kms.scheduleKeyDeletion({ KeyId: key.id, PendingWindowInDays: 7 });

    const isScheduled = ({ data }: Message) => data.eventName === 'ScheduleKeyDeletion';
    const scheduled = (await eventsUntil(endpoint, '0', isScheduled)).find(isScheduled);
    expect(scheduled).toMatchObject({ event: 'cloudtrail', data: { resources: [{ ARN: key.arn }] } });

    await advanceDays(world, 8);
    const after = await eventsUntil(endpoint, scheduled!.id, ({ data }) => data.eventName === 'DeleteKey');
    expect(after.some(isScheduled)).toBe(false);
    expect(after.filter(({ event }) => event === 'eventbridge')).toMatchObject([
      {
        data: {
          source: 'aws.kms',
          'detail-type': 'KMS CMK Deletion',
          resources: [key.arn],
          detail: { 'key-id': key.id },
        },
      },
    ]);
    const ids = after.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });
});
