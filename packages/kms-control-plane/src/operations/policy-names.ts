import { KmsError } from '../errors.ts';
import { POLICY_NAME } from '../keys/key-policy.ts';

/** A key has one policy, and its name is always the same. */
export function checkPolicyName(name: string | undefined): void {
  if (name !== undefined && name !== POLICY_NAME) throw new KmsError('NotFoundException', 'No such policy exists');
}
