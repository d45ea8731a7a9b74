import { isHsmError, type UserType } from '@keystorm/protocol';
import type { Clock, Secret } from '@keystorm/runtime';
import type { KnownPassword } from './credentials.ts';
import type { HsmConnection } from './hsm-connection.ts';

/** A connection that is logged in as the user, the password that is in force there, and the user's epoch. */
export interface RotationMember {
  readonly connection: HsmConnection;
  readonly password: Secret<string>;
  readonly epoch: number;
}

export interface Rotation {
  readonly members: readonly RotationMember[];
  readonly next: Secret<string>;
  readonly userType: UserType;
  readonly userName: string;
  /**
   * Awaited before any HSM learns of the password: once it is on disk where which password is in force, no crash can
   * make anyone guess.
   */
  readonly remember: (known: KnownPassword) => Promise<void>;
}

/** HSMs count from 1. */
const NO_EPOCH = 0;

/** A session whose connection has just died may linger on the HSM for a moment. */
const LOGGED_IN_ATTEMPTS_MAX = 5;
const LOGGED_IN_PAUSE_MS = 100;

/**
 * Replaces a user's password on every member, one after the other. Where one refuses, those that had changed get the
 * old one back, and the refusal is thrown. A member that does not answer is left behind: its epoch tells later which
 * of the two passwords it has. Resolves to the ids of the HSMs that have the new password, at least one.
 */
export async function rotatePassword(clock: Clock, rotation: Rotation): Promise<readonly string[]> {
  const { members, next, remember } = rotation;
  await remember({ password: next, epochs: epochsOf(members, 1) });
  const changed: RotationMember[] = [];
  const silent: RotationMember[] = [];
  let absence: unknown;
  try {
    for (const member of members) {
      const outcome = await change(clock, rotation, member, next);
      (outcome === undefined ? changed : silent).push(member);
      absence ??= outcome;
    }
    if (changed.length === 0) throw absence;
  } catch (refusal) {
    await undo(clock, rotation, changed, silent);
    throw refusal;
  }
  return changed.map((member) => member.connection.endpoint.hsmId);
}

/** Undefined when done; the error when the HSM did not answer. Throws what it refused with. */
async function change(
  clock: Clock,
  rotation: Rotation,
  member: RotationMember,
  password: Secret<string>,
): Promise<unknown> {
  const { userType, userName } = rotation;
  for (let attempt = 1; ; attempt++) {
    try {
      await member.connection.changePassword({ userType, userName, password });
      return undefined;
    } catch (error) {
      // A connection that was lost has lost its login; what comes after it is no refusal either.
      if (isHsmError(error, 'NO_ANSWER', 'HSM_UNREACHABLE', 'NOT_LOGGED_IN')) return error;
      if (!isHsmError(error, 'USER_LOGGED_IN') || attempt === LOGGED_IN_ATTEMPTS_MAX) throw error;
      await clock.sleep(LOGGED_IN_PAUSE_MS);
    }
  }
}

async function undo(
  clock: Clock,
  rotation: Rotation,
  changed: readonly RotationMember[],
  silent: readonly RotationMember[],
): Promise<void> {
  const unchanged = rotation.members.filter((member) => !changed.includes(member));
  // Who refused or was not asked never has the new password: with the epoch that was meant for it will go another one.
  const untold = unchanged.filter((member) => !silent.includes(member));
  await rotation.remember({
    password: rotation.next,
    epochs: Object.fromEntries(untold.map(({ connection }) => [connection.endpoint.hsmId, NO_EPOCH])),
  });
  for (const password of new Set(rotation.members.map((member) => member.password))) {
    const back = changed.filter((member) => member.password === password);
    const kept = unchanged.filter((member) => member.password === password);
    await rotation.remember({ password, epochs: { ...epochsOf(back, 2), ...epochsOf(kept, 0) } });
    for (const member of back) {
      // A refusal changes nothing about what is remembered: epoch + 1 goes with the new password, epoch + 2 with the old.
      await change(clock, rotation, member, password).catch(() => undefined);
    }
  }
}

function epochsOf(members: readonly RotationMember[], raisedBy: number): Record<string, number> {
  return Object.fromEntries(members.map(({ connection, epoch }) => [connection.endpoint.hsmId, epoch + raisedBy]));
}
