// Original file: proto/keystorm/hsm/v1/hsm.proto

export const UserType = {
  USER_TYPE_UNSPECIFIED: 'USER_TYPE_UNSPECIFIED',
  USER_TYPE_PRECO: 'USER_TYPE_PRECO',
  USER_TYPE_CO: 'USER_TYPE_CO',
  USER_TYPE_CU: 'USER_TYPE_CU',
  USER_TYPE_AU: 'USER_TYPE_AU',
} as const;

export type UserType =
  | 'USER_TYPE_UNSPECIFIED'
  | 0
  | 'USER_TYPE_PRECO'
  | 1
  | 'USER_TYPE_CO'
  | 2
  | 'USER_TYPE_CU'
  | 3
  | 'USER_TYPE_AU'
  | 4

export type UserType__Output = typeof UserType[keyof typeof UserType]
