import { OPERATIONS } from '@keystorm/aws-api/kms';
import { HSM_ERRORS, HSM_SERVICE, type HsmErrorCode } from '@keystorm/protocol';
import { z } from 'zod';
import { STEP_NAMES } from './steps.ts';
import { SignedSpan, Span, SpanOrNone } from './span.ts';

/** `control-plane`, `cluster-manager`, an HSM's id, a zone such as `us-east-1a`, a name in `keystorm status`, or `hsms` for all of them. */
const Target = z.string().min(1, 'must be a target, such as control-plane, an HSM’s id or us-east-1a');
/** The same; or `tools`, which is every client that is no daemon, or `all`, which is everybody else. */
const Between = z.tuple([Target, Target], { error: 'must be two targets, such as [control-plane, us-east-1a]' });
const Rate = z.number().positive().max(1);
/** Some of the names that there are; none of them for all. */
const someOf = (names: readonly string[]) => z.array(z.enum(names as [string, ...string[]])).default([]);
const HSM_CALLS = Object.keys(HSM_SERVICE.methods).filter((name) => name !== HSM_SERVICE.exchange?.method);
const Step = z.string().refine((text) => STEP_NAMES.includes(text), {
  error: `must be one of the steps ${STEP_NAMES.join(', ')}`,
});
const lasting = { for: Span.optional() };

/** What a fault is: its kind, whom it befalls, its parameters, and for how long; times in milliseconds once parsed. */
export const FaultSpec = z.discriminatedUnion(
  'kind',
  [
    // Processes.
    z.strictObject({ kind: z.literal('kill'), target: Target, ...lasting }),
    z.strictObject({ kind: z.literal('stop'), target: Target, ...lasting }),
    z.strictObject({ kind: z.literal('restart'), target: Target }),
    // Network.
    z.strictObject({
      kind: z.literal('cut'),
      between: Between,
      /** Only what the first sends to the second is lost. */
      oneWay: z.boolean().default(false),
      ...lasting,
    }),
    z.strictObject({
      kind: z.literal('delay'),
      between: Between,
      /** Each way. */
      delay: Span,
      /** Up to this much more, by chance. */
      jitter: SpanOrNone.default(0),
      ...lasting,
    }),
    z.strictObject({
      kind: z.literal('loss'),
      between: Between,
      /** Share of the messages that are lost and sent again, each way. */
      rate: z.number().positive().max(0.9),
      ...lasting,
    }),
    z.strictObject({ kind: z.literal('reset'), between: Between }),
    // Disk.
    z.strictObject({ kind: z.literal('slow-disk'), target: Target, delay: Span, ...lasting }),
    z.strictObject({ kind: z.literal('full-disk'), target: Target, ...lasting }),
    z.strictObject({ kind: z.literal('broken-disk'), target: Target, ...lasting }),
    z.strictObject({ kind: z.literal('corrupt-store'), target: Target, ...lasting }),
    // Clock.
    z.strictObject({ kind: z.literal('clock-skew'), target: Target, skew: SignedSpan, ...lasting }),
    // Services.
    z.strictObject({ kind: z.literal('hsm-sessions'), target: Target, ...lasting }),
    z.strictObject({
      kind: z.literal('hsm-errors'),
      target: Target,
      code: z.enum(Object.keys(HSM_ERRORS) as [HsmErrorCode, ...HsmErrorCode[]]),
      rate: Rate.default(1),
      calls: someOf(HSM_CALLS),
      ...lasting,
    }),
    z.strictObject({
      kind: z.literal('kms-errors'),
      rate: Rate.default(1),
      operations: someOf(Object.keys(OPERATIONS)),
      ...lasting,
    }),
    z.strictObject({
      kind: z.literal('hold'),
      step: Step,
      ...lasting,
    }),
  ],
  {
    error: ({ input }): string =>
      `must be one of ${Object.keys(RESOURCE).join(', ')}, not ${JSON.stringify((input as { kind?: unknown } | null)?.kind)}`,
  },
);
export type FaultSpec = z.output<typeof FaultSpec>;
export type FaultKind = FaultSpec['kind'];

/** As it is written in a file, or sent. */
export type FaultInput = z.input<typeof FaultSpec>;

/** A fault that is in force, or was just over. */
export type Fault = FaultSpec & {
  /** Such as `f-7`. */
  readonly id: string;
  /** Names of the processes that it befalls now. */
  readonly processes: readonly string[];
  /** Milliseconds since the epoch, by the machine's clock. */
  readonly sinceMs: number;
  /** Milliseconds since the epoch; null when it stays until it is cleared. */
  readonly untilMs: number | null;
};

/** Where faults are set: a system of processes, or one of containers. */
export interface Injector {
  /** Sets a fault. Throws CommandError that says what is wrong with it; then nothing has changed. */
  add(fault: FaultInput): Promise<Fault>;
  /** Throws what `add` would; changes nothing. */
  rehearse(fault: FaultInput): Promise<void>;
  /** Ends a fault. One that is over already is no mistake. */
  clear(id: string): Promise<void>;
  /** Those in force. */
  list(): Promise<readonly Fault[]>;
  /** What can be named as a target now. */
  targets(): Promise<Targets>;
}

export interface Targets {
  readonly hsms: readonly string[];
  readonly zones: readonly string[];
  readonly processes: readonly string[];
}

/** Whom a fault names, in the order in which it does; none for those that have one possible target. */
export function targetsOf(spec: FaultSpec): readonly string[] {
  if ('between' in spec) return spec.between;
  return 'target' in spec ? [spec.target] : [];
}

/** Whether it is over as soon as it has happened. */
export function isMomentary({ kind }: FaultSpec): boolean {
  return kind === 'restart' || kind === 'reset';
}

const RESOURCE = {
  kill: 'life',
  stop: 'life',
  restart: 'life',
  cut: 'cut',
  delay: 'delay',
  loss: 'loss',
  reset: 'reset',
  'slow-disk': 'disk speed',
  'full-disk': 'disk writes',
  'broken-disk': 'disk writes',
  'corrupt-store': 'store',
  'clock-skew': 'clock',
  'hsm-sessions': 'sessions',
  'hsm-errors': 'errors',
  'kms-errors': 'errors',
  hold: 'step',
} as const satisfies Record<FaultKind, string>;

/**
 * What a fault occupies: two that occupy the same overlap. `members` says which processes a target stands for.
 */
export function occupied(spec: FaultSpec, members: (target: string) => readonly string[]): readonly string[] {
  const resource = RESOURCE[spec.kind];
  if (spec.kind === 'hold') return [`${resource} ${spec.step}`];
  if (spec.kind === 'kms-errors') return [`${resource} of control-plane`];
  if (!('between' in spec)) return members(spec.target).map((name) => `${resource} of ${name}`);
  const [from, to] = spec.between.map(members) as [readonly string[], readonly string[]];
  return from.flatMap((a) => to.map((b) => `${resource} between ${[a, b].toSorted().join(' and ')}`));
}

/** In words, such as `cut between control-plane and us-east-1a`. */
export function describeFault(spec: FaultSpec): string {
  if ('between' in spec) {
    const [from, to] = spec.between;
    return spec.kind === 'cut' && spec.oneWay ? `cut from ${from} to ${to}` : `${spec.kind} between ${from} and ${to}`;
  }
  if (spec.kind === 'hold') return `hold of ${spec.step}`;
  return 'target' in spec ? `${spec.kind} of ${spec.target}` : spec.kind;
}
