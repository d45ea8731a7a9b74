import { expect, test } from 'vitest';
import { connectedStore } from '../worlds/fixture.ts';
import { eventsUntil, type EventMessage } from '../worlds/event-stream.ts';
import { withProcessWorld } from '../worlds/process-world.ts';
import { advanceDays } from '../worlds/world.ts';

test('the stream tells what the trail tells, notices of EventBridge too, and goes on where a reader stopped', {
  timeout: 600_000,
}, async () => {
  await withProcessWorld(async (world, { endpoint }) => {
    const { store } = await connectedStore(world);
    const kms = world.kms();
    const key = await store.newKey();
    await kms.scheduleKeyDeletion({ KeyId: key.id, PendingWindowInDays: 7 });

    const isScheduled = ({ data }: EventMessage) => data.eventName === 'ScheduleKeyDeletion';
    const before = await eventsUntil(endpoint, '0', isScheduled);
    const scheduled = before.find(isScheduled);
    expect(scheduled).toMatchObject({ event: 'cloudtrail', data: { resources: [{ ARN: key.arn }] } });
    const bridged = before.filter(({ event }) => event === 'eventbridge');
    expect(bridged.at(-1)?.data).toEqual({
      version: '0',
      id: scheduled?.data.eventID,
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.kms',
      account: '111122223333',
      time: scheduled?.data.eventTime,
      region: 'us-east-1',
      resources: [],
      detail: scheduled?.data,
    });
    const changes = before.filter(({ event, data }) => event === 'cloudtrail' && data.readOnly === false);
    expect(bridged.map(({ data }) => data.detail)).toEqual(changes.map(({ data }) => data));

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
      {
        data: {
          source: 'aws.kms',
          'detail-type': 'AWS Service Event via CloudTrail',
          detail: { eventName: 'DeleteKey' },
        },
      },
    ]);
    // The event of a record stands before it, without an id.
    const ids = after.map(({ id }) => id).filter((id) => id !== '');
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });
});
