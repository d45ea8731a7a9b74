import { createInterface } from 'node:readline';
import type { Credentials, HsmConnection } from '@keystorm/hsm-client';
import { type HsmInfo, type HsmUser, isHsmError, type UserType } from '@keystorm/protocol';
import { invariant, Secret } from '@keystorm/runtime';
import { reflectServices } from '@keystorm/runtime/process';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { ALL_HSMS, type ReachedHsm, withHsms } from '../hsm-access.ts';
import { openTerminal } from '../hsm-tools/process-io.ts';
import { userTypeText } from '../hsm-tools/user-types.ts';
import { tableLines } from '../table.ts';

const CALL_MS = 5_000;
const PASSWORD_VARIABLE = 'KEYSTORM_HSM_PASSWORD';

export interface HsmOptions {
  readonly dataDir: string;
  readonly json?: boolean;
}

export interface AsUser extends HsmOptions {
  readonly user: HsmUserName;
  /** Whether the password is a line of standard input. */
  readonly passwordStdin?: boolean;
}

export interface CryptoOptions extends AsUser {
  /** Handle of the key object. */
  readonly key: number;
  /** Additional authenticated data, base64. */
  readonly aad: string;
}

/** A user as it is named at the command line, such as CU:alice. */
export interface HsmUserName {
  readonly userType: UserType;
  readonly userName: string;
}

/** Shows what an HSM says of itself. Needs no login. */
export async function info(target: string, options: HsmOptions): Promise<void> {
  await show(target, options, ({ connection }) => connection.info(), infoLines);
}

function infoLines(answer: HsmInfo): string[] {
  return tableLines(
    ['property', 'value'],
    Object.entries(answer).map(([name, value]) => [name, String(value)]),
  );
}

/** Shows the services of an HSM and their methods, as the HSM describes them itself. Needs no login. */
export async function services(target: string, options: HsmOptions): Promise<void> {
  const ask = ({ endpoint: { address }, trustAnchor }: ReachedHsm) =>
    reflectServices({ address, tls: { trustAnchor } }, CALL_MS);
  await show(target, options, ask, (answer) => {
    const message = (name: string, isStream: boolean) => `${isStream ? 'stream ' : ''}${name.split('.').at(-1)}`;
    const rows = answer.flatMap(({ name, methods }) =>
      methods.map((method) => [
        name,
        method.name,
        message(method.request, method.requestStream),
        message(method.response, method.responseStream),
      ]),
    );
    return tableLines(['service', 'method', 'request', 'answer'], rows);
  });
}

/** Shows the users of an HSM. Needs no login. */
export async function users(target: string, options: HsmOptions): Promise<void> {
  await show(target, options, ({ connection }) => connection.listUsers(), userLines);
}

function userLines(answer: readonly HsmUser[]): string[] {
  const rows = answer.map(({ userId, userType, userName, loginFailureCount, locked }) => [
    String(userId),
    userTypeText(userType),
    userName,
    String(loginFailureCount),
    locked ? 'yes' : 'no',
  ]);
  return tableLines(['id', 'type', 'name', 'failed logins', 'locked'], rows);
}

/** Tries a password. The login ends with the command. */
export async function login(hsmId: string, options: AsUser): Promise<void> {
  const { userType, userName } = options.user;
  const { userId } = await withLogin(hsmId, options, (_hsm, answer) => Promise.resolve(answer));
  const lines = [`${hsmId} takes the password of ${userTypeText(userType)} ${userName}, user ${userId}.`];
  print(options, { hsmId, userId, userType, userName }, lines);
}

/** Shows the key objects that a user may see on an HSM. */
export async function keys(target: string, options: AsUser): Promise<void> {
  const credentials = await credentialsOf(options);
  const ask = async ({ connection }: ReachedHsm) => {
    await connection.login(credentials);
    return (await connection.findKeys({})).map(({ handle, ownerName, attributes }) => ({
      handle,
      ownerName,
      label: attributes?.label ?? '',
      id: attributes?.id.toString('hex') ?? '',
    }));
  };
  await show(target, options, ask, (answer) => {
    const rows = answer.map(({ handle, ownerName, label, id }) => [String(handle), ownerName, label, id]);
    return tableLines(['handle', 'owner', 'label', 'id'], rows);
  });
}

/** Encrypts base64; prints initialization vector, ciphertext and tag as base64. */
export async function encrypt(hsmId: string, plaintext: string, options: CryptoOptions): Promise<void> {
  const [bytes, additionalData] = [fromBase64(plaintext, 'The plaintext'), fromBase64(options.aad, '--aad')];
  const answer = await withLogin(hsmId, options, (hsm) => hsm.encrypt(options.key, bytes, additionalData));
  const ciphertext = answer.toString('base64');
  print(options, { ciphertext }, [ciphertext]);
}

