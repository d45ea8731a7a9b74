import type { Credentials } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { askPassword } from '../hsm-tools/ask-password.ts';
import { wordsOf } from '../hsm-tools/words.ts';
import { CliError } from './command.ts';
import { type Given, NEW_PASSWORD, type Parameter, PASSWORD, ROLE, USERNAME } from './parameters.ts';
import { typeOf } from './roles.ts';
import type { CliSession } from './session.ts';

export const ASKED_ONCE = ['Enter password:'];
export const ASKED_TWICE = ['Enter password:', 'Confirm password:'];

/** Whether a line holds a password, so that it must be kept nowhere. */
export function carriesSecret(line: string): boolean {
  return wordsOf(line).some((word) =>
    [PASSWORD, NEW_PASSWORD].some(({ name }) => word === name || word.startsWith(`${name}=`)),
  );
}

/** Throws CliError. */
export async function passwordOf(
  { terminal }: CliSession,
  given: Given,
  questions: readonly string[],
  { name }: Parameter = PASSWORD,
): Promise<Secret<string>> {
  const typed = given.text(name);
  const password = typed === undefined ? await askPassword(terminal, questions) : new Secret(typed);
  if (password === undefined) throw new CliError('No password was given');
  return password;
}

/** The user whom a command names, with a password. */
export async function userOf(
  session: CliSession,
  given: Given,
  questions: readonly string[],
  parameter: Parameter = PASSWORD,
): Promise<Credentials> {
  const userType = typeOf(given.text(ROLE.name) ?? '');
  const password = await passwordOf(session, given, questions, parameter);
  return { userType, userName: given.text(USERNAME.name) ?? '', password };
}

/**
 * Who logs in for a single command, as the environment says: CLOUDHSM_ROLE, and CLOUDHSM_PIN with name and password.
 * Source: AWS CloudHSM User Guide, "CloudHSM CLI", "Single command mode".
 */
export function userOfEnvironment(role: string | undefined, pin: string | undefined): Credentials | undefined {
  if (role === undefined || pin === undefined) return undefined;
  const colon = pin.indexOf(':');
  if (colon === -1) throw new CliError('CLOUDHSM_PIN is not <username>:<password>');
  return { userType: typeOf(role), userName: pin.slice(0, colon), password: new Secret(pin.slice(colon + 1)) };
}
