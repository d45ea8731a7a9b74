// Original file: proto/keystorm/hsm/v1/hsm.proto

export const QuorumService = {
  QUORUM_SERVICE_UNSPECIFIED: 'QUORUM_SERVICE_UNSPECIFIED',
  QUORUM_SERVICE_USER_MGMT: 'QUORUM_SERVICE_USER_MGMT',
  QUORUM_SERVICE_MISC_CO: 'QUORUM_SERVICE_MISC_CO',
} as const;

export type QuorumService =
  | 'QUORUM_SERVICE_UNSPECIFIED'
  | 0
  | 'QUORUM_SERVICE_USER_MGMT'
  | 3
  | 'QUORUM_SERVICE_MISC_CO'
  | 4

export type QuorumService__Output = typeof QuorumService[keyof typeof QuorumService]
