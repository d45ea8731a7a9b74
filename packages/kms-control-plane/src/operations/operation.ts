import type { OperationName, RequestOf, Responses } from '@keystorm/aws-api/kms';
import type { Runtime } from '@keystorm/runtime';
import type { KeyStores } from '../key-stores/index.ts';
import type { KeyRegistry } from '../keys/key-registry.ts';
import type { KeyUsages } from '../keys/key-usages.ts';
import { type KeyState, keyStateOf, requireUsable } from '../keys/key-state.ts';
import type { KmsKey } from '../keys/kms-key.ts';
import { findKey, findKeyOrAlias } from '../keys/key-identifier.ts';
import type { EventResource, TrailEvent } from '../trail/index.ts';

/** What all operations of a control plane share. */
export interface Services {
  readonly runtime: Runtime;
  readonly registry: KeyRegistry;
  readonly keyStores: KeyStores;
  readonly usages: KeyUsages;
}

/** One request, once its caller is known. */
export interface RequestContext extends Services {
  readonly operation: OperationName;
  readonly region: string;
  readonly accountId: string;
  /** ARN of the caller. */
  readonly callerArn: string;
  readonly requestId: string;
  /** Makes the event of the request, which is then written with what it changes. */
  readonly event: (details?: EventDetails) => TrailEvent;
}

/** What the event of a request says beyond the request itself. */
export interface EventDetails {
  /** What it shows of the answer, with the names of the answer. */
  readonly response?: object;
  readonly additionalEventData?: object;
  /** The keys that were found, if nothing else is said. */
  readonly resources?: readonly EventResource[];
}

/** What a request is about; `keys` are those whose state decides whether it may run. */
export interface Found {
  readonly keys: readonly KmsKey[];
}

export interface FoundKey extends Found {
  readonly key: KmsKey;
}

/**
 * An operation of the KMS API. The dispatcher calls its steps in this order, which is the precedence of errors:
 * `check`, `find`, the caller's permission, the state of the keys, `run`. Each throws KmsError.
 */
export interface Operation<O extends OperationName, F extends Found = Found> {
  readonly name: O;
  /** Rules on the request alone that its schema cannot express. */
  check?(request: RequestOf<O>): void;
  /** Finds the keys that the request names. */
  find?(request: RequestOf<O>, context: RequestContext): F;
  run(request: RequestOf<O>, context: RequestContext, found: F): Responses[O] | Promise<Responses[O]>;
}

/** An operation as the dispatcher sees it, which passes on what it got from one step to the next. */
export interface AnyOperation<O extends OperationName = OperationName> {
  readonly name: O;
  check?(request: never): void;
  find?(request: never, context: RequestContext): Found;
  run(request: never, context: RequestContext, found: never): object | undefined | Promise<object | undefined>;
}

/** The key named by an id or ARN. */
export function foundKey(context: RequestContext, identifier: string): FoundKey {
  return found(findKey(context.registry, identifier, context));
}

/** The key named by an id, ARN or alias. */
export function foundKeyOrAlias(context: RequestContext, identifier: string): FoundKey {
  return found(findKeyOrAlias(context.registry, identifier, context));
}

function found(key: KmsKey): FoundKey {
  return { key, keys: [key] };
}

export function stateOf(context: Services, key: KmsKey): KeyState {
  return keyStateOf(key, context.keyStores.isAvailable(key.region, key.customKeyStoreId, key.material));
}

/**
 * Replaces the record of a key. The state is judged once more on the record that is replaced, because another request
 * may have changed it since.
 */
export function changeKey(
  context: RequestContext,
  key: KmsKey,
  change: (current: KmsKey) => KmsKey,
  details?: (changed: KmsKey) => EventDetails,
): Promise<KmsKey> {
  return context.registry.change(
    key.region,
    key.keyId,
    (current) => {
      requireUsable(context.operation, current, stateOf(context, current));
      return change(current);
    },
    (changed) => context.event(details?.(changed)),
  );
}
