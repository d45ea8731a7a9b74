import { checkGrantId } from '../keys/grant.ts';
import { grantPage } from './grant-entries.ts';
import { type FoundKey, foundKey, type Operation } from './operation.ts';
import { PAGE_SIZES } from './paging.ts';

export const listGrants: Operation<'ListGrants', FoundKey> = {
  name: 'ListGrants',
  check: ({ GrantId }) => checkGrantId(GrantId),
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  run(request, { registry, accountId }, { key }) {
    const { GrantId, GranteePrincipal } = request;
    const wanted = registry
      .grantsOf(key.region, key.keyId)
      .filter(
        ({ grantId, granteePrincipal }) =>
          (GrantId === undefined || grantId === GrantId) &&
          (GranteePrincipal === undefined || granteePrincipal === GranteePrincipal),
      );
    return grantPage(wanted, request, PAGE_SIZES.ListGrants, accountId);
  },
};
