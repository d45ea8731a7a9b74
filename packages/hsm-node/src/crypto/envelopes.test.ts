import { Secret } from '@keystorm/runtime';
import { createSimulation } from '@keystorm/runtime/sim';
import { describe, expect, test } from 'vitest';
import { AesKey } from './aes-key.ts';
import { openBackup, sealBackup } from './backup-envelope.ts';
import { mask, unmask } from './masking.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';
import { RecordSeal } from './record-seal.ts';

const { random } = createSimulation({ seed: 1 }).runtime('hsm');
const KEY = new AesKey(Buffer.alloc(32, 'k'));
const CONTENT = {
  text: 'text',
  bytes: Buffer.from('bytes'),
  number: 1,
  list: [undefined, null, true],
  key: KEY,
  secret: new Secret('open sesame'),
};

test('a record keeps Buffers, keys and secrets', () => {
  const copy = decodeRecord<typeof CONTENT>(encodeRecord(CONTENT));
  expect(copy).toMatchObject({ text: 'text', number: 1, list: [null, null, true] });
  expect(copy.bytes).toEqual(CONTENT.bytes);
  expect(copy.key.equals(KEY)).toBe(true);
  expect(copy.secret.reveal()).toBe('open sesame');
});

const fleetKey = random.bytes(32);
const lineage = { id: random.bytes(32), maskingKey: KEY };
const seal = new RecordSeal(random.bytes(32), random);

/** Three envelopes around the same content. */
const ENVELOPES = [
  {
    name: 'a backup',
    sealed: sealBackup(fleetKey, CONTENT, random),
    open: (sealed: Buffer) => openBackup(fleetKey, sealed),
  },
  {
    name: 'a masked object',
    sealed: mask(lineage, CONTENT, random),
    open: (sealed: Buffer) => unmask(lineage, sealed),
  },
  {
    name: 'a stored record',
    sealed: seal.seal('table/key', CONTENT),
    open: (sealed: Buffer) => seal.open('table/key', sealed),
  },
];

describe.each(ENVELOPES)('$name', ({ sealed, open }) => {
  test('opens to its content', () => {
    expect(open(sealed)).toMatchObject({ text: 'text', bytes: CONTENT.bytes });
  });

  test('tells nothing of its content', () => {
    for (const secret of [
      'text',
      'bytes',
      'open sesame',
      Buffer.alloc(32, 'k'),
      Buffer.alloc(32, 'k').toString('base64'),
    ]) {
      expect(sealed.includes(secret)).toBe(false);
    }
  });

  test('does not open when any byte was changed', () => {
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(i) ^ (1 << (i % 8)), i);
      expect(() => open(changed)).toThrow(expect.toSatisfy(isRefusal));
    }
  });

  test('does not open when it was cut short or made longer', () => {
    for (let i = 0; i < sealed.length; i++)
      expect(() => open(sealed.subarray(0, i))).toThrow(expect.toSatisfy(isRefusal));
    expect(() => open(Buffer.concat([sealed, Buffer.alloc(1)]))).toThrow(expect.toSatisfy(isRefusal));
  });
});

const FOREIGN = [
  {
    name: 'a backup of another fleet',
    open: () => openBackup(random.bytes(32), sealBackup(fleetKey, CONTENT, random)),
    code: 'FOREIGN_OBJECT',
  },
  {
    name: 'an object of another lineage',
    open: () => unmask({ ...lineage, id: random.bytes(32) }, mask(lineage, CONTENT, random)),
    code: 'FOREIGN_OBJECT',
  },
  {
    name: 'an object masked under another key',
    open: () => unmask({ ...lineage, maskingKey: AesKey.generate(32, random) }, mask(lineage, CONTENT, random)),
    code: 'INVALID_CIPHERTEXT',
  },
  {
    name: 'a record under another name',
    open: () => seal.open('table/other', seal.seal('table/key', CONTENT)),
    code: 'INVALID_CIPHERTEXT',
  },
  {
    name: 'a record under another key',
    open: () => new RecordSeal(random.bytes(32), random).open('a', seal.seal('a', CONTENT)),
    code: 'INVALID_CIPHERTEXT',
  },
];

test.each(FOREIGN)('$name is refused with $code', ({ open, code }) => {
  expect(open).toThrow(expect.objectContaining({ code }));
});

function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'INVALID_CIPHERTEXT' || code === 'FOREIGN_OBJECT';
}
