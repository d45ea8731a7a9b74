import { isHsmError, type UserType } from '@keystorm/protocol';
import type { Clock, Secret } from '@keystorm/runtime';
import type { KnownPassword } from './credentials.ts';
import type { HsmConnection } from './hsm-connection.ts';

/** A connection that is logged in as the user, with the password that is in force there, and what is shown of it. */
export interface RotationMember {
  readonly connection: HsmConnection;
  readonly password: Secret<string>;
  readonly mark: string;
  readonly epoch: number;
}

export interface Rotation {
  readonly members: readonly RotationMember[];
  /** The password that every HSM should have had until now. */
  readonly current: KnownPassword;
  readonly next: { readonly password: Secret<string>; readonly mark: string };
  readonly userType: UserType;
  readonly userName: string;
  /** Makes a password the newest of those on file. Awaited before any HSM learns of it: no crash can make anyone guess. */
  readonly remember: (known: KnownPassword) => Promise<void>;
}

/** A session whose connection has just died may linger on the HSM for a moment. */
const LOGGED_IN_ATTEMPTS_MAX = 5;
const LOGGED_IN_PAUSE_MS = 100;

/**
 * Replaces a user's password on every member, one after the other. Where one refuses, those that had changed get the
 * old one back, and the refusal is thrown. A member that does not answer is left behind: its mark tells later which of
 * the two passwords it has. Resolves to the ids of the HSMs that have the new password, at least one.
 */
export async function rotatePassword(clock: Clock, rotation: Rotation): Promise<readonly string[]> {
  const { members, next, remember } = rotation;
  const epoch = 1 + Math.max(...members.map((member) => member.epoch));
  await remember({ password: next.password, set: { mark: next.mark, epoch } });
  const changed: RotationMember[] = [];
  let absence: unknown;
  try {
    for (const member of members) {
      const outcome = await change(clock, rotation, member, next);
      if (outcome === undefined) changed.push(member);
      absence ??= outcome;
    }
    if (changed.length === 0) throw absence;
  } catch (refusal) {
    await undo(clock, rotation, changed);
    throw refusal;
  }
  return changed.map((member) => member.connection.endpoint.hsmId);
}

/** Undefined when done; the error when the HSM did not answer. Throws what it refused with. */
async function change(
  clock: Clock,
  rotation: Rotation,
  member: RotationMember,
  { password, mark }: Rotation['next'],
): Promise<unknown> {
  const { userType, userName } = rotation;
  for (let attempt = 1; ; attempt++) {
    try {
      await member.connection.changePassword({ userType, userName, password }, { mark });
      return undefined;
    } catch (error) {
      // A connection that was lost has lost its login; what comes after it is no refusal either.
      if (isHsmError(error, 'NO_ANSWER', 'HSM_UNREACHABLE', 'NOT_LOGGED_IN')) return error;
      if (!isHsmError(error, 'USER_LOGGED_IN') || attempt === LOGGED_IN_ATTEMPTS_MAX) throw error;
      await clock.sleep(LOGGED_IN_PAUSE_MS);
    }
  }
}

async function undo(clock: Clock, rotation: Rotation, changed: readonly RotationMember[]): Promise<void> {
  await rotation.remember(rotation.current);
  for (const member of changed) {
    // Where that is refused, the mark goes on telling that the new password is in force.
    await change(clock, rotation, member, member).catch(() => undefined);
  }
}
