import {
  HSM_SERVICE,
  type HsmCertificates,
  isHsmError,
  type HsmInfo,
  type HsmServiceDefinition,
  type HsmUser,
  type KeyObject,
  type MtlsEnforcement,
  type QuorumService,
  type QuorumToken,
  type QuorumValues,
  type TrustAnchor,
  type UserType,
} from '@keystorm/protocol';
import { invariant, type Peer, type Runtime, type Secret } from '@keystorm/runtime';

/** An HSM, and where its data service listens. */
export interface HsmEndpoint {
  readonly hsmId: string;
  /** `host:port` of the data service. */
  readonly address: string;
}

/** A user of an HSM. */
export interface UserName {
  readonly userType: UserType;
  readonly userName: string;
}

/** A user of an HSM, and what proves it. */
export interface Credentials extends UserName {
  readonly password: Secret<string>;
}

/**
 * One connection to one HSM, with at most one login; the tools fan out over several. No retries, no failover: what
 * the HSM says is what the caller gets, as HsmError.
 */
export interface HsmConnection {
  readonly endpoint: HsmEndpoint;
  /** Whether the last login is still good: false after a logout and after the connection died. */
  readonly loggedIn: boolean;
  info(): Promise<HsmInfo>;
  /** What the HSM can be verified by. Needs no login. */
  certificates(): Promise<HsmCertificates>;
  /** Answers without a login and without work. */
  probe(): Promise<void>;
  listUsers(): Promise<readonly HsmUser[]>;
  /** Draws what the next login, or the registration of a key, on this connection is signed with. 32 bytes, for one use. */
  drawChallenge(): Promise<Buffer>;
  /** The signature is the second factor, of users who have one. */
  login(credentials: Credentials, signature?: Uint8Array): Promise<{ readonly userId: number }>;
  /** Ends the login. Where the HSM does not answer, the connection is broken instead, which ends it as well. */
  logout(): Promise<void>;
  createUser(user: Credentials, secondFactor?: SigningKey): Promise<{ readonly userId: number }>;
  /** Returns the masked user, with which `importMaskedUser` undoes it. */
  deleteUser(userType: UserType, userName: string): Promise<Buffer>;
  /**
   * The mark names the password in what `listUsers` shows; the HSM makes one up where none is given. A second factor goes
   * unless there is a new one.
   */
  changePassword(user: Credentials, more?: PasswordChange): Promise<{ readonly passwordEpoch: number }>;
  /** Of one's own key for a quorum; `token` is what it has signed, 1 to 245 bytes. */
  registerQuorumKey(user: UserName, token: Uint8Array, key: SigningKey): Promise<void>;
  quorumValues(): Promise<QuorumValues>;
  /** On this HSM only, as everything about a quorum. */
  setQuorumValue(service: QuorumService, value: number): Promise<void>;
  /** `keyHandle` is for the services of key objects. */
  createQuorumToken(service: QuorumService, keyHandle?: number): Promise<NewQuorumToken>;
  /** `tokens` are those of several HSMs, one after the other, as they were signed. */
  approveQuorumToken(tokens: Uint8Array, approvals: readonly QuorumApproval[]): Promise<void>;
  listQuorumTokens(): Promise<readonly QuorumToken[]>;
  deleteQuorumTokens(whose: 'own' | 'all'): Promise<void>;
  /** On this HSM only, as everything about mutual TLS. `certificate` is that of the authority, PEM. */
  registerTrustAnchor(certificate: string): Promise<TrustAnchor>;
  listTrustAnchors(): Promise<readonly TrustAnchor[]>;
  deregisterTrustAnchors(references: readonly number[]): Promise<void>;
  mtlsEnforcement(): Promise<MtlsEnforcement>;
  setMtlsEnforcement(level: MtlsEnforcement): Promise<void>;
  /** A user with its password and counters, readable only by HSMs of the same lineage. */
  exportMaskedUser(userId: number): Promise<Buffer>;
  /** Takes a user as it was exported or deleted, new or in place of itself. */
  importMaskedUser(maskedUser: Buffer): Promise<{ readonly userId: number }>;
  /** On this HSM only; ClusterSession.createKey makes copies. */
  generateKey(key: NewKey): Promise<KeyObject>;
  /** On this HSM only. */
  generateKeyPair(pair: NewKeyPair): Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }>;
  findKeys(conditions: KeyConditions): Promise<readonly KeyObject[]>;
  getKey(handle: number): Promise<KeyObject>;
  /** On this HSM only; ClusterSession.deleteKey asks them all. */
  deleteKey(key: number | KeyName): Promise<void>;
  /** Deletes the user's key objects of this id but one, and has those that come later refused; 0 keeps none. */
  retireKeyId(id: Uint8Array, keptHandle: number): Promise<void>;
  exportMaskedKey(handle: number): Promise<Buffer>;
  importMaskedKey(maskedKey: Buffer): Promise<{ readonly handle: number }>;
  /** Makes a key object of its own with a new handle, on this HSM only; each repetition makes one more. */
  insertMaskedKey(maskedKey: Buffer): Promise<{ readonly handle: number }>;
  /** On this HSM only. Resolves to the key object afterwards. */
  setKeyAttributes(handle: number, changes: KeyChanges): Promise<KeyObject>;
  /** Lets another crypto user use a key object, on this HSM only. */
  shareKey(handle: number, userName: string): Promise<void>;
  unshareKey(handle: number, userName: string): Promise<void>;
  /** Wraps bytes of the caller; `handle` names the key object that wraps. */
  aesWrap(handle: number, plaintext: Uint8Array, mechanism?: WrapMechanism): Promise<Buffer>;
  aesUnwrap(handle: number, wrapped: Uint8Array, mechanism?: WrapMechanism): Promise<Buffer>;
  /** Resolves to the bytes of a key object, wrapped under another one. */
  wrapKey(wrappingHandle: number, handle: number, mechanism?: KeyMechanism): Promise<Buffer>;
  /** Makes a key object of a wrapped key, on this HSM only. */
  unwrapKey(source: WrappedKey, key: Omit<NewKey, 'lengthBytes'>): Promise<KeyObject>;
  /** Resolves to initialization vector (12 bytes), ciphertext, tag (16 bytes). */
  encrypt(key: number | KeyName, plaintext: Uint8Array, additionalData: Uint8Array): Promise<Buffer>;
  decrypt(key: number | KeyName, ciphertext: Uint8Array, additionalData: Uint8Array): Promise<Buffer>;
  reencrypt(request: Reencryption): Promise<Buffer>;
  generateDataKey(request: DataKeyRequest): Promise<DataKey>;
  generateRandom(lengthBytes: number): Promise<Buffer>;
  /** Ends the login and the connection. */
  close(): void;
}

