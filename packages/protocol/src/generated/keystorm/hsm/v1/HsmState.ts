// Original file: proto/keystorm/hsm/v1/hsm.proto

export const HsmState = {
  HSM_STATE_UNSPECIFIED: 'HSM_STATE_UNSPECIFIED',
  HSM_STATE_BLANK: 'HSM_STATE_BLANK',
  HSM_STATE_CLAIMED: 'HSM_STATE_CLAIMED',
  HSM_STATE_INITIALIZED: 'HSM_STATE_INITIALIZED',
  HSM_STATE_ACTIVE: 'HSM_STATE_ACTIVE',
  HSM_STATE_ZEROIZED: 'HSM_STATE_ZEROIZED',
} as const;

export type HsmState =
  | 'HSM_STATE_UNSPECIFIED'
  | 0
  | 'HSM_STATE_BLANK'
  | 1
  | 'HSM_STATE_CLAIMED'
  | 2
  | 'HSM_STATE_INITIALIZED'
  | 3
  | 'HSM_STATE_ACTIVE'
  | 4
  | 'HSM_STATE_ZEROIZED'
  | 5

export type HsmState__Output = typeof HsmState[keyof typeof HsmState]
