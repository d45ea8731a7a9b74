import { expect, test } from 'vitest';
import { carriesSecret } from './parameters.ts';

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
