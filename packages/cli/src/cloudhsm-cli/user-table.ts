import type { HsmUser } from '@keystorm/protocol';
import { roleOf } from './roles.ts';

/** How a user proves something with a key; the status tells whether all HSMs know of it. */
interface Strategy {
  readonly strategy: 'token-sign';
  readonly status: 'enabled' | 'inconsistent';
}

/** A user, as all HSMs together know it. */
interface UserRow {
  readonly username: string;
  readonly role: string;
  readonly locked: 'true' | 'false' | 'inconsistent';
  readonly mfa: readonly Strategy[];
  readonly quorum: readonly Strategy[];
  readonly 'cluster-coverage': 'full' | 'inconsistent';
}

/**
 * The users of HSMs, of which each has a list of its own. What they do not agree on is inconsistent: it is how an
 * operator finds that users differ. Source: AWS CloudHSM User Guide, "user list".
 */
export function userTable(lists: readonly (readonly HsmUser[])[]): readonly UserRow[] {
  const users = lists.flatMap((list) => list);
  const names = [...new Set(users.map(({ userName }) => userName.toLowerCase()))];
  return names.flatMap((name) => rowsOf(name, lists));
}

function rowsOf(name: string, lists: readonly (readonly HsmUser[])[]): readonly UserRow[] {
  const perHsm = lists.map((list) => list.filter(({ userName }) => userName.toLowerCase() === name));
  const types = [...new Set(perHsm.flatMap((users) => users.map(({ userType }) => userType)))];
  // One name with one role here and another one there, where a name may also have both.
  const isSplit = types.length > 1 && perHsm.every((users) => users.length <= 1);
  if (isSplit) return [row(name, 'inconsistent', perHsm)];
  return types.map((type) =>
    row(
      name,
      roleOf(type),
      perHsm.map((users) => users.filter(({ userType }) => userType === type)),
    ),
  );
}

function row(username: string, role: string, perHsm: readonly (readonly HsmUser[])[]): UserRow {
  const found = perHsm.flatMap((users) => users);
  const locked = found.filter((user) => user.locked).length;
  return {
    username,
    role,
    locked: locked === 0 ? 'false' : locked === found.length ? 'true' : 'inconsistent',
    mfa: strategies(found.map(({ secondFactor }) => secondFactor)),
    quorum: strategies(found.map(({ quorumKey }) => quorumKey)),
    'cluster-coverage': perHsm.every((users) => users.length > 0) ? 'full' : 'inconsistent',
  };
}

function strategies(enabled: readonly boolean[]): readonly Strategy[] {
  if (!enabled.includes(true)) return [];
  return [{ strategy: 'token-sign', status: enabled.includes(false) ? 'inconsistent' : 'enabled' }];
}
