// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GetInfoRequest {
}

export interface GetInfoRequest__Output {
}
