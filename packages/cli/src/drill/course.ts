import { z } from 'zod';
import { CommandError } from '../command-error.ts';
import { findings } from './checks.ts';
import type { Drill } from './drill-file.ts';
import type { DrillSystem } from './drill-system.ts';
import { runSteps } from './steps.ts';
import { currentVariables, type Variables } from './variables.ts';

const PROGRESS_FILE = 'drill.json';
/** Known from the system itself; never kept, because repairs change them. */
const Progress = z.strictObject({
  /** The drill's file. */
  file: z.string(),
  /** Whether the trainee knows which drill it is. */
  named: z.boolean(),
  startedAtMs: z.number(),
  hints: z.int().nonnegative(),
  /** What the start has saved. */
  saved: z.record(z.string(), z.string()),
});
/** How far a drill is that was started. */
export type Progress = z.output<typeof Progress>;

export interface Verdict {
  /** Empty when the system is repaired. */
  readonly findings: readonly string[];
  /** Since the start of the drill, milliseconds. */
  readonly tookMs: number;
}

/** Takes a system through a drill: into its condition, and out of it. */
export class Course {
  readonly #system: DrillSystem;
  readonly #drill: Drill;

  constructor(system: DrillSystem, drill: Drill) {
    this.#system = system;
    this.#drill = drill;
  }

  /** Brings the system into the condition, and keeps that on record. Throws CommandError where the system is not well. */
  async start(
    options: { readonly file: string; readonly named: boolean },
    show: (line: string) => void,
  ): Promise<void> {
    const system = this.#system;
    const before = await currentVariables(system);
    const ailing = await findings(system, [{ store: 'CONNECTED' }, { hsms: 2, zones: 2 }], before);
    if (ailing.length > 0)
      throw new CommandError(
        `A drill begins on a system that is well. ${ailing.join(' ')} \`npx keystorm lab reset\` repairs everything.`,
      );
    const after = await runSteps(system, this.#drill.start, before, show);
    const saved = Object.fromEntries(Object.entries(after).filter(([name]) => !(name in before)));
    await keep(system, { ...options, startedAtMs: system.runtime.clock.host(), hints: 0, saved });
  }

  /** The next hint; undefined when there are no more. */
  async hint(progress: Progress): Promise<string | undefined> {
    const hint = this.#drill.hints[progress.hints];
    if (hint === undefined) return undefined;
    await keep(this.#system, { ...progress, hints: progress.hints + 1 });
    return hint.replaceAll(/\$([A-Z][A-Z0-9_]*)/g, (text, name: string) => progress.saved[name] ?? text);
  }

  /** Looks at the system. A drill that is repaired is over. */
  async check(progress: Progress): Promise<Verdict> {
    const found = await findings(this.#system, this.#drill.check, await this.#variables(progress));
    if (found.length === 0) await stop(this.#system);
    return { findings: found, tookMs: this.#system.runtime.clock.host() - progress.startedAtMs };
  }

  /** Does the documented repair, showing each command. */
  async solve(progress: Progress, show: (line: string) => void): Promise<void> {
    await runSteps(this.#system, this.#drill.solve, await this.#variables(progress), show);
  }

  async #variables({ saved }: Progress): Promise<Variables> {
    return { ...(await currentVariables(this.#system)), ...saved };
  }
}

/** The drill that was started, if any. */
export async function progressOf({ runtime }: DrillSystem): Promise<Progress | undefined> {
  const kept = await runtime.storage.readFile(PROGRESS_FILE);
  return kept === undefined ? undefined : Progress.parse(JSON.parse(kept.toString('utf8')));
}

/** Forgets the drill, and ends what it has left open. The system stays as it is. */
export async function stop(system: DrillSystem): Promise<void> {
  await system.endOpen();
  await system.runtime.storage.removeFile(PROGRESS_FILE);
}

async function keep({ runtime }: DrillSystem, progress: Progress): Promise<void> {
  await runtime.storage.writeFile(PROGRESS_FILE, Buffer.from(JSON.stringify(progress)));
}
