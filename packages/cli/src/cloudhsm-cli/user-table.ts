import type { HsmUser } from '@keystorm/protocol';
import { roleOf } from './roles.ts';

/** A user, as all HSMs together know it. */
interface UserRow {
  readonly username: string;
  readonly role: string;
  readonly locked: 'true' | 'false' | 'inconsistent';
  readonly mfa: readonly unknown[];
  readonly quorum: readonly unknown[];
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
    // These HSMs know neither second factor nor quorum.
    mfa: [],
    quorum: [],
    'cluster-coverage': perHsm.every((users) => users.length > 0) ? 'full' : 'inconsistent',
  };
}
