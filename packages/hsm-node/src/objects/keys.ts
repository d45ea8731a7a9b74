import { HsmError } from '@keystorm/protocol';
import { invariant, type RsaShape, type Runtime } from '@keystorm/runtime';
import { AesKey, isAesKeyLength } from '../crypto/aes-key.ts';
import { assertRsaPolicy, RsaKey } from '../crypto/rsa-key.ts';
import {
  assertNames,
  changed,
  changedByOwner,
  completeUsage,
  type OwnerChanges,
  PAIR_USAGE,
} from './key-attributes.ts';
import type { Decision } from './changes.ts';
import type { Command } from './command.ts';
import type { Partition } from './partition.ts';
import {
  isPublic,
  type KeyPairRecords,
  type KeyQuorum,
  type KeyRecord,
  type KeyUsage,
  type NextNumbers,
  type Retirement,
  type Tombstone,
  tombstoneOf,
  type User,
} from './records.ts';
import { Room } from './room.ts';
import { SessionKeys } from './session-keys.ts';
import { getUser, nameKey } from './users.ts';

/** A handle is the slot of the HSM that generated the key, then a counter. */
const COUNTER_BITS = 18;
export const SLOT_MAX = 8_191;

/** Source: AWS CloudHSM User Guide, "genSymKey": -m_value. */
const APPROVALS_MAX = 8;

/** What a new key object is to be, apart from its bytes; of a pair, sharing and quorum are those of the private key. */
export interface KeyDescription {
  readonly label: string;
  readonly id: Buffer;
  readonly extractable: boolean;
  /** Whether it ends with its session. */
  readonly session: boolean;
  /** Names of crypto users. */
  readonly shareWith: readonly string[];
  readonly quorum: KeyQuorum | undefined;
  readonly usage: Partial<KeyUsage>;
}

/** What both key objects of a new pair are to be. */
export type PairDescription = Omit<KeyDescription, 'usage'>;

/** A key that is to become a key object, and what is its own there. */
type Material = Pick<KeyRecord, 'key' | 'extractable'> & KeyUsage;

/** How a caller names a key object. */
export interface KeyName {
  readonly handle: number;
  /** Its id, where the caller wants to be sure that it is this one; empty or absent where the handle is enough. */
  readonly id?: Buffer;
}

/** Conditions that all must hold. */
export interface KeyConditions {
  readonly label: string | undefined;
  readonly id: Buffer | undefined;
  readonly ownerId: number | undefined;
}

/** A user, the session in which it acts, and what it does. */
export interface Caller {
  readonly user: User;
  readonly session: number;
  readonly command: Command;
}

/** `next`, moved beyond a handle that is in use. */
export function beyond(next: NextNumbers, slot: number, handle: number): NextNumbers {
  const counter = handle & ((1 << COUNTER_BITS) - 1);
  return handle >>> COUNTER_BITS === slot && counter >= next.keyCounter ? { ...next, keyCounter: counter + 1 } : next;
}

/** The next handle of this HSM, and the numbers after it. Throws NO_SPACE. */
export function nextHandle(
  partition: Partition,
  numbers: NextNumbers = partition.next,
): { readonly handle: number; readonly next: NextNumbers } {
  const { keyCounter } = numbers;
  if (keyCounter >= 1 << COUNTER_BITS) throw new HsmError('NO_SPACE', 'this HSM has given all its handles');
  const handle = (partition.getClaim().slot << COUNTER_BITS) | keyCounter;
  return { handle, next: { ...numbers, keyCounter: keyCounter + 1 } };
}

/** The key objects of this HSM, and those of its sessions. */
export class Keys {
  readonly #runtime: Runtime;
  readonly #partition: Partition;
  readonly #sessionKeys = new SessionKeys();

  constructor(runtime: Runtime, partition: Partition) {
    this.#runtime = runtime;
    this.#partition = partition;
  }

  /** Key objects that end with their sessions. */
  get sessionKeys(): Pick<SessionKeys, 'size'> {
    return this.#sessionKeys;
  }

