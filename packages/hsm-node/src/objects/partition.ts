import { HsmError, isHsmError } from '@keystorm/protocol';
import { invariant, Mutex, type Runtime } from '@keystorm/runtime';
import { certificateDigest } from '../crypto/certificates.ts';
import type { Lineage } from '../crypto/masking.ts';
import { AuditLog } from './audit-log.ts';
import type { AuditEvent, AuditRecord } from './audit-record.ts';
import { type Changes, type Decision, inventoryAfter, takeInventory } from './changes.ts';
import type { Command } from './command.ts';
import type { Life } from './life.ts';
import {
  type ApplianceHistory,
  type ApplianceIdentity,
  type Claim,
  type ClusterIdentity,
  isTombstone,
  type KeyRecord,
  type MutualTls,
  type NextNumbers,
  type QuorumValues,
  type StoredObject,
  type Tombstone,
  type User,
} from './records.ts';
import { RetiredIds } from './retired-ids.ts';
import { DamagedStoreError, SealedStore, type Write } from './sealed-store.ts';

/** The first ids and counters that are free. Source: AWS CloudHSM User Guide, "listUsers", "findKey" (samples). */
export const FIRST_NUMBERS: NextNumbers = { userId: 3, keyCounter: 6 };

/** Nobody has to approve. */
export const NO_QUORUM: QuorumValues = { USER_MGMT: 1, MISC_CO: 1, CLUSTER: 1 };

/** Clients are not known by certificates. */
export const NO_MUTUAL_TLS: MutualTls = { trustAnchors: [], enforcement: 'none' };

/** Events that wait for a disk that can be written; beyond that they are lost, and the log of the process says so. */
const WAITING_MAX = 4_096;
const FIRST_HISTORY: ApplianceHistory = { life: 'blank', boot: 0, aheadMs: 0 };
const NO_AILMENT = '';

/**
 * Everything that an appliance holds, in memory as on disk. Memory changes only once the disk has: what a reader sees
 * is durable.
 */
export class Partition {
  readonly users = new Map<number, User>();
  readonly keys = new Map<number, KeyRecord>();
  readonly tombstones = new Map<number, Tombstone>();
  readonly retiredIds = new RetiredIds();
  identity: ApplianceIdentity | undefined;
  history: ApplianceHistory = FIRST_HISTORY;
  claim: Claim | undefined;
  cluster: ClusterIdentity | undefined;
  next: NextNumbers = FIRST_NUMBERS;
  quorum: QuorumValues = NO_QUORUM;
  mutualTls: MutualTls = NO_MUTUAL_TLS;
  /** Whether the HSM was declared level with its peers since the last start or restore. Not kept: a start ends it. */
  level = false;
  /** Grows with every change of key objects and tombstones. */
  objectsRevision = 0;
  /** Why the last write failed; empty when it did not. */
  ailment = NO_AILMENT;

  readonly #store: SealedStore;
  readonly #runtime: Runtime;
  readonly #audit: AuditLog;
  readonly #writing = new Mutex();
  #waiting: readonly AuditEvent[] = [];
  #erasures = 0;
  #lineage: Lineage | undefined;
  #writeFailed = Promise.withResolvers<void>();

  private constructor(runtime: Runtime, store: SealedStore, audit: AuditLog) {
    this.#runtime = runtime;
    this.#store = store;
    this.#audit = audit;
  }

  /** Loads everything. Throws DamagedStoreError, NewerDataError. */
  static async open(runtime: Runtime, auditRecordsMax: number): Promise<Partition> {
    const store = await SealedStore.open(runtime);
    const partition = new Partition(runtime, store, await AuditLog.open(store, auditRecordsMax));
    await partition.#load();
    return partition;
  }

  get life(): Life {
    return this.history.life;
  }

  /** What this HSM shares with its peers. Throws WRONG_STATE before initialization. */
  get lineage(): Lineage {
    if (this.#lineage === undefined) {
      const initialized = this.cluster?.initialized;
      if (initialized === undefined) throw new HsmError('WRONG_STATE', 'the HSM is not initialized');
      this.#lineage = { id: certificateDigest(initialized.certificate), maskingKey: initialized.maskingKey };
    }
    return this.#lineage;
  }

  /** Throws WRONG_STATE on a blank appliance. */
  getClaim(): Claim {
    if (this.claim === undefined) throw new HsmError('WRONG_STATE', 'the appliance belongs to no cluster');
    return this.claim;
  }

  /** Number of the next record of the audit log. */
  get nextAuditRecord(): number {
    return this.#audit.next;
  }

  /** Records of the audit log from a number on, or from the first one that is left. */
  readAudit(from: number, limit: number): Promise<readonly AuditRecord[]> {
    return this.#writing.run(() => this.#audit.read(from, limit));
  }

