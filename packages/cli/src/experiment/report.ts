import type { Measures, Sample } from './measures.ts';
import { measure } from './measures.ts';

export type PhaseName = 'before' | 'during' | 'after';

/** Times in milliseconds since the beginning of the traffic. */
export interface Phase {
  readonly name: PhaseName;
  readonly fromMs: number;
  readonly toMs: number;
  readonly measures: Measures;
  /** What did not hold. */
  readonly findings: readonly string[];
}

export interface Happening {
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What came of an experiment. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly hypothesis: string;
  readonly seed: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** `stopped` when a stop condition came true, `interrupted` when somebody ended it. */
  readonly verdict: 'passed' | 'failed' | 'stopped' | 'interrupted';
  /** Everything that did not hold; empty when it passed. */
  readonly findings: readonly string[];
  readonly phases: readonly Phase[];
  readonly faults: readonly Happening[];
  readonly work: readonly Happening[];
  /** How long after the last fault the system was whole; null when it was not in time, or nobody looked. */
  readonly wholeAfterMs: number | null;
  /** What was acknowledged and does not decrypt any more. */
  readonly lost: readonly string[];
  /** One after the other; a second each. */
  readonly seconds: readonly Second[];
}

export interface Second {
  readonly atMs: number;
  readonly measures: Measures;
}

const SECOND_MS = 1_000;

export function secondsOf(samples: readonly Sample[], toMs: number): readonly Second[] {
  return Array.from({ length: Math.ceil(toMs / SECOND_MS) }, (_, index) => {
    const atMs = index * SECOND_MS;
    return { atMs, measures: measure(samples, atMs, atMs + SECOND_MS) };
  });
}

/** For people, in lines. */
export function reportLines(report: Report): readonly string[] {
  const { verdict, findings, phases, wholeAfterMs, lost } = report;
  return [
    ...phases.map(({ name, measures }) => `${name.padEnd(7)} ${measuresText(measures)}`),
    ...(wholeAfterMs === null ? [] : [`whole ${(wholeAfterMs / SECOND_MS).toFixed(1)} s after the last fault`]),
    ...(lost.length === 0 ? ['nothing that was acknowledged is lost'] : []),
    ...findings.map((finding) => `✗ ${finding}`),
    `${report.name}: ${verdict}`,
  ];
}

function measuresText({ requests, success, rate, p50, p95, p99, errors }: Measures): string {
  const failures = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
  const latencies = `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  return [`${requests} requests, ${success.toFixed(2)} % succeeded, ${rate.toFixed(0)}/s`, latencies, ...failures].join(
    ', ',
  );
}
