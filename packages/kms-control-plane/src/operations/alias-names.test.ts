import { describe, expect, test } from 'vitest';
import { checkAlias, checkAliasName } from './alias-names.ts';

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = 'arn:aws:kms:us-east-1:111122223333';
const PREFIX =
  'ValidationException: Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html';
const NO_ALIASES = 'ValidationException: Aliases must refer to keys. Not aliases';
const RESERVED = 'NotAuthorizedException: ';
const NO_IDENTIFIER = 'ValidationException: Invalid identifier';

/** `ok`, or code and message of the exception. */
function outcome(check: () => void): string {
  try {
    check();
    return 'ok';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

describe('an alias that is to be created or moved', () => {
  test.each([
    ['alias/mine', KEY_ID, 'ok'],
    ['alias/mine/and-more_1', `${ARN}:key/${KEY_ID}`, 'ok'],
    ['alias/aws', KEY_ID, 'ok'],
    ['mine', KEY_ID, PREFIX],
    ['Alias/mine', KEY_ID, PREFIX],
    [`${ARN}:alias/mine`, KEY_ID, PREFIX],
    ['alias/', KEY_ID, 'InvalidAliasNameException: alias/ is not a valid alias name'],
    ['alias/mi:ne', KEY_ID, 'ValidationException: alias/mi:ne contains invalid characters for an alias'],
    ['alias/aws/s3', KEY_ID, RESERVED],
    ['alias/mine', 'alias/other', NO_ALIASES],
    ['alias/mine', `${ARN}:alias/other`, NO_ALIASES],
    // Of two faults, the one of the name.
    ['mine', 'alias/other', PREFIX],
    ['alias/aws/s:3', 'alias/other', RESERVED],
    ['alias/mi:ne', 'alias/other', 'ValidationException: alias/mi:ne contains invalid characters for an alias'],
  ])('%s of %s: %s', (AliasName, TargetKeyId, expected) => {
    expect(outcome(() => checkAlias({ AliasName, TargetKeyId }))).toBe(expected);
  });
});

describe('an alias that is to be deleted', () => {
  test.each([
    ['alias/mine', 'ok'],
    ['mine', NO_IDENTIFIER],
    [`${ARN}:alias/mine`, NO_IDENTIFIER],
    ['alias/aws/s3', RESERVED],
  ])('%s: %s', (AliasName, expected) => {
    expect(outcome(() => checkAliasName({ AliasName }))).toBe(expected);
  });
});
