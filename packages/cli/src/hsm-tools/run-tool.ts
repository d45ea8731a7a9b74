import { type Command, CommanderError } from 'commander';
import { CommandError, EXIT_DONE, EXIT_FAILED, EXIT_MISUSED } from '../command-error.ts';
import { exitWhenWritten } from '../exit.ts';

/** Parses the command line, runs the tool, and ends the process with the exit code that it returns. */
export async function runTool<A extends unknown[]>(
  command: Command,
  run: (...args: A) => Promise<number>,
): Promise<never> {
  let exitCode: number = EXIT_DONE;
  try {
    await command
      .exitOverride()
      .showHelpAfterError('Use --help to see what there is.')
      .action(async (...args: unknown[]) => {
        exitCode = await run(...(args as A));
      })
      .parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? EXIT_DONE : EXIT_MISUSED;
    else {
      console.error(`${command.name()}: ${error instanceof Error ? error.message : String(error)}`);
      exitCode = error instanceof CommandError ? error.exitCode : EXIT_FAILED;
    }
  }
  return await exitWhenWritten(exitCode);
}
