// Original file: proto/keystorm/hsm/v1/hsm.proto

export const MtlsEnforcement = {
  MTLS_ENFORCEMENT_UNSPECIFIED: 'MTLS_ENFORCEMENT_UNSPECIFIED',
  MTLS_ENFORCEMENT_NONE: 'MTLS_ENFORCEMENT_NONE',
  MTLS_ENFORCEMENT_CLUSTER: 'MTLS_ENFORCEMENT_CLUSTER',
} as const;

export type MtlsEnforcement =
  | 'MTLS_ENFORCEMENT_UNSPECIFIED'
  | 0
  | 'MTLS_ENFORCEMENT_NONE'
  | 1
  | 'MTLS_ENFORCEMENT_CLUSTER'
  | 2

export type MtlsEnforcement__Output = typeof MtlsEnforcement[keyof typeof MtlsEnforcement]
