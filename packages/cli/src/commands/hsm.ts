import { connectHsm, type Credentials, type HsmConnection } from '@keystorm/hsm-client';
import type { UserType } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { CommandError, EXIT_MISUSED } from '../command-error.ts';
import { openTerminal } from '../hsm-tools/process-io.ts';
import { userTypeText } from '../hsm-tools/user-types.ts';
import { withSystem, withTools } from '../system.ts';
import { tableLines } from '../table.ts';

const CALL_MS = 5_000;
const PASSWORD_VARIABLE = 'KEYSTORM_HSM_PASSWORD';

export interface HsmOptions {
  readonly dataDir: string;
  readonly json?: boolean;
}

export interface AsUser extends HsmOptions {
  readonly user: HsmUserName;
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
export async function info(hsmId: string, options: HsmOptions): Promise<void> {
  const answer = await withHsm(hsmId, options, (hsm) => hsm.info());
  const lines = Object.entries(answer).map(([name, value]) => [name, String(value)]);
  print(options, answer, tableLines(['property', 'value'], lines));
}

/** Shows the users of an HSM. Needs no login. */
export async function users(hsmId: string, options: HsmOptions): Promise<void> {
  const answer = await withHsm(hsmId, options, (hsm) => hsm.listUsers());
  const rows = answer.map(({ userId, userType, userName, loginFailureCount, locked }) => [
    String(userId),
    userTypeText(userType),
    userName,
    String(loginFailureCount),
    locked ? 'yes' : 'no',
  ]);
  print(options, answer, tableLines(['id', 'type', 'name', 'failed logins', 'locked'], rows));
}

/** Tries a password. The login ends with the command. */
export async function login(hsmId: string, options: AsUser): Promise<void> {
  const { userType, userName } = options.user;
  const { userId } = await withLogin(hsmId, options, (_hsm, answer) => Promise.resolve(answer));
  const lines = [`${hsmId} takes the password of ${userTypeText(userType)} ${userName}, user ${userId}.`];
  print(options, { hsmId, userId, userType, userName }, lines);
}

/** Shows the key objects that a user may see on an HSM. */
export async function keys(hsmId: string, options: AsUser): Promise<void> {
  const found = await withLogin(hsmId, options, (hsm) => hsm.findKeys({}));
  const answer = found.map(({ handle, ownerName, attributes }) => ({
    handle,
    ownerName,
    label: attributes?.label ?? '',
    id: attributes?.id.toString('hex') ?? '',
  }));
  const rows = answer.map(({ handle, ownerName, label, id }) => [String(handle), ownerName, label, id]);
  print(options, answer, tableLines(['handle', 'owner', 'label', 'id'], rows));
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
  const credentials: Credentials = { ...options.user, password: await passwordOf(options.user) };
  return withHsm(hsmId, options, async (hsm) => work(hsm, await hsm.login(credentials)));
}

/** Runs a command on one HSM of a system that runs; a login ends with it. */
function withHsm<T>(hsmId: string, { dataDir }: HsmOptions, work: (hsm: HsmConnection) => Promise<T>): Promise<T> {
  return withSystem(dataDir, ({ directory, settings }) =>
    withTools(
      directory,
      settings,
      () => undefined,
      async ({ runtime, clusters }) => {
        const listed = (await clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS })).clusters;
        const cluster = listed.find(({ hsms }) => hsms.some((hsm) => hsm.hsmId === hsmId));
        const address = cluster?.hsms.find((hsm) => hsm.hsmId === hsmId)?.dataAddress;
        if (!cluster || !address)
          throw new CommandError(`No HSM ${hsmId} can be asked. \`npx keystorm status\` shows the HSMs.`);
        if (cluster.trustAnchor === '')
          throw new CommandError(`${cluster.clusterId} is not initialized: nothing proves who answers for ${hsmId}.`);
        const hsm = connectHsm(runtime, { endpoint: { hsmId, address }, trustAnchor: cluster.trustAnchor });
        try {
          return await work(hsm);
        } finally {
          hsm.close();
        }
      },
    ),
  );
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
  throw new CommandError(`There is no password. Type it, or set ${PASSWORD_VARIABLE}.`, EXIT_MISUSED);
}

function fromBase64(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new CommandError(`${what} must be base64.`, EXIT_MISUSED);
  return bytes;
}

function print({ json }: HsmOptions, answer: object, lines: readonly string[]): void {
  console.log(json ? JSON.stringify(answer, null, 2) : lines.join('\n'));
}
