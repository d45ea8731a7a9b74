import { createSimulation } from '@keystorm/runtime/sim';
import type { Clock } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { testEvent } from './event.fixture.ts';
import { BEHIND_MAX, EventFeed, ReaderTooSlowError } from './event-feed.ts';
import { EventLog, type LoggedEvent } from './event-log.ts';

const never = new AbortController().signal;

interface Fed {
  readonly log: EventLog;
  readonly clock: Clock;
  write(...names: readonly string[]): Promise<void>;
  feed(after?: string): EventFeed;
}

async function withLog(work: (it: Fed) => Promise<void>): Promise<void> {
  const sim = createSimulation({ seed: 'event-feed' });
  await sim.run(async () => {
    const runtime = sim.runtime('control-plane');
    const log = await EventLog.open(runtime, await runtime.storage.open('kms', 1));
    const { clock } = runtime;
    await work({
      log,
      clock,
      async write(...names) {
        for (const eventName of names) await log.commit(() => undefined, testEvent({ eventName }));
      },
      feed: (after) => new EventFeed(log, clock, after),
    });
  });
}

function namesOf(events: readonly LoggedEvent[]): readonly string[] {
  return events.map(({ json }) => (JSON.parse(json) as { readonly eventName: string }).eventName);
}

test('gives what comes, and nothing from before', async () => {
  await withLog(async ({ write, feed }) => {
    await write('before');
    const reader = feed();
    await write('a', 'b');
    expect(namesOf(await reader.next(10, never))).toEqual(['a', 'b']);
    expect(await reader.next(10, never)).toEqual([]);
    const next = reader.next(1000, never);
    await write('c');
    expect(namesOf(await next)).toEqual(['c']);
  });
});

test('goes on behind the event that a reader saw last', async () => {
  await withLog(async ({ log, write, feed }) => {
    await write('a', 'b', 'c');
    const [, seen] = await log.after('', 2);
    const reader = feed(seen!.id);
    await write('d');
    expect(namesOf(await reader.next(10, never))).toEqual(['c', 'd']);
    await write('e');
    expect(namesOf(await reader.next(10, never))).toEqual(['e']);
  });
});

test('catches up on many events, however slowly they are read', async () => {
  await withLog(async ({ log, feed }) => {
    for (let number = 0; number < BEHIND_MAX; number += 1) log.append(testEvent({ eventName: `${number}` }));
    await log.flush();
    const reader = feed('');
    const names = [...namesOf(await reader.next(10, never))];
    for (let number = 0; number <= BEHIND_MAX; number += 1) log.append(testEvent({ eventName: `more ${number}` }));
    await log.flush();
    for (let page = await reader.next(10, never); page.length > 0; page = await reader.next(10, never)) {
      names.push(...namesOf(page));
    }
    expect(names).toHaveLength(2 * BEHIND_MAX + 1);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('a reader that falls behind is told so', async () => {
  await withLog(async ({ log, write, feed }) => {
    const reader = feed();
    for (let number = 0; number <= BEHIND_MAX; number += 1) log.append(testEvent());
    await log.flush();
    await write('more');
    await expect(reader.next(10, never)).rejects.toThrow(ReaderTooSlowError);
  });
});
