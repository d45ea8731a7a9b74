import { CommandError, EXIT_MISUSED } from './command-error.ts';

export const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
/** Further than any waiting period; more is a slip of the keyboard. */
const ADVANCE_MS_MAX = 36_500 * UNIT_MS.d;

/** Milliseconds of a duration such as `8d` or `1d12h`. */
export function durationMs(text: string): number {
  const ms = /^(\d+[dhms])+$/.test(text)
    ? [...text.matchAll(/(\d+)([dhms])/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS],
        0,
      )
    : 0;
  if (ms > 0 && ms <= ADVANCE_MS_MAX) return ms;
  throw new CommandError(
    `'${text}' is no duration to move a clock by; write 8d, 12h, 30m, 45s, or 1d12h, at most ${ADVANCE_MS_MAX / UNIT_MS.d}d.`,
    EXIT_MISUSED,
  );
}
