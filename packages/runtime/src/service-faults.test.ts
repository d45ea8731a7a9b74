import { expect, test } from 'vitest';
import { ServiceFaults } from './service-faults.ts';

const HOLD = { kind: 'hold', step: 'connect/rotate' } as const;

test('a held step goes on when the fault is over, and others are not held', async () => {
  const faults = new ServiceFaults();
  const { signal } = new AbortController();
  await faults.passes('connect/rotate', signal);
  faults.set([HOLD]);
  await faults.passes('connect/reach', signal);
  let isPast = false;
  const passing = faults.passes('connect/rotate', signal).then(() => (isPast = true));
  faults.set([HOLD, { kind: 'hsm-sessions' }]);
  await faults.passes('connect/reach', signal);
  expect(isPast).toBe(false);
  faults.set([]);
  await passing;
});

test('whoever is told to end does not wait for the fault', async () => {
  const faults = new ServiceFaults();
  faults.set([HOLD]);
  const over = new AbortController();
  const passing = faults.passes('connect/rotate', over.signal);
  over.abort(new Error('enough'));
  await expect(passing).rejects.toThrow('enough');
  await expect(faults.passes('connect/rotate', over.signal)).rejects.toThrow('enough');
});
