import type { Given, Option } from './options.ts';
import type { KmuSession } from './session.ts';

/** How a command ended. `misused`: it was not understood, and nothing was done. */
export type Outcome = 'done' | 'failed' | 'misused';

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly Option[];
  /** `misused` where the options do not go together; why has been said. */
  run(session: KmuSession, given: Given): Promise<Outcome> | Outcome;
}
