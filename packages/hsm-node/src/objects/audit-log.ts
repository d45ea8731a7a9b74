import { chainBeginning } from '@keystorm/protocol';
import { type AuditEvent, type AuditRecord, auditRecord } from './audit-record.ts';
import { DamagedStoreError, type SealedStore, type Write } from './sealed-store.ts';

const HEAD = 'audit';
const SEQUENCE_DIGITS = 14;
/** A session's handle: the start of the process, then a counter. */
const COUNTER_BITS = 24;
const BOOTS = 128;

/** The handle of a session: not given twice while one looks at a log. Counter 0 is the service itself. */
export function sessionHandle(boot: number, counter: number): number {
  return (boot % BOOTS) * 2 ** COUNTER_BITS + counter;
}

/** How far a log has come. */
interface Head {
  /** Number of the first record that is kept. */
  readonly oldest: number;
  /** Number of the next record. */
  readonly next: number;
  /** Hash of the last record. */
  readonly hash: Buffer;
  /** Starts of the process before the HSM was made: the same in the whole stream. */
  readonly rebootCounter: number;
}

/** Records to write, and how far the log has come with them. */
interface Staged {
  readonly writes: readonly Write[];
  readonly head: Head | undefined;
}

/**
 * The audit log of the HSM, from its claim to its end: what users and the service have done to it, without gaps, each
 * record bound to the one before by `chainHash`. It lies in the HSM's sealed store, and a record is written with the
 * change that it reports or not at all. Cryptographic operations are not recorded, nor what the service does to bring
 * HSMs level. Source: AWS CloudHSM User Guide, "Interpreting HSM audit logs".
 */
export class AuditLog {
  readonly #store: SealedStore;
  readonly #recordsMax: number;
  #head: Head | undefined;

  private constructor(store: SealedStore, recordsMax: number, head: Head | undefined) {
    this.#store = store;
    this.#recordsMax = recordsMax;
    this.#head = head;
  }

  /** Throws DamagedStoreError when the last record is not the one that was written last. */
  static async open(store: SealedStore, recordsMax: number): Promise<AuditLog> {
    const head = await store.find<Head>('hsm', HEAD);
    if (head !== undefined && head.next > head.oldest) {
      const last = await store.find<AuditRecord>('audit', keyOf(head.next - 1));
      if (last?.hash.equals(head.hash) !== true) throw new DamagedStoreError('the end of the audit log is missing');
    }
    return new AuditLog(store, recordsMax, head);
  }

  /** Number of the next record, and so how many there have been. */
  get next(): number {
    return this.#head?.next ?? 0;
  }

  /** Records from a number on, or from the first one that is left. Throws DamagedStoreError. */
  async read(from: number, limit: number): Promise<readonly AuditRecord[]> {
    return await this.#store.range<AuditRecord>('audit', { from: keyOf(from), limit });
  }

  /** What begins the log of an HSM. */
  begun(hsmId: string, boot: number): Staged {
    const head: Head = { oldest: 0, next: 0, hash: chainBeginning(hsmId), rebootCounter: boot };
    return { writes: [{ collection: 'hsm', key: HEAD, value: head }], head };
  }

  /** What adds events to the log; nothing where there is no HSM whose log it would be. */
  extended(events: readonly AuditEvent[], at: number, boot: number): Staged {
    let head = this.#head;
    if (head === undefined || events.length === 0) return { writes: [], head };
    const writes: Write[] = [];
    for (const event of events) {
      const place = { at, sequence: head.next, rebootCounter: head.rebootCounter, previousHash: head.hash };
      const record = auditRecord(event, { ...place, serviceSession: sessionHandle(boot, 0) });
      writes.push({ collection: 'audit', key: keyOf(record.sequence), value: record });
      head = { ...head, next: record.sequence + 1, hash: record.hash };
    }
    const oldest = Math.max(head.oldest, head.next - this.#recordsMax);
    writes.push(...removals(head.oldest, oldest));
    head = { ...head, oldest };
    writes.push({ collection: 'hsm', key: HEAD, value: head });
    return { writes, head };
  }

  /** What ends the log with its HSM. */
  ended(): Staged {
    if (this.#head === undefined) return { writes: [], head: undefined };
    const { oldest, next } = this.#head;
    return { writes: [...removals(oldest, next), { collection: 'hsm', key: HEAD, value: undefined }], head: undefined };
  }

  /** What was staged is on disk. */
  apply({ head }: Staged): void {
    this.#head = head;
  }
}

function removals(from: number, to: number): readonly Write[] {
  return Array.from({ length: to - from }, (_, index) => ({
    collection: 'audit' as const,
    key: keyOf(from + index),
    value: undefined,
  }));
}

function keyOf(sequence: number): string {
  return sequence.toString(16).padStart(SEQUENCE_DIGITS, '0');
}
