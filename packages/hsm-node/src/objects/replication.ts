import { createHash, type Hash } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import type { Runtime } from '@keystorm/runtime';
import { mask, unmask } from '../crypto/masking.ts';
import type { Command } from './command.ts';
import { beyond, nextHandle } from './keys.ts';
import type { Partition } from './partition.ts';
import { isTombstone, type KeyRecord, type StoredObject, type Tombstone, tombstoneOf } from './records.ts';
import { RetiredIds } from './retired-ids.ts';
import { Room } from './room.ts';
import { findUser, type TravellingUser } from './users.ts';

/** Objects in one export or import. */
const BATCH_MAX = 1_000;
/** The way that users do not travel. Source: AWS CloudHSM User Guide, "user replicate". */
const CLOSED_WAY = { from: 'hsm2m.medium', to: 'hsm1.medium' } as const;

/** A key object on its way: the owner's id differs between HSMs, the name does not. */
type TravellingKey = Omit<KeyRecord, 'ownerId'> & { readonly ownerName: string };
type Traveller = TravellingKey | Tombstone;

/** What becomes of an object that arrives. */
type Verdict = 'same' | 'taken' | 'deleted' | 'owner-missing' | 'no-space' | 'other-key';

export interface Digest {
  readonly keysDigest: Buffer;
  readonly usersDigest: Buffer;
}

export interface ImportOutcome {
  readonly changed: number;
  readonly refused: readonly number[];
}

/** How HSMs of a lineage become equal: digests to compare, masked objects to exchange. */
export class Replication {
  readonly #runtime: Runtime;
  readonly #partition: Partition;
  #keysDigest: { readonly revision: number; readonly digest: Buffer } | undefined;

  constructor(runtime: Runtime, partition: Partition) {
    this.#runtime = runtime;
    this.#partition = partition;
  }

