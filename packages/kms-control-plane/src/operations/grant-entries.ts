import type { GrantListEntry } from '@keystorm/aws-api/kms';
import type { Grant } from '../keys/grant.ts';
import { keyArn } from '../keys/kms-key.ts';
import { type PageRequest, type PageSize, pageOf } from './paging.ts';

/** A page of ListGrants and ListRetirableGrants; the grants are sorted by id. */
export function grantPage(grants: readonly Grant[], request: PageRequest, size: PageSize, accountId: string) {
  const { entries, ...page } = pageOf(grants, ({ grantId }) => grantId, request, size);
  return { Grants: entries.map((grant) => grantEntry(grant, accountId)), ...page };
}

function grantEntry(grant: Grant, accountId: string): GrantListEntry {
  const { constraints } = grant;
  return {
    KeyId: keyArn(grant.region, accountId, grant.keyId),
    GrantId: grant.grantId,
    Name: grant.name,
    CreationDate: new Date(grant.createdAtMs),
    GranteePrincipal: grant.granteePrincipal,
    RetiringPrincipal: grant.retiringPrincipal,
    IssuingAccount: `arn:aws:iam::${accountId}:root`,
    Operations: grant.operations,
    Constraints: constraints && {
      EncryptionContextSubset: constraints.subset,
      EncryptionContextEquals: constraints.equals,
    },
  };
}
