import type { Secret } from '@keystorm/runtime';
import type { EventOf } from '../trail/index.ts';

// Source: AWS KMS API Reference, "CustomKeyStoresListEntry", members ConnectionState and ConnectionErrorCode.
export type ConnectionState = 'DISCONNECTED' | 'CONNECTING' | 'CONNECTED' | 'DISCONNECTING' | 'FAILED';

/** The codes of the enumeration that a store of type AWS_CLOUDHSM can have; the others belong to external key stores. */
export type ConnectionErrorCode =
  | 'CLUSTER_NOT_FOUND'
  | 'INSUFFICIENT_CLOUDHSM_HSMS'
  | 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET'
  | 'INTERNAL_ERROR'
  | 'INVALID_CREDENTIALS'
  | 'NETWORK_ERRORS'
  | 'SUBNET_NOT_FOUND'
  | 'USER_LOCKED_OUT'
  | 'USER_LOGGED_IN'
  | 'USER_NOT_FOUND';

/** A custom key store as its owner sees it: CustomKeyStoresListEntry in camelCase. Never holds the password. */
export interface CustomKeyStoreView {
  readonly customKeyStoreId: string;
  readonly customKeyStoreName: string;
  readonly customKeyStoreType: 'AWS_CLOUDHSM';
  readonly cloudHsmClusterId: string;
  readonly trustAnchorCertificate: string;
  readonly connectionState: ConnectionState;
  /** Present exactly while the state is FAILED. */
  readonly connectionErrorCode: ConnectionErrorCode | undefined;
  readonly creationDate: Date;
}

/**
 * What CreateCustomKeyStore says. A member left undefined, or a password of other than letters and digits, is a
 * ValidationException; lengths have been checked by the request's schema, and external key stores refused.
 */
export interface NewCustomKeyStore {
  readonly name: string;
  readonly clusterId: string | undefined;
  /** PEM. */
  readonly trustAnchor: string | undefined;
  readonly password: Secret<string> | undefined;
}

/** What UpdateCustomKeyStore says. No member at all is a ValidationException. */
export interface CustomKeyStoreUpdate {
  readonly name: string | undefined;
  readonly password: Secret<string> | undefined;
  readonly clusterId: string | undefined;
}

/** The key object behind a KMS key, as the key's record remembers it. */
export interface MaterialRef {
  /** Handle, the same on every HSM of the cluster. */
  readonly handle: number;
  /** ARN of the KMS key: the label of the key object, and its name in error texts. */
  readonly keyArn: string;
  /** The id attribute of the key object. */
  readonly backingKeyId: Buffer;
}

/** Names a key object to create. */
export interface NewMaterial {
  /** ARN of the KMS key, which becomes the label. */
  readonly keyArn: string;
  /** Becomes the id attribute, by which the object is found again; 16 random bytes will do, at most 127. */
  readonly backingKeyId: Buffer;
}

export interface MaterialReencryption {
  readonly source: MaterialRef;
  readonly ciphertext: Uint8Array;
  readonly sourceAdditionalData: Uint8Array;
  readonly destination: MaterialRef;
  readonly destinationAdditionalData: Uint8Array;
}

interface MaterialDataKey {
  readonly lengthBytes: number;
  readonly additionalData: Uint8Array;
  readonly withoutPlaintext: boolean;
}

/**
 * The custom key stores of an account, in every Region, and the way into their clusters. Everything throws KmsError.
 * Changes are on disk when they resolve, together with the event of the request that made them; a request that changes
 * nothing makes no event here.
 */
export interface KeyStores {
  /** Resumes what the last run left unfinished, and opens the clusters of connected stores. Resolves without waiting for HSMs. */
  start(): Promise<void>;
  /** Ends all background work and every session. What was unfinished is resumed by the next start. */
  stop(): Promise<void>;

