import type { Runtime } from '@keystorm/runtime';
import { EXIT_DONE, EXIT_FAILED } from '../command-error.ts';
import { findCommand, noSuchCommand } from '../hsm-tools/find-command.ts';
import type { ClientConfiguration } from '../hsm-tools/server-file.ts';
import type { ToolIo } from '../hsm-tools/tool-io.ts';
import { wordsOf } from '../hsm-tools/words.ts';
import type { Command, Outcome } from './command.ts';
import { deleteKey } from './delete.ts';
import { error2String } from './error-text.ts';
import { exSymKey } from './export-plain.ts';
import { findKey, findSingleKey } from './find.ts';
import { genRSAKeyPair, genSymKey } from './generate.ts';
import { helpLines } from './help.ts';
import { getHSMInfo, getPartitionInfo } from './hsm-info.ts';
import { imSymKey } from './import-plain.ts';
import { getAttribute, getKeyInfo, listAttributes } from './key-info.ts';
import { loginHSM, loginStatus, logoutHSM } from './login.ts';
import { extractMaskedObject, insertMaskedObject } from './masked.ts';
import { Given, type Misuse, readOptions, usageLines } from './options.ts';
import { KmuSession } from './session.ts';
import { setAttribute } from './set-attribute.ts';
import { listUsers } from './users.ts';
import { aesWrapUnwrap } from './wrapping.ts';
import { unWrapKey, wrapKey } from './wrapped-keys.ts';

const help: Command = {
  name: 'help',
  summary: 'Displays this information',
  options: [],
  run({ terminal }) {
    for (const line of helpLines(GROUPS)) terminal.print(line);
    return 'done';
  },
};

const exit: Command = {
  name: 'exit',
  summary: 'Exits this application',
  options: [],
  run(session) {
    session.ended = true;
    return 'done';
  },
};

/** As `help` lists them. */
const GROUPS: Readonly<Record<string, readonly Command[]>> = {
  '': [exit, help],
  'Configuration and Admin Commands': [getHSMInfo, getPartitionInfo, listUsers, loginStatus, loginHSM, logoutHSM],
  'Key Generation Commands': [genSymKey, genRSAKeyPair],
  'Key Import/Export Commands': [exSymKey, imSymKey, wrapKey, unWrapKey],
  'Key Management Commands': [deleteKey, setAttribute, getKeyInfo, findKey, findSingleKey, getAttribute],
  'Key Transfer Commands': [insertMaskedObject, extractMaskedObject],
  'Management Crypto Commands': [aesWrapUnwrap],
  'Helper Commands': [error2String, listAttributes],
};
const COMMANDS = Object.values(GROUPS).flat();

/** Its HSMs are in the order of their node ids. */
export interface KmuOptions extends ClientConfiguration {
  /** Words of commands to run instead of those that the terminal reads. The first failure ends them. */
  readonly commands?: readonly (readonly string[])[];
}

export interface KeyMgmtUtil {
  /** Reads and runs commands until exit or the end of input. Resolves to the exit code: the worst of all commands. */
  run(): Promise<number>;
}

/**
 * The key tool of Client SDK 3: the keys of one crypto user, on all HSMs of a cluster at once.
 * Source: AWS CloudHSM User Guide, "key_mgmt_util command line tool".
 */
export function createKeyMgmtUtil(runtime: Runtime, io: ToolIo, options: KmuOptions): KeyMgmtUtil {
  const { commands } = options;
  return {
    async run() {
      const session = new KmuSession(runtime, io, options);
      try {
        if ((await session.connected()).length === 0) {
          io.terminal.print('LIQUIDSECURITY: Daemon socket connection error');
          return EXIT_FAILED;
        }
        return commands === undefined ? await readCommands(session) : await runCommands(session, commands);
      } finally {
        await session.close();
      }
    },
  };
}

async function readCommands(session: KmuSession): Promise<number> {
  let exitCode: number = EXIT_DONE;
  while (!session.ended) {
    const line = await session.terminal.readCommand('Command:  ');
    if (line === undefined) break;
    if ((await execute(session, wordsOf(line))) !== 'done') exitCode = EXIT_FAILED;
  }
  return exitCode;
}

async function runCommands(session: KmuSession, commands: readonly (readonly string[])[]): Promise<number> {
  for (const words of commands) if ((await execute(session, words)) !== 'done') return EXIT_FAILED;
  return EXIT_DONE;
}

async function execute(session: KmuSession, [word, ...words]: readonly string[]): Promise<Outcome> {
  const { terminal } = session;
  if (word === undefined) return 'done';
  const command = findCommand(COMMANDS, word);
  if (!('run' in command)) {
    terminal.print(noSuchCommand(command));
    return 'misused';
  }
  const given = readOptions(command.options, words);
  const outcome = given instanceof Given ? await command.run(session, given) : misuse(session, given);
  if (outcome === 'misused')
    for (const line of usageLines(command.name, command.summary, command.options)) terminal.print(line);
  return outcome === 'misused' && isHelp(words) ? 'done' : outcome;
}

function misuse({ terminal }: KmuSession, { error }: Misuse): 'misused' {
  if (error !== undefined) terminal.print(`\tError: ${error}`);
  return 'misused';
}

function isHelp(words: readonly string[]): boolean {
  return words.length === 1 && words[0] === '-h';
}
