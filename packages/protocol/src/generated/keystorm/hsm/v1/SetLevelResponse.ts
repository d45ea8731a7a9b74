// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetLevelResponse {
}

export interface SetLevelResponse__Output {
}
