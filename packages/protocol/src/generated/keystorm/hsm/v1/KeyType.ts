// Original file: proto/keystorm/hsm/v1/hsm.proto

export const KeyType = {
  KEY_TYPE_UNSPECIFIED: 'KEY_TYPE_UNSPECIFIED',
  KEY_TYPE_RSA: 'KEY_TYPE_RSA',
  KEY_TYPE_AES: 'KEY_TYPE_AES',
} as const;

export type KeyType =
  | 'KEY_TYPE_UNSPECIFIED'
  | 0
  | 'KEY_TYPE_RSA'
  | 1
  | 'KEY_TYPE_AES'
  | 31

export type KeyType__Output = typeof KeyType[keyof typeof KeyType]
