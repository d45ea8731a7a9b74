import { createHash } from 'node:crypto';

/** A record of an HSM's audit log, as it travels and as it is kept. */
export interface ChainedRecord {
  /** Number of the record in its stream, from 0, without gaps. */
  readonly sequence: number;
  /** As AWS CloudHSM prints it. */
  readonly message: string;
  /** Hash of the record before; of the first record, the beginning of the chain. */
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** What is wrong with a record. */
export interface BrokenRecord {
  readonly sequence: number;
  readonly reason: string;
}

const BEGINNING = 'keystorm audit log of ';

/**
 * Where the chain of an HSM's audit log begins: SHA-256 of a fixed text and the id of the HSM, so that no stream passes
 * for that of another HSM.
 */
export function chainBeginning(hsmId: string): Buffer {
  return createHash('sha256').update(BEGINNING).update(hsmId).digest();
}

/**
 * The hash of a record: SHA-256 of the hash before it, 32 bytes, followed by the record's text in UTF-8. The text holds
 * the sequence number and the time, so that a record can be neither changed, moved nor taken out unnoticed.
 */
export function chainHash(previousHash: Buffer, message: string): Buffer {
  return createHash('sha256').update(previousHash).update(message).digest();
}

/**
 * The first record that does not follow from those before it, in the order of their numbers; undefined when all do. The
 * oldest records of a long stream may be gone: then the chain is verified from the first one that is left on.
 */
export function firstBroken(hsmId: string, records: Iterable<ChainedRecord>): BrokenRecord | undefined {
  let last: ChainedRecord | undefined;
  for (const record of records) {
    const { sequence, message, previousHash, hash } = record;
    const expected = last?.hash ?? (sequence === 0 ? chainBeginning(hsmId) : previousHash);
    if (last !== undefined && sequence !== last.sequence + 1)
      return { sequence, reason: `it follows record ${hex(last.sequence)}: those between are missing` };
    if (!previousHash.equals(expected)) return { sequence, reason: 'it does not continue the record before it' };
    if (!hash.equals(chainHash(previousHash, message))) return { sequence, reason: 'its content was changed' };
    if (!message.includes(`\nSequence No : ${hex(sequence)}\n`))
      return { sequence, reason: 'its content belongs to another number' };
    last = record;
  }
  return undefined;
}

/** As the audit log writes numbers. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
