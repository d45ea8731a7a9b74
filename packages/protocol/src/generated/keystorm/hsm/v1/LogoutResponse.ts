// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface LogoutResponse {
}

export interface LogoutResponse__Output {
}
