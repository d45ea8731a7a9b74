import type { HsmUser, UserType } from '@keystorm/protocol';
import type { Secret } from '@keystorm/runtime';

/**
 * A password that may be in force. HSMs show the mark of a user's password without a login, so no login attempt is ever
 * wasted on the wrong one of several; marks travel with the user into copies and backups. The entry can be on disk
 * before any HSM learns the password.
 */
export interface KnownPassword {
  readonly password: Secret<string>;
  /** Absent when somebody else set the password: what it is called then is not known. */
  readonly set?: SetPassword;
}

/** How a password was set. */
export interface SetPassword {
  readonly mark: string;
  /** Highest password epoch that this change made of any HSM's. */
  readonly epoch: number;
}

/**
 * A user whose password may be in the middle of a change. The newest password comes first: it is the one that every
 * HSM should have. Older ones serve the HSMs that missed a change.
 */
export interface ClusterCredentials {
  readonly userType: UserType;
  readonly userName: string;
  readonly passwords: readonly [KnownPassword, ...KnownPassword[]];
}

/** Passwords remembered at most; the oldest goes first. */
export const KNOWN_PASSWORDS_MAX = 32;

/** The password that is in force for a user as an HSM shows it, as far as can be known. */
export function passwordInForce(
  passwords: ClusterCredentials['passwords'],
  { passwordMark, passwordEpoch }: Pick<HsmUser, 'passwordMark' | 'passwordEpoch'>,
): Secret<string> {
  const marked = passwords.find(({ set }) => set?.mark === passwordMark);
  if (marked !== undefined) return marked.password;
  const given = passwords.findIndex(({ set }) => set === undefined);
  // A change that came after our first one is somebody else's, and not to what we were given before that.
  const replacement = passwords[given - 1]?.set;
  const isOlder = replacement === undefined || passwordEpoch < replacement.epoch;
  return ((isOlder ? passwords[given] : undefined) ?? passwords[0]).password;
}

/** Makes a password the newest, whether it was known or not. */
export function withPassword(
  passwords: ClusterCredentials['passwords'],
  known: KnownPassword,
): ClusterCredentials['passwords'] {
  const others = passwords.filter(({ password }) => password.reveal() !== known.password.reveal());
  return [known, ...others.slice(0, KNOWN_PASSWORDS_MAX - 1)];
}

/** Users are told apart by type and name; the name without regard to case. */
export function findUser(users: readonly HsmUser[], userType: UserType, userName: string): HsmUser | undefined {
  return users.find((user) => user.userType === userType && user.userName.toLowerCase() === userName.toLowerCase());
}
