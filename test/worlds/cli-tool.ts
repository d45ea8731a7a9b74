import type { Credentials } from '@keystorm/hsm-client';
import type { Runtime } from '@keystorm/runtime';
import { createCloudHsmCli } from '../../packages/cli/src/cloudhsm-cli/cli.ts';
import type { RetryMode } from '../../packages/cli/src/hsm-tools/cli-file.ts';
import type { CliCluster } from '../../packages/cli/src/cloudhsm-cli/session.ts';
import {
  type Keystrokes,
  type TypedFiles,
  TypedTerminal,
} from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import type { Typed } from './management-tool.ts';

const PROMPT = 'aws-cloudhsm > ';

export interface CliMachine {
  readonly runtime: Runtime;
  readonly files: TypedFiles;
  readonly clusters: readonly CliCluster[];
  readonly checkAvailability?: boolean;
  readonly retryMode?: RetryMode;
}

/** What the tool prints. */
export interface CliAnswer {
  readonly error_code: number;
  readonly data: unknown;
}

/** One run of cloudhsm-cli in interactive mode. */
export interface CliRun extends Typed {
  /** What was answered, command by command; the text where it is no JSON. */
  readonly answers: readonly (CliAnswer | string)[];
}

/** Runs cloudhsm-cli and types; input ends after the last line. */
export async function runCli(machine: CliMachine, ...input: readonly Keystrokes[]): Promise<CliRun> {
  const { runtime, files, clusters, checkAvailability = true, retryMode = 'standard' } = machine;
  const terminal = new TypedTerminal(input);
  const exitCode = await createCloudHsmCli(
    runtime,
    { terminal, files },
    { clusters, checkAvailability, retryMode },
  ).run();
  return cliRun({ screen: terminal.screen, exitCode });
}

export function cliRun({ screen, exitCode }: Typed): CliRun {
  const starts = [...screen.keys()].filter((index) => screen[index]?.startsWith(PROMPT));
  const answers = starts.slice(0, -1).map((start, index) => answerOf(screen.slice(start + 1, starts[index + 1])));
  return { screen, exitCode, answers };
}

/** Runs one command, as `cloudhsm-cli COMMAND` does. */
export async function runSingle(
  machine: CliMachine,
  command: readonly string[],
  user?: Credentials,
): Promise<Omit<CliRun, 'answers'> & { readonly answer: CliAnswer | string }> {
  const { runtime, files, clusters, checkAvailability = true, retryMode = 'standard' } = machine;
  const terminal = new TypedTerminal([]);
  const options = { clusters, checkAvailability, retryMode, command, ...(user !== undefined && { user }) };
  const exitCode = await createCloudHsmCli(runtime, { terminal, files }, options).run();
  return { screen: terminal.screen, exitCode, answer: answerOf(terminal.screen) };
}

function answerOf(lines: readonly string[]): CliAnswer | string {
  const start = lines.indexOf('{');
  const text = lines.slice(Math.max(start, 0)).join('\n');
  return start === -1 ? text : (JSON.parse(text) as CliAnswer);
}

export function done(data: unknown): CliAnswer {
  return { error_code: 0, data };
}

export function failed(text: string): CliAnswer {
  return { error_code: 1, data: text };
}
