import type { KeySpec, KeyUsageType, RequestOf } from '@keystorm/aws-api/kms';
import { KmsError } from '../errors.ts';
import { type MaterialRef, OWN_STORE_ID } from '../key-stores/index.ts';
import { acceptKeyPolicy, defaultKeyPolicy } from '../keys/key-policy.ts';
import { type KmsKey, keyArn, originOf } from '../keys/kms-key.ts';
import { checkTags, withTags } from '../keys/tags.ts';
import { backingKeyOf, keyResource } from '../trail/index.ts';
import { keyMetadata } from './key-metadata.ts';
import type { EventDetails, Operation, RequestContext } from './operation.ts';
import { tagsOf } from './tags-of.ts';

type Request = RequestOf<'CreateKey'>;

const BACKING_KEY_ID_BYTES = 32;

const ENCRYPTION = ['ENCRYPT_DECRYPT'] as const;
const SIGNATURE = ['SIGN_VERIFY'] as const;
const MAC = ['GENERATE_VERIFY_MAC'] as const;
const RSA = ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'] as const;
const NIST_CURVE = ['SIGN_VERIFY', 'KEY_AGREEMENT'] as const;
/** What keys can be for. Source: AWS KMS API Reference, "CreateKey", `KeyUsage`. */
const USAGES: Record<KeySpec, readonly KeyUsageType[]> = {
  SYMMETRIC_DEFAULT: ENCRYPTION,
  HMAC_224: MAC,
  HMAC_256: MAC,
  HMAC_384: MAC,
  HMAC_512: MAC,
  RSA_2048: RSA,
  RSA_3072: RSA,
  RSA_4096: RSA,
  ECC_NIST_P256: NIST_CURVE,
  ECC_NIST_P384: NIST_CURVE,
  ECC_NIST_P521: NIST_CURVE,
  ECC_NIST_EDWARDS25519: SIGNATURE,
  ECC_SECG_P256K1: SIGNATURE,
  ML_DSA_44: SIGNATURE,
  ML_DSA_65: SIGNATURE,
  ML_DSA_87: SIGNATURE,
  SM2: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'KEY_AGREEMENT'],
};

export const createKey: Operation<'CreateKey'> = {
  name: 'CreateKey',
  check(request) {
    checkSpecs(request);
    checkOrigin(request);
    checkOffered(request);
    checkTags(tagsOf(request.Tags));
  },
  async run(request, context) {
    const policy = policyOf(request, context);
    const { CustomKeyStoreId } = request;
    if (CustomKeyStoreId !== undefined) context.keyStores.get(context.region, CustomKeyStoreId);
    const customKeyStoreId = CustomKeyStoreId ?? OWN_STORE_ID;
    const key = await context.registry.add(context.region, customKeyStoreId, (commit) =>
      withMaterial(context, customKeyStoreId, (material, keyId) =>
        commit(
          {
            region: context.region,
            keyId,
            arn: material.keyArn,
            customKeyStoreId,
            material,
            wish: 'Enabled',
            createdAtMs: context.runtime.clock.now(),
            description: request.Description ?? '',
            policy,
            tags: withTags([], tagsOf(request.Tags)),
          },
          (key) => context.event(creationOf(context, key)),
        ),
      ),
    );
    return { KeyMetadata: keyMetadata(context, key) };
  },
};

function creationOf(context: RequestContext, key: KmsKey): EventDetails {
  return {
    response: { KeyMetadata: keyMetadata(context, key) },
    ...(originOf(key) === 'AWS_CLOUDHSM' && {
      additionalEventData: { backingKey: JSON.stringify(backingKeyOf(key.material)) },
    }),
    resources: [keyResource(context.accountId, key.arn)],
  };
}

/** The key object comes first: a KMS key is never seen without it. If the KMS key cannot be written, it goes again. */
async function withMaterial(
  { runtime, keyStores, region, accountId, requestId }: RequestContext,
  customKeyStoreId: string,
  use: (material: MaterialRef, keyId: string) => Promise<KmsKey>,
): Promise<KmsKey> {
  const keyId = runtime.random.uuid();
  const backingKeyId = runtime.random.bytes(BACKING_KEY_ID_BYTES);
  const newMaterial = { keyArn: keyArn(region, accountId, keyId), backingKeyId };
  const material = await keyStores.createMaterial(region, customKeyStoreId, newMaterial, requestId);
  try {
    return await use(material, keyId);
  } catch (error) {
    keyStores.abandonMaterial(customKeyStoreId, material);
    throw error;
  }
}

function policyOf(request: Request, { callerArn, accountId }: RequestContext): string {
  if (request.Policy === undefined) return defaultKeyPolicy(accountId);
  return acceptKeyPolicy(
    request.Policy,
    { arn: callerArn, accountId },
    request.BypassPolicyLockoutSafetyCheck ?? false,
  );
}

/** A custom key store takes one kind of key only; that a request for another one is also incomplete is not said. */
function checkSpecs({ Origin, KeySpec, CustomerMasterKeySpec, KeyUsage, MultiRegion }: Request): void {
  if (KeySpec !== undefined && CustomerMasterKeySpec !== undefined) {
    throw invalid(
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    );
  }
  const spec = KeySpec ?? CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  const isSymmetric = spec === 'SYMMETRIC_DEFAULT';
  if (Origin === 'AWS_CLOUDHSM') {
    if (!isSymmetric || (KeyUsage !== undefined && KeyUsage !== 'ENCRYPT_DECRYPT')) {
      throw unsupported('A custom key store holds only symmetric encryption keys.');
    }
    if (MultiRegion === true) throw unsupported('A key in a custom key store cannot be a multi-Region key.');
  }
  if (!isSymmetric && KeyUsage === undefined) {
    throw invalid('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.');
  }
  if (KeyUsage !== undefined && !USAGES[spec].includes(KeyUsage)) {
    throw invalid(`KeyUsage ${KeyUsage} is not compatible with KeySpec ${spec}`);
  }
}

// Source: AWS KMS API Reference, "CreateKey", on custom key stores.
function checkOrigin({ Origin = 'AWS_KMS', CustomKeyStoreId, XksKeyId }: Request): void {
  if (Origin === 'AWS_CLOUDHSM' && CustomKeyStoreId === undefined)
    throw invalid('A key with Origin AWS_CLOUDHSM needs a CustomKeyStoreId.');
  if (CustomKeyStoreId !== undefined && Origin !== 'AWS_CLOUDHSM' && Origin !== 'EXTERNAL_KEY_STORE') {
    throw invalid(`CustomKeyStoreId is not valid for a key with Origin ${Origin}.`);
  }
  if (XksKeyId !== undefined && Origin !== 'EXTERNAL_KEY_STORE')
    throw invalid(`XksKeyId is not valid for a key with Origin ${Origin}.`);
}

/** What AWS has, and this is not: said when the request is one that AWS would take. */
function checkOffered({ Origin = 'AWS_KMS', KeySpec, CustomerMasterKeySpec, MultiRegion }: Request): void {
  if (Origin !== 'AWS_CLOUDHSM' && Origin !== 'AWS_KMS')
    throw unsupported(`Keys with Origin ${Origin} are not offered.`);
  if ((KeySpec ?? CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT')
    throw unsupported('Only symmetric encryption keys are offered.');
  if (MultiRegion === true) throw unsupported('Multi-Region keys are not offered.');
}

function invalid(message: string): KmsError {
  return new KmsError('ValidationException', message);
}

function unsupported(message: string): KmsError {
  return new KmsError('UnsupportedOperationException', message);
}
