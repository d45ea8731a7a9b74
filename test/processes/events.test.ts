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
