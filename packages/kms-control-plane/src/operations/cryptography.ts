import type { EncryptionAlgorithmSpec, RecipientInfo } from '@keystorm/aws-api/kms';
import { KmsError } from '../errors.ts';
import type { Ciphertext } from '../keys/ciphertext.ts';
import type { KmsKey } from '../keys/kms-key.ts';

// Steps that several cryptographic operations have in common, in the order in which they are taken.

/** Keys in a custom key store are symmetric. */
export function checkAlgorithm(algorithm: EncryptionAlgorithmSpec | undefined): void {
  if (algorithm !== undefined && algorithm !== 'SYMMETRIC_DEFAULT') {
    throw new KmsError(
      'InvalidKeyUsageException',
      `Algorithm ${algorithm} is incompatible with key spec SYMMETRIC_DEFAULT.`,
    );
  }
}

/** A key that the caller names must be the one that the ciphertext names. */
export function checkCiphertextKey(ciphertext: Ciphertext | undefined, key: KmsKey): void {
  if (ciphertext !== undefined && ciphertext.keyId !== key.keyId) {
    throw new KmsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
}

/** The end of a dry run: everything but the HSM's work has been done. */
export function endDryRun(dryRun: boolean | undefined): void {
  if (dryRun === true) {
    throw new KmsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.');
  }
}

/** Only a Nitro enclave has a document that AWS signed, so there can be no valid one here. */
export function refuseRecipient(recipient: RecipientInfo | undefined): void {
  if (recipient !== undefined) throw new KmsError('ValidationException', 'The attestation document is not valid.');
}

/** A ciphertext may be absent only from a dry run that says so; then the key must be named. */
export function checkCiphertextPresent(
  request: {
    readonly CiphertextBlob?: Buffer | undefined;
    readonly DryRun?: boolean | undefined;
    readonly DryRunModifiers?: readonly string[] | undefined;
  },
  keyMember: { readonly name: string; readonly value: string | undefined },
): void {
  if (request.CiphertextBlob !== undefined) return;
  const isIgnored = request.DryRun === true && request.DryRunModifiers?.includes('IGNORE_CIPHERTEXT') === true;
  if (!isIgnored) throw missingMember('ciphertextBlob');
  if (keyMember.value === undefined) throw missingMember(keyMember.name);
}

function missingMember(name: string): KmsError {
  return new KmsError(
    'ValidationException',
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}
