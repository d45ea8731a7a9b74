import type { AuditEvent } from './audit-record.ts';
import type { Outcome } from './command.ts';
import type {
  ApplianceHistory,
  ApplianceIdentity,
  Claim,
  ClusterIdentity,
  MutualTls,
  NextNumbers,
  QuorumValues,
  StoredObject,
  User,
} from './records.ts';
import { DamagedStoreError, type Records } from './sealed-store.ts';

/** A change of what the partition holds; what is not mentioned stays. */
export interface Changes {
  readonly history?: Partial<ApplianceHistory>;
  readonly identity?: ApplianceIdentity;
  /** First of all, forget everything that belongs to the HSM. */
  readonly erase?: true;
  readonly claim?: Claim;
  readonly cluster?: ClusterIdentity;
  readonly next?: NextNumbers;
  readonly quorum?: QuorumValues;
  readonly mutualTls?: MutualTls;
  /** Users by id; undefined removes one. */
  readonly users?: ReadonlyMap<number, User | undefined>;
  readonly objects?: readonly StoredObject[];
}

/** What a decision comes to: the changes to make durable, and the answer to give when they are. */
export interface Decision<T> {
  readonly changes?: Changes;
  readonly result: T;
  /** What the audit log says of the command, beyond what the command knew. */
  readonly outcome?: Outcome;
  /** What else the audit log says. */
  readonly events?: readonly AuditEvent[];
}

/** Written with every change of the numbers of records, so that a lost record is noticed. */
interface Inventory {
  readonly users: number;
  readonly objects: number;
}

/** What a partition holds now. */
interface Held {
  readonly users: ReadonlyMap<number, User>;
  readonly keys: ReadonlyMap<number, unknown>;
  readonly tombstones: ReadonlyMap<number, unknown>;
}

/** The inventory after changes; undefined where they leave it as it is. */
export function inventoryAfter(held: Held, { erase, users, objects }: Changes): Inventory | undefined {
  if (users === undefined && objects === undefined) return undefined;
  const after = erase
    ? { users: 0, objects: 0 }
    : { users: held.users.size, objects: held.keys.size + held.tombstones.size };
  for (const [id, user] of users ?? []) {
    const before = !erase && held.users.has(id);
    after.users += Number(user !== undefined) - Number(before);
  }
  for (const { handle } of objects ?? []) {
    const isHeld = held.keys.has(handle) || held.tombstones.has(handle);
    after.objects += Number(erase === true || !isHeld);
  }
  return after;
}

/** Throws DamagedStoreError. */
export function takeInventory(hsm: Records, users: number, objects: number): void {
  const expected = (hsm.get('inventory') as Inventory | undefined) ?? { users: 0, objects: 0 };
  if (expected.users !== users) throw new DamagedStoreError(`it holds ${users} users instead of ${expected.users}`);
  if (expected.objects !== objects)
    throw new DamagedStoreError(`it holds ${objects} key objects and tombstones instead of ${expected.objects}`);
}
