import { KmsError } from '../errors.ts';
import { requireUsable } from '../keys/key-state.ts';
import { aliasArn } from '../keys/kms-key.ts';
import { aliasResources, checkAlias } from './alias-names.ts';
import { type FoundKey, foundKey, type Operation, stateOf } from './operation.ts';

export const updateAlias: Operation<'UpdateAlias', FoundKey> = {
  name: 'UpdateAlias',
  check: checkAlias,
  find: ({ TargetKeyId }, context) => foundKey(context, TargetKeyId),
  async run({ AliasName: name }, context, { key }) {
    const { registry, region, accountId, runtime } = context;
    await registry.putAlias(
      region,
      name,
      key.keyId,
      (present, target) => {
        if (present === undefined)
          throw new KmsError('NotFoundException', `Alias ${aliasArn(region, accountId, name)} is not found.`);
        requireUsable(context.operation, target, stateOf(context, target));
        return { ...present, targetKeyId: target.keyId, updatedAtMs: runtime.clock.now() };
      },
      (alias) => context.event(aliasResources(context, alias)),
    );
    return undefined;
  },
};
