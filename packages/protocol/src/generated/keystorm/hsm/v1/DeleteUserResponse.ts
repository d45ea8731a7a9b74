// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeleteUserResponse {
}

export interface DeleteUserResponse__Output {
}
