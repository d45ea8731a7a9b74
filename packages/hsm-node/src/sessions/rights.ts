import type { UserKind } from '../objects/records.ts';

/**
 * Which users may do what. Source: AWS CloudHSM User Guide, "HSM user permissions table". Calls that are not here need
 * no login; calls that use a key object (Encrypt, Decrypt, …) are for its owner and those with whom it is shared.
 */
export const RIGHTS = {
  CreateUser: ['CO'],
  DeleteUser: ['CO'],
  /** Of everybody's own password; only an officer changes that of others. */
  ChangePassword: ['PRECO', 'CO', 'CU'],
  /** Of one's own key. */
  RegisterQuorumKey: ['CO', 'CU'],
  SetQuorumValue: ['CO'],
  CreateQuorumToken: ['CO'],
  /** Of a key object that the user may use. */
  CreateKeyQuorumToken: ['CU'],
  /** One's own token. */
  ApproveQuorumToken: ['CO', 'CU'],
  ListQuorumTokens: ['CO', 'CU'],
  /** One's own tokens. */
  DeleteQuorumTokens: ['CO', 'CU'],
  DeleteAllQuorumTokens: ['CO'],
  RegisterTrustAnchor: ['CO'],
  DeregisterTrustAnchor: ['CO'],
  GetMtlsEnforcement: ['CO', 'CU'],
  SetMtlsEnforcement: ['CO'],
  ExportMaskedUser: ['CO'],
  ImportMaskedUser: ['CO'],
  GenerateKey: ['CU'],
  GenerateKeyPair: ['CU'],
  FindKeys: ['CO', 'CU', 'AU'],
  GetKey: ['CU'],
  DeleteKey: ['CU'],
  RetireKeyId: ['CU'],
  ExportMaskedKey: ['CO', 'CU', 'AU'],
  ImportMaskedKey: ['CO', 'CU', 'AU'],
  /** Crypto users those of their own keys; officers whether any key is trusted. */
  SetKeyAttributes: ['CO', 'CU'],
  ShareKey: ['CU'],
  UnshareKey: ['CU'],
  UnwrapKey: ['CU'],
  GenerateRandom: ['CO', 'CU', 'AU'],
} as const satisfies Record<string, readonly UserKind[]>;

export type Right = keyof typeof RIGHTS;

/** Users of these types are created, deleted, and given passwords by officers. */
export const MANAGED_KINDS: readonly UserKind[] = ['CO', 'CU'];
