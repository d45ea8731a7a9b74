import { ApiError, type ErrorSpec, FRAMEWORK_ERRORS } from '@keystorm/aws-api';

/**
 * Every exception that AWS KMS can answer, one row each. Client errors are 400 throughout, also those that say "not
 * found" or "denied"; only three exceptions are faults of the service.
 * Source: AWS KMS API Reference, "Errors" of each operation.
 */
export const KMS_ERRORS = {
  ...FRAMEWORK_ERRORS,
  AlreadyExistsException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmClusterInUseException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmClusterInvalidConfigurationException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmClusterNotActiveException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmClusterNotFoundException: { status: 400, retryable: false, fault: 'client' },
  CloudHsmClusterNotRelatedException: { status: 400, retryable: false, fault: 'client' },
  ConflictException: { status: 400, retryable: false, fault: 'client' },
  CustomKeyStoreHasCMKsException: { status: 400, retryable: false, fault: 'client' },
  CustomKeyStoreInvalidStateException: { status: 400, retryable: false, fault: 'client' },
  CustomKeyStoreNameInUseException: { status: 400, retryable: false, fault: 'client' },
  CustomKeyStoreNotFoundException: { status: 400, retryable: false, fault: 'client' },
  DependencyTimeoutException: { status: 503, retryable: true, fault: 'server' },
  DisabledException: { status: 400, retryable: false, fault: 'client' },
  DryRunOperationException: { status: 400, retryable: false, fault: 'client' },
  ExpiredImportTokenException: { status: 400, retryable: false, fault: 'client' },
  IncorrectKeyException: { status: 400, retryable: false, fault: 'client' },
  IncorrectKeyMaterialException: { status: 400, retryable: false, fault: 'client' },
  IncorrectTrustAnchorException: { status: 400, retryable: false, fault: 'client' },
  InvalidAliasNameException: { status: 400, retryable: false, fault: 'client' },
  InvalidArnException: { status: 400, retryable: false, fault: 'client' },
  InvalidCiphertextException: { status: 400, retryable: false, fault: 'client' },
  InvalidGrantIdException: { status: 400, retryable: false, fault: 'client' },
  InvalidGrantTokenException: { status: 400, retryable: false, fault: 'client' },
  InvalidImportTokenException: { status: 400, retryable: false, fault: 'client' },
  InvalidKeyUsageException: { status: 400, retryable: false, fault: 'client' },
  InvalidMarkerException: { status: 400, retryable: false, fault: 'client' },
  KMSInternalException: { status: 500, retryable: true, fault: 'server' },
  KMSInvalidMacException: { status: 400, retryable: false, fault: 'client' },
  KMSInvalidSignatureException: { status: 400, retryable: false, fault: 'client' },
  KMSInvalidStateException: { status: 400, retryable: false, fault: 'client' },
  KeyUnavailableException: { status: 500, retryable: true, fault: 'server' },
  LimitExceededException: { status: 400, retryable: false, fault: 'client' },
  MalformedPolicyDocumentException: { status: 400, retryable: false, fault: 'client' },
  NotFoundException: { status: 400, retryable: false, fault: 'client' },
  TagException: { status: 400, retryable: false, fault: 'client' },
  UnsupportedOperationException: { status: 400, retryable: false, fault: 'client' },
  XksKeyAlreadyInUseException: { status: 400, retryable: false, fault: 'client' },
  XksKeyInvalidConfigurationException: { status: 400, retryable: false, fault: 'client' },
  XksKeyNotFoundException: { status: 400, retryable: false, fault: 'client' },
  XksProxyIncorrectAuthenticationCredentialException: { status: 400, retryable: false, fault: 'client' },
  XksProxyInvalidConfigurationException: { status: 400, retryable: false, fault: 'client' },
  XksProxyInvalidResponseException: { status: 400, retryable: false, fault: 'client' },
  XksProxyUriEndpointInUseException: { status: 400, retryable: false, fault: 'client' },
  XksProxyUriInUseException: { status: 400, retryable: false, fault: 'client' },
  XksProxyUriUnreachableException: { status: 400, retryable: false, fault: 'client' },
  XksProxyVpcEndpointServiceInUseException: { status: 400, retryable: false, fault: 'client' },
  XksProxyVpcEndpointServiceInvalidConfigurationException: { status: 400, retryable: false, fault: 'client' },
  XksProxyVpcEndpointServiceNotFoundException: { status: 400, retryable: false, fault: 'client' },
} as const satisfies Record<string, ErrorSpec>;

export type KmsErrorCode = keyof typeof KMS_ERRORS;

/**
 * What a KMS operation fails with. `message` goes to the caller as it is, so it never holds a secret; without one the
 * answer has no `message` member, which for some exceptions is what AWS does. Give the cause for the log.
 */
export class KmsError extends ApiError {
  override readonly name = 'KmsError';
  declare readonly code: KmsErrorCode;

  constructor(code: KmsErrorCode, message = '', options?: ErrorOptions) {
    super(code, KMS_ERRORS[code], message, options);
  }
}
