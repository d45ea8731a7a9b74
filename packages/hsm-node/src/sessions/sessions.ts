import { HsmError } from '@keystorm/protocol';
import type { Connection, Secret } from '@keystorm/runtime';
import type { Keys } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { User } from '../objects/records.ts';
import type { UserName, Users } from '../objects/users.ts';
import { type Right, RIGHTS } from './rights.ts';

/** A login. It lives as long as its connection, unless a logout ends it. */
export interface Session {
  /** As it appears in the audit log. */
  readonly handle: number;
  readonly userId: number;
}

interface OpenSession extends Session {
  readonly forget: () => void;
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
  #lastHandle = 0;

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
   * Throws ALREADY_LOGGED_IN, NO_FREE_SESSION, USER_NOT_FOUND, USER_LOCKED_OUT, WRONG_PASSWORD. A login on a connection
   * that dies meanwhile leaves nothing behind.
   */
  async login(connection: Connection, name: UserName, password: Secret<string>): Promise<Session> {
    if (this.#byConnection.has(connection.id) || this.#arriving.has(connection.id))
      throw new HsmError('ALREADY_LOGGED_IN');
    if (this.#byConnection.size + this.#arriving.size >= this.#sessionsMax) throw new HsmError('NO_FREE_SESSION');
    if (name.type === 'AU') throw new HsmError('NOT_PERMITTED', 'the appliance user does not log in here');
    this.#arriving.add(connection.id);
    try {
      return await this.#users.exclusively(name, async (user) => {
        await this.#users.authenticate(user, password);
        return this.#open(connection, user.id);
      });
    } finally {
      this.#arriving.delete(connection.id);
    }
  }

  /** Throws NOT_LOGGED_IN. */
  logout(connection: Connection): void {
    this.get(connection);
    this.#end(connection.id);
  }

  /** Ends all sessions: the HSM is not the one that they were opened on. */
  endAll(): void {
    for (const id of [...this.#byConnection.keys()]) this.#end(id);
  }

  /** Throws NOT_LOGGED_IN. */
  get(connection: Connection): Session {
    const session = this.#byConnection.get(connection.id);
    if (session === undefined) throw new HsmError('NOT_LOGGED_IN');
    return session;
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
    const user = this.#partition.users.get(this.get(connection).userId);
    if (user === undefined) throw new HsmError('NOT_LOGGED_IN');
    if (this.#partition.life !== 'active' && right !== 'ChangePassword') throw new HsmError('NOT_ACTIVATED');
    if (!(RIGHTS[right] as readonly string[]).includes(user.type)) throw new HsmError('NOT_PERMITTED');
    return user;
  }

  #open(connection: Connection, userId: number): Session {
    if (connection.closed.aborted) throw new HsmError('NOT_LOGGED_IN', 'the connection died during the login');
    this.#lastHandle += 1;
    const forget = () => this.#end(connection.id);
    const session: OpenSession = {
      handle: this.#lastHandle,
      userId,
      forget: () => connection.closed.removeEventListener('abort', forget),
    };
    connection.closed.addEventListener('abort', forget, { once: true });
    this.#byConnection.set(connection.id, session);
    return session;
  }

  #end(connectionId: number): void {
    const session = this.#byConnection.get(connectionId);
    if (session === undefined) return;
    this.#byConnection.delete(connectionId);
    session.forget();
    this.#keys.endSession(session.handle);
  }
}
