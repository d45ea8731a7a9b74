import type { RequestOf } from '@keystorm/aws-api/kms';
import {
  checkConstraint,
  checkGrantOperations,
  checkPrincipal,
  GRANT_ID_BYTES,
  type Grant,
  type GrantConstraints,
  grantToken,
  TOKEN_NONCE_BYTES,
} from '../keys/grant.ts';
import { requireUsable } from '../keys/key-state.ts';
import type { KmsKey } from '../keys/kms-key.ts';
import { endDryRun } from './cryptography.ts';
import { type FoundKey, foundKey, type Operation, type RequestContext, stateOf } from './operation.ts';

type Request = RequestOf<'CreateGrant'>;

export const createGrant: Operation<'CreateGrant', FoundKey> = {
  name: 'CreateGrant',
  check({ GranteePrincipal, RetiringPrincipal, Constraints }) {
    checkPrincipal(GranteePrincipal);
    checkPrincipal(RetiringPrincipal);
    checkConstraint(Constraints?.EncryptionContextEquals);
    checkConstraint(Constraints?.EncryptionContextSubset);
  },
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run(request, context, { key }) {
    checkGrantOperations(request.Operations, key.arn);
    endDryRun(request.DryRun);
    const wanted = newGrant(request, context, key);
    const grant = await context.registry.putGrant(
      key.region,
      key.keyId,
      (current, present) => {
        requireUsable(context.operation, current, stateOf(context, current));
        return present.find((grant) => isRepetition(grant, wanted)) ?? wanted;
      },
      ({ grantId: GrantId }) => context.event({ response: { GrantId } }),
    );
    return {
      GrantId: grant.grantId,
      GrantToken: grantToken(grant, context.runtime.random.bytes(TOKEN_NONCE_BYTES)),
    };
  },
};

function newGrant(request: Request, { runtime }: RequestContext, { region, keyId }: KmsKey): Grant {
  const { GranteePrincipal, RetiringPrincipal, Operations, Constraints, Name = '' } = request;
  const constraints = constraintsOf(Constraints);
  return {
    region,
    keyId,
    grantId: runtime.random.bytes(GRANT_ID_BYTES).toString('hex'),
    name: Name,
    granteePrincipal: GranteePrincipal,
    ...(RetiringPrincipal === undefined ? {} : { retiringPrincipal: RetiringPrincipal }),
    operations: [...new Set(Operations)],
    ...(constraints === undefined ? {} : { constraints }),
    createdAtMs: runtime.clock.now(),
  };
}

/** No constraint at all equals none. */
function constraintsOf(constraints: Request['Constraints']): GrantConstraints | undefined {
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = constraints ?? {};
  if (subset === undefined && equals === undefined) return undefined;
  return { ...(subset === undefined ? {} : { subset }), ...(equals === undefined ? {} : { equals }) };
}

/** A request that is repeated under a name, with everything the same, gets the grant that there is. */
function isRepetition(present: Grant, wanted: Grant): boolean {
  return wanted.name !== '' && contentOf(present) === contentOf(wanted);
}

function contentOf({ grantId: _grantId, createdAtMs: _createdAtMs, ...content }: Grant): string {
  const operations = content.operations.toSorted();
  const pairs = [content.constraints?.subset, content.constraints?.equals].map((context) =>
    context === undefined ? null : Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return JSON.stringify([content.name, content.granteePrincipal, content.retiringPrincipal ?? null, operations, pairs]);
}
