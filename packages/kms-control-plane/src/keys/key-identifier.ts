import { KmsError } from '../errors.ts';
import type { KeyRegistry } from './key-registry.ts';
import { aliasArn, keyArn, type KmsKey } from './kms-key.ts';

/** Whose keys are looked up, and where. */
export interface KeyScope {
  readonly region: string;
  readonly accountId: string;
  /** ARN of the caller, for messages. */
  readonly callerArn: string;
  /** Operation of the KMS API, for messages. */
  readonly operation: string;
}

const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const ARN = /^arn:aws[a-z-]*:kms:([^:]*):([^:]*):(key\/.+|alias\/.+)$/;

/** Finds the key that a key id or key ARN names; for operations that do not take aliases. */
export function findKey(registry: KeyRegistry, identifier: string, scope: KeyScope): KmsKey {
  const name = nameInScope(identifier, scope);
  if (isAlias(name)) throw new KmsError('InvalidArnException', 'Key Aliases are not supported for this operation.');
  return keyOf(registry, identifier, name, scope);
}

/** Finds the key that a key id, key ARN, alias name or alias ARN names. */
export function findKeyOrAlias(registry: KeyRegistry, identifier: string, scope: KeyScope): KmsKey {
  const name = nameInScope(identifier, scope);
  if (!isAlias(name)) return keyOf(registry, identifier, name, scope);
  const alias = registry.findAlias(scope.region, name);
  if (alias === undefined) {
    throw new KmsError('NotFoundException', `Alias ${aliasArn(scope.region, scope.accountId, name)} is not found.`);
  }
  return keyOf(registry, identifier, alias.targetKeyId, scope);
}

/** Whether an identifier has one of the two forms of an alias. */
export function isAlias(identifier: string): boolean {
  return identifier.startsWith('alias/') || ARN.exec(identifier)?.[3]?.startsWith('alias/') === true;
}

/** The bare key id or alias name, once the ARN around it, if there is one, is known to be of this Region and account. */
function nameInScope(identifier: string, scope: KeyScope): string {
  if (!identifier.startsWith('arn:')) return identifier;
  const [, region, accountId, resource] = ARN.exec(identifier) ?? [];
  if (region === undefined || accountId === undefined || resource === undefined) throw invalidKeyId(identifier);
  if (region !== scope.region) throw new KmsError('NotFoundException', `Invalid arn ${region}`);
  if (accountId !== scope.accountId) throw notAuthorized(identifier, scope);
  return resource.startsWith('key/') ? resource.slice('key/'.length) : resource;
}

function keyOf(registry: KeyRegistry, identifier: string, keyId: string, scope: KeyScope): KmsKey {
  if (!KEY_ID.test(keyId)) throw invalidKeyId(identifier);
  const key = registry.find(scope.region, keyId);
  if (key === undefined) {
    throw new KmsError('NotFoundException', `Key '${keyArn(scope.region, scope.accountId, keyId)}' does not exist`);
  }
  return key;
}

function invalidKeyId(identifier: string): KmsError {
  return new KmsError('NotFoundException', `Invalid keyId '${identifier}'`);
}

/** Another account's keys are not here, and nothing about them is told. */
function notAuthorized(resource: string, { callerArn, operation }: KeyScope): KmsError {
  return new KmsError(
    'AccessDeniedException',
    `User: ${callerArn} is not authorized to perform: kms:${operation} on resource: ${resource} because no resource-based policy allows the kms:${operation} action`,
  );
}