/** A public key, and the signature that proves that the private one is at hand. */
export interface SigningKey {
  /** RSA with 2048 bits, PEM. */
  readonly publicKey: string;
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly signature: Uint8Array;
}

export interface PasswordChange {
  readonly mark?: string;
  readonly secondFactor?: SigningKey;
}

/** A user's approval of tokens. */
export interface QuorumApproval extends UserName {
  readonly signature: Uint8Array;
}

export interface NewQuorumToken {
  readonly id: number;
  /** Number of the HSM in its cluster. */
  readonly node: number;
  /** What approvers sign. */
  readonly token: Buffer;
}

/** An AES key object to generate. */
export interface NewKey {
  readonly label: string;
  readonly id: Uint8Array;
  /** 16, 24 or 32. */
  readonly lengthBytes: number;
  readonly extractable: boolean;
  /** Whether the key object ends with this login, on this HSM. Default false. */
  readonly session?: boolean;
  /** Names of crypto users who may use it, too. */
  readonly shareWith?: readonly string[];
  readonly quorum?: KeyQuorum;
  /** What is left out gets the default of key_mgmt_util's genSymKey. */
  readonly usage?: KeyUsage;
}

/** How many users of a key object have to approve, its owner and those with whom it is shared; 0 to 8. */
export interface KeyQuorum {
  /** That it is shared or changed, wraps, and leaves the HSM. */
  readonly manage: number;
  /** That it encrypts and decrypts. */
  readonly use: number;
}

