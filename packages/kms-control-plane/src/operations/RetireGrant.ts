import { KmsError } from '../errors.ts';
import { checkGrantId, readGrantToken } from '../keys/grant.ts';
import { endDryRun } from './cryptography.ts';
import { type FoundGrant, foundGrant, removeGrant } from './found-grant.ts';
import type { Operation } from './operation.ts';

export const retireGrant: Operation<'RetireGrant', FoundGrant> = {
  name: 'RetireGrant',
  check({ GrantToken, KeyId, GrantId }) {
    if (GrantToken === undefined && (KeyId === undefined || GrantId === undefined)) {
      throw new KmsError('ValidationException', 'Grant token OR (grant ID, key ID) must be specified');
    }
    checkGrantId(GrantId);
  },
  find({ GrantToken, KeyId = '', GrantId = '' }, context) {
    const { keyId, grantId } =
      GrantToken === undefined ? { keyId: KeyId, grantId: GrantId } : readGrantToken(GrantToken);
    return foundGrant(context, keyId, grantId);
  },
  async run({ DryRun }, context, { grant }) {
    endDryRun(DryRun);
    await removeGrant(context, grant, { additionalEventData: { grantId: grant.grantId } });
    return undefined;
  },
};
