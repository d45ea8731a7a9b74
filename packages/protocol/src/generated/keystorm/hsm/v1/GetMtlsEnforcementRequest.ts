// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GetMtlsEnforcementRequest {
}

export interface GetMtlsEnforcementRequest__Output {
}
