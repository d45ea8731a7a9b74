import { expect, test } from 'vitest';
import { attributeText, KEY_ATTRIBUTES, keyChange } from './key-attributes.ts';

const VALUES = [
  { value: 1, digits: 8, text: '0x00000001' },
  { value: 31, digits: 2, text: '0x1f' },
  { value: 'arn:aws:kms:us-east-1:111122223333:key/1', digits: 8, text: 'arn:aws:kms:us-east-1:111122223333:key/1' },
  { value: Buffer.from('1b8c91', 'hex'), digits: 8, text: '0x1b8c91' },
  { value: Buffer.alloc(0), digits: 8, text: '' },
];

test.each(VALUES)('$value is printed as $text', ({ value, digits, text }) => {
  expect(attributeText(value, digits)).toBe(text);
});

const CHANGES = [
  { name: 'OBJ_ATTR_LABEL', text: '1', change: { label: '1' } },
  { name: 'OBJ_ATTR_ID', text: 'id', change: { id: Buffer.from('id') } },
  { name: 'OBJ_ATTR_ENCRYPT', text: '0', change: { encrypt: false } },
  { name: 'OBJ_ATTR_WRAP_WITH_TRUSTED', text: '1', change: { wrapWithTrusted: true } },
  { name: 'OBJ_ATTR_TRUSTED', text: 'true', change: undefined },
  { name: 'OBJ_ATTR_TOKEN', text: '1', change: { token: true } },
  { name: 'OBJ_ATTR_TOKEN', text: '0', change: undefined },
  { name: 'OBJ_ATTR_EXTRACTABLE', text: '1', change: undefined },
];

test.each(CHANGES)("$name changed to '$text' is $change", ({ name, text, change }) => {
  expect(keyChange(KEY_ATTRIBUTES.find((attribute) => attribute.name === name)!, text)).toEqual(change);
});

test('names and numbers are unique', () => {
  for (const member of ['name', 'id'] as const)
    expect(new Set(KEY_ATTRIBUTES.map((attribute) => attribute[member])).size).toBe(KEY_ATTRIBUTES.length);
});
