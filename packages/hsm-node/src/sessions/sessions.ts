import { HsmError, isHsmError } from '@keystorm/protocol';
import { type Connection, type IncomingCall, invariant } from '@keystorm/runtime';
import { sessionHandle } from '../objects/audit-log.ts';
import type { AuditSubject, Opcode } from '../objects/audit-record.ts';
import { Command } from '../objects/command.ts';
import type { Caller, Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { User } from '../objects/records.ts';
import { type LoginProof, nameKey, type UserName, type Users } from '../objects/users.ts';
import { type Right, RIGHTS } from './rights.ts';

/** A login. It lives as long as its connection, unless a logout ends it. */
export interface Session {
  /** As it appears in the audit log. */
  readonly handle: number;
  readonly userId: number;
}

interface OpenSession extends Session {
  /** The user as it logged in. */
  readonly user: UserName;
  readonly forget: () => void;
}

/** Something that a session asks for and the audit log records. */
export interface Request extends AuditSubject {
  readonly opcode: Opcode;
  /** Absent where the key object says who may use it. */
  readonly right?: Right;
}

/** Who is logged in on which connection; a connection carries at most one login. */
export class Sessions {
  readonly #partition: Partition;
  readonly #users: Users;
  readonly #keys: Keys;
  readonly #sessionsMax: number;
  readonly #byConnection = new Map<number, OpenSession>();
  /** Connections with a login under way; they hold their place among the sessions. */
  readonly #arriving = new Set<number>();
  #handlesGiven = 0;

  constructor(partition: Partition, users: Users, keys: Keys, sessionsMax: number) {
    this.#partition = partition;
    this.#users = users;
    this.#keys = keys;
    this.#sessionsMax = sessionsMax;
  }

  /** Sessions open now. */
  get size(): number {
    return this.#byConnection.size;
  }

  /**
   * Throws ALREADY_LOGGED_IN, NO_FREE_SESSION, USER_NOT_FOUND, USER_LOCKED_OUT, WRONG_PASSWORD,
   * SECOND_FACTOR_REQUIRED, and NO_ANSWER where the caller has not waited for its turn: then no password was compared. A login on a connection that dies meanwhile leaves
   * nothing behind.
   */
  async login({ connection, isOver }: IncomingCall, name: UserName, proof: LoginProof): Promise<Session> {
    if (name.type === 'AU') throw new HsmError('NOT_PERMITTED', 'the appliance user does not log in here');
    if (this.#byConnection.has(connection.id) || this.#arriving.has(connection.id))
      throw new HsmError('ALREADY_LOGGED_IN');
    if (this.#byConnection.size + this.#arriving.size >= this.#sessionsMax) throw new HsmError('NO_FREE_SESSION');
    this.#arriving.add(connection.id);
    const handle = sessionHandle(this.#partition.history.boot, (this.#handlesGiven += 1));
    const command = new Command('CN_LOGIN', handle, { user: name });
    try {
      return await this.#recorded(command, () =>
        this.#users.exclusively(name, async (user) => {
          if (isOver()) throw new HsmError('NO_ANSWER', 'the deadline passed before the login had its turn');
          await this.#users.authenticate(user, proof, command);
          return this.#open(connection, handle, user);
        }),
      );
    } finally {
      this.#arriving.delete(connection.id);
    }
  }

  /** Throws NOT_LOGGED_IN. */
  async logout(connection: Connection): Promise<void> {
    this.get(connection);
    await this.#end(connection.id, 'CN_LOGOUT');
  }

  /** Ends all sessions: the HSM is not the one that they were opened on. */
  async endAll(): Promise<void> {
    await Promise.all([...this.#byConnection.keys()].map((id) => this.#end(id, 'CN_CLOSE_SESSION')));
  }

  /**
   * Runs a command of the session of this connection, if its user may, and sees to it that the audit log has it, how ever
   * it ends. Who is not logged in leaves no trace there. Throws NOT_LOGGED_IN, NOT_ACTIVATED, NOT_PERMITTED.
   */
  async run<T>(
    connection: Connection,
    { opcode, right, ...subject }: Request,
    work: (caller: Caller) => Promise<T>,
  ): Promise<T> {
    const { handle: session } = this.get(connection);
    const command = new Command(opcode, session, subject);
    return await this.#recorded(command, () =>
      work({
        user: right === undefined ? this.userOf(connection) : this.authorize(connection, right),
        session,
        command,
      }),
    );
  }

  /** Throws NOT_LOGGED_IN. */
  get(connection: Connection): Session {
    const session = this.#byConnection.get(connection.id);
    if (session === undefined) throw new HsmError('NOT_LOGGED_IN');
    return session;
  }

  /** The user of the connection. Throws NOT_LOGGED_IN. */
  userOf(connection: Connection): User {
    const user = this.#partition.users.get(this.get(connection).userId);
    if (user === undefined) throw new HsmError('NOT_LOGGED_IN');
    return user;
  }

  /** Whether the session is still the one of this connection. */
  isOpen(connection: Connection, handle: number): boolean {
    return this.#byConnection.get(connection.id)?.handle === handle;
  }

  /** Whether the user has a session on another connection than the given one. */
  holdsElsewhere(userId: number, connection: Connection): boolean {
    for (const [id, session] of this.#byConnection) if (session.userId === userId && id !== connection.id) return true;
    return false;
  }

  /** The user of the connection, if it may do this. Throws NOT_LOGGED_IN, NOT_ACTIVATED, NOT_PERMITTED. */
  authorize(connection: Connection, right: Right): User {
    const user = this.userOf(connection);
    if (this.#partition.life !== 'active' && right !== 'ChangePassword') throw new HsmError('NOT_ACTIVATED');
    if (!(RIGHTS[right] as readonly string[]).includes(user.type)) throw new HsmError('NOT_PERMITTED');
    return user;
  }

  /** What succeeds has recorded itself, in one write with what it changed. */
  async #recorded<T>(command: Command, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      invariant(command.recorded, 'a command that succeeds is in the audit log');
      return result;
    } catch (error) {
      if (!command.recorded) {
        const failure = isHsmError(error) ? error.code : 'INTERNAL';
        await this.#partition.note(command.event({ failure }));
      }
      throw error;
    }
  }

  #open(connection: Connection, handle: number, user: User): Session {
    if (connection.closed.aborted) {
      void this.#partition.note({ opcode: 'CN_APP_FINALIZE', session: handle, user });
      throw new HsmError('NOT_LOGGED_IN', 'the connection died during the login');
    }
    const forget = () => void this.#end(connection.id, 'CN_APP_FINALIZE');
    const session: OpenSession = {
      handle,
      userId: user.id,
      user,
      forget: () => connection.closed.removeEventListener('abort', forget),
    };
    connection.closed.addEventListener('abort', forget, { once: true });
    this.#byConnection.set(connection.id, session);
    return session;
  }

  async #end(connectionId: number, opcode: Opcode): Promise<void> {
    const session = this.#byConnection.get(connectionId);
    if (session === undefined) return;
    this.#byConnection.delete(connectionId);
    session.forget();
    this.#keys.endSession(session.handle);
    await this.#partition.note({ opcode, session: session.handle, user: this.#asNow(session) });
  }

  /** A login may have made another type of its user: the first officer, who activates the HSM. */
  #asNow({ userId, user }: OpenSession): UserName {
    const now = this.#partition.users.get(userId);
    return now !== undefined && nameKey(now.name) === nameKey(user.name) ? now : user;
  }
}
