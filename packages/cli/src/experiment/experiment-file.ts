import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { describeFault, FaultSpec, isMomentary, occupied } from '../chaos/fault.ts';
import { Span, SpanOrNone } from '../chaos/span.ts';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { DrillCheck, DrillSteps } from '../drill/drill-file.ts';
import { OPERATION_NAMES, type TrafficOperation } from './operations.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const TIMELINE_MAX = 100;
const CLIENTS_MAX = 256;
const RATE_MAX = 10_000;

const Percent = z.number().min(0).max(100);

/** What the requests of a phase must come to. */
const MEASURES = {
  /** Percent of the requests that succeed, at least. */
  success: Percent,
  /** Latencies that so many percent of the requests do not exceed. */
  p50: Span,
  p95: Span,
  p99: Span,
  /** Answers a second, at least. */
  rate: z.number().positive(),
  /** The only errors that may be met. */
  errors: z.array(z.string().min(1)),
} as const;
const MeasureCheck = z.union(
  Object.entries(MEASURES).map(([name, value]) => z.strictObject({ [name]: value })) as unknown as readonly [
    z.ZodType<MeasureCheck>,
  ],
);
export type MeasureCheck =
  | { readonly success: number }
  | { readonly p50: number }
  | { readonly p95: number }
  | { readonly p99: number }
  | { readonly rate: number }
  | { readonly errors: readonly string[] };

/** The system is whole again this soon after the last fault has ended. */
const WholeCheck = z.strictObject({ whole: Span });

const ABOUT_CHECKS =
  'must be a check: success, p50, p95, p99, rate or errors; store, hsms, users, orphans or material as in a drill; after the faults also whole';
const Check = z.union([MeasureCheck, DrillCheck], { error: ABOUT_CHECKS });
const LastCheck = z.union([MeasureCheck, WholeCheck, DrillCheck], { error: ABOUT_CHECKS });
export type Check = z.output<typeof LastCheck>;

const Fault = z.strictObject({
  /** Since the first moment of `during`. */
  at: SpanOrNone,
  /** Again and again, until the end of `during`. */
  every: Span.optional(),
  /** As in docs/chaos.md. A target may be `random hsm`, `random zone` or `random process`. */
  fault: FaultSpec,
});
const Work = z.strictObject({
  at: SpanOrNone,
  /** As in docs/drills.md. */
  do: DrillSteps,
});
type TimelineFault = z.output<typeof Fault>;
export type TimelineEvent = TimelineFault | z.output<typeof Work>;

/** Without a union around them, mistakes are told with their places. */
const AnyEvent = z.looseObject({}).transform((event, context): TimelineEvent => {
  const parsed = ('do' in event ? Work : Fault).safeParse(event);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
  return z.NEVER;
});

const Traffic = z.strictObject({
  clients: z.int().min(1).max(CLIENTS_MAX).default(16),
  /** Requests a second of all clients together; without it each sends the next one when it is answered. */
  rate: z.number().positive().max(RATE_MAX).optional(),
  /** Operation → share; they need not come to 100. */
  mix: z
    .partialRecord(z.enum(OPERATION_NAMES as [TrafficOperation, ...TrafficOperation[]]), z.number().positive())
    .default({ encrypt: 50, decrypt: 50 }),
  /** The key that is used, beside those that the traffic makes. */
  key: z.string().min(1).default('alias/example'),
});
export type TrafficPlan = z.output<typeof Traffic>;