  /**
   * The key object, if the user may use it: its own, one shared with it, or a public one. Throws KEY_NOT_FOUND also for
   * the key of another user, which must not be seen, and for one with another id than the caller names.
   */
  getUsable({ handle, id }: KeyName, userId: number): KeyRecord {
    const key = this.#find(handle);
    if (id !== undefined && id.length > 0 && key?.id.equals(id) !== true) throw new HsmError('KEY_NOT_FOUND');
    if (key !== undefined && (key.ownerId === userId || isPublic(key) || this.#isSharedWith(key, userId))) return key;
    throw new HsmError('KEY_NOT_FOUND');
  }

  /** The key object of the user. Throws KEY_NOT_FOUND, KEY_ACCESS_DENIED for one that is only shared with it. */
  getOwn(name: KeyName, userId: number): KeyRecord {
    const key = this.getUsable(name, userId);
    if (key.ownerId !== userId) throw new HsmError('KEY_ACCESS_DENIED');
    return key;
  }

  /** A key object that outlives its session, whoever owns it. Throws KEY_NOT_FOUND. */
  get(handle: number): KeyRecord {
    const key = this.#partition.keys.get(handle);
    if (key === undefined) throw new HsmError('KEY_NOT_FOUND');
    return key;
  }

  isOfSession(handle: number): boolean {
    return this.#sessionKeys.find(handle) !== undefined;
  }

  /** In the order of their handles; of all users, without those of sessions. */
  findAll(conditions: KeyConditions): readonly KeyRecord[] {
    return select(this.#partition.keys.values(), conditions);
  }

  /** In the order of their handles; those that the user may use. */
  findUsable(user: User, conditions: KeyConditions): readonly KeyRecord[] {
    const usable = [...this.#partition.keys.values(), ...this.#sessionKeys.values()].filter(
      (key) => key.ownerId === user.id || isPublic(key) || isSharedWithName(key, nameKey(user.name)),
    );
    return select(usable, conditions);
  }

  /** Generates a key object. Throws INVALID_ARGUMENT, USER_NOT_FOUND (nobody to share with), NO_SPACE. */
  async generate(caller: Caller, lengthBytes: number, description: KeyDescription): Promise<KeyRecord> {
    if (!isAesKeyLength(lengthBytes)) throw new HsmError('INVALID_ARGUMENT', 'an AES key has 16, 24 or 32 bytes');
    return await this.#createOne(caller, AesKey.generate(lengthBytes, this.#runtime.random), description, true);
  }

  /** Generates the two key objects of a pair, or none. Throws INVALID_ARGUMENT, USER_NOT_FOUND, POLICY_VIOLATION, NO_SPACE. */
  async generatePair(caller: Caller, shape: RsaShape, description: PairDescription): Promise<KeyPairRecords> {
    assertRsaPolicy(shape);
    assertNames(description);
    const pair = await this.#runtime.compute.rsaKeyPair(shape);
    const { extractable } = description;
    const [publicKey, privateKey] = await this.#create(caller, description, true, [
      { key: RsaKey.ofPublic(pair.publicKey), extractable: true, ...PAIR_USAGE.public },
      { key: RsaKey.ofPrivate(pair.privateKey), extractable, ...PAIR_USAGE.private },
    ]);
    invariant(publicKey !== undefined && privateKey !== undefined, 'two keys become two key objects');
    return { publicKey, privateKey };
  }

  /** Makes a key object of a key from outside. Throws INVALID_ARGUMENT, USER_NOT_FOUND, NO_SPACE. */
  async import(caller: Caller, key: AesKey | RsaKey, description: KeyDescription): Promise<KeyRecord> {
    return await this.#createOne(caller, key, description, false);
  }

  /** Deletes a key object and leaves a tombstone, on disk when this resolves. Throws what getOwn throws, POLICY_VIOLATION. */
  async remove(name: KeyName, ownerId: number, command: Command): Promise<void> {
    const { handle } = name;
    await this.#partition.updateByUser(() => {
      const { version, destroyable } = this.getOwn(name, ownerId);
      if (!destroyable) throw new HsmError('POLICY_VIOLATION', 'the key object is not destroyable');
      // What was never replicated cannot come back.
      if (this.#sessionKeys.find(handle) !== undefined) return { result: this.#sessionKeys.remove(handle) };
      return { changes: { objects: [tombstoneOf({ handle, version })] }, result: undefined };
    }, command);
  }

