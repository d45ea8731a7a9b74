// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetSessionsExhaustedResponse {
}

export interface SetSessionsExhaustedResponse__Output {
}
