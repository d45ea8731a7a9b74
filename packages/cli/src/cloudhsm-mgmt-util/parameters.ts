import type { Credentials } from '@keystorm/hsm-client';
import { HsmError } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { errorText } from '../hsm-tools/hsm-server.ts';
import { userTypeOf } from '../hsm-tools/user-types.ts';
import type { Command, Outcome } from './command.ts';
import type { CmuSession } from './session.ts';

const ASK_PASSWORD = '-hpswd';
const SECOND_FACTOR = '-2fa';
/** Commands of which a word is a password. */
const WITH_PASSWORD = ['loginHSM', 'createUser', 'changePswd'];
const PASSWORD_POSITION = 3;

/** Whether a line holds a password, so that it must be kept nowhere. */
export function carriesSecret(line: string): boolean {
  const words = wordsOf(line);
  const [name = ''] = words;
  const password = words[PASSWORD_POSITION] ?? ASK_PASSWORD;
  return password !== ASK_PASSWORD && WITH_PASSWORD.some((command) => command.startsWith(name));
}

export function wordsOf(line: string): readonly string[] {
  return line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** A whole number that fits the HSM's 32 bits. */
export function numberOf(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value <= 0xffff_ffff ? value : undefined;
}

/** Reads `<type> <name> <password|-hpswd>`; where the password is to be asked for, once or twice. */
export async function readUser(
  session: CmuSession,
  { name }: Command,
  parameters: readonly string[],
  questions: readonly string[],
): Promise<Credentials | Outcome> {
  const [type, userName, given, option] = parameters;
  if (type === undefined || userName === undefined || given === undefined) return 'misused';
  if (option === SECOND_FACTOR) return fail(session, `${name} failed: these HSMs know no second factor`);
  if (option !== undefined) return 'misused';
  const userType = userTypeOf(type);
  if (userType === undefined) return fail(session, `${name} failed: ${errorText(new HsmError('INVALID_USER_TYPE'))}`);
  const password = given === ASK_PASSWORD ? await askPassword(session, questions) : new Secret(given);
  return password === undefined ? 'failed' : { userType, userName, password };
}

async function askPassword(
  { terminal }: CmuSession,
  questions: readonly string[],
): Promise<Secret<string> | undefined> {
  const answers: Secret<string>[] = [];
  for (const question of questions) {
    const answer = await terminal.askSecret(question);
    if (answer === undefined) return undefined;
    answers.push(answer);
  }
  const [first] = answers;
  if (answers.every((answer) => answer.reveal() === first?.reveal())) return first;
  terminal.print('The passwords differ.');
  return undefined;
}

function fail({ terminal }: CmuSession, text: string): Outcome {
  terminal.print(text);
  return 'failed';
}
