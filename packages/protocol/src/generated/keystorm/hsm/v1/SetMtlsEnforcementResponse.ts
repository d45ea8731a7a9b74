// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface SetMtlsEnforcementResponse {
}

export interface SetMtlsEnforcementResponse__Output {
}
