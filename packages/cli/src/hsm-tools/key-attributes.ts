import type { KeyAttributes } from '@keystorm/protocol';

/** What an attribute holds: a number or a truth value, a text, bytes. */
export type AttributeValue = number | string | Buffer;

export interface KeyAttribute {
  /** As cloudhsm_mgmt_util and key_mgmt_util spell it. */
  readonly name: string;
  /** As they number it. */
  readonly id: number;
  /** Undefined for what an AES key does not have. */
  readonly value: (key: KeyAttributes) => AttributeValue | undefined;
}

const SECRET_KEY = 4;
const AES = 31;
const YES = 1;
const NO = 0;
const never = () => undefined;

/**
 * The attributes of key objects. An HSM of ours holds AES keys that encrypt and decrypt, and nothing else.
 * Source: AWS CloudHSM User Guide, "Key attribute reference".
 */
export const KEY_ATTRIBUTES: readonly KeyAttribute[] = [
  { name: 'OBJ_ATTR_CLASS', id: 0, value: () => SECRET_KEY },
  { name: 'OBJ_ATTR_TOKEN', id: 1, value: ({ token }) => Number(token) },
  { name: 'OBJ_ATTR_PRIVATE', id: 2, value: () => YES },
  { name: 'OBJ_ATTR_LABEL', id: 3, value: ({ label }) => label },
  { name: 'OBJ_ATTR_TRUSTED', id: 134, value: () => NO },
  { name: 'OBJ_ATTR_KEY_TYPE', id: 256, value: () => AES },
  { name: 'OBJ_ATTR_ID', id: 258, value: ({ id }) => id },
  { name: 'OBJ_ATTR_SENSITIVE', id: 259, value: () => YES },
  { name: 'OBJ_ATTR_ENCRYPT', id: 260, value: ({ encrypt }) => Number(encrypt) },
  { name: 'OBJ_ATTR_DECRYPT', id: 261, value: ({ decrypt }) => Number(decrypt) },
  { name: 'OBJ_ATTR_WRAP', id: 262, value: () => NO },
  { name: 'OBJ_ATTR_UNWRAP', id: 263, value: () => NO },
  { name: 'OBJ_ATTR_SIGN', id: 264, value: () => NO },
  { name: 'OBJ_ATTR_VERIFY', id: 266, value: () => NO },
  { name: 'OBJ_ATTR_DERIVE', id: 268, value: () => NO },
  { name: 'OBJ_ATTR_MODULUS', id: 288, value: never },
  { name: 'OBJ_ATTR_MODULUS_BITS', id: 289, value: never },
  { name: 'OBJ_ATTR_PUBLIC_EXPONENT', id: 290, value: never },
  { name: 'OBJ_ATTR_VALUE_LEN', id: 353, value: ({ lengthBytes }) => lengthBytes },
  { name: 'OBJ_ATTR_EXTRACTABLE', id: 354, value: ({ extractable }) => Number(extractable) },
  { name: 'OBJ_ATTR_LOCAL', id: 355, value: () => YES },
  { name: 'OBJ_ATTR_NEVER_EXTRACTABLE', id: 356, value: ({ extractable }) => Number(!extractable) },
  { name: 'OBJ_ATTR_ALWAYS_SENSITIVE', id: 357, value: () => YES },
  { name: 'OBJ_ATTR_DESTROYABLE', id: 370, value: () => YES },
  { name: 'OBJ_ATTR_KCV', id: 371, value: ({ checkValue }) => checkValue },
  { name: 'OBJ_ATTR_WRAP_WITH_TRUSTED', id: 528, value: () => NO },
  { name: 'OBJ_ATTR_WRAP_TEMPLATE', id: 1_073_742_353, value: never },
  { name: 'OBJ_ATTR_UNWRAP_TEMPLATE', id: 1_073_742_354, value: never },
];

/** Stands for all attributes. */
export const ALL_ATTRIBUTES = { name: 'OBJ_ATTR_ALL', id: 512 } as const;

/** As the tools print it; numbers have as many hexadecimal digits as given. */
export function attributeText(value: AttributeValue, digits: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return `0x${value.toString(16).padStart(digits, '0')}`;
  return value.length === 0 ? '' : `0x${value.toString('hex')}`;
}