/** An RSA key pair to generate; label and identifier are those of both keys, sharing and quorum those of the private one. */
export interface NewKeyPair extends Omit<NewKey, 'lengthBytes' | 'usage'> {
  /** 2048 to 4096, a multiple of 256. */
  readonly modulusBits: number;
  /** Odd, 65537 or more. */
  readonly publicExponent: number;
}

/** What a key may be used for. */
export interface KeyUsage {
  readonly encrypt?: boolean;
  readonly decrypt?: boolean;
  readonly wrap?: boolean;
  readonly unwrap?: boolean;
  readonly sign?: boolean;
  readonly verify?: boolean;
  readonly derive?: boolean;
  readonly destroyable?: boolean;
  readonly wrapWithTrusted?: boolean;
}

/** Attributes to change; an absent one stays. */
export interface KeyChanges extends KeyUsage {
  readonly label?: string;
  readonly id?: Uint8Array;
  /** True makes a session's key object outlive it. */
  readonly token?: true;
  /** Crypto officers only, and nothing else with it. */
  readonly trusted?: boolean;
}

/** How keys are wrapped; without any, by AES key wrap without padding. */
export interface WrapMechanism {
  /** `none` for multiples of 8 bytes, `pkcs5` for 8 bytes and more, `zero` for any length. */
  readonly padding: 'none' | 'pkcs5' | 'zero';
  /** 8 bytes, not with `zero`. Default eight times A6. */
  readonly initializationVector?: Uint8Array;
}

/** How keys are wrapped under the public key of a pair, and unwrapped by the private one. */
export interface RsaMechanism {
  /** `aes`: the key is wrapped under an AES key, and that under the public key. */
  readonly scheme: 'oaep' | 'aes';
  readonly hash: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
}

export type KeyMechanism = WrapMechanism | RsaMechanism;

export interface WrappedKey {
  readonly wrappingHandle: number;
  readonly wrappedKey: Uint8Array;
  readonly mechanism?: KeyMechanism;
  /** Of a pair the private one. Default an AES key. */
  readonly kind?: 'secret' | 'private';
}

/** Conditions on key objects; an absent one always holds. */
export interface KeyConditions {
  readonly label?: string;
  readonly id?: Uint8Array;
  readonly ownerId?: number;
}

/** A key object by its handle, and by its id where the caller wants to be sure that it is this one. */
export interface KeyName {
  readonly handle: number;
  /** The HSM answers KEY_NOT_FOUND where the key object has another one. */
  readonly id?: Uint8Array;
}

/** A ciphertext to move from one key object to another. */
export interface Reencryption {
  readonly source: number | KeyName;
  readonly ciphertext: Uint8Array;
  readonly sourceAdditionalData: Uint8Array;
  readonly destination: number | KeyName;
  readonly destinationAdditionalData: Uint8Array;
}

export interface DataKeyRequest {
  /** The key object that encrypts the data key. */
  readonly key: number | KeyName;
  /** 1 to 1024. */
  readonly lengthBytes: number;
  readonly additionalData: Uint8Array;
  readonly withoutPlaintext: boolean;
}

export interface DataKey {
  /** Empty when it was not asked for. */
  readonly plaintext: Buffer;
  readonly ciphertext: Buffer;
}

/** Of a client that HSMs are to know. */
export interface ClientIdentity {
  /** PEM, with those of the authorities above it where the HSM does not have them. */
  readonly certificate: string;
  /** PEM, without a passphrase. */
  readonly privateKey: Secret<string>;
}

