import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const TEXT = /^([+-]?)(\d+(?:\.\d+)?)(ms|s|m|h)$/;
/** A day: what is meant to last longer is no fault but a state. */
const SPAN_MS_MAX = 24 * UNIT_MS.h;

function spanMs(text: string): number {
  const [, sign, count, unit] = TEXT.exec(text) ?? [];
  const ms = Math.round(Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  return sign === '-' ? -ms : ms;
}

/** A time of so many milliseconds, or a text such as `250ms`, `30s`, `5m`, with a sign where the smallest is below 0. */
function span(minMs: number, what: string) {
  return z
    .union([z.int(), z.string().regex(TEXT).transform(spanMs)], { error: what })
    .refine((ms) => ms >= minMs && ms <= SPAN_MS_MAX, { error: what });
}

/** Milliseconds, 1 or more. */
export const Span = span(1, 'must be a time such as 250ms, 30s or 5m, at most 24h');
/** Milliseconds, 0 or more. */
export const SpanOrNone = span(0, 'must be a time such as 0s, 250ms, 30s or 5m, at most 24h');
/** Milliseconds, in either direction. */
export const SignedSpan = span(-SPAN_MS_MAX, 'must be a time such as 90s or -5m, at most 24h');

/** The shortest text that means this time. */
export function spanText(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const)
    if (ms !== 0 && ms % UNIT_MS[unit] === 0) return `${ms / UNIT_MS[unit]}${unit}`;
  return `${ms}ms`;
}
