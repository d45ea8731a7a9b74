import type { MeasureCheck } from './experiment-file.ts';
import { spanText } from '../chaos/span.ts';

/** One request. Times in milliseconds, `atMs` since the beginning of the experiment. */
export interface Sample {
  readonly atMs: number;
  readonly tookMs: number;
  /** Code of the error; undefined when it succeeded. */
  readonly error: string | undefined;
  /** It succeeded, and gave something else than was encrypted. */
  readonly wrong: boolean;
}

/** What the requests of some time came to. */
export interface Measures {
  readonly requests: number;
  /** Percent. */
  readonly success: number;
  /** A second. */
  readonly rate: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly wrong: number;
}

/** Of the requests that began from one moment up to another. */
export function measure(samples: readonly Sample[], fromMs: number, toMs: number): Measures {
  const meant = samples.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
  const sorted = Float64Array.from(meant, ({ tookMs }) => tookMs).sort();
  const errors: Record<string, number> = {};
  for (const { error } of meant) if (error !== undefined) errors[error] = (errors[error] ?? 0) + 1;
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const percentile = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
  return {
    requests: meant.length,
    success: meant.length === 0 ? 0 : (100 * (meant.length - failed)) / meant.length,
    rate: toMs > fromMs ? (1_000 * meant.length) / (toMs - fromMs) : 0,
    p50: percentile(50),
    p95: percentile(95),
    p99: percentile(99),
    errors,
    wrong: meant.filter(({ wrong }) => wrong).length,
  };
}

/** What is wrong with the measures; undefined when nothing is. */
export function measureFinding(check: MeasureCheck, measures: Measures): string | undefined {
  if ('success' in check)
    return measures.success >= check.success
      ? undefined
      : `${measures.success.toFixed(3)} % of ${measures.requests} requests succeeded, and ${check.success} % must`;
  if ('rate' in check)
    return measures.rate >= check.rate
      ? undefined
      : `${measures.rate.toFixed(1)} answers a second, and ${check.rate} must come`;
  if ('errors' in check) {
    const others = Object.keys(measures.errors).filter((code) => !check.errors.includes(code));
    return others.length === 0 ? undefined : `${others.join(', ')} came, and must not`;
  }
  const [[name, limit]] = Object.entries(check) as [['p50' | 'p95' | 'p99', number]];
  return measures[name] <= limit
    ? undefined
    : `${name} is ${measures[name].toFixed(0)} ms, and must not exceed ${spanText(limit)}`;
}
