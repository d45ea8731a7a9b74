import { HsmError } from '@keystorm/protocol';
import { Mutex, type Random, type Runtime, Secret } from '@keystorm/runtime';
import { hashPassword, isPassword, unusableHash } from '../crypto/passwords.ts';
import { isSignature, readSigningKey } from '../crypto/signing-keys.ts';
import { changed } from './key-attributes.ts';
import { live } from './life.ts';
import type { Changes, Decision } from './changes.ts';
import type { Command } from './command.ts';
import type { Partition } from './partition.ts';
import type { KeyRecord, User, UserKind } from './records.ts';

/** The fifth wrong password in a row locks. Source: AWS CloudHSM User Guide, "HSM users", on failed logins. */
const FAILURES_MAX = 5;
const FIRST_OFFICER = { id: 1, name: 'admin', password: 'password' } as const;
export const APPLIANCE_USER = { id: 2, type: 'AU', name: 'app_user' } as const;
const USER_NAME = /^[A-Za-z0-9_]{1,31}$/;
/** Source: AWS CloudHSM User Guide, "registerQuorumPubKey". */
const REGISTRATION_BYTES_MAX = 245;
const PASSWORD_MARK = /^[A-Za-z0-9-]{1,64}$/;
const MARK_BYTES = 16;

/** Type and name, which identify a user; names are compared without regard to case. */
export interface UserName {
  readonly type: UserKind;
  readonly name: string;
}

export function isLocked(user: User): boolean {
  return user.failures >= FAILURES_MAX;
}

/** What a password change sets; the mark and the second factor where they are given. */
export interface PasswordChange {
  readonly password: Secret<string>;
  readonly mark: string | undefined;
  readonly factor: NewSecondFactor | undefined;
}

/** A public key and a signature by it; what was signed is known to both sides. */
export interface SignedKey {
  /** PEM. */
  readonly publicKey: string;
  readonly signature: Buffer;
}

/** How a challenge was answered; the challenge is absent where none was drawn. */
interface SignedChallenge {
  readonly challenge: Buffer | undefined;
  readonly signature: Buffer;
}

/** By what a user logs in. */
export interface LoginProof {
  readonly password: Secret<string>;
  /** Ignored for users who have no second factor. The signature is empty where none is given. */
  readonly factor: SignedChallenge;
}

/** A key for a second factor, and the challenge that it has signed. */
export interface NewSecondFactor {
  readonly challenge: Buffer | undefined;
  readonly key: SignedKey;
}

/** A user on its way to another HSM, or back after a deletion. */
export interface TravellingUser {
  readonly user: User;
  /** Handles of the key objects that its deletion withdrew from it. */
  readonly withdrawn?: readonly number[];
  /** Type of the HSM that it comes from; absent in what HSMs of before said, empty where nobody has told the HSM. */
  readonly hsmType?: string;
}

/** What names are compared by. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

export function findUser(partition: Partition, { type, name }: UserName): User | undefined {
  const wanted = nameKey(name);
  for (const user of partition.users.values()) if (user.type === type && nameKey(user.name) === wanted) return user;
  return undefined;
}

/** Throws USER_NOT_FOUND. */
export function getUser(partition: Partition, name: UserName): User {
  const user = findUser(partition, name);
  if (user === undefined) throw new HsmError('USER_NOT_FOUND');
  return user;
}

/** The users of a freshly initialized HSM. Source: AWS CloudHSM User Guide, "Activate the cluster in AWS CloudHSM". */
export async function firstUsers(runtime: Runtime): Promise<ReadonlyMap<number, User>> {
  const fresh = () => ({ failures: 0, passwordEpoch: 1, passwordMark: newMark(runtime.random) });
  const officerPassword = await hashPassword(
    new Secret<string>(FIRST_OFFICER.password),
    runtime.compute,
    runtime.random,
  );
  return new Map([
    [
      FIRST_OFFICER.id,
      { ...fresh(), id: FIRST_OFFICER.id, type: 'PRECO', name: FIRST_OFFICER.name, password: officerPassword },
    ],
    // The appliance user works over the admin port only, where certificates count.
    [
      APPLIANCE_USER.id,
      {
        ...fresh(),
        ...APPLIANCE_USER,
        password: unusableHash(runtime.random),
      },
    ],
  ]);
}

/** The users of this HSM: who they are, their passwords and failed logins. */
export class Users {
  readonly #runtime: Runtime;
  readonly #partition: Partition;
  readonly #turns = new Map<number, Mutex>();

  constructor(runtime: Runtime, partition: Partition) {
    this.#runtime = runtime;
    this.#partition = partition;
  }

