import { table } from '@keystorm/runtime';
import { createSimulation } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { Ledger, watch } from './ledger.ts';

const NUMBERS = table<number>('numbers');

async function inWorld(
  work: (ledger: Ledger, clock: ReturnType<ReturnType<typeof createSimulation>['runtime']>['clock']) => Promise<void>,
): Promise<void> {
  const sim = createSimulation({ seed: 1 });
  await sim.run(async () => {
    const { storage, clock } = sim.runtime('manager');
    await work(new Ledger(await storage.open('test', 1)), clock);
  });
}

describe('watching a ledger', () => {
  test('finds at once what is there', async () => {
    await inWorld(async (ledger, clock) => {
      await ledger.transaction((tx) => tx.put(NUMBERS, 'n', 7));
      const startedAt = clock.monotonic();
      const wait = { bell: ledger.bell, clock, waitMs: 1000, signal: new AbortController().signal };
      expect(await watch(wait, () => ledger.get(NUMBERS, 'n'))).toBe(7);
      expect(clock.monotonic()).toBe(startedAt);
    });
  });

  test('finds what a later transaction writes, as soon as it has', async () => {
    await inWorld(async (ledger, clock) => {
      const wait = { bell: ledger.bell, clock, waitMs: 1000, signal: new AbortController().signal };
      const found = watch(wait, () => ledger.get(NUMBERS, 'n'));
      await clock.sleep(300);
      await ledger.transaction((tx) => tx.put(NUMBERS, 'n', 8));
      expect(await found).toBe(8);
      expect(clock.monotonic()).toBeLessThan(400);
    });
  });

  test('gives up when the time is over, and ends when it is told to', async () => {
    await inWorld(async (ledger, clock) => {
      const stop = new AbortController();
      const wait = { bell: ledger.bell, clock, waitMs: 1000, signal: stop.signal };
      expect(await watch(wait, () => ledger.get(NUMBERS, 'n'))).toBeUndefined();
      const stopped = expect(watch(wait, () => ledger.get(NUMBERS, 'n'))).rejects.toThrow('enough');
      await clock.sleep(10);
      stop.abort(new Error('enough'));
      await stopped;
    });
  });
});
