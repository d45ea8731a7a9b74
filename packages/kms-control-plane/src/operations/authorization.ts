import { KmsError } from '../errors.ts';
import { readGrantToken } from '../keys/grant.ts';
import type { KmsKey } from '../keys/kms-key.ts';
import type { RequestContext } from './operation.ts';

/**
 * Decides whether the caller may do this to these keys. Every caller is of the account that owns the keys, and the
 * account allows its own everything; identifiers of other accounts have been refused by the lookup. So no grant decides
 * anything yet, but the tokens of a request must be tokens of grants. Throws InvalidGrantTokenException.
 */
export function authorize(context: RequestContext, _keys: readonly KmsKey[], request: object): void {
  const tokens: unknown = 'GrantTokens' in request ? request.GrantTokens : undefined;
  if (!Array.isArray(tokens)) return;
  for (const token of tokens as readonly string[]) requireGrantOf(token, context);
}

function requireGrantOf(token: string, { registry, region }: RequestContext): void {
  const { keyId, grantId } = readGrantToken(token);
  if (registry.findGrant(region, keyId, grantId) === undefined) throw new KmsError('InvalidGrantTokenException');
}
