import { Secret } from '@keystorm/runtime';
import { expect, test } from 'vitest';
import { type KnownPassword, passwordInForce, withPassword } from './credentials.ts';

const GIVEN: KnownPassword = { password: new Secret('given') };
/** KMS has replaced what it was given where the user had epoch 4 at most, and that once more. */
const FIRST = set('first', 5);
const SECOND = set('second', 6);

function set(name: string, epoch: number): KnownPassword {
  return { password: new Secret(name), set: { mark: `mark-${name}`, epoch } };
}

test.each([
  { what: 'a mark of ours', mark: 'mark-second', epoch: 6, password: 'second' },
  { what: 'a mark of ours that has been replaced elsewhere', mark: 'mark-first', epoch: 5, password: 'first' },
  { what: 'a mark of ours, however often changed', mark: 'mark-first', epoch: 90, password: 'first' },
  { what: 'a password from before our first change', mark: 'unknown', epoch: 4, password: 'given' },
  // AWS KMS would try the password that it set, and fail.
  { what: 'a password from after our first change', mark: 'unknown', epoch: 6, password: 'second' },
])('$what tells which password is in force', ({ mark, epoch, password }) => {
  const user = { passwordMark: mark, passwordEpoch: epoch };
  expect(passwordInForce([SECOND, FIRST, GIVEN], user).reveal()).toBe(password);
});

test('a password that was given last is in force wherever none of ours is', () => {
  const passwords = [GIVEN, FIRST] as const;
  expect(passwordInForce(passwords, { passwordMark: 'unknown', passwordEpoch: 90 }).reveal()).toBe('given');
  expect(passwordInForce(passwords, { passwordMark: 'mark-first', passwordEpoch: 5 }).reveal()).toBe('first');
});

test('a password that becomes the newest is known once, and thirty-two are known at most', () => {
  const reveal = (passwords: readonly KnownPassword[]) => passwords.map(({ password }) => password.reveal());
  expect(reveal(withPassword([SECOND, FIRST, GIVEN], GIVEN))).toEqual(['given', 'second', 'first']);
  let passwords: readonly [KnownPassword, ...KnownPassword[]] = [GIVEN];
  for (let epoch = 1; epoch <= 40; epoch++) passwords = withPassword(passwords, set(`password ${epoch}`, epoch));
  expect(reveal(passwords)).toEqual(Array.from({ length: 32 }, (_, age) => `password ${40 - age}`));
});
