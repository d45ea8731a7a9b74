// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ClaimResponse {
}

export interface ClaimResponse__Output {
}
