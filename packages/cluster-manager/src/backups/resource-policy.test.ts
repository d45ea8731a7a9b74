import { describe, expect, test } from 'vitest';
import { findPolicyProblem, permits } from './resource-policy.ts';

const ARN = 'arn:aws:cloudhsm:us-east-1:111122223333:backup/backup-aaaaaaaaaaa';
const FRIEND = '444455556666';

const allow = {
  Effect: 'Allow',
  Principal: { AWS: FRIEND },
  Action: ['cloudhsm:DescribeBackups', 'cloudhsm:CreateCluster'],
  Resource: ARN,
};
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('a policy permits', () => {
  test.each([
    { name: 'the account that it names', text: policy(allow), permitted: true },
    { name: 'no other action', text: policy({ ...allow, Action: 'cloudhsm:CopyBackupToRegion' }), permitted: false },
    { name: 'a pattern of actions', text: policy({ ...allow, Action: 'cloudhsm:Describe*' }), permitted: true },
    { name: 'no other account', text: policy({ ...allow, Principal: { AWS: '777788889999' } }), permitted: false },
    {
      name: 'the account of a root principal',
      text: policy({ ...allow, Principal: { AWS: [`arn:aws:iam::${FRIEND}:root`] } }),
      permitted: true,
    },
    { name: 'everybody', text: policy({ ...allow, Principal: '*' }), permitted: true },
    { name: 'no other resource', text: policy({ ...allow, Resource: `${ARN}b` }), permitted: false },
    { name: 'a pattern of resources', text: policy({ ...allow, Resource: 'arn:*:backup/*' }), permitted: true },
    { name: 'not what another statement denies', text: policy(allow, { ...allow, Effect: 'Deny' }), permitted: false },
  ])('$name', ({ text, permitted }) => {
    expect(findPolicyProblem(text)).toBeUndefined();
    expect(permits(text, 'DescribeBackups', FRIEND, ARN)).toBe(permitted);
  });

  test('in no time, however many stars its patterns have', () => {
    const text = policy({ ...allow, Resource: `${'*a'.repeat(9_000)}*` });
    expect(permits(text, 'DescribeBackups', FRIEND, ARN)).toBe(false);
  });
});

describe('a policy is refused that', () => {
  test.each([
    { name: 'is no JSON', text: '{', problem: 'not valid JSON' },
    { name: 'is no object', text: '[]', problem: 'not valid' },
    { name: 'has no statement', text: policy(), problem: 'Statement' },
    { name: 'has an effect of its own', text: policy({ ...allow, Effect: 'Maybe' }), problem: 'Effect' },
    { name: 'names nobody', text: policy({ ...allow, Principal: { AWS: 'nobody' } }), problem: "'nobody'" },
    { name: 'has an unknown member', text: policy({ ...allow, Colour: 'red' }), problem: 'Colour' },
  ])('$name', ({ text, problem }) => {
    expect(findPolicyProblem(text)).toContain(problem);
    expect(permits(text, 'DescribeBackups', FRIEND, ARN)).toBe(false);
  });
});
