import { KmsError } from '../errors.ts';
import type { Grant } from '../keys/grant.ts';
import { type EventDetails, type FoundKey, foundKey, type RequestContext } from './operation.ts';

/** A key, and one of its grants. */
export interface FoundGrant extends FoundKey {
  readonly grant: Grant;
}

/** Throws NotFoundException also for a key that is there when it has no such grant. */
export function foundGrant(context: RequestContext, keyIdentifier: string, grantId: string): FoundGrant {
  const found = foundKey(context, keyIdentifier);
  const { region, keyId } = found.key;
  return { ...found, grant: context.registry.findGrant(region, keyId, grantId) ?? noSuchGrant(grantId) };
}

export async function removeGrant(
  { registry, event }: RequestContext,
  grant: Grant,
  details?: EventDetails,
): Promise<void> {
  const wasThere = await registry.removeGrant(grant.region, grant.keyId, grant.grantId, () => event(details));
  if (!wasThere) noSuchGrant(grant.grantId);
}

function noSuchGrant(grantId: string): never {
  throw new KmsError('NotFoundException', `Grant '${grantId}' does not exist`);
}
