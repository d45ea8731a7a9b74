import { HsmError, type HsmErrorCode, type HsmUser, isHsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { type ClusterCredentials, findUser, type KnownPassword, passwordInForce } from './credentials.ts';
import type { Link } from './link.ts';
import { retryPauseMs, SESSION } from './policy.ts';

/** What the login loops of a session share. */
export interface LoginContext {
  readonly runtime: Runtime;
  credentials(): ClusterCredentials;
  /** A link has changed its state. */
  changed(): void;
}

/** Errors of a login that say something about the user. Repeating the attempt would only lock the user. */
const REFUSALS = [
  'WRONG_PASSWORD',
  'USER_LOCKED_OUT',
  'SECOND_FACTOR_REQUIRED',
  'USER_NOT_FOUND',
  'NOT_PERMITTED',
  'INVALID_USER_TYPE',
] as const satisfies readonly HsmErrorCode[];

/** Keeps a link logged in to a level HSM until `signal` is aborted. */
export async function keepLoggedIn(context: LoginContext, link: Link, signal: AbortSignal): Promise<void> {
  const { clock, random } = context.runtime;
  for (let failures = 0; ; ) {
    signal.throwIfAborted();
    let pauseMs: number = SESSION.idleCheckMs;
    if (!link.isLoggedIn) {
      const outcome = await attempt(context, link);
      failures = outcome === 'failed' ? failures + 1 : 0;
      if (outcome === 'failed') pauseMs = retryPauseMs(failures, random);
      else if (outcome === 'refused') pauseMs = SESSION.refusedCheckMs;
      else if (outcome === 'not level') pauseMs = SESSION.levelCheckMs;
    }
    await link.bell.wait(clock, pauseMs, signal);
  }
}

async function attempt(context: LoginContext, link: Link): Promise<'ready' | 'not level' | 'refused' | 'failed'> {
  try {
    const level = await reach(link);
    if (!link.connection.loggedIn) await logIn(context, link);
    // The connection may have died since it was logged in on; then there was nothing to be ready for.
    if (!link.connection.loggedIn) throw new HsmError('NO_ANSWER');
    link.refusal = undefined;
    if (!level) return notLevel(context, link);
    link.lastError = undefined;
    link.happened('ready');
    context.runtime.log.info({ hsmId: link.endpoint.hsmId, address: link.endpoint.address }, 'logged in to hsm');
    context.changed();
    return 'ready';
  } catch (error) {
    return failed(context, link, error);
  }
}

/** Whether the HSM is level. Throws when nobody, or another HSM, answers at the address. */
async function reach(link: Link): Promise<boolean> {
  await link.peer.call('Probe', {}, { deadlineMs: SESSION.reachDeadlineMs });
  const info = await link.connection.info();
  if (info.hsmId !== link.endpoint.hsmId) {
    throw new HsmError('HSM_UNREACHABLE', `another HSM, ${info.hsmId}, answers at ${link.endpoint.address}`);
  }
  return info.level;
}

/** One attempt at most, with the password that the user's mark calls for; none while it cannot succeed. */
async function logIn(context: LoginContext, link: Link): Promise<void> {
  const { userType, userName, passwords } = context.credentials();
  const user = findUser(await link.connection.listUsers(), userType, userName);
  if (user === undefined) throw new HsmError('USER_NOT_FOUND');
  if (user.locked) throw new HsmError('USER_LOCKED_OUT');
  if (link.refusal?.user === identity(user)) throw new HsmError(link.refusal.code);
  const password = passwordInForce(passwords, user);
  try {
    await link.connection.login({ userType, userName, password });
  } catch (error) {
    if (isHsmError(error, ...REFUSALS)) link.refusal = { user: identity(user), code: error.code };
    throw error;
  }
  if (password !== passwords[0].password) await catchUp(context, link, passwords[0]);
}

/** Gives an HSM that missed a password change the current password. It serves even where that fails; its mark tells. */
async function catchUp(context: LoginContext, link: Link, { password, set }: KnownPassword): Promise<void> {
  const { userType, userName } = context.credentials();
  const { hsmId } = link.endpoint;
  try {
    await link.connection.changePassword({ userType, userName, password }, set);
    context.runtime.log.info({ hsmId, userName }, 'hsm caught up with a password change');
  } catch (error) {
    context.runtime.log.warn({ hsmId, userName, err: error }, 'hsm could not catch up with a password change');
  }
}

/** Changes when an officer does something to the user; not by our own attempts. */
function identity(user: HsmUser): string {
  return `${user.userId} ${user.passwordMark} ${user.locked}`;
}

function notLevel(context: LoginContext, link: Link): 'not level' {
  link.lastError = 'HSM_NOT_LEVEL';
  link.happened('notLevel');
  context.changed();
  return 'not level';
}

function failed(context: LoginContext, link: Link, error: unknown): 'refused' | 'failed' {
  const code = isHsmError(error) ? error.code : 'INTERNAL';
  const refused = isHsmError(error, ...REFUSALS);
  const { hsmId, address } = link.endpoint;
  if (code !== link.lastError) context.runtime.log.warn({ hsmId, address, code, err: error }, 'cannot log in to hsm');
  link.lastError = code;
  // Whatever is half-way on the connection ends with it: a late login, or one that we no longer know of.
  if (!refused) link.peer.reset();
  link.happened(refused ? 'refused' : 'failed');
  context.changed();
  return refused ? 'refused' : 'failed';
}