  /** Resolves to the CustomKeyStoreId: that of an equal DISCONNECTED store, if there is one. */
  create(region: string, input: NewCustomKeyStore, event: EventOf<CustomKeyStoreView>): Promise<string>;
  /** Resolves when the store is CONNECTING; the outcome is seen in its state. */
  connect(region: string, customKeyStoreId: string, event: EventOf<CustomKeyStoreView>): Promise<void>;
  /** Resolves when the store is DISCONNECTING. */
  disconnect(region: string, customKeyStoreId: string, event: EventOf<CustomKeyStoreView>): Promise<void>;
  /**
   * The stores of a Region, or the one that the filter names (CustomKeyStoreNotFoundException when there is none; both
   * members at once are a ValidationException). Sorted by CustomKeyStoreId, which is thus a marker for paging.
   */
  describe(
    region: string,
    filter: { readonly id?: string | undefined; readonly name?: string | undefined },
  ): readonly CustomKeyStoreView[];
  /** Regions that hold a custom key store, sorted; for the status page. */
  regions(): readonly string[];
  update(
    region: string,
    customKeyStoreId: string,
    input: CustomKeyStoreUpdate,
    event: EventOf<CustomKeyStoreView>,
  ): Promise<void>;
  delete(region: string, customKeyStoreId: string, event: EventOf<CustomKeyStoreView>): Promise<void>;

  /**
   * Whether a key is available: its store is connected, and the last audit has not missed its key object. Those in KMS's
   * own store always are.
   */
  isAvailable(region: string, customKeyStoreId: string, material: MaterialRef): boolean;
  /** Looks which of these key objects the cluster of a store has not; none where no HSM can be asked. */
  auditMaterials(
    region: string,
    customKeyStoreId: string,
    materials: readonly MaterialRef[],
  ): Promise<readonly MaterialRef[]>;
  find(region: string, customKeyStoreId: string): CustomKeyStoreView | undefined;
  /** Throws CustomKeyStoreNotFoundException when there is no such store. */
  get(region: string, customKeyStoreId: string): CustomKeyStoreView;

  /**
   * Creates the key object of a KMS key: on at least two HSMs when it resolves, on none when it rejects. In KMS's own
   * store it is on its one HSM, which is made for the first key.
   */
  createMaterial(
    region: string,
    customKeyStoreId: string,
    material: NewMaterial,
    requestId: string,
  ): Promise<MaterialRef>;
  /**
   * Takes back what `createMaterial` made for a KMS key that could not be recorded: in the background, for as long as it
   * takes, and after the next start, too.
   */
  abandonMaterial(customKeyStoreId: string, material: MaterialRef): void;
  /** Deletes the key object from every HSM of the cluster; rejects when one of them may still hold it. */
  deleteMaterial(region: string, customKeyStoreId: string, material: MaterialRef): Promise<void>;

  /** Resolves to initialization vector, ciphertext, tag. */
  encrypt(
    region: string,
    customKeyStoreId: string,
    material: MaterialRef,
    plaintext: Uint8Array,
    additionalData: Uint8Array,
    requestId: string,
  ): Promise<Buffer>;
  /** Takes what the others produced. Data that is not authentic is an InvalidCiphertextException. */
  decrypt(
    region: string,
    customKeyStoreId: string,
    material: MaterialRef,
    ciphertext: Uint8Array,
    additionalData: Uint8Array,
    requestId: string,
  ): Promise<Buffer>;
  /** Both key objects are of this store; the plaintext stays inside the HSM. */
  reencrypt(
    region: string,
    customKeyStoreId: string,
    request: MaterialReencryption,
    requestId: string,
  ): Promise<Buffer>;
  /** `plaintext` is empty when it was not asked for. */
  generateDataKey(
    region: string,
    customKeyStoreId: string,
    material: MaterialRef,
    request: MaterialDataKey,
    requestId: string,
  ): Promise<{ readonly plaintext: Buffer; readonly ciphertext: Buffer }>;
  /** Outside of CONNECTED: CustomKeyStoreInvalidStateException. */
  generateRandom(region: string, customKeyStoreId: string, lengthBytes: number, requestId: string): Promise<Buffer>;
}