export interface HsmConnectionOptions {
  readonly endpoint: HsmEndpoint;
  /**
   * The customer's certificate authority, PEM: what the cluster's certificate must chain to. Undefined: whoever answers
   * is taken for the HSM. Then never log in.
   */
  readonly trustAnchor: string | undefined;
  /** By which the HSM knows its client, where it has trust anchors. */
  readonly identity?: ClientIdentity | undefined;
  /** Of every call. Default 10 000. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 10_000;

/** Resolves nothing and waits for nothing: the connection is made by the first call, and again after a loss. */
export function connectHsm(runtime: Runtime, options: HsmConnectionOptions): HsmConnection {
  const { endpoint, trustAnchor, identity } = options;
  const tls = { trustAnchor, ...(identity && { ...identity, privateKey: identity.privateKey.reveal() }) };
  const peer = runtime.network.connect(HSM_SERVICE, { address: endpoint.address, tls });
  return new PeerConnection(endpoint, peer, options.deadlineMs ?? DEADLINE_MS);
}

/** The connection on a peer that others may use too, as a cluster session does for its crypto calls. */
export class PeerConnection implements HsmConnection {
  readonly endpoint: HsmEndpoint;
  readonly #peer: Peer<HsmServiceDefinition>;
  readonly #options: { readonly deadlineMs: number };
  #loggedIn = false;

  constructor(endpoint: HsmEndpoint, peer: Peer<HsmServiceDefinition>, deadlineMs: number) {
    this.endpoint = endpoint;
    this.#peer = peer;
    this.#options = { deadlineMs };
    peer.onConnectionLost(() => {
      this.#loggedIn = false;
    });
  }

  get loggedIn(): boolean {
    return this.#loggedIn;
  }

  info(): Promise<HsmInfo> {
    return this.#peer.call('GetInfo', {}, this.#options);
  }

  certificates(): Promise<HsmCertificates> {
    return this.#peer.call('GetCertificates', {}, this.#options);
  }

  async probe(): Promise<void> {
    await this.#peer.call('Probe', {}, this.#options);
  }

