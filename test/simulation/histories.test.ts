import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runHistory } from './history.ts';
import { REGRESSIONS } from './regressions.ts';

/** Histories of a test run; `npm run sim` runs as many as one likes. */
const HISTORIES = 12;

/** Seeds that change with every commit, and can be found again from it. */
function freshSeeds(): readonly string[] {
  let commit = 'none';
  try {
    commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    // Not a checkout: the seeds are then always the same.
  }
  return Array.from({ length: HISTORIES }, (_, n) => `${commit}-${n}`);
}

describe('whatever goes wrong, every property holds', () => {
  test.each(freshSeeds())('npm run sim -- --seed %s', async (seed) => {
    const { violations } = await runHistory(seed);
    expect(violations).toEqual([]);
  });

  test.each(REGRESSIONS)('seed $seed, where once $broke', async ({ seed }) => {
    const { violations } = await runHistory(seed);
    expect(violations).toEqual([]);
  });

  test('the same seed gives the same history, byte for byte', async () => {
    const [once, again, other] = [await runHistory('same'), await runHistory('same'), await runHistory('other')];
    expect(again).toEqual(once);
    expect(other.digest).not.toBe(once.digest);
  });
});
