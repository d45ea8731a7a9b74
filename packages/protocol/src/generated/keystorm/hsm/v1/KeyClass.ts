// Original file: proto/keystorm/hsm/v1/hsm.proto

export const KeyClass = {
  KEY_CLASS_UNSPECIFIED: 'KEY_CLASS_UNSPECIFIED',
  KEY_CLASS_PUBLIC: 'KEY_CLASS_PUBLIC',
  KEY_CLASS_PRIVATE: 'KEY_CLASS_PRIVATE',
  KEY_CLASS_SECRET: 'KEY_CLASS_SECRET',
} as const;

export type KeyClass =
  | 'KEY_CLASS_UNSPECIFIED'
  | 0
  | 'KEY_CLASS_PUBLIC'
  | 2
  | 'KEY_CLASS_PRIVATE'
  | 3
  | 'KEY_CLASS_SECRET'
  | 4

export type KeyClass__Output = typeof KeyClass[keyof typeof KeyClass]
