import { checkPrincipal } from '../keys/grant.ts';
import { grantPage } from './grant-entries.ts';
import type { Operation } from './operation.ts';

export const listRetirableGrants: Operation<'ListRetirableGrants'> = {
  name: 'ListRetirableGrants',
  check: ({ RetiringPrincipal }) => checkPrincipal(RetiringPrincipal),
  run: (request, { registry, region, accountId }) =>
    grantPage(registry.retirableGrants(region, request.RetiringPrincipal), request, accountId),
};
