// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeleteKeyResponse {
}

export interface DeleteKeyResponse__Output {
}
