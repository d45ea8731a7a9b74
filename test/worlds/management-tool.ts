import type { Logger, Runtime } from '@keystorm/runtime';
import { createCloudHsmMgmtUtil } from '../../packages/cli/src/cloudhsm-mgmt-util/cmu.ts';
import type { ConfiguredServer } from '../../packages/cli/src/hsm-tools/server-file.ts';
import { type Keystrokes, TypedFiles, TypedTerminal } from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';

/** Where the operator keeps the certificate authority, among the tool's files. */
export const TRUST_ANCHOR = '/etc/customerCA.crt';
export const FAREWELL = 'disconnecting from servers, please wait...';
/** What a person sees before a critical operation. */
export const CAUTION = [
  '*************************CAUTION********************************',
  'This is a CRITICAL operation, should be done on all nodes in the',
  'cluster. AWS does NOT synchronize these changes automatically with the',
  'nodes on which this operation is not executed or failed, please',
  'ensure this operation is executed on all nodes in the cluster.',
  '****************************************************************',
  '',
];

/** What a tool has shown, and how it ended. */
export interface Typed {
  readonly screen: readonly string[];
  readonly exitCode: number;
}

/** One run of cloudhsm_mgmt_util. */
export interface ToolRun extends Typed {
  /** From the first prompt to the last. */
  readonly dialogue: readonly string[];
}

export interface ToolMachine {
  readonly runtime: Runtime;
  readonly files: TypedFiles;
  readonly servers: readonly ConfiguredServer[];
  readonly legacyText?: boolean;
}

/** Runs cloudhsm_mgmt_util and types; input ends after the last line. */
export async function runManagementTool(machine: ToolMachine, ...input: readonly Keystrokes[]): Promise<ToolRun> {
  const { runtime, files, servers, legacyText = false } = machine;
  const terminal = new TypedTerminal(input);
  const exitCode = await createCloudHsmMgmtUtil(runtime, { terminal, files }, { servers, legacyText }).run();
  return toolRun({ screen: terminal.screen, exitCode });
}

export function toolRun({ screen, exitCode }: Typed): ToolRun {
  const first = screen.findIndex((line) => line.startsWith('aws-cloudhsm>'));
  return { screen, dialogue: screen.slice(first, screen.lastIndexOf(FAREWELL)), exitCode };
}

/** What the tool says to the last command of these words. */
export function answerTo({ dialogue }: ToolRun, command: string): readonly string[] {
  const start = dialogue.findLastIndex((line) => line.endsWith(`>${command}`));
  const end = dialogue.findIndex((line, index) => index > start && /^(aws-cloudhsm|server\d+)>/.test(line));
  return dialogue.slice(start + 1, end === -1 ? undefined : end);
}

/** Keeps what a tool logs. */
export function logInto(lines: string[]): Logger {
  const add = (_fields: object, message: string) => void lines.push(message);
  const log: Logger = { debug: add, info: add, warn: add, error: add, child: () => log };
  return log;
}
