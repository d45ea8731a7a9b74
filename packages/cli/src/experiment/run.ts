import { describeFault, type FaultInput, isMomentary } from '../chaos/fault.ts';
import { chooseTarget, type RandomKind } from '../chaos/random-target.ts';
import { CommandError } from '../command-error.ts';
import { findings as drillFindings } from '../drill/checks.ts';
import { runSteps } from '../drill/steps.ts';
import { currentVariables } from '../drill/variables.ts';
import { type Check, type Experiment, type MeasureCheck, type TimelineEvent, timesOf } from './experiment-file.ts';
import type { ExperimentSystem } from './experiment-system.ts';
import { measure, measureFinding } from './measures.ts';
import { type Happening, type Phase, type PhaseName, type Report, secondsOf } from './report.ts';
import { Traffic } from './traffic.ts';

const STOP_LOOK_MS = 250;
const WHOLE_LOOK_MS = 100;
/** How long the system is waited for that is to be whole, beyond what is allowed: to say how long it took. */
const WHOLE_MS_MAX = 60_000;
const RANDOM = /^random (hsm|zone|process)$/;
const MEASURES: readonly string[] = ['success', 'p50', 'p95', 'p99', 'rate', 'errors'];

export interface RunOptions {
  /** Of everything that chance decides. */
  readonly seed: string;
  /** Ends the experiment before its time; its faults end as well. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** Does an experiment. Whatever happens, none of its faults is left. Throws CommandError where it cannot begin. */
export async function runExperiment(
  experiment: Experiment,
  system: ExperimentSystem,
  options: RunOptions,
): Promise<Report> {
  const run = new Run(experiment, system, options);
  try {
    return await run.run();
  } finally {
    await run.clear();
  }
}

/** Why an experiment ends before its time. */
class Halt extends Error {
  readonly verdict: 'stopped' | 'interrupted' | 'failed';

  constructor(verdict: 'stopped' | 'interrupted' | 'failed', message: string) {
    super(message);
    this.verdict = verdict;
  }
}

class Run {
  readonly #experiment: Experiment;
  readonly #system: ExperimentSystem;
  readonly #options: RunOptions;
  readonly #halt = new AbortController();
  readonly #phases: Phase[] = [];
  readonly #faults: { readonly id: string; readonly what: string; readonly fromMs: number; toMs: number }[] = [];
  readonly #work: Happening[] = [];
  #traffic: Traffic | undefined;
  #rounds = 0;
  #wholeAfterMs: number | null = null;

