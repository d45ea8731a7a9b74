import { expect, test } from 'vitest';
import { filterPattern } from './filter-pattern.ts';

const MESSAGE = [
  'Opcode : CN_LOGIN (0xd)',
  'Response : 163:HSM Error: RET_USER_LOGIN_FAILURE',
  'User Name : kms"user\\x',
].join('\n');

test.each([
  ['nothing selects everything', '', true],
  ['blanks select everything', '  ', true],
  ['a term that is there', 'CN_LOGIN', true],
  ['a part of a word counts', 'LOGIN', true],
  ['letters count as they are written', 'cn_login', false],
  ['all terms must be there', 'CN_LOGIN 163', true],
  ['all terms must be there, and one is not', 'CN_LOGIN 164', false],
  ['a phrase in quotes', '"HSM Error: RET_USER"', true],
  ['a phrase is no set of words', '"Error HSM"', false],
  ['a quoted term with what a bare one cannot hold', '"(0xd)"', true],
  ['quotes and backslashes in a phrase', '"kms\\"user\\\\x"', true],
  ['none of the excluded terms', 'CN_LOGIN -SUCCESS', true],
  ['an excluded term is there', 'CN_LOGIN -163', false],
  ['an excluded phrase', '-"HSM Error"', false],
  ['exclusion alone', '-CN_LOGOUT', true],
  ['one of several', '?CN_LOGOUT ?CN_LOGIN', true],
  ['none of several', '?CN_LOGOUT ?CN_CREATE_USER', false],
  ['one of several phrases', '?"no such" ?"HSM Error"', true],
  ['terms marked ? do not count beside others', '?CN_LOGOUT 163', true],
  ['a pattern for JSON', '{ $.opcode = "CN_LOGIN" }', false],
])('%s: %j', (_name, pattern, selected) => {
  expect(filterPattern(pattern)(MESSAGE)).toBe(selected);
});

test.each([
  ['a-b', "Invalid character(s) in term 'a-b'"],
  ['CN_LOGIN (0xd)', "Invalid character(s) in term '(0xd)'"],
  ['""', `Invalid character(s) in term '""'`],
  ['?', "Invalid character(s) in term '?'"],
  ['"open', 'Invalid filter pattern'],
  ['"a"b', 'Invalid filter pattern'],
  ['{ $.a', "If a filter pattern starts with '{' it must end with '}'"],
  ['[time, sequence]', "Invalid character(s) in term '[time,'"],
  ['%CN_.*%', "Invalid character(s) in term '%CN_.*%'"],
])('%j is refused', (pattern, message) => {
  expect(() => filterPattern(pattern)).toThrow(expect.objectContaining({ code: 'InvalidParameterException', message }));
});
