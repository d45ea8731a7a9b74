import { KmsError } from '../errors.ts';
import type { KmsKey } from '../keys/kms-key.ts';
import type { RequestContext } from './operation.ts';

/**
 * Decides whether the caller may do this to these keys. Every caller is of the account that owns the keys, and the
 * account allows its own everything; identifiers of other accounts have been refused by the lookup. There are no
 * grants, so no token can be the token of one. Throws InvalidGrantTokenException.
 */
export function authorize(_context: RequestContext, _keys: readonly KmsKey[], request: object): void {
  const tokens: unknown = 'GrantTokens' in request ? request.GrantTokens : undefined;
  if (Array.isArray(tokens) && tokens.length > 0) throw new KmsError('InvalidGrantTokenException');
}
