import type { CmuSession } from './session.ts';

/** How a command ended. `misused`: it was not understood, and nothing was done. */
export type Outcome = 'done' | 'failed' | 'misused';

export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly parameters: string;
  readonly summary: string;
  /** Whether it works while no server is trusted. */
  readonly limited: boolean;
  run(session: CmuSession, parameters: readonly string[]): Promise<Outcome> | Outcome;
}
