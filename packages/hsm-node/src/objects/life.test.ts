import { isHsmError } from '@keystorm/protocol';
import { expect, test } from 'vitest';
import { LIFE, type Life, type LifeEvent, live } from './life.ts';

const LEGAL: Readonly<Record<Life, Partial<Record<LifeEvent, Life>>>> = {
  blank: { claim: 'claimed' },
  claimed: { initialize: 'initialized', restore: 'active', zeroize: 'zeroized' },
  initialized: { activate: 'active', restore: 'active', zeroize: 'zeroized' },
  active: { restore: 'active', zeroize: 'zeroized' },
  zeroized: { blank: 'blank' },
};

const CASES = (Object.keys(LEGAL) as Life[]).flatMap((life) =>
  (Object.keys(LIFE) as LifeEvent[]).map((event) => ({ life, event, to: LEGAL[life][event] })),
);

test.each(CASES)('$life, on $event: $to', ({ life, event, to }) => {
  if (to !== undefined) expect(live(life, event)).toBe(to);
  else expect(() => live(life, event)).toThrow(expect.toSatisfy((error) => isHsmError(error, 'WRONG_STATE')));
});
