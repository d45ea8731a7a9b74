import { HsmError } from '@keystorm/protocol';
import type { Connection, Secret } from '@keystorm/runtime';
import type { User } from '../objects/records.ts';
import type { Replication } from '../objects/replication.ts';
import { type UserName, type Users } from '../objects/users.ts';
import { MANAGED_KINDS } from './rights.ts';
import type { Sessions } from './sessions.ts';

/** What sessions may do to users. Source: AWS CloudHSM User Guide, "HSM user permissions table". */
export class UserAdministration {
  readonly #users: Users;
  readonly #replication: Replication;
  readonly #sessions: Sessions;

  constructor(users: Users, replication: Replication, sessions: Sessions) {
    this.#users = users;
    this.#replication = replication;
    this.#sessions = sessions;
  }

  /** Returns the id of the new user. */
  async create(connection: Connection, name: UserName, password: Secret<string>): Promise<number> {
    this.#sessions.authorize(connection, 'CreateUser');
    assertManaged(name);
    return await this.#users.create(name, password);
  }

  /** Throws USER_NOT_FOUND, USER_LOGGED_IN, USER_OWNS_KEYS. */
  async remove(connection: Connection, name: UserName): Promise<void> {
    const officer = this.#sessions.authorize(connection, 'DeleteUser');
    assertManaged(name);
    await this.#users.exclusively(name, async (user) => {
      if (user.id === officer.id || this.#sessions.holdsElsewhere(user.id, connection))
        throw new HsmError('USER_LOGGED_IN');
      await this.#users.remove(user);
    });
  }

  /** Returns the new password epoch. Throws USER_NOT_FOUND, NOT_PERMITTED, USER_LOGGED_IN, INVALID_PASSWORD. */
  async changePassword(
    connection: Connection,
    name: UserName,
    { password, mark }: { readonly password: Secret<string>; readonly mark: string | undefined },
  ): Promise<number> {
    const caller = this.#sessions.authorize(connection, 'ChangePassword');
    return await this.#users.exclusively(name, async (user) => {
      assertMayChange(caller, user);
      if (this.#sessions.holdsElsewhere(user.id, connection)) throw new HsmError('USER_LOGGED_IN');
      return await this.#users.changePassword(user, password, mark);
    });
  }

  /** Throws USER_NOT_FOUND. */
  exportMasked(connection: Connection, userId: number): Buffer {
    this.#sessions.authorize(connection, 'ExportMaskedUser');
    const user = this.#users.list().find(({ id }) => id === userId);
    if (user === undefined) throw new HsmError('USER_NOT_FOUND');
    assertManaged(user);
    return this.#replication.exportUser(user);
  }

  /**
   * Returns the id of the user. Throws FOREIGN_OBJECT, INVALID_CIPHERTEXT, INVALID_ARGUMENT, USER_ALREADY_EXISTS (somebody
   * else here has the id or the name), USER_LOGGED_IN, NO_SPACE.
   */
  async importMasked(connection: Connection, masked: Buffer): Promise<number> {
    this.#sessions.authorize(connection, 'ImportMaskedUser');
    const user = this.#replication.openUser(masked);
    assertManaged(user);
    if (this.#users.find(user) === undefined) await this.#users.take(user);
    else
      await this.#users.exclusively(user, async ({ id }) => {
        // It is a change of the password.
        if (this.#sessions.holdsElsewhere(id, connection)) throw new HsmError('USER_LOGGED_IN');
        await this.#users.take(user);
      });
    return user.id;
  }
}

function assertManaged({ type }: UserName): void {
  if (!MANAGED_KINDS.includes(type))
    throw new HsmError('INVALID_USER_TYPE', 'officers manage crypto officers and crypto users');
}

function assertMayChange(caller: User, target: User): void {
  const mayChangeOthers = caller.type === 'CO' && MANAGED_KINDS.includes(target.type);
  if (caller.id !== target.id && !mayChangeOthers) throw new HsmError('NOT_PERMITTED');
}
