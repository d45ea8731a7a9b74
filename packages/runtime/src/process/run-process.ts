import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { followSupervisor, type Supervision } from './faults/supervision.ts';
import { NewerDataError } from '../storage-errors.ts';

const EXIT_FAILED = 1;
/** Starting it again in the same way is useless; whoever supervises it need not try. */
const EXIT_MISUSED = 2;
/** A service that does not stop in this time is left as it is: everything acknowledged is on disk. */
const STOP_MS_MAX = 10_000;

/** The process was started wrongly: a message for people, without a stack. */
export class MisuseError extends Error {
  override name = 'MisuseError';
}

export interface ProcessPlan<Config extends { readonly exitWithParent: boolean }> {
  /** Name of the program, for its usage. */
  readonly name: string;
  /** Checks the content of the configuration file; the message of what it throws names every mistake. */
  readonly parse: (content: unknown) => Config;
  /** Starts the service. Its errors are told without a stack, exit code 1. */
  readonly start: (config: Config, supervision: Supervision) => Promise<{ stop(): Promise<void> }>;
}

/**
 * The life of a daemon: `--config FILE`, start, run until SIGTERM, SIGINT, or the end of standard input, stop. Exit code 1
 * when it cannot start now, 2 when it never will, for its configuration or for data of a newer version.
 */
export async function runProcess<Config extends { readonly exitWithParent: boolean }>(
  plan: ProcessPlan<Config>,
): Promise<never> {
  try {
    const config = plan.parse(readConfig(plan.name));
    const end = toldToEnd(config.exitWithParent);
    const service = await plan.start(config, await followSupervisor());
    await end;
    setTimeout(() => process.exit(EXIT_FAILED), STOP_MS_MAX).unref();
    await service.stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(error instanceof MisuseError || error instanceof NewerDataError ? EXIT_MISUSED : EXIT_FAILED);
  }
}

function readConfig(name: string): unknown {
  const file = configFile(name);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new MisuseError(`Cannot read the configuration file ${file}: ${messageOf(error)}`);
  }
}

function configFile(name: string): string {
  try {
    const { config } = parseArgs({ options: { config: { type: 'string' } } }).values;
    if (config !== undefined) return config;
  } catch (error) {
    throw new MisuseError(messageOf(error));
  }
  throw new MisuseError(`Usage: ${name} --config FILE`);
}

/** Resolves when the process is told to end. */
function toldToEnd(exitWithParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (exitWithParent) {
      const { stdin } = process;
      stdin.once('end', () => resolve());
      stdin.once('error', () => resolve());
      stdin.resume();
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
