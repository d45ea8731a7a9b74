// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetErrorRateResponse {
}

export interface SetErrorRateResponse__Output {
}