  async listUsers(): Promise<readonly HsmUser[]> {
    return (await this.#peer.call('ListUsers', {}, this.#options)).users;
  }

  async drawChallenge(): Promise<Buffer> {
    return (await this.#peer.call('DrawChallenge', {}, this.#options)).digest;
  }

  async login(user: Credentials, signature?: Uint8Array): Promise<{ readonly userId: number }> {
    const { userType, userName, password } = user;
    const proof = { password: password.reveal(), ...(signature && { signature: bytes(signature) }) };
    const answer = await this.#peer.call('Login', { userType, userName, ...proof }, this.#options);
    this.#loggedIn = true;
    return { userId: answer.userId };
  }

  async logout(): Promise<void> {
    this.#loggedIn = false;
    try {
      await this.#peer.call('Logout', {}, this.#options);
    } catch (error) {
      if (isHsmError(error, 'NOT_LOGGED_IN')) return;
      this.#peer.reset();
      throw error;
    }
  }

  async createUser(user: Credentials, secondFactor?: SigningKey): Promise<{ readonly userId: number }> {
    const { userType, userName, password } = user;
    const request = { userType, userName, password: password.reveal(), ...factorMessage(secondFactor) };
    const answer = await this.#peer.call('CreateUser', request, this.#options);
    return { userId: answer.userId };
  }

  async deleteUser(userType: UserType, userName: string): Promise<Buffer> {
    return (await this.#peer.call('DeleteUser', { userType, userName }, this.#options)).maskedUser;
  }

  async changePassword(
    { userType, userName, password }: Credentials,
    { mark = '', secondFactor }: PasswordChange = {},
  ): Promise<{ readonly passwordEpoch: number }> {
    const passwords = { newPassword: password.reveal(), passwordMark: mark };
    const request = { userType, userName, ...passwords, ...factorMessage(secondFactor) };
    const answer = await this.#peer.call('ChangePassword', request, this.#options);
    return { passwordEpoch: answer.passwordEpoch };
  }

  async registerQuorumKey({ userType, userName }: UserName, token: Uint8Array, key: SigningKey): Promise<void> {
    const request = { userType, userName, token: bytes(token), key: keyProof(key) };
    await this.#peer.call('RegisterQuorumKey', request, this.#options);
  }

  quorumValues(): Promise<QuorumValues> {
    return this.#peer.call('GetQuorumValues', {}, this.#options);
  }

  async setQuorumValue(service: QuorumService, value: number): Promise<void> {
    await this.#peer.call('SetQuorumValue', { service, value }, this.#options);
  }

  createQuorumToken(service: QuorumService, keyHandle = 0): Promise<NewQuorumToken> {
    return this.#peer.call('CreateQuorumToken', { service, keyHandle }, this.#options);
  }

  async approveQuorumToken(tokens: Uint8Array, approvals: readonly QuorumApproval[]): Promise<void> {
    const signed = approvals.map(({ signature, ...approver }) => ({ ...approver, signature: bytes(signature) }));
    await this.#peer.call('ApproveQuorumToken', { tokens: bytes(tokens), approvals: signed }, this.#options);
  }

  async listQuorumTokens(): Promise<readonly QuorumToken[]> {
    return (await this.#peer.call('ListQuorumTokens', {}, this.#options)).tokens;
  }

  async deleteQuorumTokens(whose: 'own' | 'all'): Promise<void> {
    await this.#peer.call('DeleteQuorumTokens', { all: whose === 'all' }, this.#options);
  }

  async registerTrustAnchor(certificate: string): Promise<TrustAnchor> {
    return present((await this.#peer.call('RegisterTrustAnchor', { certificate }, this.#options)).trustAnchor);
  }

  async listTrustAnchors(): Promise<readonly TrustAnchor[]> {
    return (await this.#peer.call('ListTrustAnchors', {}, this.#options)).trustAnchors;
  }

  async deregisterTrustAnchors(references: readonly number[]): Promise<void> {
    await this.#peer.call('DeregisterTrustAnchor', { references: [...references] }, this.#options);
  }

  async mtlsEnforcement(): Promise<MtlsEnforcement> {
    return (await this.#peer.call('GetMtlsEnforcement', {}, this.#options)).level;
  }

  async setMtlsEnforcement(level: MtlsEnforcement): Promise<void> {
    await this.#peer.call('SetMtlsEnforcement', { level }, this.#options);
  }

  async exportMaskedUser(userId: number): Promise<Buffer> {
    return (await this.#peer.call('ExportMaskedUser', { userId }, this.#options)).maskedUser;
  }

  async importMaskedUser(maskedUser: Buffer): Promise<{ readonly userId: number }> {
    const answer = await this.#peer.call('ImportMaskedUser', { maskedUser }, this.#options);
    return { userId: answer.userId };
  }

  async generateKey({ lengthBytes, ...key }: NewKey): Promise<KeyObject> {
    const request = { lengthBytes, ...keyMessage(key) };
    return present((await this.#peer.call('GenerateKey', request, this.#options)).key);
  }

  async generateKeyPair(pair: NewKeyPair): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
    const { id, shareWith = [], ...shape } = pair;
    const request = { ...shape, id: bytes(id), shareWith: [...shareWith] };
    const answer = await this.#peer.call('GenerateKeyPair', request, this.#options);
    return { publicKey: present(answer.publicKey), privateKey: present(answer.privateKey) };
  }

  async findKeys({ label, id, ownerId }: KeyConditions): Promise<readonly KeyObject[]> {
    const request = {
      ...(label === undefined ? {} : { label }),
      ...(id === undefined ? {} : { id: bytes(id) }),
      ...(ownerId === undefined ? {} : { ownerId }),
    };
    return (await this.#peer.call('FindKeys', request, this.#options)).keys;
  }

  async getKey(handle: number): Promise<KeyObject> {
    return present((await this.#peer.call('GetKey', { handle }, this.#options)).key);
  }

  async deleteKey(key: number | KeyName): Promise<void> {
    await this.#peer.call('DeleteKey', nameMessage(key), this.#options);
  }

  async retireKeyId(id: Uint8Array, keptHandle: number): Promise<void> {
    await this.#peer.call('RetireKeyId', { id: bytes(id), keptHandle }, this.#options);
  }

  async exportMaskedKey(handle: number): Promise<Buffer> {
    return (await this.#peer.call('ExportMaskedKey', { handle }, this.#options)).maskedKey;
  }

  async importMaskedKey(maskedKey: Buffer): Promise<{ readonly handle: number }> {
    const answer = await this.#peer.call('ImportMaskedKey', { maskedKey }, this.#options);
    return { handle: answer.handle };
  }

  async insertMaskedKey(maskedKey: Buffer): Promise<{ readonly handle: number }> {
    const answer = await this.#peer.call('ImportMaskedKey', { maskedKey, newHandle: true }, this.#options);
    return { handle: answer.handle };
  }

  async setKeyAttributes(handle: number, changes: KeyChanges): Promise<KeyObject> {
    const { label, id, token, trusted, ...usage } = changes;
    const request = {
      handle,
      usage,
      ...(label === undefined ? {} : { label }),
      ...(id === undefined ? {} : { id: bytes(id) }),
      ...(token === undefined ? {} : { token }),
      ...(trusted === undefined ? {} : { trusted }),
    };
    return present((await this.#peer.call('SetKeyAttributes', request, this.#options)).key);
  }

  async shareKey(handle: number, userName: string): Promise<void> {
    await this.#peer.call('ShareKey', { handle, userName }, this.#options);
  }

  async unshareKey(handle: number, userName: string): Promise<void> {
    await this.#peer.call('UnshareKey', { handle, userName }, this.#options);
  }

  async aesWrap(handle: number, plaintext: Uint8Array, mechanism?: WrapMechanism): Promise<Buffer> {
    const request = { handle, plaintext: bytes(plaintext), ...mechanismMessage(mechanism) };
    return (await this.#peer.call('AesWrap', request, this.#options)).wrapped;
  }

  async aesUnwrap(handle: number, wrapped: Uint8Array, mechanism?: WrapMechanism): Promise<Buffer> {
    const request = { handle, wrapped: bytes(wrapped), ...mechanismMessage(mechanism) };
    return (await this.#peer.call('AesUnwrap', request, this.#options)).plaintext;
  }

  async wrapKey(wrappingHandle: number, handle: number, mechanism?: KeyMechanism): Promise<Buffer> {
    const request = { wrappingHandle, handle, ...keyMechanismMessage(mechanism) };
    return (await this.#peer.call('WrapKey', request, this.#options)).wrappedKey;
  }

  async unwrapKey(
    { wrappingHandle, wrappedKey, mechanism, kind = 'secret' }: WrappedKey,
    key: Omit<NewKey, 'lengthBytes'>,
  ): Promise<KeyObject> {
    const wrapped = { wrappingHandle, wrappedKey: bytes(wrappedKey), keyClass: CLASSES[kind] };
    const source = { ...wrapped, ...keyMechanismMessage(mechanism) };
    return present((await this.#peer.call('UnwrapKey', { ...source, ...keyMessage(key) }, this.#options)).key);
  }

  async encrypt(key: number | KeyName, plaintext: Uint8Array, additionalData: Uint8Array): Promise<Buffer> {
    const request = encryptMessage(key, plaintext, additionalData);
    return (await this.#peer.call('Encrypt', request, this.#options)).ciphertext;
  }

  async decrypt(key: number | KeyName, ciphertext: Uint8Array, additionalData: Uint8Array): Promise<Buffer> {
    const request = decryptMessage(key, ciphertext, additionalData);
    return (await this.#peer.call('Decrypt', request, this.#options)).plaintext;
  }

  async reencrypt(request: Reencryption): Promise<Buffer> {
    return (await this.#peer.call('Reencrypt', reencryptMessage(request), this.#options)).ciphertext;
  }

  generateDataKey(request: DataKeyRequest): Promise<DataKey> {
    return this.#peer.call('GenerateDataKey', dataKeyMessage(request), this.#options);
  }

  async generateRandom(lengthBytes: number): Promise<Buffer> {
    return (await this.#peer.call('GenerateRandom', { lengthBytes }, this.#options)).random;
  }

  close(): void {
    this.#loggedIn = false;
    this.#peer.close();
  }
}

/** Messages carry Buffers; this makes a view, never a copy. */
export function bytes(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function keyProof({ publicKey, signature }: SigningKey) {
  return { publicKey, signature: bytes(signature) };
}

function factorMessage(secondFactor: SigningKey | undefined) {
  return secondFactor === undefined ? {} : { secondFactor: keyProof(secondFactor) };
}

function nameMessage(key: number | KeyName) {
  if (typeof key === 'number') return { handle: key };
  return key.id === undefined ? { handle: key.handle } : { handle: key.handle, keyId: bytes(key.id) };
}

export function encryptMessage(key: number | KeyName, plaintext: Uint8Array, additionalData: Uint8Array) {
  return { ...nameMessage(key), plaintext: bytes(plaintext), additionalData: bytes(additionalData) };
}

export function decryptMessage(key: number | KeyName, ciphertext: Uint8Array, additionalData: Uint8Array) {
  return { ...nameMessage(key), ciphertext: bytes(ciphertext), additionalData: bytes(additionalData) };
}

export function reencryptMessage(request: Reencryption) {
  const [source, destination] = [nameMessage(request.source), nameMessage(request.destination)];
  return {
    sourceHandle: source.handle,
    ...('keyId' in source && { sourceKeyId: source.keyId }),
    ciphertext: bytes(request.ciphertext),
    sourceAdditionalData: bytes(request.sourceAdditionalData),
    destinationHandle: destination.handle,
    ...('keyId' in destination && { destinationKeyId: destination.keyId }),
    destinationAdditionalData: bytes(request.destinationAdditionalData),
  };
}

export function dataKeyMessage(request: DataKeyRequest) {
  return {
    ...nameMessage(request.key),
    lengthBytes: request.lengthBytes,
    additionalData: bytes(request.additionalData),
    withoutPlaintext: request.withoutPlaintext,
  };
}

function keyMessage({ id, session = false, shareWith = [], usage = {}, ...key }: Omit<NewKey, 'lengthBytes'>) {
  return { ...key, id: bytes(id), session, shareWith: [...shareWith], usage };
}

const MECHANISMS = {
  none: 'WRAP_MECHANISM_AES_NO_PAD',
  pkcs5: 'WRAP_MECHANISM_AES_PKCS5_PAD',
  zero: 'WRAP_MECHANISM_AES_ZERO_PAD',
} as const;

function mechanismMessage(mechanism: WrapMechanism = { padding: 'none' }) {
  const { padding, initializationVector = Buffer.alloc(0) } = mechanism;
  return { mechanism: MECHANISMS[padding], initializationVector: bytes(initializationVector) };
}

const CLASSES = { secret: 'KEY_CLASS_SECRET', private: 'KEY_CLASS_PRIVATE' } as const;

const SCHEMES = { oaep: 'WRAP_MECHANISM_RSA_OAEP', aes: 'WRAP_MECHANISM_RSA_AES' } as const;
const HASHES = {
  sha1: 'WRAP_HASH_SHA1',
  sha224: 'WRAP_HASH_SHA224',
  sha256: 'WRAP_HASH_SHA256',
  sha384: 'WRAP_HASH_SHA384',
  sha512: 'WRAP_HASH_SHA512',
} as const;

function keyMechanismMessage(mechanism?: KeyMechanism) {
  if (mechanism === undefined || !('scheme' in mechanism)) return mechanismMessage(mechanism);
  return { mechanism: SCHEMES[mechanism.scheme], hash: HASHES[mechanism.hash] };
}

function present<T>(object: T | null): T {
  invariant(object !== null, 'an HSM answers with what it made or found');
  return object;
}
