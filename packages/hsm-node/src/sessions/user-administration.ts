import { HsmError } from '@keystorm/protocol';
import type { Connection, Secret } from '@keystorm/runtime';
import type { Partition } from '../objects/partition.ts';
import type { Quorum } from '../objects/quorum.ts';
import type { User } from '../objects/records.ts';
import type { Replication } from '../objects/replication.ts';
import type { NewSecondFactor, PasswordChange, SignedKey, UserName, Users } from '../objects/users.ts';
import type { Challenges } from './challenges.ts';
import { MANAGED_KINDS } from './rights.ts';
import type { Sessions } from './sessions.ts';

/** What the administration of users works on. */
export interface UserAdministrationParts {
  readonly partition: Partition;
  readonly users: Users;
  readonly quorum: Quorum;
  readonly replication: Replication;
  readonly sessions: Sessions;
  readonly challenges: Challenges;
}

/** What sessions may do to users. Source: AWS CloudHSM User Guide, "HSM user permissions table". */
export class UserAdministration {
  readonly #users: Users;
  readonly #replication: Replication;
  readonly #sessions: Sessions;
  readonly #partition: Partition;
  readonly #quorum: Quorum;
  readonly #challenges: Challenges;

  constructor({ partition, users, quorum, replication, sessions, challenges }: UserAdministrationParts) {
    this.#partition = partition;
    this.#users = users;
    this.#quorum = quorum;
    this.#challenges = challenges;
    this.#replication = replication;
    this.#sessions = sessions;
  }

  /** Returns the id of the new user. */
  async create(connection: Connection, name: UserName, password: Secret<string>, key?: SignedKey): Promise<number> {
    const opcode = name.type === 'CO' ? 'CN_CREATE_CO' : 'CN_CREATE_USER';
    const request = { opcode, right: 'CreateUser', user: name } as const;
    return await this.#sessions.run(connection, request, async ({ user: officer, command }) => {
      assertManaged(name);
      const factor = this.#factor(connection, key);
      return await this.#quorum.approved('USER_MGMT', officer, () =>
        this.#users.create(name, { password, factor }, command),
      );
    });
  }

  /** Returns the masked user. Throws USER_NOT_FOUND, USER_LOGGED_IN, USER_OWNS_KEYS. */
  async remove(connection: Connection, name: UserName): Promise<Buffer> {
    const request = { opcode: 'CN_DELETE_USER', right: 'DeleteUser', user: name } as const;
    return await this.#sessions.run(connection, request, async ({ user: officer, command }) => {
      assertManaged(name);
      return await this.#users.exclusively(name, async (user) => {
        if (user.id === officer.id || this.#sessions.holdsElsewhere(user.id, connection))
          throw new HsmError('USER_LOGGED_IN');
        const work = () => this.#users.remove(user, command);
        return this.#replication.exportUser(await this.#quorum.approved('USER_MGMT', officer, work));
      });
    });
  }

  /** Returns the new password epoch. Throws USER_NOT_FOUND, NOT_PERMITTED, USER_LOGGED_IN, INVALID_PASSWORD. */
  async changePassword(
    connection: Connection,
    name: UserName,
    { key, ...change }: Omit<PasswordChange, 'factor'> & { readonly key: SignedKey | undefined },
  ): Promise<number> {
    const request = { opcode: 'CN_CHANGE_PSWD', right: 'ChangePassword', user: name } as const;
    return await this.#sessions.run(connection, request, async ({ user: caller, command }) =>
      this.#users.exclusively(name, async (user) => {
        assertMayChange(caller, user);
        if (this.#sessions.holdsElsewhere(user.id, connection)) throw new HsmError('USER_LOGGED_IN');
        const factor = this.#factor(connection, key);
        const work = () => this.#users.changePassword(user, { ...change, factor }, command);
        return caller.id === user.id ? await work() : await this.#quorum.approved('USER_MGMT', caller, work);
      }),
    );
  }

  /** Throws NOT_PERMITTED for anybody's but one's own, INVALID_ARGUMENT, INVALID_SIGNATURE, POLICY_VIOLATION. */
  async registerKey(connection: Connection, name: UserName, token: Buffer, key: SignedKey): Promise<void> {
    const request = { opcode: 'CN_REGISTER_MOFN_PUBLIC_KEY', right: 'RegisterQuorumKey', user: name } as const;
    await this.#sessions.run(connection, request, async ({ user: caller, command }) =>
      this.#users.exclusively(name, async (user) => {
        if (user.id !== caller.id) throw new HsmError('NOT_PERMITTED', 'users register keys of their own');
        await this.#users.registerKey(user, token, key, command);
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
      const masked = this.#replication.exportUser({ user });
      await this.#partition.record(command);
      return masked;
    });
  }

  /**
   * Returns the id of the user. Throws FOREIGN_OBJECT, INVALID_CIPHERTEXT, INVALID_ARGUMENT, POLICY_VIOLATION (it comes from
   * an HSM of a newer type), USER_ALREADY_EXISTS (somebody else here has the id or the name), USER_LOGGED_IN, NO_SPACE.
   */
  async importMasked(connection: Connection, masked: Buffer): Promise<number> {
    const request = { opcode: 'CN_INSERT_MASKED_OBJECT_USER', right: 'ImportMaskedUser' } as const;
    return await this.#sessions.run(connection, request, async ({ command }) => {
      const traveller = this.#replication.openUser(masked);
      const { user } = traveller;
      assertManaged(user);
      if (this.#users.find(user) === undefined) await this.#users.take(traveller, command);
      else
        await this.#users.exclusively(user, async ({ id }) => {
          // It is a change of the password.
          if (this.#sessions.holdsElsewhere(id, connection)) throw new HsmError('USER_LOGGED_IN');
          await this.#users.take(traveller, command);
        });
      return user.id;
    });
  }

  #factor(connection: Connection, key: SignedKey | undefined): NewSecondFactor | undefined {
    return key === undefined ? undefined : { challenge: this.#challenges.take(connection), key };
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
