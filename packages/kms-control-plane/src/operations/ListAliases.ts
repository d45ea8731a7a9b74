import { foundKey, type Operation } from './operation.ts';
import { PAGE_SIZES, pageOf } from './paging.ts';

export const listAliases: Operation<'ListAliases'> = {
  name: 'ListAliases',
  find: ({ KeyId }, context) => (KeyId === undefined ? { keys: [] } : foundKey(context, KeyId)),
  run(request, { registry, region }, { keys: [key] }) {
    const all = registry.aliases(region);
    const wanted = key === undefined ? all : all.filter((alias) => alias.targetKeyId === key.keyId);
    const { entries, ...page } = pageOf(wanted, (alias) => alias.name, request, PAGE_SIZES.ListAliases);
    const Aliases = entries.map((alias) => ({
      AliasName: alias.name,
      AliasArn: alias.arn,
      TargetKeyId: alias.targetKeyId,
      CreationDate: new Date(alias.createdAtMs),
      LastUpdatedDate: new Date(alias.updatedAtMs),
    }));
    return { Aliases, ...page };
  },
};
