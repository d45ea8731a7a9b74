// Original file: proto/keystorm/hsm/v1/admin.proto


export interface InitializeResponse {
}

export interface InitializeResponse__Output {
}
