// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface RetireKeyIdResponse {
}

export interface RetireKeyIdResponse__Output {
}
