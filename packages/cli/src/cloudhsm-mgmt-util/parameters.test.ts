import { expect, test } from 'vitest';
import { carriesSecret, numberOf } from './parameters.ts';

const LINES = [
  { line: 'loginHSM CO admin Officer1', secret: true },
  { line: '  changePswd CU kmsuser tempPassword  ', secret: true },
  { line: 'createU CU alice alice1234 -2fa file', secret: true },
  { line: 'l CO admin Officer1', secret: true },
  { line: 'loginHSM CO admin -hpswd', secret: false },
  { line: 'loginHSM CO admin', secret: false },
  { line: 'logoutHSM', secret: false },
  { line: 'findAllKeys 3 1 file', secret: false },
  { line: '', secret: false },
];

test.each(LINES)("'$line' carries a secret: $secret", ({ line, secret }) => {
  expect(carriesSecret(line)).toBe(secret);
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
