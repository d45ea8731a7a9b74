// Original file: proto/keystorm/hsm/v1/admin.proto


export interface GetStatusRequest {
}

export interface GetStatusRequest__Output {
}