  /** In the order of their ids. */
  list(): readonly User[] {
    return [...this.#partition.users.values()].sort((a, b) => a.id - b.id);
  }

  /**
   * Runs work on a user alone: guesses at a password, changes of it and removals follow one another. Throws
   * USER_NOT_FOUND.
   */
  async exclusively<T>(name: UserName, work: (user: User) => Promise<T>): Promise<T> {
    const { id } = getUser(this.#partition, name);
    let turn = this.#turns.get(id);
    if (turn === undefined) this.#turns.set(id, (turn = new Mutex()));
    return await turn.run(() => work(getUser(this.#partition, name)));
  }

  /**
   * Compares a password, in the user's turn, and the second factor of a user who has one. What is wrong is counted on disk
   * before the answer; a second factor that is not given is not. Throws USER_LOCKED_OUT (then nothing was compared),
   * WRONG_PASSWORD, SECOND_FACTOR_REQUIRED, STORE_FAILED.
   */
  async authenticate(user: User, { password, factor }: LoginProof, command: Command): Promise<void> {
    if (isLocked(user)) throw new HsmError('USER_LOCKED_OUT');
    const known = await isPassword(password, user.password, this.#runtime.compute);
    if (known && user.secondFactor && factor.signature.length === 0) throw new HsmError('SECOND_FACTOR_REQUIRED');
    const right = known && (!user.secondFactor || isAnswered(user.signingKey, factor));
    await this.#setFailures(user, right ? 0 : user.failures + 1, command);
    if (!right) throw new HsmError('WRONG_PASSWORD');
  }

  /**
   * Returns the id of the new user. Throws INVALID_ARGUMENT, INVALID_PASSWORD, INVALID_SIGNATURE, USER_ALREADY_EXISTS,
   * NO_SPACE.
   */
  async create(
    name: UserName,
    { password, factor }: { readonly password: Secret<string>; readonly factor: NewSecondFactor | undefined },
    command: Command,
  ): Promise<number> {
    const second = secondFactor(factor);
    if (!USER_NAME.test(name.name))
      throw new HsmError('INVALID_ARGUMENT', 'a user name has 1 to 31 letters, digits and underscores');
    const hash = await hashPassword(password, this.#runtime.compute, this.#runtime.random);
    const partition = this.#partition;
    return await partition.updateByUser(() => {
      if (findUser(partition, name)) throw new HsmError('USER_ALREADY_EXISTS');
      if (partition.users.size >= partition.getClaim().usersMax) throw new HsmError('NO_SPACE', 'no more users fit');
      const id = partition.next.userId;
      const passwordMark = newMark(this.#runtime.random);
      const user: User = { id, ...name, password: hash, failures: 0, passwordEpoch: 1, passwordMark, ...second };
      return { changes: { users: new Map([[id, user]]), next: { ...partition.next, userId: id + 1 } }, result: id };
    }, command);
  }

  /** The user, if this HSM has it. */
  find(name: UserName): User | undefined {
    return findUser(this.#partition, name);
  }

  /**
   * Takes a user as another HSM has it: a new one, or, in the user's turn, in place of itself. What was withdrawn from it is
   * shared with it again. Throws USER_ALREADY_EXISTS when the id or the name belongs to somebody else here, NO_SPACE.
   */
  async take({ user, withdrawn = [] }: TravellingUser, command: Command): Promise<void> {
    const partition = this.#partition;
    await partition.updateByUser(() => {
      const here = partition.users.get(user.id);
      if (findUser(partition, user)?.id !== here?.id) throw new HsmError('USER_ALREADY_EXISTS');
      if (here === undefined && partition.users.size >= partition.getClaim().usersMax)
        throw new HsmError('NO_SPACE', 'no more users fit');
      const userId = Math.max(partition.next.userId, user.id + 1);
      const taken = { ...user, passwordEpoch: epochAfter(here, user) };
      const objects = withdrawn.flatMap((handle) => this.#shared(handle, user));
      const changes = { users: single(taken), next: { ...partition.next, userId }, objects };
      return { changes, result: undefined, outcome: { user: taken } };
    }, command);
  }

  /**
   * In the user's turn. What was shared with the user is so no longer, whoever gets the name. Returns what brings the user
   * back. Throws USER_OWNS_KEYS.
   */
  async remove(user: User, command: Command): Promise<TravellingUser> {
    const removed = await this.#partition.updateByUser(() => {
      this.#assertCurrent(user);
      const objects = user.type === 'CU' ? this.#withdrawn(user) : [];
      const withdrawn = objects.map(({ handle }) => handle);
      return { changes: { users: new Map([[user.id, undefined]]), objects }, result: { user, withdrawn } };
    }, command);
    this.#turns.delete(user.id);
    return removed;
  }

  /**
   * In the user's turn: replaces the password, unlocks. Turns the first officer into a crypto officer, and with it the
   * HSM active. The mark is made up where none is given. A second factor goes, and its key with it, unless there is a new
   * one. Returns the new password epoch. Throws INVALID_PASSWORD, INVALID_ARGUMENT, INVALID_SIGNATURE.
   */
  async changePassword(user: User, { password, mark, factor }: PasswordChange, command: Command): Promise<number> {
    const second = secondFactor(factor);
    if (mark !== undefined && !PASSWORD_MARK.test(mark))
      throw new HsmError('INVALID_ARGUMENT', 'a password mark has 1 to 64 letters, digits and hyphens');
    const hash = await hashPassword(password, this.#runtime.compute, this.#runtime.random);
    return await this.#partition.updateByUser((): Decision<number> => {
      this.#assertCurrent(user);
      const passwordEpoch = user.passwordEpoch + 1;
      const passwordMark = mark ?? newMark(this.#runtime.random);
      const { secondFactor: had, signingKey, ...rest } = user;
      const kept = had || signingKey === undefined ? {} : { signingKey };
      const changed: User = { ...rest, password: hash, failures: 0, passwordEpoch, passwordMark, ...kept, ...second };
      return {
        changes: user.type === 'PRECO' ? this.#activation(changed) : { users: single(changed) },
        result: passwordEpoch,
      };
    }, command);
  }

  /**
   * In the user's turn: registers the key by which it approves, in place of an earlier one. Throws INVALID_ARGUMENT,
   * INVALID_SIGNATURE, and POLICY_VIOLATION where the key is that of a second factor: a password change replaces that.
   */
  async registerKey(user: User, token: Buffer, { publicKey, signature }: SignedKey, command: Command): Promise<void> {
    if (user.secondFactor)
      throw new HsmError('POLICY_VIOLATION', 'the key of a second factor is replaced with the password');
    if (token.length === 0 || token.length > REGISTRATION_BYTES_MAX)
      throw new HsmError('INVALID_ARGUMENT', `what is signed has 1 to ${REGISTRATION_BYTES_MAX} bytes`);
    const signingKey = readSigningKey(publicKey);
    if (!isSignature(signingKey, token, signature)) throw new HsmError('INVALID_SIGNATURE');
    await this.#partition.updateByUser(() => {
      this.#assertCurrent(user);
      return { changes: { users: single({ ...user, signingKey }) }, result: undefined };
    }, command);
  }

  /** The key objects that were shared with the user, without it. */
  #withdrawn({ id, name }: User): readonly KeyRecord[] {
    const objects: KeyRecord[] = [];
    for (const key of this.#partition.keys.values()) {
      if (key.ownerId === id) throw new HsmError('USER_OWNS_KEYS');
      if (key.sharedWith.includes(nameKey(name)))
        objects.push(changed(key, { sharedWith: key.sharedWith.filter((other) => other !== nameKey(name)) }));
    }
    return objects;
  }

  /** The key object, if it is here, shared with the user. */
  #shared(handle: number, { name }: User): readonly KeyRecord[] {
    const key = this.#partition.keys.get(handle);
    if (key === undefined || key.sharedWith.includes(nameKey(name))) return [];
    return [changed(key, { sharedWith: [...key.sharedWith, nameKey(name)].sort() })];
  }

  #activation(officer: User): Changes {
    return { users: single({ ...officer, type: 'CO' }), history: { life: live(this.#partition.life, 'activate') } };
  }

  async #setFailures(user: User, failures: number, command: Command): Promise<void> {
    const counted = { ...user, failures };
    try {
      await this.#partition.update(() => {
        this.#assertCurrent(user);
        const decision: Decision<undefined> = {
          result: undefined,
          ...(failures > user.failures ? { outcome: { failure: 'WRONG_PASSWORD' } } : {}),
        };
        return failures === user.failures ? decision : { ...decision, changes: { users: single(counted) } };
      }, command);
    } catch (error) {
      // A wrong password counts even where it cannot be recorded: else a full disk would make guesses free.
      if (failures > user.failures && this.#partition.users.get(user.id) === user)
        this.#partition.rememberUser(counted);
      throw error;
    }
  }

  /** The HSM may have been restored or erased meanwhile: then this is no longer its user. */
  #assertCurrent(user: User): void {
    if (this.#partition.users.get(user.id) !== user)
      throw new HsmError('INTERNAL', 'the HSM was replaced during the call');
  }
}

/** Throws INVALID_ARGUMENT, INVALID_SIGNATURE. */
function secondFactor(factor: NewSecondFactor | undefined): Pick<User, 'signingKey' | 'secondFactor'> {
  if (factor === undefined) return {};
  const { challenge, key } = factor;
  const signingKey = readSigningKey(key.publicKey);
  if (!isAnswered(signingKey, { challenge, signature: key.signature })) throw new HsmError('INVALID_SIGNATURE');
  return { signingKey, secondFactor: true };
}

function isAnswered(key: Buffer | undefined, { challenge, signature }: SignedChallenge): boolean {
  return key !== undefined && challenge !== undefined && isSignature(key, challenge, signature);
}

function single(user: User): ReadonlyMap<number, User> {
  return new Map([[user.id, user]]);
}

function newMark(random: Random): string {
  return random.bytes(MARK_BYTES).toString('hex');
}

/** An epoch that this HSM has left behind never returns. */
function epochAfter(here: User | undefined, { passwordEpoch }: User): number {
  return here === undefined || here.passwordEpoch <= passwordEpoch ? passwordEpoch : here.passwordEpoch + 1;
}
