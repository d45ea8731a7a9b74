// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ShareKeyResponse {
}

export interface ShareKeyResponse__Output {
}
