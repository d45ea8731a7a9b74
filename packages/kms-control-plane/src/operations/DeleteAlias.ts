import { KmsError } from '../errors.ts';
import { aliasArn } from '../keys/kms-key.ts';
import { checkAliasName } from './alias-names.ts';
import type { Operation } from './operation.ts';

export const deleteAlias: Operation<'DeleteAlias'> = {
  name: 'DeleteAlias',
  check: checkAliasName,
  async run({ AliasName: name }, { registry, region, accountId }) {
    const wasThere = await registry.removeAlias(region, name);
    if (!wasThere) throw new KmsError('NotFoundException', `Alias ${aliasArn(region, accountId, name)} is not found.`);
    return undefined;
  },
};
