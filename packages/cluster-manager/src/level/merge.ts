import type { HsmAdminServiceDefinition, ReceivedResponseOf } from '@keystorm/protocol';
import type { AdminPeer } from '../fleet/fleet.ts';

/** An HSM that takes part. */
export interface Member {
  readonly hsmId: string;
  readonly admin: AdminPeer;
}

type ObjectVersion = ReceivedResponseOf<HsmAdminServiceDefinition, 'ListObjects'>['objects'][number];

interface Holding {
  readonly member: Member;
  readonly versions: ReadonlyMap<number, ObjectVersion>;
}

/** Short: an HSM that was just seen to live lists at once, and one that is away must not hold up the others. */
const LIST_DEADLINE_MS = 1_000;
const TRANSFER_DEADLINE_MS = 5_000;
/** Objects in one message, as the protocol says. */
const TRANSFER_OBJECTS_MAX = 1_000;

/**
 * Gives every member the newest version of every object that any of them holds, tombstones included. What is lower or
 * equal on arrival is ignored there, so it may run at any time and as often as one likes. Returns the members that
 * could not be given everything, with the reason. Rejects with HsmError when a member cannot be read: then nobody
 * knows what the newest versions are.
 */
export async function merge(members: readonly Member[]): Promise<ReadonlyMap<string, unknown>> {
  const holdings = await Promise.all(members.map(readHolding));
  const newest = newestHolders(holdings);
  const failures = new Map<string, unknown>();
  await Promise.all(
    holdings.map(async (target) => {
      try {
        await fill(target, newest);
      } catch (error) {
        failures.set(target.member.hsmId, error);
      }
    }),
  );
  return failures;
}

/** Whether `a` wins over `b`: a tombstone over any object, otherwise the higher version. */
export function winsOver(a: ObjectVersion, b: ObjectVersion): boolean {
  return a.deleted === b.deleted ? a.version > b.version : a.deleted;
}

async function readHolding(member: Member): Promise<Holding> {
  const { objects } = await member.admin.call('ListObjects', {}, { deadlineMs: LIST_DEADLINE_MS });
  return { member, versions: new Map(objects.map((object) => [object.handle, object])) };
}

/** Handle → who holds its newest version. */
function newestHolders(holdings: readonly Holding[]): ReadonlyMap<number, Holding> {
  const newest = new Map<number, { readonly holding: Holding; readonly object: ObjectVersion }>();
  for (const holding of holdings) {
    for (const [handle, object] of holding.versions) {
      const best = newest.get(handle);
      if (best === undefined || winsOver(object, best.object)) newest.set(handle, { holding, object });
    }
  }
  return new Map([...newest].map(([handle, { holding }]) => [handle, holding]));
}

async function fill(target: Holding, newest: ReadonlyMap<number, Holding>): Promise<void> {
  for (const [source, handles] of Map.groupBy(missingHandles(target, newest), (handle) => newest.get(handle))) {
    if (source !== undefined) await transfer(source.member, target.member, handles);
  }
}

function missingHandles(target: Holding, newest: ReadonlyMap<number, Holding>): readonly number[] {
  return [...newest].flatMap(([handle, source]) => {
    const theirs = source.versions.get(handle);
    const ours = target.versions.get(handle);
    return theirs !== undefined && (ours === undefined || winsOver(theirs, ours)) ? [handle] : [];
  });
}

async function transfer(source: Member, target: Member, handles: readonly number[]): Promise<void> {
  for (let first = 0; first < handles.length; first += TRANSFER_OBJECTS_MAX) {
    const chunk = handles.slice(first, first + TRANSFER_OBJECTS_MAX);
    const { maskedObjects } = await source.admin.call(
      'ExportObjects',
      { handles: chunk },
      { deadlineMs: TRANSFER_DEADLINE_MS },
    );
    // An HSM on which an owner is missing refuses the owner's objects. That is drift of users, which only an operator
    // may repair; the HSM serves everything else meanwhile.
    await target.admin.call('ImportObjects', { maskedObjects }, { deadlineMs: TRANSFER_DEADLINE_MS });
  }
}
