import type { HsmUser, UserType } from '@keystorm/protocol';
import type { Secret } from '@keystorm/runtime';

/**
 * A password, and where it is known to be in force: HSM id → the user's password epoch that goes with it there. HSMs
 * tell the epoch without a login, so no login attempt is ever wasted on the wrong one of several passwords. A change
 * raises the epoch by one, so the entry can be on disk before the HSM learns the password.
 */
export interface KnownPassword {
  readonly password: Secret<string>;
  readonly epochs: Readonly<Record<string, number>>;
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

/** Passwords remembered at most; the oldest that no HSM can still have goes first. */
export const KNOWN_PASSWORDS_MAX = 8;

/** The password that is in force on an HSM where the user has this epoch, as far as can be known. */
export function passwordInForce(
  passwords: ClusterCredentials['passwords'],
  hsmId: string,
  epoch: number,
): Secret<string> {
  const exact = passwords.find((known) => known.epochs[hsmId] === epoch);
  if (exact !== undefined) return exact.password;
  // An HSM that was rebuilt from a backup has a new id, but its users came with their epochs.
  const isNew = passwords.every((known) => known.epochs[hsmId] === undefined);
  const alike = isNew ? passwords.find((known) => Object.values(known.epochs).includes(epoch)) : undefined;
  if (alike !== undefined) return alike.password;
  const [newest] = passwords;
  const oldest = passwords.at(-1) ?? newest;
  const isBehind =
    Object.values(newest.epochs).length > 0 && Object.values(newest.epochs).every((known) => epoch < known);
  return isNew && isBehind ? oldest.password : newest.password;
}

/** Adds what has become known: to the newest entry when that holds the same password, else as the newest entry. */
export function withPassword(
  passwords: ClusterCredentials['passwords'],
  known: KnownPassword,
): ClusterCredentials['passwords'] {
  const [newest, ...older] = passwords;
  if (newest.password.reveal() === known.password.reveal()) {
    return [{ password: newest.password, epochs: { ...newest.epochs, ...known.epochs } }, ...older];
  }
  return [known, ...trimmed(passwords)];
}

/** Makes room for one more. */
function trimmed(passwords: readonly KnownPassword[]): readonly KnownPassword[] {
  if (passwords.length < KNOWN_PASSWORDS_MAX) return passwords;
  const superseded = passwords.findLastIndex((known, index) => {
    const hsmIds = Object.keys(known.epochs);
    return (
      hsmIds.length > 0 &&
      hsmIds.every((hsmId) => passwords.slice(0, index).some((newer) => newer.epochs[hsmId] !== undefined))
    );
  });
  const drop = superseded === -1 ? passwords.length - 1 : superseded;
  return passwords.filter((_known, index) => index !== drop);
}

/** Users are told apart by type and name; the name without regard to case. */
export function findUser(users: readonly HsmUser[], userType: UserType, userName: string): HsmUser | undefined {
  return users.find((user) => user.userType === userType && user.userName.toLowerCase() === userName.toLowerCase());
}
