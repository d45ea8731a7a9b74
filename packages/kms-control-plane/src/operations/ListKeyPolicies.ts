import { POLICY_NAME } from '../keys/key-policy.ts';
import { type FoundKey, foundKey, type Operation } from './operation.ts';
import { PAGE_SIZES, pageOf } from './paging.ts';

export const listKeyPolicies: Operation<'ListKeyPolicies', FoundKey> = {
  name: 'ListKeyPolicies',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run(request) {
    const { entries, ...page } = pageOf([POLICY_NAME], (name) => name, request, PAGE_SIZES.ListKeyPolicies);
    return { PolicyNames: entries, ...page };
  },
};
