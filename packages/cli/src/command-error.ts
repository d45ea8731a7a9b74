/** Done as asked. */
export const EXIT_DONE = 0;
/** The command was understood, and failed. */
export const EXIT_FAILED = 1;
/** The command was used wrongly. */
export const EXIT_MISUSED = 2;

/** Why a command failed, for people: what is wrong and what to do. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT_FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}
