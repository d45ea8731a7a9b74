import { HsmError } from '@keystorm/protocol';
import type { Connection, Secret } from '@keystorm/runtime';
import type { Partition } from '../objects/partition.ts';
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
  readonly #partition: Partition;

  constructor(partition: Partition, users: Users, replication: Replication, sessions: Sessions) {
    this.#partition = partition;
    this.#users = users;
    this.#replication = replication;
    this.#sessions = sessions;
  }

  /** Returns the id of the new user. */
  async create(connection: Connection, name: UserName, password: Secret<string>): Promise<number> {
    const opcode = name.type === 'CO' ? 'CN_CREATE_CO' : 'CN_CREATE_USER';
    return await this.#sessions.run(connection, { opcode, right: 'CreateUser', user: name }, async ({ command }) => {
      assertManaged(name);
      return await this.#users.create(name, password, command);
    });
  }

  /** Throws USER_NOT_FOUND, USER_LOGGED_IN, USER_OWNS_KEYS. */
  async remove(connection: Connection, name: UserName): Promise<void> {
    const request = { opcode: 'CN_DELETE_USER', right: 'DeleteUser', user: name } as const;
    await this.#sessions.run(connection, request, async ({ user: officer, command }) => {
      assertManaged(name);
      await this.#users.exclusively(name, async (user) => {
        if (user.id === officer.id || this.#sessions.holdsElsewhere(user.id, connection))
          throw new HsmError('USER_LOGGED_IN');
        await this.#users.remove(user, command);
      });
    });
  }

  /** Returns the new password epoch. Throws USER_NOT_FOUND, NOT_PERMITTED, USER_LOGGED_IN, INVALID_PASSWORD. */
  async changePassword(
    connection: Connection,
    name: UserName,
    { password, mark }: { readonly password: Secret<string>; readonly mark: string | undefined },
  ): Promise<number> {
    const request = { opcode: 'CN_CHANGE_PSWD', right: 'ChangePassword', user: name } as const;
    return await this.#sessions.run(connection, request, async ({ user: caller, command }) =>
      this.#users.exclusively(name, async (user) => {
        assertMayChange(caller, user);
        if (this.#sessions.holdsElsewhere(user.id, connection)) throw new HsmError('USER_LOGGED_IN');
        return await this.#users.changePassword(user, password, mark, command);
      }),
    );
  }

  /** Throws USER_NOT_FOUND. */
  async exportMasked(connection: Connection, userId: number): Promise<Buffer> {
    const user = this.#users.list().find(({ id }) => id === userId);
    const request = { opcode: 'CN_EXTRACT_MASKED_OBJECT_USER', right: 'ExportMaskedUser', user } as const;
    return await this.#sessions.run(connection, request, async ({ command }) => {
      if (user === undefined) throw new HsmError('USER_NOT_FOUND');
      assertManaged(user);
      const masked = this.#replication.exportUser(user);
      await this.#partition.record(command);
      return masked;
    });
  }

  /**
   * Returns the id of the user. Throws FOREIGN_OBJECT, INVALID_CIPHERTEXT, INVALID_ARGUMENT, USER_ALREADY_EXISTS (somebody
   * else here has the id or the name), USER_LOGGED_IN, NO_SPACE.
   */
  async importMasked(connection: Connection, masked: Buffer): Promise<number> {
    const request = { opcode: 'CN_INSERT_MASKED_OBJECT_USER', right: 'ImportMaskedUser' } as const;
    return await this.#sessions.run(connection, request, async ({ command }) => {
      const user = this.#replication.openUser(masked);
      assertManaged(user);
      if (this.#users.find(user) === undefined) await this.#users.take(user, command);
      else
        await this.#users.exclusively(user, async ({ id }) => {
          // It is a change of the password.
          if (this.#sessions.holdsElsewhere(id, connection)) throw new HsmError('USER_LOGGED_IN');
          await this.#users.take(user, command);
        });
      return user.id;
    });
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
