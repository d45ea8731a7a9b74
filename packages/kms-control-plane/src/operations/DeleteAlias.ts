import { KmsError } from '../errors.ts';
import { aliasArn } from '../keys/kms-key.ts';
import { aliasResources, checkAliasName } from './alias-names.ts';
import type { Operation } from './operation.ts';

export const deleteAlias: Operation<'DeleteAlias'> = {
  name: 'DeleteAlias',
  check: checkAliasName,
  async run({ AliasName: name }, context) {
    const { registry, region, accountId, event } = context;
    const wasThere = await registry.removeAlias(region, name, (alias) => event(aliasResources(context, alias)));
    if (!wasThere) throw new KmsError('NotFoundException', `Alias ${aliasArn(region, accountId, name)} is not found.`);
    return undefined;
  },
};