  digest(): Digest {
    return { keysDigest: this.#digestOfKeys(), usersDigest: this.#digestOfUsers() };
  }

  /** Key objects and tombstones in the order of their handles. */
  list(): readonly StoredObject[] {
    const { keys, tombstones } = this.#partition;
    return [...keys.values(), ...tombstones.values()].sort((a, b) => a.handle - b.handle);
  }

  /** Masks those of the named objects that are here. */
  exportObjects(handles: readonly number[]): Buffer[] {
    if (handles.length > BATCH_MAX) throw new HsmError('INVALID_ARGUMENT', `at most ${BATCH_MAX} objects at once`);
    const { keys, tombstones, lineage } = this.#partition;
    const present = handles
      .map((handle) => keys.get(handle) ?? tombstones.get(handle))
      .filter((object) => object !== undefined);
    return present.map((object) => mask(lineage, this.#depart(object), this.#runtime.random));
  }

  /** Masks one key object. */
  exportKey(key: KeyRecord): Buffer {
    return mask(this.#partition.lineage, this.#depart(key), this.#runtime.random);
  }

  /**
   * Takes what is new or newer, all in one step. Throws FOREIGN_OBJECT, INVALID_CIPHERTEXT (then nothing is taken),
   * NO_SPACE.
   */
  async importObjects(masked: readonly Buffer[]): Promise<ImportOutcome> {
    if (masked.length > BATCH_MAX) throw new HsmError('INVALID_ARGUMENT', `at most ${BATCH_MAX} objects at once`);
    const partition = this.#partition;
    const travellers = masked.map((object) => this.#unmaskObject(object));
    return await partition.update(() => {
      const taken = new Map<number, StoredObject>();
      const refused: number[] = [];
      const room = new Room(partition.getClaim(), partition.keys);
      for (const traveller of travellers) {
        const verdict = this.#judge(traveller, taken, room);
        if (verdict === 'no-space') throw new HsmError('NO_SPACE', 'no more key objects fit');
        if (verdict === 'owner-missing' || verdict === 'other-key') refused.push(traveller.handle);
        if (verdict === 'other-key')
          this.#runtime.log.error({ handle: traveller.handle }, 'another key object has this handle');
        if (verdict !== 'taken') continue;
        if (!isTombstone(traveller) && !this.#holdsKey(traveller.handle, taken)) room.take(traveller);
        taken.set(traveller.handle, this.#arrive(traveller));
      }
      this.#buryRetired(taken);
      return { ...this.#taking(taken), result: { changed: taken.size, refused } };
    });
  }

  /**
   * Takes one key object; `mayOwn` tells whether the caller may bring the keys of this user. Returns its handle. Throws
   * FOREIGN_OBJECT, INVALID_CIPHERTEXT, USER_NOT_FOUND (no such owner here), KEY_ACCESS_DENIED, KEY_NOT_FOUND (it was
   * deleted here), NO_SPACE.
   */
  async importKey(masked: Buffer, mayOwn: (ownerId: number) => boolean, command: Command): Promise<number> {
    const traveller = this.#unmaskKey(masked);
    const { handle } = traveller;
    return await this.#partition.updateByUser(() => {
      this.#assertOwner(traveller, mayOwn);
      const verdict = this.#judge(traveller, new Map(), new Room(this.#partition.getClaim(), this.#partition.keys));
      if (verdict === 'deleted' || this.#isRetired(traveller))
        throw new HsmError('KEY_NOT_FOUND', 'the key object was deleted on this HSM');
      if (verdict === 'no-space') throw new HsmError('NO_SPACE', 'no more key objects fit');
      if (verdict === 'other-key') throw new HsmError('FOREIGN_OBJECT', 'another key object has this handle');
      const decision = { result: handle, outcome: { keyHandle: handle } };
      return verdict === 'same'
        ? decision
        : { ...decision, ...this.#taking(new Map([[handle, this.#arrive(traveller)]])) };
    }, command);
  }

  /**
   * Makes a key object of its own, with a new handle, of one that was exported. Returns the handle. Throws what importKey
   * throws, but for KEY_NOT_FOUND: what was deleted may come back as another one.
   */
  async insertKey(masked: Buffer, mayOwn: (ownerId: number) => boolean, command: Command): Promise<number> {
    const traveller = this.#unmaskKey(masked);
    const partition = this.#partition;
    return await partition.updateByUser(() => {
      this.#assertOwner(traveller, mayOwn);
      new Room(partition.getClaim(), partition.keys).assertFits([traveller]);
      const { handle, next } = nextHandle(partition);
      if (this.#isRetired({ ...traveller, handle }))
        throw new HsmError('POLICY_VIOLATION', 'the owner has retired the id of the key object');
      const changes = { objects: [this.#arrive({ ...traveller, handle, version: 1 })], next };
      return { changes, result: handle, outcome: { keyHandle: handle } };
    }, command);
  }

  /** Masks a user with its password and counters; it never passes for an object. */
  exportUser(user: TravellingUser): Buffer {
    const { hsmType = '' } = this.#partition.getClaim();
    const traveller: TravellingUser = { ...user, hsmType };
    return mask(this.#partition.lineage, traveller, this.#runtime.random);
  }

  /**
   * The inverse of `exportUser`. Throws FOREIGN_OBJECT, INVALID_CIPHERTEXT, INVALID_ARGUMENT, and POLICY_VIOLATION for a user
   * of an HSM of a newer type.
   */
  openUser(masked: Buffer): TravellingUser {
    const traveller = unmask<Traveller | TravellingUser>(this.#partition.lineage, masked);
    if (!('user' in traveller)) throw new HsmError('INVALID_ARGUMENT', 'a key object is not a user');
    if (traveller.hsmType === CLOSED_WAY.from && this.#partition.getClaim().hsmType === CLOSED_WAY.to)
      throw new HsmError('POLICY_VIOLATION', `users of ${CLOSED_WAY.from} are not replicated to ${CLOSED_WAY.to}`);
    return traveller;
  }

  #assertOwner(traveller: TravellingKey, mayOwn: (ownerId: number) => boolean): void {
    const ownerId = this.#ownerIdOf(traveller);
    if (ownerId === undefined)
      throw new HsmError('USER_NOT_FOUND', 'the owner of the key object does not exist on this HSM');
    if (!mayOwn(ownerId)) throw new HsmError('KEY_ACCESS_DENIED');
  }

  #unmaskKey(masked: Buffer): TravellingKey {
    const traveller = this.#unmaskObject(masked);
    if (isTombstone(traveller)) throw new HsmError('INVALID_ARGUMENT', 'a tombstone is not a key object');
    return traveller;
  }

  #unmaskObject(masked: Buffer): Traveller {
    const traveller = unmask<Traveller | TravellingUser>(this.#partition.lineage, masked);
    if ('user' in traveller) throw new HsmError('INVALID_ARGUMENT', 'a user is not a key object');
    return traveller;
  }

  /** Of two versions the higher one wins, and a tombstone over any object. */
  #judge(traveller: Traveller, taken: ReadonlyMap<number, StoredObject>, room: Room): Verdict {
    const here =
      taken.get(traveller.handle) ??
      this.#partition.tombstones.get(traveller.handle) ??
      this.#partition.keys.get(traveller.handle);
    if (isTombstone(traveller))
      return here === undefined || !isTombstone(here) || traveller.version > here.version ? 'taken' : 'same';
    if (this.#ownerIdOf(traveller) === undefined) return 'owner-missing';
    if (here === undefined) return room.fits([traveller]) ? 'taken' : 'no-space';
    if (isTombstone(here)) return 'deleted';
    if (!here.key.equals(traveller.key)) return 'other-key';
    return traveller.version > here.version ? 'taken' : 'same';
  }

  #isRetired(traveller: TravellingKey): boolean {
    return this.#partition.retiredIds.find(traveller.ownerName, traveller) !== undefined;
  }

  /** Replaces by tombstones what arrives and was retired, and what is here and is retired by what arrives. */
  #buryRetired(taken: Map<number, StoredObject>): void {
    const { retiredIds, keys } = this.#partition;
    const arriving = new RetiredIds();
    const arrivals = [...taken.values()];
    for (const object of arrivals)
      if (isTombstone(object) && object.retires !== undefined) arriving.hold(object.retires);
    for (const object of [...keys.values(), ...arrivals]) {
      if (isTombstone(object)) continue;
      const owner = this.#nameOf(object.ownerId);
      const isRetired = (ids: RetiredIds) => ids.find(owner, object) !== undefined;
      if (isRetired(arriving) || isRetired(retiredIds)) taken.set(object.handle, tombstoneOf(object));
    }
  }

  #holdsKey(handle: number, taken: ReadonlyMap<number, StoredObject>): boolean {
    return taken.has(handle) || this.#partition.keys.has(handle);
  }

  #taking(taken: ReadonlyMap<number, StoredObject>) {
    if (taken.size === 0) return {};
    const { slot } = this.#partition.getClaim();
    const next = [...taken.keys()].reduce((numbers, handle) => beyond(numbers, slot, handle), this.#partition.next);
    return { changes: { objects: [...taken.values()], next } };
  }

  #depart(object: StoredObject): Traveller {
    if (isTombstone(object)) return object;
    const { ownerId, ...key } = object;
    return { ...key, ownerName: this.#nameOf(ownerId) };
  }

  #arrive(traveller: Traveller): StoredObject {
    if (isTombstone(traveller)) return traveller;
    const { ownerName: _ownerName, ...key } = traveller;
    return { ...key, ownerId: this.#ownerIdOf(traveller) ?? 0 };
  }

  #ownerIdOf({ ownerName }: TravellingKey): number | undefined {
    return findUser(this.#partition, { type: 'CU', name: ownerName })?.id;
  }

  #nameOf(ownerId: number): string {
    return this.#partition.users.get(ownerId)?.name ?? '';
  }

  /** Health checks ask often and objects change seldom, so the digest is kept. */
  #digestOfKeys(): Buffer {
    const { objectsRevision } = this.#partition;
    if (this.#keysDigest?.revision !== objectsRevision) {
      const hash = createHash('sha256');
      for (const object of this.list()) this.#digestObject(hash, object);
      this.#keysDigest = { revision: objectsRevision, digest: hash.digest() };
    }
    return this.#keysDigest.digest;
  }

  #digestObject(hash: Hash, object: StoredObject): void {
    const owner = isTombstone(object) ? '' : this.#nameOf(object.ownerId).toLowerCase();
    const checkValue = isTombstone(object) ? '' : object.checkValue.toString('hex');
    hash.update(
      `${object.handle} ${object.version} ${isTombstone(object) ? 'deleted' : 'key'} ${owner} ${checkValue}\n`,
    );
  }

  #digestOfUsers(): Buffer {
    const hash = createHash('sha256');
    for (const user of [...this.#partition.users.values()].sort((a, b) => a.id - b.id)) {
      hash.update(`${user.id} ${user.type} ${user.name.toLowerCase()}\n`);
    }
    return hash.digest();
  }
}