  constructor(experiment: Experiment, system: ExperimentSystem, options: RunOptions) {
    this.#experiment = experiment;
    this.#system = system;
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#halt.abort(new Halt('interrupted', 'it was interrupted')), {
      once: true,
    });
  }

  async run(): Promise<Report> {
    this.#options.progress(`seed ${this.#options.seed}`);
    await this.#rehearse();
    const { clock, random } = this.#system.runtime;
    const startedAt = new Date(clock.host()).toISOString();
    const variables = await currentVariables(this.#system.drill);
    const parts = { clock, random, aws: this.#system.aws, storeId: variables.STORE ?? '' };
    this.#traffic = new Traffic(parts, this.#experiment.traffic);
    const halted = await this.#goThrough().catch((error: unknown) => {
      if (error instanceof Halt) return error;
      throw error;
    });
    await this.clear();
    await this.#traffic.stop();
    const lost = halted === undefined ? await this.#traffic.lost() : [];
    await this.#traffic.tidy();
    return this.#report(startedAt, halted ?? undefined, lost);
  }

  /** Ends the faults of the experiment. */
  async clear(): Promise<void> {
    const nowMs = this.#traffic?.nowMs ?? 0;
    for (const fault of this.#faults) {
      await this.#system.injector.clear(fault.id);
      fault.toMs = Math.min(fault.toMs, nowMs);
    }
  }

  /** Finds what is wrong with a target before anything has been done. */
  async #rehearse(): Promise<void> {
    for (const [index, event] of this.#experiment.timeline.entries()) {
      if (!('fault' in event)) continue;
      try {
        await this.#system.injector.rehearse(await this.#chosen(event.fault));
      } catch (error) {
        if (error instanceof CommandError)
          throw new CommandError(`timeline[${index}].fault: ${error.message}`, error.exitCode);
        throw error;
      }
    }
    this.#rounds = 0;
  }

  async #goThrough(): Promise<void> {
    const { before, after, steady, expect } = this.#experiment;
    await this.#phase('before', steady, () => this.#sleep(before));
    const unsteady = this.#phases[0]?.findings ?? [];
    if (unsteady.length > 0) throw new Halt('failed', 'the system was not steady before the faults, so none was set');
    await this.#phase('during', expect.during, () => this.#during());
    await this.#phase('after', expect.after, async () => {
      await this.#recover();
      await this.#sleep(after);
    });
  }

  async #phase(name: PhaseName, checks: readonly Check[], work: () => Promise<void>): Promise<void> {
    const { progress } = this.#options;
    const traffic = this.#getTraffic();
    const fromMs = traffic.nowMs;
    progress(`${name} the faults …`.replace('during the faults', 'faults'));
    try {
      await work();
    } finally {
      const toMs = traffic.nowMs;
      const measures = measure(traffic.samples, fromMs, toMs);
      const wrong = measures.wrong === 0 ? [] : [`${measures.wrong} answers were wrong`];
      const found = this.#halt.signal.aborted ? [] : await this.#findings(checks, measures);
      this.#phases.push({
        name,
        fromMs,
        toMs,
        measures,
        findings: [...wrong, ...found].map((text) => `${name}: ${text}`),
      });
    }
  }

  async #findings(checks: readonly Check[], measures: Phase['measures']): Promise<readonly string[]> {
    const found: string[] = [];
    for (const check of checks) {
      const [name = ''] = Object.keys(check);
      if (MEASURES.includes(name)) found.push(...listed(measureFinding(check as MeasureCheck, measures)));
      else if ('whole' in check) found.push(...listed(this.#wholeFinding(check.whole)));
      else {
        const state = check as Exclude<Check, MeasureCheck | { whole: number }>;
        const { drill } = this.#system;
        found.push(...(await drillFindings(drill, [state], await currentVariables(drill))));
      }
    }
    return found;
  }

  #wholeFinding(limitMs: number): string | undefined {
    if (this.#wholeAfterMs === null) return `the system was not whole within ${WHOLE_MS_MAX / 1_000} s`;
    if (this.#wholeAfterMs <= limitMs) return undefined;
    return `the system was whole after ${(this.#wholeAfterMs / 1_000).toFixed(1)} s, and must be after ${limitMs / 1_000} s`;
  }

  async #during(): Promise<void> {
    const { during, timeline } = this.#experiment;
    const fromMs = this.#getTraffic().nowMs;
    const due = timeline
      .flatMap((event) => timesOf(event, this.#experiment).map((atMs) => ({ atMs, event })))
      .toSorted((a, b) => a.atMs - b.atMs);
    const over = new AbortController();
    const watching = this.#watchStop(AbortSignal.any([over.signal, this.#halt.signal]));
    const work: Promise<void>[] = [];
    try {
      for (const { atMs, event } of due) {
        await this.#sleepUntil(fromMs + atMs);
        if ('fault' in event) await this.#inject(event, fromMs + during);
        else work.push(this.#do(event.do));
      }
      await this.#sleepUntil(fromMs + during);
      await Promise.all(work);
    } finally {
      over.abort();
      await Promise.allSettled([...work, watching]);
    }
  }

  async #inject(event: Extract<TimelineEvent, { fault: unknown }>, endMs: number): Promise<void> {
    const fault = await this.#chosen(event.fault);
    const { id, ...added } = await this.#system.injector.add(fault).catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
      return this.#end(new Halt('failed', `a fault could not be set: ${error.message}`));
    });
    const fromMs = this.#getTraffic().nowMs;
    const forMs = 'for' in event.fault ? event.fault.for : undefined;
    const toMs = isMomentary(event.fault) ? fromMs : forMs === undefined ? endMs : fromMs + forMs;
    this.#faults.push({ id, what: describeFault(added), fromMs, toMs });
    this.#options.progress(`  ${describeFault(added)}`);
  }

  async #do(steps: Parameters<typeof runSteps>[1]): Promise<void> {
    const { drill } = this.#system;
    const traffic = this.#getTraffic();
    const show = (line: string) => {
      this.#work.push({ what: line, fromMs: traffic.nowMs, toMs: traffic.nowMs });
      this.#options.progress(`  ${line}`);
    };
    try {
      await runSteps(drill, steps, await currentVariables(drill), show);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.#end(new Halt('failed', error.message));
    }
  }

  /** The faults end; what does not heal by itself is repaired; then the system is waited for. */
  async #recover(): Promise<void> {
    const { clock } = this.#system.runtime;
    this.#getTraffic().calm();
    await this.clear();
    const clearedAtMs = clock.monotonic();
    if (this.#experiment.repair) await this.#do(this.#experiment.repair);
    if (!this.#experiment.expect.after.some((check) => 'whole' in check)) return;
    while (clock.monotonic() - clearedAtMs < WHOLE_MS_MAX) {
      const ailments = await this.#system.ailments();
      if (ailments.length === 0) {
        this.#wholeAfterMs = clock.monotonic() - clearedAtMs;
        return;
      }
      await this.#sleep(WHOLE_LOOK_MS);
    }
  }

  /** Ends the experiment when its stop condition comes true. */
  async #watchStop(signal: AbortSignal): Promise<void> {
    const { stop } = this.#experiment;
    const traffic = this.#getTraffic();
    const fromMs = traffic.nowMs;
    while (stop !== undefined && !signal.aborted) {
      await this.#system.runtime.clock.sleep(STOP_LOOK_MS, signal).catch(() => undefined);
      const nowMs = traffic.nowMs;
      if (nowMs - fromMs < stop.over) continue;
      const { success, requests } = measure(traffic.samples, nowMs - stop.over, nowMs);
      if (requests > 0 && success < stop.success)
        this.#halt.abort(new Halt('stopped', `only ${success.toFixed(1)} % succeeded in ${stop.over / 1_000} s`));
    }
  }

  /** The fault, with targets in place of what is left to chance. */
  async #chosen(fault: FaultInput): Promise<FaultInput> {
    const choose = async (target: string) => {
      const kind = RANDOM.exec(target)?.[1] as RandomKind | undefined;
      if (kind === undefined) return target;
      this.#rounds += 1;
      return chooseTarget(kind, await this.#system.injector.targets(), this.#options.seed, this.#rounds);
    };
    if ('between' in fault)
      return { ...fault, between: [await choose(fault.between[0]), await choose(fault.between[1])] };
    return 'target' in fault ? { ...fault, target: await choose(fault.target) } : fault;
  }

  #end(halt: Halt): never {
    this.#halt.abort(halt);
    throw halt;
  }

  #getTraffic(): Traffic {
    if (this.#traffic === undefined) throw new Error('the traffic has not begun');
    return this.#traffic;
  }

  async #sleepUntil(ms: number): Promise<void> {
    await this.#sleep(Math.max(0, ms - this.#getTraffic().nowMs));
  }

  async #sleep(ms: number): Promise<void> {
    await this.#system.runtime.clock.sleep(ms, this.#halt.signal);
  }

  #report(startedAt: string, halted: Halt | undefined, lost: readonly string[]): Report {
    const { name, title, hypothesis } = this.#experiment;
    const traffic = this.#getTraffic();
    const findings = [
      ...(halted === undefined ? [] : [halted.message]),
      ...this.#phases.flatMap((phase) => phase.findings),
      ...lost.map((what) => `lost: ${what}`),
    ];
    return {
      name,
      title,
      hypothesis,
      seed: this.#options.seed,
      startedAt,
      verdict: halted?.verdict ?? (findings.length === 0 ? 'passed' : 'failed'),
      findings,
      phases: this.#phases,
      faults: this.#faults.map(({ what, fromMs, toMs }) => ({ what, fromMs, toMs })),
      work: this.#work,
      wholeAfterMs: this.#wholeAfterMs,
      lost,
      seconds: secondsOf(traffic.samples, this.#phases.at(-1)?.toMs ?? 0),
    };
  }
}

function listed(finding: string | undefined): readonly string[] {
  return finding === undefined ? [] : [finding];
}
