import { isHsmError } from '@keystorm/protocol';
import { errorText, type HsmServer } from '../hsm-tools/hsm-server.ts';
import type { Outcome } from './command.ts';
import type { CmuSession } from './session.ts';

/** What a command does on each server, and what it says. */
export interface ServerWork {
  readonly name: string;
  run(server: HsmServer): Promise<void>;
  /** Follows the reason, for example `creating user on server 0(10.0.2.9) failed`. */
  failure(server: HsmServer): string;
  /** Undoes it on a server where it was done. */
  readonly undo?: (server: HsmServer) => Promise<void>;
}

/** What can be done about a failure on one server. */
type Choice = 'retry' | 'ignore' | 'abort' | 'roll back';

interface Question {
  readonly text: string;
  readonly choices: Readonly<Record<string, Choice>>;
}

const ABORTABLE: Question = {
  text: 'Retry/Ignore/Abort?(R/I/A):',
  choices: { R: 'retry', I: 'ignore', A: 'abort' },
};
const REVERSIBLE: Question = {
  text: 'Retry/rollBack/Ignore?(R/B/I):',
  choices: { R: 'retry', B: 'roll back', I: 'ignore' },
};

/**
 * Does something on one server after the other. A failure stops it there and asks: retry on this server, leave it out,
 * abort and leave the earlier servers changed, or undo it there. HSMs never synchronize users: what was left out stays
 * different. Source: AWS CloudHSM User Guide, "Using CMU to manage users".
 */
export async function onEachServer(
  session: CmuSession,
  servers: readonly HsmServer[],
  work: ServerWork,
): Promise<Outcome> {
  const changed: HsmServer[] = [];
  for (const server of servers) {
    const choice = await insist(session, server, work);
    if (choice === undefined) changed.push(server);
    else if (choice === 'ignore') continue;
    else {
      if (choice === 'roll back') await rollBack(session, changed, work);
      return 'failed';
    }
  }
  return changed.length === servers.length ? 'done' : 'failed';
}

/** Undefined when it was done in the end. */
async function insist(session: CmuSession, server: HsmServer, work: ServerWork): Promise<Choice | undefined> {
  while (!(await attempt(session, server, work))) {
    const choice = await ask(session, work.undo === undefined ? ABORTABLE : REVERSIBLE);
    if (choice !== 'retry') return choice;
    await server.look();
  }
  return undefined;
}

async function rollBack(session: CmuSession, changed: readonly HsmServer[], { undo }: ServerWork): Promise<void> {
  await onEveryServer(session, changed, {
    name: 'rollBack',
    async run(server) {
      await undo?.(server);
      session.terminal.print(`rollBack success on server ${server.label}`);
    },
    failure: ({ label }) => `rollBack failed on server ${label}`,
  });
}

/** Like onEachServer, for what changes nothing, or may be repeated as a whole: a failure is told, and the rest is done. */
export async function onEveryServer(
  session: CmuSession,
  servers: readonly HsmServer[],
  work: ServerWork,
): Promise<Outcome> {
  let failures = 0;
  for (const server of servers) if (!(await attempt(session, server, work))) failures += 1;
  return failures === 0 ? 'done' : 'failed';
}

async function attempt({ terminal }: CmuSession, server: HsmServer, work: ServerWork): Promise<boolean> {
  try {
    await work.run(server);
    return true;
  } catch (error) {
    if (!isHsmError(error)) throw error;
    terminal.print(`${work.name} failed: ${errorText(error)}`);
    terminal.print(work.failure(server));
    return false;
  }
}

async function ask({ terminal }: CmuSession, { text, choices }: Question): Promise<Choice> {
  for (;;) {
    terminal.print('');
    const answer = await terminal.ask(text);
    if (answer === undefined) return 'abort';
    const choice = choices[answer.trim().toUpperCase()];
    if (choice !== undefined) return choice;
    terminal.print(`Invalid option, please type one of ${Object.keys(choices).join(', ')}`);
  }
}
