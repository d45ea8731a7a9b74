import type { CliSession } from './session.ts';
import type { Given, Parameter } from './parameters.ts';

/** What a command prints behind `data`. */
export type Data = string | Readonly<Record<string, unknown>>;

/** Who may use a command, which decides whether a login is made for one that was started alone. */
type Login = 'needed' | 'not needed';

export interface Command {
  /** Its words, as in `['user', 'list']`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly login: Login;
  /** Throws CliError, HsmError. */
  run(session: CliSession, given: Given): Promise<Data>;
}

/** Why a command failed, as it is printed. */
export class CliError extends Error {
  override name = 'CliError';
}
