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
}

const CHOICES = { R: 'retry', I: 'ignore', A: 'abort' } as const;
type Choice = (typeof CHOICES)[keyof typeof CHOICES];

/**
 * Does something on one server after the other. A failure stops it there and asks: retry on this server, leave it out,
 * or abort and leave the earlier servers changed. HSMs never synchronize users: what was ignored stays different.
 * Source: AWS CloudHSM User Guide, "Using CMU to manage users".
 */
export async function onEachServer(
  session: CmuSession,
  servers: readonly HsmServer[],
  work: ServerWork,
): Promise<Outcome> {
  let outcome: Outcome = 'done';
  for (const server of servers) {
    let choice: Choice | undefined;
    while (!(await attempt(session, server, work))) {
      choice = await askHowToGoOn(session);
      if (choice !== 'retry') break;
      await server.look();
    }
    if (choice === undefined || choice === 'retry') continue;
    outcome = 'failed';
    if (choice === 'abort') break;
  }
  return outcome;
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

async function askHowToGoOn({ terminal }: CmuSession): Promise<Choice> {
  for (;;) {
    terminal.print('');
    const answer = await terminal.ask('Retry/Ignore/Abort?(R/I/A):');
    if (answer === undefined) return 'abort';
    const choice = CHOICES[answer.trim().toUpperCase() as keyof typeof CHOICES];
    if (choice !== undefined) return choice;
    terminal.print("Invalid option, please type 'R', 'I' or 'A'");
  }
}
