import type { Credentials } from '@keystorm/hsm-client';
import { HsmError } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { askPassword } from '../hsm-tools/ask-password.ts';
import { errorText } from '../hsm-tools/hsm-server.ts';
import { userTypeOf } from '../hsm-tools/user-types.ts';
import { wordsOf } from '../hsm-tools/words.ts';
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

/** A user as it was typed. */
export interface TypedUser extends Credentials {
  /** Where what is to be signed goes, if the user is to have a second factor. */
  readonly factorFile: string | undefined;
}

/** Reads `<type> <name> <password|-hpswd> [-2fa <file>]`; where the password is to be asked for, once or twice. */
export async function readUser(
  session: CmuSession,
  { name }: Command,
  parameters: readonly string[],
  questions: readonly string[],
): Promise<TypedUser | Outcome> {
  const [type, userName, given, option, factorFile, more] = parameters;
  if (type === undefined || userName === undefined || given === undefined || more !== undefined) return 'misused';
  if (option !== undefined && (option !== SECOND_FACTOR || factorFile === undefined)) return 'misused';
  const userType = userTypeOf(type);
  if (userType === undefined) return fail(session, `${name} failed: ${errorText(new HsmError('INVALID_USER_TYPE'))}`);
  const password = given === ASK_PASSWORD ? await askPassword(session.terminal, questions) : new Secret(given);
  return password === undefined ? 'failed' : { userType, userName, password, factorFile };
}

/** Says why a command fails. */
export function fail({ terminal }: CmuSession, text: string): 'failed' {
  terminal.print(text);
  return 'failed';
}
