import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IMPLEMENTATIONS, type Subject } from './implementations.ts';

const DAY_MS = 86_400_000;

describe.each(IMPLEMENTATIONS)('clock, %s', (_name, create) => {
  let subject: Subject;
  beforeEach(() => (subject = create()));
  afterEach(() => subject.end());

  test('a sleep lasts at least as long as asked', async () => {
    await subject.run(async () => {
      const { clock } = subject.a;
      const began = clock.monotonic();
      await clock.sleep(20);
      // Timers of a process count whole milliseconds.
      expect(clock.monotonic() - began).toBeGreaterThanOrEqual(19);
    });
  });

  test('an aborted sleep rejects with the reason of the signal', async () => {
    await subject.run(async () => {
      const { clock } = subject.a;
      const over = new AbortController();
      const sleeping = clock.sleep(DAY_MS, over.signal);
      over.abort(new Error('enough'));
      await expect(sleeping).rejects.toThrow('enough');
      await expect(clock.sleep(DAY_MS, over.signal)).rejects.toThrow('enough');
      await expect(clock.sleepUntil(clock.now() + DAY_MS, over.signal)).rejects.toThrow('enough');
    });
  });

  test('a jump moves the world’s time, not the machine’s, and wakes who waits for it', async () => {
    await subject.run(async () => {
      const { clock } = subject.a;
      const [now, host] = [clock.now(), clock.host()];
      const waiting = clock.sleepUntil(now + 7 * DAY_MS);
      clock.advanceTo(8 * DAY_MS);
      await waiting;
      expect(clock.now()).toBeGreaterThanOrEqual(now + 8 * DAY_MS);
      expect(clock.host() - host).toBeLessThan(DAY_MS);
      expect(clock.aheadMs).toBe(8 * DAY_MS);
    });
  });

  test('the clock never goes backwards', async () => {
    await subject.run(async () => {
      const { clock } = subject.a;
      clock.advanceTo(2 * DAY_MS);
      const now = clock.now();
      clock.advanceTo(DAY_MS);
      expect(clock.now()).toBeGreaterThanOrEqual(now);
      expect(clock.aheadMs).toBe(2 * DAY_MS);
      await Promise.resolve();
    });
  });
});
