import { isHsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { EXIT_DONE, EXIT_FAILED, EXIT_MISUSED } from '../command-error.ts';
import { noSuchCommand } from '../hsm-tools/find-command.ts';
import type { ToolIo } from '../hsm-tools/tool-io.ts';
import { wordsOf } from '../hsm-tools/words.ts';
import { activate, hsmInfo } from './cluster.ts';
import { CliError, type Command } from './command.ts';
import { cliErrorText } from './fan-out.ts';
import { generateAes } from './key-generation.ts';
import * as keys from './keys.ts';
import { logIn, login, logout } from './login.ts';
import * as mtls from './mtls.ts';
import { type Given, readParameters } from './parameters.ts';
import * as quorum from './quorum.ts';
import { type CliOptions, CliSession } from './session.ts';
import { beginsCommand, findCommand, usage } from './usage.ts';
import * as users from './users.ts';

const COMMANDS: readonly Command[] = [
  activate,
  hsmInfo,
  mtls.register,
  mtls.list,
  mtls.deregister,
  mtls.getEnforcement,
  mtls.setEnforcement,
  login,
  logout,
  users.list,
  users.create,
  users.remove,
  users.changePassword,
  users.changeMfa,
  users.replicate,
  quorum.register,
  quorum.generate,
  quorum.list,
  quorum.listValues,
  quorum.setValue,
  quorum.remove,
  keys.list,
  generateAes,
  keys.remove,
  keys.setAttribute,
  keys.share,
  keys.unshare,
  keys.replicate,
];
const QUIT = ['quit', 'exit'];
const INDENT = 2;

export interface CloudHsmCli {
  /** Runs one command, or those that the terminal reads. Resolves to the exit code: the worst of all commands. */
  run(): Promise<number>;
}

/**
 * The tool of Client SDK 5: users and keys of all HSMs of a cluster, answered in JSON.
 * Source: AWS CloudHSM User Guide, "CloudHSM CLI".
 */
export function createCloudHsmCli(runtime: Runtime, io: ToolIo, options: CliOptions): CloudHsmCli {
  return {
    async run() {
      const session = new CliSession(runtime, io, options);
      try {
        return options.command === undefined
          ? await readCommands(session)
          : await execute(session, options.command, options);
      } finally {
        await session.close();
      }
    },
  };
}

async function readCommands(session: CliSession): Promise<number> {
  let exitCode: number = EXIT_DONE;
  for (;;) {
    const line = await session.terminal.readCommand('aws-cloudhsm > ');
    const words = wordsOf(line ?? '');
    if (line === undefined || QUIT.includes(words[0] ?? '')) return exitCode;
    if (words.length > 0) exitCode = Math.max(exitCode, await execute(session, words, {}));
  }
}

async function execute(
  session: CliSession,
  words: readonly string[],
  { user }: Pick<CliOptions, 'user'>,
): Promise<number> {
  const isHelp = words[0] === 'help' || words.at(-1) === '--help';
  const named = words[0] === 'help' ? words.slice(1) : words.filter((word) => word !== '--help');
  const found = findCommand(COMMANDS, named);
  if (isHelp || found === undefined) {
    // The first words of a command are asked about, not mistaken.
    if (!isHelp && !beginsCommand(COMMANDS, named)) say(session, `error: ${noSuchCommand([])}`);
    else for (const line of usage(COMMANDS, found?.command, named)) say(session, line);
    return isHelp ? EXIT_DONE : EXIT_MISUSED;
  }
  const { command, rest } = found;
  const given = readParameters(command.parameters, rest);
  if (typeof given === 'string') {
    for (const line of [...given.split('\n'), '', ...usage(COMMANDS, command, [])]) say(session, line);
    return EXIT_MISUSED;
  }
  return await answer(session, command, given, user);
}

/** Runs a command and prints its answer, or why there is none. */
async function answer(session: CliSession, command: Command, given: Given, user: CliOptions['user']): Promise<number> {
  try {
    if (user !== undefined && command.login === 'needed')
      for (const group of session.groupsOf(given)) await logIn(group, user);
    sayJson(session, 0, await command.run(session, given));
    return EXIT_DONE;
  } catch (error) {
    if (error instanceof CliError) sayJson(session, 1, error.message);
    else if (isHsmError(error)) sayJson(session, 1, cliErrorText(error));
    else throw error;
    return EXIT_FAILED;
  }
}

function sayJson(session: CliSession, code: 0 | 1, data: unknown): void {
  for (const line of JSON.stringify({ error_code: code, data }, null, INDENT).split('\n')) say(session, line);
}

function say({ terminal }: CliSession, line: string): void {
  terminal.print(line);
}
