import type { OperationName } from '@keystorm/aws-api/kms';
import { KmsError, type KmsErrorCode } from '../errors.ts';
import type { KmsKey } from './kms-key.ts';

/** What it is about a key that keeps an operation from it for ever. */
type Obstacle = 'origin' | 'usage' | 'single Region' | 'symmetric';

/**
 * Operations that no key in a custom key store takes, whatever its state: that it is unavailable, disabled or pending
 * deletion is not even looked at.
 * Source: AWS KMS Developer Guide, "Special-purpose keys", feature table; "Key states of AWS KMS keys", footnote 7.
 */
const NOT_IN_KEY_STORE = {
  DeleteImportedKeyMaterial: 'origin',
  DeriveSharedSecret: 'usage',
  DisableKeyRotation: 'origin',
  EnableKeyRotation: 'origin',
  GenerateDataKeyPair: 'origin',
  GenerateDataKeyPairWithoutPlaintext: 'origin',
  GenerateMac: 'usage',
  GetKeyRotationStatus: 'origin',
  GetParametersForImport: 'origin',
  GetPublicKey: 'symmetric',
  ImportKeyMaterial: 'origin',
  ListKeyRotations: 'origin',
  ReplicateKey: 'single Region',
  RotateKeyOnDemand: 'origin',
  Sign: 'usage',
  UpdatePrimaryRegion: 'single Region',
  Verify: 'usage',
  VerifyMac: 'usage',
} as const satisfies Partial<Record<OperationName, Obstacle>>;

const EXCEPTION: Record<
  Obstacle,
  { readonly code: KmsErrorCode; says: (arn: string, operation: OperationName) => string }
> = {
  origin: {
    code: 'UnsupportedOperationException',
    says: (arn) => `${arn} origin is AWS_CLOUDHSM which is not valid for this operation.`,
  },
  usage: {
    code: 'InvalidKeyUsageException',
    says: (arn, operation) => `${arn} key usage is ENCRYPT_DECRYPT which is not valid for ${operation}.`,
  },
  'single Region': {
    code: 'UnsupportedOperationException',
    says: (arn) => `${arn} is not a multi-region primary key.`,
  },
  symmetric: {
    code: 'UnsupportedOperationException',
    says: (arn, operation) => `${arn}'s KeySpec is SYMMETRIC_DEFAULT which is not valid for ${operation}`,
  },
};

/** Throws what AWS answers when a key of this kind never takes the operation. */
export function requireKeyKind(operation: OperationName, { arn }: KmsKey): void {
  const obstacles: Partial<Record<OperationName, Obstacle>> = NOT_IN_KEY_STORE;
  const obstacle = obstacles[operation];
  if (obstacle === undefined) return;
  const { code, says } = EXCEPTION[obstacle];
  throw new KmsError(code, says(arn, operation));
}
