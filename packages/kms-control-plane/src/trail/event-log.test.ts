import { createSimulation, type Simulation } from '@keystorm/runtime/sim';
import { type Clock, table } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { TEST_NOTICE, testEvent } from './event.fixture.ts';
import { EventLog, type LoggedEvent, WAITING_MAX } from './event-log.ts';

const MACHINE = 'control-plane';
const DAY_MS = 86_400_000;
const CHANGES = table<string>('changes');

interface Opened {
  readonly clock: Clock;
  readonly log: EventLog;
  /** Names of the events that a lookup would see, oldest first. */
  names(): Promise<readonly string[]>;
  change(name: string): Promise<void>;
  changes(): Promise<readonly string[]>;
}

async function open(sim: Simulation, eventsMax?: number): Promise<Opened> {
  const runtime = sim.runtime(MACHINE);
  const store = await runtime.storage.open('kms', 1);
  const log = await EventLog.open(runtime, store, eventsMax);
  return {
    clock: runtime.clock,
    log,
    names: async () => (await log.before({}, WAITING_MAX + 1)).map(nameOf).toReversed(),
    change: (name) => log.commit((tx) => tx.put(CHANGES, name, name), named(name)),
    changes: async () => (await store.list(CHANGES)).map(([name]) => name),
  };
}

function named(eventName: string) {
  return testEvent({ eventName });
}

function nameOf({ json }: LoggedEvent): string {
  return (JSON.parse(json) as { readonly eventName: string }).eventName;
}

async function inSimulation(work: (sim: Simulation) => Promise<void>): Promise<void> {
  const sim = createSimulation({ seed: 'event-log' });
  await sim.run(() => work(sim));
}

test('a change and its event outlive a crash together, and take with them what waited', async () => {
  await inSimulation(async (sim) => {
    const before = await open(sim);
    before.log.append(named('read'));
    await before.change('changed');
    before.log.append(named('lost'));
    sim.crash(MACHINE);
    const after = await open(sim);
    expect(await after.changes()).toEqual(['changed']);
    expect(await after.names()).toEqual(['read', 'changed']);
  });
});

test('a change that fails leaves no event, and what waited still waits', async () => {
  await inSimulation(async (sim) => {
    const { log, names, changes } = await open(sim);
    log.append(named('read'));
    const failing = log.commit((tx) => {
      tx.put(CHANGES, 'undone', 'undone');
      throw new Error('no');
    }, named('undone'));
    await expect(failing).rejects.toThrow('no');
    expect(await names()).toEqual([]);
    await log.flush();
    expect(await names()).toEqual(['read']);
    expect(await changes()).toEqual([]);
  });
});

test('what waits is written within a moment, in one go', async () => {
  await inSimulation(async (sim) => {
    const { clock, log, names } = await open(sim);
    const stop = new AbortController();
    const keeping = log.keepFlushing(stop.signal).catch(() => undefined);
    const heard: number[] = [];
    const written = Promise.withResolvers<void>();
    log.listen((events) => {
      heard.push(events.length);
      written.resolve();
    });
    await clock.sleep(1);
    for (const name of ['a', 'b', 'c']) log.append(named(name));
    expect(await names()).toEqual([]);
    await written.promise;
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(heard).toEqual([3]);
    stop.abort(new Error('stopped'));
    await keeping;
  });
});

test('of those that the disk does not take the oldest are lost', async () => {
  await inSimulation(async (sim) => {
    const { log, names } = await open(sim);
    for (let number = 0; number < WAITING_MAX + 2; number += 1) log.append(named(String(number)));
    await log.flush();
    const written = await names();
    expect(written).toHaveLength(WAITING_MAX);
    expect(written[0]).toBe('2');
  });
});

test('events are seen for 90 days, and then they go', async () => {
  await inSimulation(async (sim) => {
    const { clock, log, names, change } = await open(sim);
    await change('old');
    clock.advanceTo(60 * DAY_MS);
    await change('newer');
    clock.advanceTo(91 * DAY_MS);
    expect(await names()).toEqual(['newer']);
    expect((await log.after('', 10)).map(nameOf)).toEqual(['old', 'newer']);
    await change('newest');
    expect((await log.after('', 10)).map(nameOf)).toEqual(['newer', 'newest']);
  });
});

test('pages begin and end anywhere in what was written together', async () => {
  await inSimulation(async (sim) => {
    const { log, names } = await open(sim);
    for (let batch = 0; batch < 3; batch += 1) {
      for (let number = 0; number < 700; number += 1) log.append(named(`${batch}/${number}`));
      await log.flush();
    }
    const all = await log.after('', 2_100);
    expect(all).toHaveLength(2_100);
    expect(await names()).toEqual(all.map(nameOf));
    for (const size of [1, 400, 500, 699]) {
      for (const start of [1, 350, 500, 700, 1_399, 2_000]) {
        const id = all[start]!.id;
        expect(await log.after(id, size)).toEqual(all.slice(start + 1, start + 1 + size));
        expect(await log.before({ id }, size)).toEqual(all.slice(Math.max(0, start - size), start).toReversed());
      }
    }
  });
});

test('beyond their maximum the oldest go, also after a new start', async () => {
  await inSimulation(async (sim) => {
    const before = await open(sim, 3);
    for (const name of ['a', 'b', 'c', 'd']) await before.change(name);
    expect((await before.log.after('', 10)).map(nameOf)).toEqual(['b', 'c', 'd']);
    sim.crash(MACHINE);
    const { log, change } = await open(sim, 3);
    log.append(named('e'));
    await change('f');
    expect((await log.after('', 10)).map(nameOf)).toEqual(['d', 'e', 'f']);
  });
});

test('ids grow in the order of writing, also after a crash within the same moment', async () => {
  await inSimulation(async (sim) => {
    const before = await open(sim);
    await before.change('first');
    sim.crash(MACHINE);
    const { log, change } = await open(sim);
    await change('second');
    await log.commit(() => undefined, TEST_NOTICE);
    const events = await log.after('', 10);
    expect(events.map(({ kind }) => kind)).toEqual(['record', 'record', 'notice']);
    const ids = events.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(await log.after(ids[1]!, 10)).toHaveLength(1);
  });
});
