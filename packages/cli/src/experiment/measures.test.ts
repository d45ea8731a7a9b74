import { expect, test } from 'vitest';
import { measure, measureFinding, type Sample } from './measures.ts';

const sample = (atMs: number, tookMs: number, error?: string): Sample => ({ atMs, tookMs, error, wrong: false });
/** 1 ms, 2 ms, … 100 ms; the slowest has failed. */
const HUNDRED = Array.from({ length: 100 }, (_, index) =>
  sample(index * 10, index + 1, index === 99 ? 'NoAnswer' : undefined),
);

test('requests count in the time in which they began', () => {
  expect(measure([sample(0, 5), sample(999, 5_000), sample(1_000, 5)], 0, 1_000)).toMatchObject({
    requests: 2,
    rate: 2,
  });
  expect(measure([], 0, 1_000)).toMatchObject({ requests: 0, success: 0, p99: 0 });
});

test('percentiles are latencies that were met', () => {
  expect(measure(HUNDRED, 0, 1_000)).toEqual({
    requests: 100,
    success: 99,
    rate: 100,
    p50: 50,
    p95: 95,
    p99: 99,
    errors: { NoAnswer: 1 },
    wrong: 0,
  });
});

test.each([
  [{ success: 99 }, undefined],
  [{ success: 99.9 }, '99.000 % of 100 requests succeeded, and 99.9 % must'],
  [{ p99: 99 }, undefined],
  [{ p99: 98 }, 'p99 is 99 ms, and must not exceed 98ms'],
  [{ p50: 50 }, undefined],
  [{ rate: 100 }, undefined],
  [{ rate: 101 }, '100.0 answers a second, and 101 must come'],
  [{ errors: ['NoAnswer'] }, undefined],
  [{ errors: [] }, 'NoAnswer came, and must not'],
])('%j finds %s', (check, finding) => {
  expect(measureFinding(check, measure(HUNDRED, 0, 1_000))).toBe(finding);
});
