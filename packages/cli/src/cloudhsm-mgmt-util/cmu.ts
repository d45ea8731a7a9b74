import type { Runtime } from '@keystorm/runtime';
import { EXIT_DONE, EXIT_FAILED, EXIT_MISUSED } from '../command-error.ts';
import { findCommand, noSuchCommand } from '../hsm-tools/find-command.ts';
import type { ToolIo } from '../hsm-tools/tool-io.ts';
import type { Command, Outcome } from './command.ts';
import { getAttribute, listAttributes, setAttribute } from './attributes.ts';
import { getCert } from './certificates.ts';
import { getHSMInfo } from './hsm-info.ts';
import { findAllKeys, getKeyInfo, shareKey } from './keys.ts';
import { loginHSM, logoutHSM } from './login.ts';
import { wordsOf } from '../hsm-tools/words.ts';
import * as quorum from './quorum.ts';
import { enableE2e, exit, info, quit, server } from './servers.ts';
import { type CmuOptions, CmuSession } from './session.ts';
import { syncKey, syncUser } from './sync.ts';
import { changePswd, createUser, deleteUser, listUsers } from './users.ts';

const help: Command = {
  name: 'help',
  parameters: '',
  summary: 'Show this list',
  limited: true,
  run({ terminal }, parameters) {
    if (parameters.length > 0) return 'misused';
    terminal.print('Any beginning of a name that fits no other one will do.');
    terminal.print('');
    for (const { name, parameters, summary } of COMMANDS) {
      terminal.print(`${name} ${parameters}`.trimEnd());
      terminal.print(`    ${summary}.`);
    }
    return 'done';
  },
};

const COMMANDS: readonly Command[] = [
  loginHSM,
  logoutHSM,
  listUsers,
  createUser,
  deleteUser,
  changePswd,
  findAllKeys,
  getKeyInfo,
  getAttribute,
  setAttribute,
  listAttributes,
  shareKey,
  syncUser,
  syncKey,
  quorum.registerQuorumPubKey,
  quorum.setMValue,
  quorum.getMValue,
  quorum.getToken,
  quorum.approveToken,
  quorum.listTokens,
  quorum.delToken,
  getHSMInfo,
  getCert,
  info,
  server,
  exit,
  enableE2e,
  help,
  quit,
];

const EXIT_CODES = { done: EXIT_DONE, failed: EXIT_FAILED, misused: EXIT_MISUSED } as const;

export interface CloudHsmMgmtUtil {
  /** Reads and runs commands until quit or the end of input. Resolves to the exit code: the worst of all commands. */
  run(): Promise<number>;
}

/**
 * The management tool of Client SDK 3: users of every HSM that its configuration lists, one HSM after the other.
 * Source: AWS CloudHSM User Guide, "cloudhsm_mgmt_util command line tool".
 */
export function createCloudHsmMgmtUtil(runtime: Runtime, io: ToolIo, options: CmuOptions): CloudHsmMgmtUtil {
  return {
    async run() {
      const session = new CmuSession(runtime, io, options);
      let exitCode: number = EXIT_DONE;
      try {
        await session.connect();
        while (!session.ended) {
          const line = await io.terminal.readCommand(session.prompt);
          if (line === undefined) break;
          exitCode = Math.max(exitCode, EXIT_CODES[await execute(session, line)]);
        }
      } finally {
        await session.close();
      }
      return exitCode;
    },
  };
}

async function execute(session: CmuSession, line: string): Promise<Outcome> {
  const { terminal } = session;
  const [word, ...parameters] = wordsOf(line);
  if (word === undefined) return 'done';
  const command = findCommand(COMMANDS, word);
  if (!('run' in command)) {
    terminal.print(noSuchCommand(command));
    return 'misused';
  }
  if (session.isLimited && !command.limited) {
    terminal.print(`${command.name} is not available in limited commands mode`);
    return 'failed';
  }
  const outcome = await command.run(session, parameters);
  if (outcome === 'misused') terminal.print(`Usage: ${command.name} ${command.parameters}`.trimEnd());
  return outcome;
}
