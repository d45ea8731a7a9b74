import { expect, test } from 'vitest';
import { numberOf, wordsOf } from './words.ts';

const LINES = [
  { line: '', words: [] },
  { line: '  loginHSM  -u CU\t-s alice ', words: ['loginHSM', '-u', 'CU', '-s', 'alice'] },
  { line: 'findKey -l "two words"', words: ['findKey', '-l', 'two words'] },
  { line: 'key list --filter attr.label="my key"', words: ['key', 'list', '--filter', 'attr.label=my key'] },
  { line: "findKey -l 'it is'", words: ['findKey', '-l', 'it is'] },
  { line: 'findKey -l ""', words: ['findKey', '-l', ''] },
  { line: 'findKey -l 5" wide', words: ['findKey', '-l', '5"', 'wide'] },
];

test.each(LINES)("'$line' has the words $words", ({ line, words }) => {
  expect(wordsOf(line)).toEqual(words);
});

const NUMBERS = [
  { text: '0', value: 0 },
  { text: '262162', value: 262_162 },
  { text: '4294967295', value: 4_294_967_295 },
  { text: '4294967296', value: undefined },
  { text: '-1', value: undefined },
  { text: '1.5', value: undefined },
  { text: '0x10', value: undefined },
  { text: '', value: undefined },
  { text: undefined, value: undefined },
];

test.each(NUMBERS)("'$text' is $value", ({ text, value }) => {
  expect(numberOf(text)).toBe(value);
});
