import { HsmError, type HsmServiceDefinition, type ReceivedRequestOf, type ResponseOf } from '@keystorm/protocol';
import { AesKey } from '../crypto/aes-key.ts';
import type { WrapMechanism } from '../crypto/key-wrap.ts';
import type { OaepHash } from '../crypto/oaep.ts';
import type { KeyDescription } from '../objects/keys.ts';
import type { Partition } from '../objects/partition.ts';
import type { KeyMechanism } from '../sessions/cryptography.ts';
import { isPublic, type KeyRecord, type KeyUsage } from '../objects/records.ts';
import { nameKey } from '../objects/users.ts';

type KeyObject = NonNullable<ResponseOf<HsmServiceDefinition, 'GetKey'>['key']>;
type Attributes = NonNullable<KeyObject['attributes']>;
type NewKeyMessage = Omit<ReceivedRequestOf<HsmServiceDefinition, 'GenerateKey'>, 'lengthBytes'>;
type UsageMessage = NewKeyMessage['usage'];
type MechanismMessage = Pick<ReceivedRequestOf<HsmServiceDefinition, 'AesWrap'>, 'mechanism' | 'initializationVector'>;
type UnwrapKeyMessage = ReceivedRequestOf<HsmServiceDefinition, 'UnwrapKey'>;
type KeyMechanismMessage = MechanismMessage & Pick<ReceivedRequestOf<HsmServiceDefinition, 'WrapKey'>, 'hash'>;

const USAGES = [
  'encrypt',
  'decrypt',
  'wrap',
  'unwrap',
  'sign',
  'verify',
  'derive',
  'destroyable',
  'wrapWithTrusted',
] as const satisfies readonly (keyof KeyUsage)[];

/** The key object as a message; without `seen` its attributes are left out. */
export function keyObject(partition: Partition, key: KeyRecord, seen?: { readonly token: boolean }): KeyObject {
  return {
    handle: key.handle,
    ownerName: partition.users.get(key.ownerId)?.name ?? '',
    ownerId: key.ownerId,
    version: key.version,
    attributes: seen === undefined ? null : attributesOf(key, seen.token),
    shares: key.sharedWith.length === 0 ? [] : sharesOf(partition, key),
    isPublic: isPublic(key),
    quorum: key.quorum ?? null,
  };
}

/** What a new key object is to be. */
export function descriptionOf(message: NewKeyMessage): KeyDescription {
  const { label, id, extractable, session, shareWith, quorum, usage } = message;
  return { label, id, extractable, session, shareWith, quorum: quorum ?? undefined, usage: usageOf(usage) };
}

/** What is said about usage; what is not said is left out. */
export function usageOf(message: UsageMessage): Partial<KeyUsage> {
  return Object.fromEntries(
    USAGES.flatMap((usage) => {
      const value = message?.[usage];
      return value === undefined ? [] : [[usage, value]];
    }),
  );
}

/** How bytes are wrapped. Throws INVALID_ARGUMENT for a mechanism that is for keys only. */
export function mechanismOf({ mechanism, initializationVector }: MechanismMessage): WrapMechanism {
  if (isOfRsa(mechanism)) throw new HsmError('INVALID_ARGUMENT', 'this mechanism is for keys only');
  return { padding: PADDINGS[mechanism], initializationVector };
}

/** How a key is wrapped. Throws INVALID_ARGUMENT for an initialization vector where there is none. */
export function keyMechanismOf({ hash, ...message }: KeyMechanismMessage): KeyMechanism {
  const { mechanism, initializationVector } = message;
  if (!isOfRsa(mechanism)) return mechanismOf(message);
  if (initializationVector.length > 0)
    throw new HsmError('INVALID_ARGUMENT', 'an initialization vector goes with AES keys');
  return { scheme: SCHEMES[mechanism], hash: HASHES[hash] };
}

/** Throws INVALID_ARGUMENT for a public key, which nobody wraps. */
export function kindOfWrapped({ keyClass }: Pick<UnwrapKeyMessage, 'keyClass'>): 'secret' | 'private' {
  if (keyClass === 'KEY_CLASS_PUBLIC') throw new HsmError('INVALID_ARGUMENT', 'secret and private keys are wrapped');
  return keyClass === 'KEY_CLASS_PRIVATE' ? 'private' : 'secret';
}

const PADDINGS = {
  WRAP_MECHANISM_UNSPECIFIED: 'none',
  WRAP_MECHANISM_AES_NO_PAD: 'none',
  WRAP_MECHANISM_AES_ZERO_PAD: 'zero',
  WRAP_MECHANISM_AES_PKCS5_PAD: 'pkcs5',
} as const;

const SCHEMES = { WRAP_MECHANISM_RSA_OAEP: 'oaep', WRAP_MECHANISM_RSA_AES: 'aes' } as const;

const HASHES = {
  WRAP_HASH_UNSPECIFIED: 'sha256',
  WRAP_HASH_SHA1: 'sha1',
  WRAP_HASH_SHA224: 'sha224',
  WRAP_HASH_SHA256: 'sha256',
  WRAP_HASH_SHA384: 'sha384',
  WRAP_HASH_SHA512: 'sha512',
} as const satisfies Record<KeyMechanismMessage['hash'], OaepHash>;

function isOfRsa(mechanism: MechanismMessage['mechanism']): mechanism is keyof typeof SCHEMES {
  return mechanism in SCHEMES;
}

function attributesOf(key: KeyRecord, token: boolean): Attributes {
  const { label, id, extractable, checkValue, trusted, local } = key;
  const sensitive = !isPublic(key);
  return {
    ...kindOf(key),
    label,
    id,
    checkValue,
    token,
    // Also of public keys. Source: AWS CloudHSM User Guide, "Supported PKCS #11 attributes", CKA_PRIVATE.
    private: true,
    sensitive,
    trusted,
    extractable,
    local,
    // A key that was once outside may have been there in plain, and extracted where it came from.
    neverExtractable: local && !extractable,
    alwaysSensitive: local && sensitive,
    encrypt: key.encrypt,
    decrypt: key.decrypt,
    wrap: key.wrap,
    unwrap: key.unwrap,
    sign: key.sign,
    verify: key.verify,
    derive: key.derive,
    destroyable: key.destroyable,
    wrapWithTrusted: key.wrapWithTrusted,
  };
}

const CLASSES = { public: 'KEY_CLASS_PUBLIC', private: 'KEY_CLASS_PRIVATE' } as const;

function kindOf({ key }: KeyRecord) {
  if (key instanceof AesKey)
    return { keyClass: 'KEY_CLASS_SECRET', keyType: 'KEY_TYPE_AES', lengthBytes: key.lengthBytes } as const;
  const { kind, modulus, modulusBits, publicExponent } = key;
  return { keyClass: CLASSES[kind], keyType: 'KEY_TYPE_RSA', modulus, modulusBits, publicExponent } as const;
}

/** Users that this HSM does not have are left out. */
function sharesOf(partition: Partition, { sharedWith }: KeyRecord): NonNullable<KeyObject['shares']> {
  return [...partition.users.values()]
    .filter(({ type, name }) => type === 'CU' && sharedWith.includes(nameKey(name)))
    .map(({ id, name }) => ({ userId: id, userName: name }))
    .sort((a, b) => a.userId - b.userId);
}
