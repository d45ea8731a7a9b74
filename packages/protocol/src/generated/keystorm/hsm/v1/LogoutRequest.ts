// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface LogoutRequest {
}

export interface LogoutRequest__Output {
}
