import { acceptKeyPolicy } from '../keys/key-policy.ts';
import { changeKey, type FoundKey, foundKey, type Operation } from './operation.ts';
import { checkPolicyName } from './policy-names.ts';

export const putKeyPolicy: Operation<'PutKeyPolicy', FoundKey> = {
  name: 'PutKeyPolicy',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run({ Policy, PolicyName, BypassPolicyLockoutSafetyCheck = false }, context, { key }) {
    checkPolicyName(PolicyName);
    const policy = acceptKeyPolicy(
      Policy,
      { arn: context.callerArn, accountId: context.accountId },
      BypassPolicyLockoutSafetyCheck,
    );
    await changeKey(context, key, (current) => ({ ...current, policy }));
    return undefined;
  },
};
