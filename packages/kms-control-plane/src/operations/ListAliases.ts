import { foundKey, type Operation } from './operation.ts';
import { pageOf } from './paging.ts';

export const listAliases: Operation<'ListAliases'> = {
  name: 'ListAliases',
  find: ({ KeyId }, context) => (KeyId === undefined ? { keys: [] } : foundKey(context, KeyId)),
  run(request, { registry, region }, { keys: [key] }) {
    const all = registry.aliases(region);
    const wanted = key === undefined ? all : all.filter((alias) => alias.targetKeyId === key.keyId);
    const { entries, ...page } = pageOf(wanted, (alias) => alias.name, request, { byDefault: 50, max: 100 });
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
