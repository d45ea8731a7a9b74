import { expect, test } from 'vitest';
import { chainBeginning, type ChainedRecord, chainHash, firstBroken } from './audit-chain.ts';

const HSM = 'hsm-aaaaaaaaaaa';

function stream(length: number, hsmId = HSM): ChainedRecord[] {
  const records: ChainedRecord[] = [];
  let previousHash = chainBeginning(hsmId);
  for (let sequence = 0; sequence < length; sequence++) {
    const message = `Time: 0\nSequence No : 0x${sequence.toString(16)}\nOpcode : CN_LOGIN (0xd)`;
    const hash = chainHash(previousHash, message);
    records.push({ sequence, message, previousHash, hash });
    previousHash = hash;
  }
  return records;
}

/** The stream with one record replaced, and those after it chained to it anew. */
function forged(records: readonly ChainedRecord[], at: number, message: string): ChainedRecord[] {
  const kept = records.slice(0, at);
  let previousHash = records[at]?.previousHash ?? Buffer.alloc(0);
  const redone = records.slice(at).map(({ sequence, message: original }, index) => {
    const text = index === 0 ? message : original;
    const record = { sequence, message: text, previousHash, hash: chainHash(previousHash, text) };
    previousHash = record.hash;
    return record;
  });
  return [...kept, ...redone];
}

test.each([
  ['a whole stream holds', stream(20), undefined],
  ['an empty stream holds', [], undefined],
  ['a stream whose oldest records are gone holds', stream(20).slice(5), undefined],
  [
    'a changed text is named',
    stream(20).map((record) => (record.sequence === 7 ? { ...record, message: `${record.message}!` } : record)),
    { sequence: 7, reason: 'its content was changed' },
  ],
  [
    'a missing record is named by the one after it',
    stream(20).filter(({ sequence }) => sequence !== 17),
    { sequence: 18, reason: 'it follows record 0x10: those between are missing' },
  ],
  [
    'the stream of another HSM does not pass',
    stream(20, 'hsm-bbbbbbbbbbb'),
    { sequence: 0, reason: 'it does not continue the record before it' },
  ],
  [
    'a record in the place of another is named, although it was chained',
    forged(stream(20), 3, stream(20)[9]?.message ?? ''),
    { sequence: 3, reason: 'its content belongs to another number' },
  ],
])('%s', (_name, records, broken) => {
  expect(firstBroken(HSM, records)).toEqual(broken);
});