const ExperimentSchema = z.strictObject({
  name: z.string().regex(NAME, 'small letters, digits and hyphens'),
  title: z.string().min(1),
  /** What is to be shown, for people. */
  hypothesis: z.string().min(1),
  traffic: Traffic.prefault({}),
  /** How long the traffic runs before the faults, during, and after them. */
  before: Span,
  during: Span,
  after: Span,
  timeline: z.array(AnyEvent).min(1).max(TIMELINE_MAX),
  /** What repairs the system after `during`, where it does not heal by itself. */
  repair: DrillSteps.optional(),
  /** What must hold in each phase. Before the faults: otherwise they are not set. */
  steady: z.array(Check).default([]),
  expect: z.strictObject({ during: z.array(Check).default([]), after: z.array(LastCheck).default([]) }).prefault({}),
  /** Ends the experiment at once when fewer succeed, in percent, over this time. */
  stop: z.strictObject({ success: Percent, over: Span }).optional(),
});
/** What is done to a system under load, and what must come of it. */
export type Experiment = z.output<typeof ExperimentSchema>;

/** Reads an experiment. Throws CommandError that names every mistake with its place. */
export function parseExperiment(text: string, file: string): Experiment {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: true, lineCounter: lines });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw new CommandError(`${file}: ${mistake.message}`, EXIT_MISUSED);
  const parsed = ExperimentSchema.safeParse(document.toJS());
  const place = (path: readonly PropertyKey[]) => `${file}:${lineOf(document, lines, path)}: ${pathText(path)}`;
  const mistakes = parsed.success
    ? timelineMistakes(parsed.data).map(({ path, message }) => `${place(path)}: ${message}`)
    : parsed.error.issues.map(({ path, message }) => `${place(path)}: ${message}`);
  if (!parsed.success || mistakes.length > 0) throw new CommandError(mistakes.join('\n'), EXIT_MISUSED);
  return parsed.data;
}

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Where a fault ends, milliseconds since the first moment of `during`. */
function endOf({ at, fault }: TimelineFault, { during }: Experiment): number {
  if (isMomentary(fault)) return at;
  return 'for' in fault && fault.for !== undefined ? at + fault.for : during;
}

/** The times at which an event happens, milliseconds since the first moment of `during`. */
export function timesOf(event: TimelineEvent, { during }: Experiment): readonly number[] {
  if (!('every' in event) || event.every === undefined) return [event.at];
  const { at, every } = event;
  return Array.from({ length: Math.ceil((during - at) / every) }, (_, round) => at + round * every);
}

function timelineMistakes(experiment: Experiment): readonly Mistake[] {
  const { timeline, during } = experiment;
  const mistakes: Mistake[] = [];
  for (const [index, event] of timeline.entries()) {
    if (event.at >= during)
      mistakes.push({ path: ['timeline', index, 'at'], message: 'begins after the end of `during`' });
    if (!('fault' in event)) continue;
    const lastsMs = endOf(event, experiment) - event.at;
    if (event.at + lastsMs > during)
      mistakes.push({ path: ['timeline', index, 'fault', 'for'], message: 'lasts longer than `during`' });
    if (event.every !== undefined && lastsMs > event.every)
      mistakes.push({
        path: ['timeline', index, 'every'],
        message: 'comes again before it has ended; say how long with `for`',
      });
    const other = timeline
      .slice(0, index)
      .findIndex((earlier) => 'fault' in earlier && overlap(earlier, event, experiment));
    if (other >= 0)
      mistakes.push({
        path: ['timeline', index],
        message: `${describeFault(event.fault)} overlaps with timeline[${other}]`,
      });
  }
  return mistakes;
}

/** What a target stands for is known only in the system, which refuses what overlaps there. */
function overlap(a: TimelineFault, b: TimelineFault, experiment: Experiment): boolean {
  const mine = occupied(a.fault, (target) => [target]);
  if (!occupied(b.fault, (target) => [target]).some((resource) => mine.includes(resource))) return false;
  const spans = (event: TimelineFault) =>
    timesOf(event, experiment).map((at) => [at, at + endOf(event, experiment) - event.at] as const);
  return spans(a).some(([from, to]) => spans(b).some(([start, end]) => start < to && from < end));
}

/** The line of a member, or of what should have it. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length) as unknown[], true) as
      | { readonly range?: readonly number[] }
      | undefined;
    if (node?.range?.[0] !== undefined) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}
