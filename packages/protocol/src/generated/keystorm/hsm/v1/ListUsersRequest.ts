// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ListUsersRequest {
}

export interface ListUsersRequest__Output {
}
