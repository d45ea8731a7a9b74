import { expect, test } from 'vitest';
import { attributeText, KEY_ATTRIBUTES } from './key-attributes.ts';

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

test('names and numbers are unique', () => {
  for (const member of ['name', 'id'] as const)
    expect(new Set(KEY_ATTRIBUTES.map((attribute) => attribute[member])).size).toBe(KEY_ATTRIBUTES.length);
});
