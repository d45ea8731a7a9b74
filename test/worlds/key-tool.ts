import { HSM_ERRORS, HsmError, type HsmErrorCode } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { errorText } from '../../packages/cli/src/hsm-tools/hsm-server.ts';
import type { ConfiguredServer } from '../../packages/cli/src/hsm-tools/server-file.ts';
import {
  type Keystrokes,
  type TypedFiles,
  TypedTerminal,
} from '../../packages/cli/src/hsm-tools/typed-terminal.fixture.ts';
import { createKeyMgmtUtil } from '../../packages/cli/src/key-mgmt-util/kmu.ts';
import type { Typed } from './management-tool.ts';

const PROMPT = 'Command:  ';

/** One run of key_mgmt_util. Its screen has no empty lines; lines are trimmed, and runs of blanks are one: nobody agrees on how many there are. */
export interface KeyToolRun extends Typed {
  /** What the tool says to the last command of these words, without empty lines. */
  answerTo(command: string): readonly string[];
}

export interface KeyToolMachine {
  readonly runtime: Runtime;
  readonly files: TypedFiles;
  readonly servers: readonly ConfiguredServer[];
  readonly minimumNodes?: number;
}

/** Runs key_mgmt_util and types; input ends after the last line. */
export async function runKeyTool(machine: KeyToolMachine, ...input: readonly Keystrokes[]): Promise<KeyToolRun> {
  const { runtime, files, servers, minimumNodes = 1 } = machine;
  const terminal = new TypedTerminal(input);
  const exitCode = await createKeyMgmtUtil(runtime, { terminal, files }, { servers, minimumNodes }).run();
  return keyToolRun({ screen: terminal.screen, exitCode });
}

export function keyToolRun({ screen: shown, exitCode }: Typed): KeyToolRun {
  const screen = shown.map(tidy).filter((line) => line !== '');
  return {
    screen,
    exitCode,
    answerTo(command) {
      const start = screen.lastIndexOf(tidy(`${PROMPT}${command}`));
      const end = screen.findIndex((line, index) => index > start && line.startsWith(PROMPT.trim()));
      return screen.slice(start + 1, end === -1 ? undefined : end);
    },
  };
}

function tidy(line: string): string {
  return line.trim().replaceAll(/\s+/g, ' ');
}

/** `Cfm3… returned: 0x00 : HSM Return: SUCCESS`, or why it failed. */
export function returned(name: string, code?: HsmErrorCode): string {
  return `Cfm3${name} returned: 0x${hex(code, 2)} : ${textOf(code)}`;
}

/** `Cluster Error Status`, and the state of each node: `undefined` where all is well. */
export function nodes(states: Readonly<Record<number, HsmErrorCode | undefined>>): readonly string[] {
  const lines = Object.entries(states).map(
    ([id, code]) => `Node id ${id} and err state 0x${hex(code, 8)} : ${textOf(code)}`,
  );
  return ['Cluster Error Status', ...lines];
}

export const ALL_WELL = nodes({ 0: undefined, 1: undefined, 2: undefined });

function hex(code: HsmErrorCode | undefined, digits: number): string {
  return (code === undefined ? 0 : HSM_ERRORS[code].vendor).toString(16).padStart(digits, '0');
}

function textOf(code: HsmErrorCode | undefined): string {
  return code === undefined ? 'HSM Return: SUCCESS' : errorText(new HsmError(code));
}
