import type { OperationName } from '@keystorm/aws-api/kms';
import { KmsError, type KmsErrorCode } from '../errors.ts';
import { type KmsKey, originOf } from './kms-key.ts';

/** What it is about a key that keeps an operation from it for ever. */
type Obstacle = 'origin' | 'usage' | 'single Region' | 'symmetric';

/**
 * Operations that no symmetric encryption key of a single Region takes whose material KMS made, whatever its state: that
 * it is unavailable, disabled or pending deletion is not even looked at.
 * Source: AWS KMS Developer Guide, "Special-purpose keys", feature table; "Key states of AWS KMS keys", footnote 7.
 */
const NOT_FOR_SYMMETRIC = {
  DeleteImportedKeyMaterial: 'origin',
  DeriveSharedSecret: 'usage',
  GenerateMac: 'usage',
  GetParametersForImport: 'origin',
  GetPublicKey: 'symmetric',
  ImportKeyMaterial: 'origin',
  ReplicateKey: 'single Region',
  Sign: 'usage',
  UpdatePrimaryRegion: 'single Region',
  Verify: 'usage',
  VerifyMac: 'usage',
} as const satisfies Partial<Record<OperationName, Obstacle>>;

/** … and those that no key in a custom key store takes. */
const NOT_IN_KEY_STORE = {
  ...NOT_FOR_SYMMETRIC,
  DisableKeyRotation: 'origin',
  EnableKeyRotation: 'origin',
  GenerateDataKeyPair: 'origin',
  GenerateDataKeyPairWithoutPlaintext: 'origin',
  GetKeyRotationStatus: 'origin',
  ListKeyRotations: 'origin',
  RotateKeyOnDemand: 'origin',
} as const satisfies Partial<Record<OperationName, Obstacle>>;

const OBSTACLES: Record<ReturnType<typeof originOf>, Partial<Record<OperationName, Obstacle>>> = {
  AWS_KMS: NOT_FOR_SYMMETRIC,
  AWS_CLOUDHSM: NOT_IN_KEY_STORE,
};

const EXCEPTION: Record<
  Obstacle,
  { readonly code: KmsErrorCode; says: (key: KmsKey, operation: OperationName) => string }
> = {
  origin: {
    code: 'UnsupportedOperationException',
    says: (key) => `${key.arn} origin is ${originOf(key)} which is not valid for this operation.`,
  },
  usage: {
    code: 'InvalidKeyUsageException',
    says: ({ arn }, operation) => `${arn} key usage is ENCRYPT_DECRYPT which is not valid for ${operation}.`,
  },
  'single Region': {
    code: 'UnsupportedOperationException',
    says: ({ arn }) => `${arn} is not a multi-region primary key.`,
  },
  symmetric: {
    code: 'UnsupportedOperationException',
    says: ({ arn }, operation) => `${arn}'s KeySpec is SYMMETRIC_DEFAULT which is not valid for ${operation}`,
  },
};

/** Throws what AWS answers when a key of this kind never takes the operation. */
export function requireKeyKind(operation: OperationName, key: KmsKey): void {
  const obstacle = OBSTACLES[originOf(key)][operation];
  if (obstacle === undefined) return;
  const { code, says } = EXCEPTION[obstacle];
  throw new KmsError(code, says(key, operation));
}
