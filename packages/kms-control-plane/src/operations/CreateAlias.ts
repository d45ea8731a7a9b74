import { KmsError } from '../errors.ts';
import { requireUsable } from '../keys/key-state.ts';
import { aliasArn } from '../keys/kms-key.ts';
import { aliasResources, checkAlias } from './alias-names.ts';
import { type FoundKey, foundKey, type Operation, stateOf } from './operation.ts';

export const createAlias: Operation<'CreateAlias', FoundKey> = {
  name: 'CreateAlias',
  check: checkAlias,
  find: ({ TargetKeyId }, context) => foundKey(context, TargetKeyId),
  async run({ AliasName: name }, context, { key }) {
    const { registry, region, accountId, runtime } = context;
    const arn = aliasArn(region, accountId, name);
    await registry.putAlias(
      region,
      name,
      key.keyId,
      (present, target) => {
        if (present !== undefined)
          throw new KmsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
        requireUsable(context.operation, target, stateOf(context, target));
        const now = runtime.clock.now();
        return { region, name, arn, targetKeyId: target.keyId, createdAtMs: now, updatedAtMs: now };
      },
      (alias) => context.event(aliasResources(context, alias)),
    );
    return undefined;
  },
};
