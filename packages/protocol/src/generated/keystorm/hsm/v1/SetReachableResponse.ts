// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetReachableResponse {
}

export interface SetReachableResponse__Output {
}
