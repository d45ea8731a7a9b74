// Original file: proto/keystorm/hsm/v1/hsm.proto

export const WrapHash = {
  WRAP_HASH_UNSPECIFIED: 'WRAP_HASH_UNSPECIFIED',
  WRAP_HASH_SHA1: 'WRAP_HASH_SHA1',
  WRAP_HASH_SHA224: 'WRAP_HASH_SHA224',
  WRAP_HASH_SHA256: 'WRAP_HASH_SHA256',
  WRAP_HASH_SHA384: 'WRAP_HASH_SHA384',
  WRAP_HASH_SHA512: 'WRAP_HASH_SHA512',
} as const;

export type WrapHash =
  | 'WRAP_HASH_UNSPECIFIED'
  | 0
  | 'WRAP_HASH_SHA1'
  | 1
  | 'WRAP_HASH_SHA224'
  | 2
  | 'WRAP_HASH_SHA256'
  | 3
  | 'WRAP_HASH_SHA384'
  | 4
  | 'WRAP_HASH_SHA512'
  | 5

export type WrapHash__Output = typeof WrapHash[keyof typeof WrapHash]
