import { checkGrantId } from '../keys/grant.ts';
import { endDryRun } from './cryptography.ts';
import { type FoundGrant, foundGrant, removeGrant } from './found-grant.ts';
import type { Operation } from './operation.ts';

export const revokeGrant: Operation<'RevokeGrant', FoundGrant> = {
  name: 'RevokeGrant',
  check: ({ GrantId }) => checkGrantId(GrantId),
  find: ({ KeyId, GrantId }, context) => foundGrant(context, KeyId, GrantId),
  async run({ DryRun }, context, { grant }) {
    endDryRun(DryRun);
    await removeGrant(context, grant);
    return undefined;
  },
};
