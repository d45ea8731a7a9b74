import { checkPrincipal } from '../keys/grant.ts';
import { grantPage } from './grant-entries.ts';
import type { Operation } from './operation.ts';
import { PAGE_SIZES } from './paging.ts';

export const listRetirableGrants: Operation<'ListRetirableGrants'> = {
  name: 'ListRetirableGrants',
  check: ({ RetiringPrincipal }) => checkPrincipal(RetiringPrincipal),
  run(request, { registry, region, accountId }) {
    const wanted = registry.retirableGrants(region, request.RetiringPrincipal);
    return grantPage(wanted, request, PAGE_SIZES.ListRetirableGrants, accountId);
  },
};