  /**
   * Deletes every key object of the owner with this id but one, destroyable or not, and sees to it that none comes from
   * elsewhere or later; on disk when this resolves. `keptHandle` is 0 when none stays.
   */
  async retireId(owner: User, id: Buffer, keptHandle: number, command: Command): Promise<void> {
    assertNames({ label: undefined, id });
    if (id.length === 0) throw new HsmError('INVALID_ARGUMENT', 'an id that is retired has at least one byte');
    const partition = this.#partition;
    const retires: Retirement = { ownerName: nameKey(owner.name), id: Buffer.from(id), keptHandle };
    await partition.updateByUser(() => {
      const victims = this.findAll({ id, ownerId: owner.id, label: undefined }).filter(
        ({ handle }) => handle !== keptHandle,
      );
      // A handle that no key object ever had: 0 is nobody's.
      const known = partition.retiredIds.find(retires.ownerName, { id, handle: -1 });
      if (known?.keptHandle === keptHandle && victims.length === 0) return { result: undefined };
      const { handle, next } = nextHandle(partition);
      const retirement: Tombstone = { handle, version: 1, deleted: true, retires };
      return { changes: { objects: [...victims.map(tombstoneOf), retirement], next }, result: undefined };
    }, command);
  }

  /** Throws what getOwn throws, INVALID_ARGUMENT, POLICY_VIOLATION. */
  async change(handle: number, owner: User, changes: OwnerChanges, command: Command): Promise<KeyRecord> {
    assertNames({ label: changes.label, id: changes.id });
    return await this.#change(
      command,
      () => this.getOwn({ handle }, owner.id),
      (key) => {
        if (changes.id !== undefined) this.#assertNotRetired(owner, { handle, id: changes.id });
        return changedByOwner(key, changes);
      },
      changes.token,
    );
  }

  /** Throws KEY_NOT_FOUND. */
  async setTrusted(handle: number, trusted: boolean, command: Command): Promise<KeyRecord> {
    return await this.#change(
      command,
      () => this.get(handle),
      (key) => changed(key, { trusted }),
    );
  }

  /**
   * Shares with a crypto user, or no longer. Throws what getOwn throws, USER_NOT_FOUND, INVALID_ARGUMENT, POLICY_VIOLATION
   * where fewer users would be left than have to approve.
   */
  async share(
    handle: number,
    ownerId: number,
    { userName, shared }: { readonly userName: string; readonly shared: boolean },
    command: Command,
  ): Promise<void> {
    await this.#change(
      command,
      () => this.getOwn({ handle }, ownerId),
      (key) => {
        const others = key.sharedWith.filter((other) => other !== nameKey(userName));
        const added = shared ? this.#shares({ ownerId, session: this.isOfSession(handle) }, [userName]) : [];
        const sharedWith = [...others, ...added].sort();
        if (sharedWith.length < key.sharedWith.length && approvalsOf(key.quorum) > sharedWith.length + 1)
          throw new HsmError('POLICY_VIOLATION', 'fewer users would be left than have to approve');
        return changed(key, { sharedWith });
      },
    );
  }

  /** The session has ended, and its key objects with it. */
  endSession(session: number): void {
    this.#sessionKeys.end(session);
  }

  #find(handle: number): KeyRecord | undefined {
    return this.#partition.keys.get(handle) ?? this.#sessionKeys.find(handle);
  }

  /** Throws POLICY_VIOLATION. */
  #assertNotRetired({ name }: User, key: { readonly handle: number; readonly id: Buffer }): void {
    if (this.#partition.retiredIds.find(name, key) !== undefined)
      throw new HsmError('POLICY_VIOLATION', 'the owner has retired this id');
  }

  /** The names as records have them. Throws USER_NOT_FOUND, INVALID_ARGUMENT. */
  #shares(
    { ownerId, session }: { readonly ownerId: number; readonly session: boolean },
    userNames: readonly string[],
  ): readonly string[] {
    if (session && userNames.length > 0) throw new HsmError('INVALID_ARGUMENT', 'sharing session keys is not allowed');
    const isOwner = (name: string) => getUser(this.#partition, { type: 'CU', name }).id === ownerId;
    if (userNames.some(isOwner)) throw new HsmError('INVALID_ARGUMENT', 'the user owns the key object');
    return [...new Set(userNames.map(nameKey))].sort();
  }

  #isSharedWith(key: KeyRecord, userId: number): boolean {
    if (key.sharedWith.length === 0) return false;
    const user = this.#partition.users.get(userId);
    return user?.type === 'CU' && isSharedWithName(key, nameKey(user.name));
  }

  async #createOne(
    caller: Caller,
    key: AesKey | RsaKey,
    { usage, extractable, ...description }: KeyDescription,
    local: boolean,
  ): Promise<KeyRecord> {
    const material = { key, extractable, ...completeUsage(usage, { key }) };
    const [created] = await this.#create(caller, description, local, [material]);
    invariant(created !== undefined, 'a key becomes a key object');
    return created;
  }

  /** Makes a key object of each key, all in one step. The last one is the secret or private one. */
  async #create(
    { user, session, command }: Caller,
    { session: ofSession, label, id, shareWith, quorum }: Omit<PairDescription, 'extractable'>,
    local: boolean,
    materials: readonly Material[],
  ): Promise<readonly KeyRecord[]> {
    assertNames({ label, id });
    const partition = this.#partition;
    const created = await partition.updateByUser((): Decision<readonly KeyRecord[]> => {
      if (!partition.users.has(user.id)) throw new HsmError('NOT_LOGGED_IN');
      new Room(partition.getClaim(), ofSession ? this.#sessionKeys : partition.keys).assertFits(materials);
      const shares = this.#shares({ ownerId: user.id, session: ofSession }, shareWith);
      assertQuorum(quorum, ofSession ? 0 : shares.length + 1);
      let { next } = partition;
      const records = materials.map((material): KeyRecord => {
        const numbered = nextHandle(partition, next);
        const { handle } = numbered;
        next = numbered.next;
        this.#assertNotRetired(user, { handle, id });
        return {
          handle,
          ownerId: user.id,
          version: 1,
          sharedWith: isPublic(material) ? [] : shares,
          label,
          id: Buffer.from(id),
          local,
          trusted: false,
          ...material,
          checkValue: material.key.checkValue(),
          ...(quorum === undefined || approvalsOf(quorum) === 0 || isPublic(material) ? {} : { quorum }),
        };
      });
      const changes = { ...(ofSession ? {} : { objects: records }), next };
      const [keyHandle, publicKeyHandle] = records.map(({ handle }) => handle).reverse();
      return { changes, result: records, outcome: { keyHandle, publicKeyHandle } };
    }, command);
    if (ofSession) for (const record of created) this.#sessionKeys.hold(record, session);
    return created;
  }

  /** Changes a key object where it is; `token` moves it from its session into the store. */
  async #change(
    command: Command,
    get: () => KeyRecord,
    change: (key: KeyRecord) => KeyRecord,
    token?: boolean,
  ): Promise<KeyRecord> {
    const key = await this.#partition.updateByUser((): Decision<KeyRecord> => {
      const before = get();
      const ofSession = this.isOfSession(before.handle);
      if (!ofSession && token === false)
        throw new HsmError('POLICY_VIOLATION', 'a key object that outlives its session does so for ever');
      const after = change(before);
      if (ofSession && token !== true) {
        this.#sessionKeys.replace(after);
        return { result: after };
      }
      if (ofSession) new Room(this.#partition.getClaim(), this.#partition.keys).assertFits([before]);
      return after === before && !ofSession ? { result: after } : { changes: { objects: [after] }, result: after };
    }, command);
    if (token === true) this.#sessionKeys.remove(key.handle);
    return key;
  }
}

/** How many users of the key object it takes. */
function approvalsOf(quorum: KeyQuorum | undefined): number {
  return quorum === undefined ? 0 : Math.max(quorum.manage, quorum.use);
}

/** Throws INVALID_ARGUMENT. */
function assertQuorum(quorum: KeyQuorum | undefined, users: number): void {
  const approvals = approvalsOf(quorum);
  if (approvals > Math.min(APPROVALS_MAX, users))
    throw new HsmError(
      'INVALID_ARGUMENT',
      `at most ${APPROVALS_MAX} users have to approve, and no more than the ${users} who share the key object for good`,
    );
}

function isSharedWithName(key: KeyRecord, name: string): boolean {
  return key.sharedWith.length > 0 && key.sharedWith.includes(name);
}

function select(keys: Iterable<KeyRecord>, { label, id, ownerId }: KeyConditions): readonly KeyRecord[] {
  const found: KeyRecord[] = [];
  for (const key of keys) {
    if (ownerId !== undefined && key.ownerId !== ownerId) continue;
    if (label !== undefined && key.label !== label) continue;
    if (id !== undefined && !key.id.equals(id)) continue;
    found.push(key);
  }
  return found.sort((a, b) => a.handle - b.handle);
}
