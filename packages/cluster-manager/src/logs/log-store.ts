import type { ChainedRecord } from '@keystorm/protocol';
import { type Store, table, type Transaction } from '@keystorm/runtime';
import { isOwnedBy, type Owner } from '../owner.ts';

const SEQUENCE_DIGITS = 14;

/** The logs of one cluster. */
export interface LogGroup extends Owner {
  /** Such as `/aws/cloudhsm/cluster-igklspoyj5v`. */
  readonly name: string;
  readonly clusterId: string;
  /** Milliseconds since the epoch, as everywhere here. */
  readonly createdAt: number;
  /** Bytes of the messages of all streams. */
  readonly bytes: number;
}

/** The audit log of one HSM, as far as it was collected. */
export interface LogStream extends Owner {
  /** The id of the HSM. */
  readonly name: string;
  readonly groupName: string;
  readonly clusterId: string;
  readonly createdAt: number;
  /** Number of the first event that is kept. */
  readonly oldest: number;
  /** Number of the next event. */
  readonly next: number;
  /** Hash of the last event. */
  readonly hash: Buffer;
  readonly firstEventAt: number;
  readonly lastEventAt: number;
  readonly ingestedAt: number;
}

/** An event of a stream: a record of an HSM's audit log. */
export interface LogEvent extends ChainedRecord {
  readonly at: number;
  readonly ingestedAt: number;
}

/** Key: region, account, name. */
const GROUPS = table<LogGroup>('groups');
/** Key: id of the HSM. */
const STREAMS = table<LogStream>('streams');
/** Key: id of the HSM, number of the event. */
const EVENTS = table<LogEvent>('events');

/** Records of an audit log that continue what was collected. */
interface Arrival {
  readonly owner: Owner;
  readonly clusterId: string;
  readonly hsmId: string;
  /** In the order of their numbers. */
  readonly records: readonly (ChainedRecord & { readonly at: number })[];
}

/** Source: AWS CloudHSM User Guide, "Working with Amazon CloudWatch Logs and AWS CloudHSM Audit Logs". */
function groupNameOf(clusterId: string): string {
  return `/aws/cloudhsm/${clusterId}`;
}

/**
 * What HSMs have recorded, kept apart from them and from the rest of what the cluster-manager knows: it outlives HSMs and
 * clusters, as CloudWatch Logs does. Within a stream times never go backwards.
 */
export class LogStore {
  readonly #store: Store;
  readonly #eventsMax: number;

  /** `eventsMax`: events that are kept of one stream. */
  constructor(store: Store, eventsMax: number) {
    this.#store = store;
    this.#eventsMax = eventsMax;
  }

  /** In the order of their names. */
  async groups(owner: Owner): Promise<readonly LogGroup[]> {
    const rows = await this.#store.list(GROUPS);
    return rows.map(([, group]) => group).filter((group) => isOwnedBy(group, owner));
  }

  findGroup(owner: Owner, name: string): Promise<LogGroup | undefined> {
    return this.#store.get(GROUPS, groupKey(owner, name));
  }

  /** In the order of their names; of one group, or all. */
  async streams(group?: LogGroup): Promise<readonly LogStream[]> {
    const rows = await this.#store.list(STREAMS);
    return rows
      .map(([, stream]) => stream)
      .filter((stream) => group === undefined || (isOwnedBy(stream, group) && stream.groupName === group.name));
  }

  findStream(hsmId: string): Promise<LogStream | undefined> {
    return this.#store.get(STREAMS, hsmId);
  }

  /** Events from a number on, in their order. */
  async read({ name }: LogStream, from: number, limit: number): Promise<readonly LogEvent[]> {
    const rows = await this.#store.list(EVENTS, { from: eventKey(name, from), to: endOf(name), limit });
    return rows.map(([, event]) => event);
  }

  /** Events before a number, the last one first. */
  async readBackwards({ name }: LogStream, before: number, limit: number): Promise<readonly LogEvent[]> {
    const range = { from: eventKey(name, 0), to: eventKey(name, before), limit, reverse: true };
    return (await this.#store.list(EVENTS, range)).map(([, event]) => event);
  }

  /** Number of the first event at a time or later; that of the next event where there is none yet. */
  async firstAt(stream: LogStream, at: number): Promise<number> {
    let low = stream.oldest;
    let high = stream.next;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [event] = await this.read(stream, middle, 1);
      if (event === undefined || event.at >= at) high = middle;
      else low = event.sequence + 1;
    }
    return low;
  }

  /** Adds records to the stream of their HSM; those that are there already are left out. */
  async append({ owner, clusterId, hsmId, records }: Arrival, now: number): Promise<void> {
    await this.#store.transaction(async (tx) => {
      const known = await tx.get(STREAMS, hsmId);
      const fresh = records.filter(({ sequence }) => sequence >= (known?.next ?? 0));
      const [first, last] = [fresh.at(0), fresh.at(-1)];
      if (first === undefined || last === undefined) return;
      const bytes = fresh.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
      await recordGroup(tx, { owner, clusterId }, now, bytes);
      for (const event of fresh) tx.put(EVENTS, eventKey(hsmId, event.sequence), { ...event, ingestedAt: now });
      const begun: LogStream = {
        ...owner,
        name: hsmId,
        groupName: groupNameOf(clusterId),
        clusterId,
        createdAt: now,
        oldest: first.sequence,
        next: first.sequence,
        hash: first.hash,
        firstEventAt: first.at,
        lastEventAt: first.at,
        ingestedAt: now,
      };
      const extended = {
        ...(known ?? begun),
        next: last.sequence + 1,
        hash: last.hash,
        lastEventAt: last.at,
        ingestedAt: now,
      };
      tx.put(STREAMS, hsmId, await shortened(tx, extended, this.#eventsMax));
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

async function recordGroup(
  tx: Transaction,
  { owner, clusterId }: Pick<Arrival, 'owner' | 'clusterId'>,
  createdAt: number,
  moreBytes: number,
): Promise<void> {
  const name = groupNameOf(clusterId);
  const key = groupKey(owner, name);
  const group = (await tx.get(GROUPS, key)) ?? { ...owner, name, clusterId, createdAt, bytes: 0 };
  tx.put(GROUPS, key, { ...group, bytes: group.bytes + moreBytes });
}

/** The stream without what is too much. */
async function shortened(tx: Transaction, stream: LogStream, eventsMax: number): Promise<LogStream> {
  const oldest = Math.max(stream.oldest, stream.next - eventsMax);
  if (oldest === stream.oldest) return stream;
  for (let sequence = stream.oldest; sequence < oldest; sequence++) tx.delete(EVENTS, eventKey(stream.name, sequence));
  const [first] = await tx.list(EVENTS, { from: eventKey(stream.name, oldest), to: endOf(stream.name), limit: 1 });
  return { ...stream, oldest, firstEventAt: first?.[1].at ?? stream.lastEventAt };
}

function groupKey({ region, accountId }: Owner, name: string): string {
  return `${region} ${accountId} ${name}`;
}

function eventKey(hsmId: string, sequence: number): string {
  return `${hsmId} ${sequence.toString(16).padStart(SEQUENCE_DIGITS, '0')}`;
}

/** Comes after every event of the stream. */
function endOf(hsmId: string): string {
  return `${hsmId} g`;
}
