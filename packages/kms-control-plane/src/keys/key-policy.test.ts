import { expect, test } from 'vitest';
import { acceptKeyPolicy, defaultKeyPolicy } from './key-policy.ts';
import { TEST_ACCOUNT } from './kms-key.fixture.ts';

const CALLER = { arn: `arn:aws:iam::${TEST_ACCOUNT}:user/keystorm`, accountId: TEST_ACCOUNT };
const LOCKED_OUT = 'The new key policy will not allow you to update the key policy in the future.';
const BAD_PRINCIPAL = 'Policy contains a statement with one or more invalid principals.';
const BAD_JSON = 'This policy contains invalid Json';

const allow = (changes: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS: CALLER.arn },
  Action: 'kms:*',
  Resource: '*',
  ...changes,
});
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

test('the default policy is acceptable as it is', () => {
  const text = defaultKeyPolicy(TEST_ACCOUNT);
  expect(acceptKeyPolicy(text, CALLER, false)).toBe(text);
  expect(JSON.parse(text)).toEqual({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
});

test.each([
  ['names the caller', allow()],
  ['names the account', allow({ Principal: { AWS: TEST_ACCOUNT } })],
  ['names everybody', allow({ Principal: '*' })],
  ['names the action by a wildcard', allow({ Action: ['kms:Describe*', 'KMS:put*policy'] })],
  ['forbids other actions only', allow({ Action: undefined, NotAction: 'kms:Decrypt' })],
])('a policy that %s lets the caller change it', (_name, statement) => {
  expect(JSON.parse(acceptKeyPolicy(policy(statement), CALLER, false))).toMatchObject({ Version: '2012-10-17' });
});

test.each([
  ['is no JSON', '{', BAD_JSON],
  ['has no statement', '{}', BAD_JSON],
  ['has a statement without an action', policy(allow({ Action: undefined })), BAD_JSON],
  ['has a statement without a principal', policy(allow({ Principal: undefined })), BAD_JSON],
  ['has an unknown member', policy(allow({ Actions: 'kms:*' })), BAD_JSON],
  ['names nobody that can be', policy(allow({ Principal: { AWS: 'bob' } })), BAD_PRINCIPAL],
  ['names another user', policy(allow({ Principal: { AWS: `${CALLER.arn}2` } })), LOCKED_OUT],
  ['allows something else', policy(allow({ Action: 'kms:Encrypt' })), LOCKED_OUT],
  ['allows and denies', policy(allow(), allow({ Effect: 'Deny' })), LOCKED_OUT],
  ['has an empty list of statements', policy(), LOCKED_OUT],
])('a policy that %s is malformed', (_name, text, message) => {
  expect(() => acceptKeyPolicy(text, CALLER, false)).toThrow(
    expect.objectContaining({ code: 'MalformedPolicyDocumentException', message }),
  );
});

test('the check can be bypassed, and a Deny with a condition does not count', () => {
  acceptKeyPolicy(policy(allow({ Action: 'kms:Encrypt' })), CALLER, true);
  acceptKeyPolicy(
    policy(allow(), allow({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
    CALLER,
    false,
  );
});

test('a policy may have 32 KB', () => {
  const text = policy(allow({ Sid: 'a'.repeat(32_768) }));
  expect(() => acceptKeyPolicy(text, CALLER, false)).toThrow(
    expect.objectContaining({ code: 'LimitExceededException' }),
  );
});
