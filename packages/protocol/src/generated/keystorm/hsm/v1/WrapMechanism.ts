// Original file: proto/keystorm/hsm/v1/hsm.proto

export const WrapMechanism = {
  WRAP_MECHANISM_UNSPECIFIED: 'WRAP_MECHANISM_UNSPECIFIED',
  WRAP_MECHANISM_AES_NO_PAD: 'WRAP_MECHANISM_AES_NO_PAD',
  WRAP_MECHANISM_AES_ZERO_PAD: 'WRAP_MECHANISM_AES_ZERO_PAD',
  WRAP_MECHANISM_AES_PKCS5_PAD: 'WRAP_MECHANISM_AES_PKCS5_PAD',
} as const;

export type WrapMechanism =
  | 'WRAP_MECHANISM_UNSPECIFIED'
  | 0
  | 'WRAP_MECHANISM_AES_NO_PAD'
  | 1
  | 'WRAP_MECHANISM_AES_ZERO_PAD'
  | 2
  | 'WRAP_MECHANISM_AES_PKCS5_PAD'
  | 3

export type WrapMechanism__Output = typeof WrapMechanism[keyof typeof WrapMechanism]
