import { writeFileSync } from 'node:fs';
import type { Random } from '@keystorm/runtime';
import { CommandError } from '../command-error.ts';
import { withInterrupt } from '../interrupt.ts';
import type { Experiment } from './experiment-file.ts';
import { findExperiment } from './library.ts';
import { type Report, reportLines } from './report.ts';
import { reportPage } from './report-page.ts';
import type { RunOptions } from './run.ts';

const SEED_BELOW = 1_000_000;

export interface ReportOptions {
  readonly json?: boolean;
  /** Where the report goes as a page. */
  readonly html?: string;
}

/**
 * Does an experiment by its name or file, as `execute` knows how, and shows its report. Throws CommandError when something in
 * it did not hold.
 */
export async function perform(
  name: string,
  { json, html }: ReportOptions,
  execute: (experiment: Experiment, options: Pick<RunOptions, 'signal' | 'progress'>) => Promise<Report>,
): Promise<void> {
  const experiment = findExperiment(name);
  const progress = (line: string) => console.error(line);
  progress(experiment.title);
  const report = await withInterrupt((signal) => execute(experiment, { signal, progress }));
  if (html !== undefined) write(html, reportPage(report));
  console.log(json ? JSON.stringify(report) : reportLines(report).join('\n'));
  if (report.verdict === 'passed') return;
  const [first] = report.findings;
  throw new CommandError(
    `${experiment.name} has ${report.verdict === 'failed' ? 'failed' : `been ${report.verdict}`}: ${first ?? ''}`,
  );
}

/** For an experiment whose seed nobody has named. */
export function anySeed(random: Random): string {
  return String(random.int(SEED_BELOW));
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new CommandError(`The report cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