/** Decrypts what `encrypt` printed; prints base64. */
export async function decrypt(hsmId: string, ciphertext: string, options: CryptoOptions): Promise<void> {
  const [bytes, additionalData] = [fromBase64(ciphertext, 'The ciphertext'), fromBase64(options.aad, '--aad')];
  const answer = await withLogin(hsmId, options, (hsm) => hsm.decrypt(options.key, bytes, additionalData));
  const plaintext = answer.toString('base64');
  print(options, { plaintext }, [plaintext]);
}

async function withLogin<T>(
  hsmId: string,
  options: AsUser,
  work: (hsm: HsmConnection, user: { readonly userId: number }) => Promise<T>,
): Promise<T> {
  if (hsmId === ALL_HSMS) throw new CommandError('This asks one HSM, not all.', EXIT_MISUSED);
  const credentials = await credentialsOf(options);
  return withHsm(hsmId, options, async ({ connection }) => work(connection, await connection.login(credentials)));
}

function withHsm<T>(hsmId: string, { dataDir }: HsmOptions, work: (hsm: ReachedHsm) => Promise<T>): Promise<T> {
  return withHsms(hsmId, dataDir, async ([hsm]) => {
    invariant(hsm !== undefined, 'an HSM that was named is there, or an error');
    return await work(hsm);
  });
}

/** Asks one HSM, or all, and shows what each has said. */
async function show<T extends object>(
  target: string,
  options: HsmOptions,
  ask: (hsm: ReachedHsm) => Promise<T>,
  lines: (answer: T) => readonly string[],
): Promise<void> {
  if (target === ALL_HSMS) return showAll(options, ask, lines);
  const answer = await withHsm(target, options, ask);
  print(options, answer, lines(answer));
}

/** One HSM after the other, so that a wrong password counts on one only. Those that fail do not hide what others say. */
async function showAll<T extends object>(
  options: HsmOptions,
  ask: (hsm: ReachedHsm) => Promise<T>,
  lines: (answer: T) => readonly string[],
): Promise<void> {
  const answers: [hsmId: string, answer: T][] = [];
  const failures: string[] = [];
  await withHsms(ALL_HSMS, options.dataDir, async (hsms) => {
    for (const hsm of hsms) {
      const { hsmId } = hsm.endpoint;
      try {
        answers.push([hsmId, await ask(hsm)]);
      } catch (error) {
        if (!isHsmError(error) || error.code === 'WRONG_PASSWORD') throw error;
        failures.push(`${hsmId}: ${error.message}`);
      }
    }
  });
  const text = answers.flatMap(([hsmId, answer]) => [hsmId, ...lines(answer).map((line) => `  ${line}`)]);
  print(options, Object.fromEntries(answers), text);
  if (failures.length > 0) throw new CommandError(failures.join('\n'));
}

async function credentialsOf({ user, passwordStdin = false }: AsUser): Promise<Credentials> {
  return { ...user, password: passwordStdin ? await passwordFromStdin() : await passwordOf(user) };
}

/** The first line of standard input; nothing is asked for. */
async function passwordFromStdin(): Promise<Secret<string>> {
  for await (const line of createInterface({ input: process.stdin })) if (line !== '') return new Secret(line);
  throw new CommandError('There is no password on standard input.', EXIT_MISUSED);
}

/** From the environment, or asked for, on standard error: standard output carries the answer. */
async function passwordOf({ userType, userName }: HsmUserName): Promise<Secret<string>> {
  const given = process.env[PASSWORD_VARIABLE];
  if (given !== undefined) return new Secret(given);
  const terminal = openTerminal({ input: process.stdin, output: process.stderr }, () => true);
  try {
    const name = `${userTypeText(userType)} ${userName}`;
    const password = await terminal.askSecret(`Password of ${name} (a wrong one counts as a failed login): `);
    if (password !== undefined) return password;
  } finally {
    terminal.close();
  }
  throw new CommandError(
    `There is no password. Type it, pipe it with --password-stdin, or set ${PASSWORD_VARIABLE}.`,
    EXIT_MISUSED,
  );
}

function fromBase64(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new CommandError(`${what} must be base64.`, EXIT_MISUSED);
  return bytes;
}

function print({ json }: HsmOptions, answer: object, lines: readonly string[]): void {
  console.log(json ? JSON.stringify(answer, null, 2) : lines.join('\n'));
}
