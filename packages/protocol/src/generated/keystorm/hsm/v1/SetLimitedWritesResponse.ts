// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetLimitedWritesResponse {
}

export interface SetLimitedWritesResponse__Output {
}
