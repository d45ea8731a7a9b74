import type { OperationName, RequestOf } from '@keystorm/aws-api/kms';
import { KmsError } from '../errors.ts';
import { type FoundKey, foundKey, foundKeyOrAlias, type Operation, type RequestContext } from './operation.ts';

// Operations for kinds of keys that do not exist here, or that are not offered. They find their key as any other does;
// then the kind of the key (`keys/key-kind.ts`) or its state refuses them.

type WithKeyId = {
  [O in OperationName]: RequestOf<O> extends { readonly KeyId: string } ? O : never;
}[OperationName];

function forOtherKeys<O extends WithKeyId>(
  name: O,
  find: (context: RequestContext, identifier: string) => FoundKey,
): Operation<O, FoundKey> {
  return {
    name,
    find: (request, context) => find(context, request.KeyId),
    run() {
      throw new KmsError('UnsupportedOperationException', `${name} is not offered.`);
    },
  };
}

export const deleteImportedKeyMaterial = forOtherKeys('DeleteImportedKeyMaterial', foundKey);
export const deriveSharedSecret = forOtherKeys('DeriveSharedSecret', foundKeyOrAlias);
export const enableKeyRotation = forOtherKeys('EnableKeyRotation', foundKey);
export const generateDataKeyPair = forOtherKeys('GenerateDataKeyPair', foundKeyOrAlias);
export const generateDataKeyPairWithoutPlaintext = forOtherKeys('GenerateDataKeyPairWithoutPlaintext', foundKeyOrAlias);
export const generateMac = forOtherKeys('GenerateMac', foundKeyOrAlias);
export const getParametersForImport = forOtherKeys('GetParametersForImport', foundKey);
export const getPublicKey = forOtherKeys('GetPublicKey', foundKeyOrAlias);
export const importKeyMaterial = forOtherKeys('ImportKeyMaterial', foundKey);
export const replicateKey = forOtherKeys('ReplicateKey', foundKey);
export const rotateKeyOnDemand = forOtherKeys('RotateKeyOnDemand', foundKey);
export const sign = forOtherKeys('Sign', foundKeyOrAlias);
export const updatePrimaryRegion = forOtherKeys('UpdatePrimaryRegion', foundKey);
export const verify = forOtherKeys('Verify', foundKeyOrAlias);
export const verifyMac = forOtherKeys('VerifyMac', foundKeyOrAlias);
