import type { KeyChanges } from '@keystorm/hsm-client';
import type { KeyAttributes } from '@keystorm/protocol';

/** What an attribute holds: a number or a truth value, a text, bytes. */
export type AttributeValue = number | string | Buffer;

export interface KeyAttribute {
  /** As cloudhsm_mgmt_util and key_mgmt_util spell it. */
  readonly name: string;
  /** As they number it. */
  readonly id: number;
  /** Undefined for what this kind of key does not have. */
  readonly value: (key: KeyAttributes) => AttributeValue | undefined;
  /** The member by which it is changed, where it can be. */
  readonly change?: keyof KeyChanges;
}

type Flag = {
  readonly [M in keyof KeyAttributes]: KeyAttributes[M] extends boolean ? M : never;
}[keyof KeyAttributes];

/** As PKCS #11 numbers them. */
const CLASSES = {
  KEY_CLASS_UNSPECIFIED: undefined,
  KEY_CLASS_PUBLIC: 2,
  KEY_CLASS_PRIVATE: 3,
  KEY_CLASS_SECRET: 4,
} as const satisfies Record<KeyAttributes['keyClass'], number | undefined>;
const TYPES = {
  KEY_TYPE_UNSPECIFIED: undefined,
  KEY_TYPE_RSA: 0,
  KEY_TYPE_AES: 31,
} as const satisfies Record<KeyAttributes['keyType'], number | undefined>;
const none = () => undefined;

/** What OBJ_ATTR_CLASS and OBJ_ATTR_KEY_TYPE say. */
export function numbersOf({ keyClass, keyType }: Pick<KeyAttributes, 'keyClass' | 'keyType'>): {
  readonly keyClass: number | undefined;
  readonly keyType: number | undefined;
} {
  return { keyClass: CLASSES[keyClass], keyType: TYPES[keyType] };
}

/** What only one kind of key has; the others have nothing there. */
function held(bytes: Buffer): Buffer | undefined {
  return bytes.length === 0 ? undefined : bytes;
}

/** An identifier that somebody typed is text; one that a program drew is bytes. */
function readable(id: Buffer): string | Buffer {
  const text = id.toString('latin1');
  return /^[\x20-\x7e]+$/.test(text) ? text : id;
}

function flag(name: string, id: number, member: Flag): KeyAttribute {
  return { name, id, value: (key) => Number(key[member]) };
}

function changeable(name: string, id: number, member: Flag & keyof KeyChanges): KeyAttribute {
  return { ...flag(name, id, member), change: member };
}

/** The attributes of key objects. Source: AWS CloudHSM User Guide, "Key attribute reference". */
export const KEY_ATTRIBUTES: readonly KeyAttribute[] = [
  { name: 'OBJ_ATTR_CLASS', id: 0, value: (key) => numbersOf(key).keyClass },
  changeable('OBJ_ATTR_TOKEN', 1, 'token'),
  flag('OBJ_ATTR_PRIVATE', 2, 'private'),
  { name: 'OBJ_ATTR_LABEL', id: 3, value: ({ label }) => label, change: 'label' },
  changeable('OBJ_ATTR_TRUSTED', 134, 'trusted'),
  { name: 'OBJ_ATTR_KEY_TYPE', id: 256, value: (key) => numbersOf(key).keyType },
  { name: 'OBJ_ATTR_ID', id: 258, value: ({ id }) => readable(id), change: 'id' },
  flag('OBJ_ATTR_SENSITIVE', 259, 'sensitive'),
  changeable('OBJ_ATTR_ENCRYPT', 260, 'encrypt'),
  changeable('OBJ_ATTR_DECRYPT', 261, 'decrypt'),
  changeable('OBJ_ATTR_WRAP', 262, 'wrap'),
  changeable('OBJ_ATTR_UNWRAP', 263, 'unwrap'),
  changeable('OBJ_ATTR_SIGN', 264, 'sign'),
  changeable('OBJ_ATTR_VERIFY', 266, 'verify'),
  changeable('OBJ_ATTR_DERIVE', 268, 'derive'),
  { name: 'OBJ_ATTR_MODULUS', id: 288, value: ({ modulus }) => held(modulus) },
  { name: 'OBJ_ATTR_MODULUS_BITS', id: 289, value: ({ modulusBits }) => modulusBits || undefined },
  { name: 'OBJ_ATTR_PUBLIC_EXPONENT', id: 290, value: ({ publicExponent }) => held(publicExponent) },
  { name: 'OBJ_ATTR_VALUE_LEN', id: 353, value: ({ lengthBytes }) => lengthBytes || undefined },
  flag('OBJ_ATTR_EXTRACTABLE', 354, 'extractable'),
  flag('OBJ_ATTR_LOCAL', 355, 'local'),
  flag('OBJ_ATTR_NEVER_EXTRACTABLE', 356, 'neverExtractable'),
  flag('OBJ_ATTR_ALWAYS_SENSITIVE', 357, 'alwaysSensitive'),
  changeable('OBJ_ATTR_DESTROYABLE', 370, 'destroyable'),
  { name: 'OBJ_ATTR_KCV', id: 371, value: ({ checkValue }) => checkValue },
  changeable('OBJ_ATTR_WRAP_WITH_TRUSTED', 528, 'wrapWithTrusted'),
  { name: 'OBJ_ATTR_WRAP_TEMPLATE', id: 1_073_742_353, value: none },
  { name: 'OBJ_ATTR_UNWRAP_TEMPLATE', id: 1_073_742_354, value: none },
];

/** The change that gives an attribute this value; undefined where the text is none of its values, or it never changes. */
export function keyChange({ change }: KeyAttribute, text: string): KeyChanges | undefined {
  if (change === undefined) return undefined;
  if (change === 'label') return { label: text };
  if (change === 'id') return { id: Buffer.from(text) };
  if (change === 'token') return text === '1' ? { token: true } : undefined;
  return text === '0' || text === '1' ? { [change]: text === '1' } : undefined;
}

/** Stands for all attributes. */
export const ALL_ATTRIBUTES = { name: 'OBJ_ATTR_ALL', id: 512 } as const;

/** As the tools print it; numbers have as many hexadecimal digits as given. */
export function attributeText(value: AttributeValue, digits: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return `0x${value.toString(16).padStart(digits, '0')}`;
  return value.length === 0 ? '' : `0x${value.toString('hex')}`;
}

const NAME_COLUMN = 32;

/** All attributes and their numbers, a line each. */
export function attributeList(): readonly string[] {
  return [...KEY_ATTRIBUTES, ALL_ATTRIBUTES]
    .toSorted((a, b) => a.id - b.id)
    .map(({ name, id }) => `      ${name.padEnd(NAME_COLUMN)}= ${id}`);
}
