// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface UnshareKeyResponse {
}

export interface UnshareKeyResponse__Output {
}
