import { SeededRandom } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { isLinearizable, type Model, type Observed } from './linearizability.ts';

type Input = { readonly write: number } | 'read';

const REGISTER: Model<number, Input, number> = {
  initial: 0,
  next(state, input, output) {
    if (input !== 'read') return [input.write];
    return output === undefined || output === state ? [state] : [];
  },
};

const write = (value: number, calledAt: number, returnedAt: number): Observed<Input, number> => ({
  input: { write: value },
  output: returnedAt === Number.POSITIVE_INFINITY ? undefined : 0,
  calledAt,
  returnedAt,
});
const read = (value: number, calledAt: number, returnedAt: number): Observed<Input, number> => ({
  input: 'read',
  output: value,
  calledAt,
  returnedAt,
});
const unread = (calledAt: number): Observed<Input, number> => ({
  input: 'read',
  output: undefined,
  calledAt,
  returnedAt: NEVER,
});
const NEVER = Number.POSITIVE_INFINITY;

describe('a register is linearizable', () => {
  test.each([
    { name: 'when nothing happened', calls: [], expected: true },
    { name: 'when a read sees the write before it', calls: [write(1, 0, 1), read(1, 2, 3)], expected: true },
    { name: 'not when a read misses the write before it', calls: [write(1, 0, 1), read(0, 2, 3)], expected: false },
    { name: 'when a read during a write sees the old value', calls: [write(1, 0, 9), read(0, 2, 3)], expected: true },
    {
      name: 'not when the old value is seen after the new one',
      calls: [write(1, 0, 9), read(1, 2, 3), read(0, 4, 5)],
      expected: false,
    },
    { name: 'when an unanswered write is seen', calls: [write(1, 0, NEVER), read(1, 5, 6)], expected: true },
    { name: 'when an unanswered write is never seen', calls: [write(1, 0, NEVER), read(0, 5, 6)], expected: true },
    {
      name: 'when an unanswered write is seen late',
      calls: [write(1, 0, NEVER), read(0, 5, 6), read(1, 7, 8)],
      expected: true,
    },
    {
      name: 'not when an unanswered write is seen and then not',
      calls: [write(1, 0, NEVER), read(1, 5, 6), read(0, 7, 8)],
      expected: false,
    },
    {
      name: 'when two writes at once are seen in either order',
      calls: [write(1, 0, 9), write(2, 0, 9), read(2, 3, 4), read(1, 5, 6)],
      expected: true,
    },
  ])('$name', ({ calls, expected }) => {
    expect(isLinearizable(REGISTER, calls)).toBe(expected);
  });

  test('with hundreds of calls, without trying every order', () => {
    const calls = Array.from({ length: 300 }, (_, n) =>
      n % 3 === 0 ? write(n, n, n + 5) : read(n - (n % 3), n + 5, n + 6),
    );
    expect(typeof isLinearizable(REGISTER, calls)).toBe('boolean');
  });

  test('not when a read is wrong, with dozens of unanswered calls, without trying every choice of them', () => {
    const unanswered = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? write(n % 6, n, NEVER) : unread(n)));
    const reads = Array.from({ length: 60 }, (_, n) => read((n * 2) % 6, 100 + n, 100 + n));
    expect(isLinearizable(REGISTER, [...unanswered, ...reads.slice(0, 20)])).toBe(true);
    expect(isLinearizable(REGISTER, [...unanswered, ...reads])).toBe(false);
  });

  test('exactly when trying every order finds one', () => {
    const random = new SeededRandom('orders');
    const verdicts = Array.from({ length: 20_000 }, () => {
      const calls = Array.from({ length: 7 }, (_, n): Observed<Input, number> => {
        const output = random.int(3) === 0 ? undefined : random.int(3);
        const calledAt = n * 2 - random.int(8);
        const returnedAt = output === undefined ? NEVER : n * 2 + random.int(8);
        return { input: random.int(2) === 0 ? 'read' : { write: random.int(3) }, output, calledAt, returnedAt };
      });
      const verdict = isLinearizable(REGISTER, calls);
      expect(verdict, JSON.stringify(calls)).toBe(hasOrder(calls, REGISTER.initial));
      return verdict;
    });
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });
});

/** The same by trying everything. */
function hasOrder(rest: readonly Observed<Input, number>[], state: number): boolean {
  if (rest.every(({ output }) => output === undefined)) return true;
  const firstReturn = Math.min(...rest.map(({ returnedAt }) => returnedAt));
  return rest.some(
    (call) =>
      call.calledAt <= firstReturn &&
      REGISTER.next(state, call.input, call.output).some((following) =>
        hasOrder(
          rest.filter((other) => other !== call),
          following,
        ),
      ),
  );
}
