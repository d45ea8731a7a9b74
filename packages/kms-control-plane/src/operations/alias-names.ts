import { KmsError } from '../errors.ts';
import { isAlias } from '../keys/key-identifier.ts';
import { type Alias, keyArn } from '../keys/kms-key.ts';
import { keyResource } from '../trail/index.ts';
import type { EventDetails, RequestContext } from './operation.ts';

const PREFIX = 'alias/';

/** What CreateAlias and UpdateAlias demand of the name and the target. */
export function checkAlias({
  AliasName,
  TargetKeyId,
}: {
  readonly AliasName: string;
  readonly TargetKeyId: string;
}): void {
  if (!AliasName.startsWith(PREFIX)) {
    throw new KmsError(
      'ValidationException',
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  refuseReserved(AliasName);
  if (AliasName === PREFIX) throw new KmsError('InvalidAliasNameException', `${AliasName} is not a valid alias name`);
  if (AliasName.includes(':')) {
    throw new KmsError('ValidationException', `${AliasName} contains invalid characters for an alias`);
  }
  if (isAlias(TargetKeyId)) throw new KmsError('ValidationException', 'Aliases must refer to keys. Not aliases');
}

/** What DeleteAlias demands of the name. */
export function checkAliasName({ AliasName }: { readonly AliasName: string }): void {
  if (!AliasName.startsWith(PREFIX)) throw new KmsError('ValidationException', 'Invalid identifier');
  refuseReserved(AliasName);
}

/** Names of AWS managed keys. */
function refuseReserved(aliasName: string): void {
  if (aliasName.startsWith('alias/aws/')) throw new KmsError('NotAuthorizedException');
}

/** What the event of a request about an alias is about: the key, then the alias. */
export function aliasResources(
  { region, accountId }: Pick<RequestContext, 'region' | 'accountId'>,
  { arn, targetKeyId }: Pick<Alias, 'arn' | 'targetKeyId'>,
): EventDetails {
  const key = keyResource(accountId, keyArn(region, accountId, targetKeyId));
  return { resources: [key, { accountId, type: 'AWS::KMS::Alias', ARN: arn }] };
}
