import { POLICY_NAME } from '../keys/key-policy.ts';
import { type FoundKey, foundKey, type Operation } from './operation.ts';
import { checkPolicyName } from './policy-names.ts';

export const getKeyPolicy: Operation<'GetKeyPolicy', FoundKey> = {
  name: 'GetKeyPolicy',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run({ PolicyName }, _context, { key }) {
    checkPolicyName(PolicyName);
    return { Policy: key.policy, PolicyName: POLICY_NAME };
  },
};