  /**
   * Decides on what the partition holds after all earlier changes, makes the changes durable, applies them, and
   * returns the result. The audit log gets its record of the command in the same write. Throws what `decide` throws,
   * STORE_FAILED, or INTERNAL where the HSM was erased or restored between the call and its turn; then nothing has
   * changed.
   */
  update<T>(decide: () => Decision<T>, command?: Command): Promise<T> {
    const erasures = this.#erasures;
    return this.#writing.run(async () => {
      if (erasures !== this.#erasures) throw new HsmError('INTERNAL', 'the HSM was replaced during the call');
      const { changes, result, outcome, events = [] } = decide();
      const told = command === undefined ? events : [...events, command.event(outcome)];
      await this.#commit(changes, told);
      if (command !== undefined) command.recorded = true;
      return result;
    });
  }

  /**
   * The same for a user, who in limited-write mode changes neither users nor their quorum nor key objects nor mutual TLS.
   * Throws LIMITED_WRITE_MODE, in the turn of the change: one that was on its way when the mode began does not come after
   * it.
   * Source: AWS CloudHSM User Guide, "Cluster modify HSM type".
   */
  updateByUser<T>(decide: () => Decision<T>, command: Command): Promise<T> {
    return this.update(() => {
      const decision = decide();
      const { users, quorum, objects, mutualTls } = decision.changes ?? {};
      const isWrite = [users, quorum, objects, mutualTls].some((change) => change !== undefined);
      if (isWrite && this.getClaim().limitedWrites) throw new HsmError('LIMITED_WRITE_MODE');
      return decision;
    }, command);
  }

  /** Records a command that changes nothing, before it is answered. */
  record(command: Command): Promise<void> {
    return this.update(() => ({ result: undefined }), command);
  }

  /**
   * Records what cannot be undone any more, such as the end of a session. While the disk cannot be written, the events
   * wait and come before those of the next write.
   */
  async note(...events: readonly AuditEvent[]): Promise<void> {
    if (this.#waiting.length + events.length > WAITING_MAX) {
      this.#runtime.log.error({ opcodes: events.map(({ opcode }) => opcode) }, 'events are missing in the audit log');
      return;
    }
    this.#waiting = [...this.#waiting, ...events];
    await this.update(() => ({ result: undefined })).catch((error: unknown) => {
      if (!isHsmError(error)) throw error;
    });
  }

  /** Applies a change of users that could not be made durable. */
  rememberUser(user: User): void {
    this.users.set(user.id, user);
  }

  /** Ends the erasure of an HSM: afterwards nothing that it stored opens, not even from a copy of the disk. */
  async renewRootKey(): Promise<void> {
    await this.#writing.run(() => this.#guarded(() => this.#store.renewRootKey()));
  }

  /** Resolves when a write has failed. */
  writeFailed(): Promise<void> {
    return this.#writeFailed.promise;
  }

  /** Tries to write, and tells whether it went well. */
  async writes(): Promise<boolean> {
    try {
      await this.#writing.run(() => this.#commit({ history: this.history }, []));
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    return this.#writing.run(() => this.#store.close());
  }

  async #load(): Promise<void> {
    const appliance = await this.#store.load('appliance');
    this.identity = appliance.get('identity') as ApplianceIdentity | undefined;
    this.history = (appliance.get('history') as ApplianceHistory | undefined) ?? FIRST_HISTORY;
    const hsm = await this.#store.load('hsm');
    const users = await this.#store.load<User>('users');
    const objects = await this.#store.load<StoredObject>('objects');
    takeInventory(hsm, users.size, objects.size);
    this.claim = hsm.get('claim') as Claim | undefined;
    this.cluster = hsm.get('cluster') as ClusterIdentity | undefined;
    this.next = (hsm.get('next') as NextNumbers | undefined) ?? FIRST_NUMBERS;
    this.quorum = { ...NO_QUORUM, ...(hsm.get('quorum') as QuorumValues | undefined) };
    this.mutualTls = (hsm.get('mutual-tls') as MutualTls | undefined) ?? NO_MUTUAL_TLS;
    for (const user of users.values()) this.users.set(user.id, user);
    for (const object of objects.values()) this.#hold(object);
    const blank = this.life === 'blank' || this.life === 'zeroized';
    if (blank !== (this.claim === undefined))
      throw new DamagedStoreError(`an HSM that is ${this.life} ${blank ? 'has' : 'lacks'} the record 'hsm/claim'`);
  }

  async #commit(changes: Changes | undefined, events: readonly AuditEvent[]): Promise<void> {
    const waiting = this.#waiting;
    if (changes === undefined && events.length + waiting.length === 0) return;
    const audit = this.#auditAfter(changes ?? {}, [...waiting, ...events]);
    await this.#write([...this.#writesOf(changes ?? {}), ...audit.writes]);
    this.#waiting = this.#waiting.slice(waiting.length);
    this.#audit.apply(audit);
    this.#apply(changes ?? {});
  }

  /** Each HSM has a log of its own, from its claim to its end; a restored one goes on with it. */
  #auditAfter({ erase, claim }: Changes, events: readonly AuditEvent[]) {
    const { boot } = this.history;
    const after = claim ?? (erase ? undefined : this.claim);
    if (after === undefined) return this.#audit.ended();
    if (after.hsmId !== this.claim?.hsmId) return this.#audit.begun(after.hsmId, boot);
    return this.#audit.extended(events, Math.floor(this.#runtime.clock.now()), boot);
  }

  #writesOf(changes: Changes): Write[] {
    const writes: Write[] = changes.erase === undefined ? [] : this.#erasure();
    const put = (collection: Write['collection'], key: string, value: unknown) =>
      writes.push({ collection, key, value });
    if (changes.identity) put('appliance', 'identity', changes.identity);
    if (changes.history) put('appliance', 'history', { ...this.history, ...changes.history });
    if (changes.claim) put('hsm', 'claim', changes.claim);
    if (changes.cluster) put('hsm', 'cluster', changes.cluster);
    if (changes.next) put('hsm', 'next', changes.next);
    if (changes.quorum) put('hsm', 'quorum', changes.quorum);
    if (changes.mutualTls) put('hsm', 'mutual-tls', changes.mutualTls);
    for (const [id, user] of changes.users ?? []) put('users', String(id), user);
    for (const object of changes.objects ?? []) put('objects', String(object.handle), object);
    const inventory = inventoryAfter(this, changes);
    if (inventory !== undefined) put('hsm', 'inventory', inventory);
    return writes;
  }

  #erasure(): Write[] {
    const gone = (collection: Write['collection'], keys: Iterable<string | number>): Write[] =>
      [...keys].map((key) => ({ collection, key: String(key), value: undefined }));
    return [
      ...gone('hsm', ['claim', 'cluster', 'next', 'quorum', 'mutual-tls', 'inventory']),
      ...gone('users', this.users.keys()),
      ...gone('objects', [...this.keys.keys(), ...this.tombstones.keys()]),
    ];
  }

  #apply(changes: Changes): void {
    if (changes.erase) this.#forget();
    if (changes.identity) this.identity = changes.identity;
    if (changes.history) this.history = { ...this.history, ...changes.history };
    if (changes.claim) this.claim = changes.claim;
    if (changes.cluster) {
      this.cluster = changes.cluster;
      this.#lineage = undefined;
    }
    if (changes.next) this.next = changes.next;
    if (changes.quorum) this.quorum = changes.quorum;
    if (changes.mutualTls) this.mutualTls = changes.mutualTls;
    for (const [id, user] of changes.users ?? []) {
      if (user === undefined) this.users.delete(id);
      else this.users.set(id, user);
    }
    for (const object of changes.objects ?? []) this.#hold(object);
  }

  #forget(): void {
    this.#erasures += 1;
    this.users.clear();
    this.keys.clear();
    this.tombstones.clear();
    this.retiredIds.forget();
    this.claim = undefined;
    this.cluster = undefined;
    this.#lineage = undefined;
    this.next = FIRST_NUMBERS;
    this.quorum = NO_QUORUM;
    this.mutualTls = NO_MUTUAL_TLS;
    this.level = false;
    this.objectsRevision += 1;
  }

  #hold(object: StoredObject): void {
    this.objectsRevision += 1;
    if (isTombstone(object)) {
      this.keys.delete(object.handle);
      this.tombstones.set(object.handle, object);
      if (object.retires !== undefined) this.retiredIds.hold(object.retires);
    } else {
      invariant(!this.tombstones.has(object.handle), 'a deleted key object does not come back');
      this.keys.set(object.handle, object);
    }
  }

  async #write(writes: readonly Write[]): Promise<void> {
    await this.#guarded(() => this.#store.write(writes));
  }

  async #guarded(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.ailment = NO_AILMENT;
    } catch (cause) {
      this.ailment = `the store cannot be written: ${cause instanceof Error ? cause.message : 'unknown reason'}`;
      this.#runtime.log.error({ err: cause }, 'the store cannot be written');
      this.#writeFailed.resolve();
      this.#writeFailed = Promise.withResolvers();
      throw new HsmError('STORE_FAILED', undefined, { cause });
    }
  }
}
