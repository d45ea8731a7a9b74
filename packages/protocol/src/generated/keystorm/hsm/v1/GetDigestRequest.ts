// Original file: proto/keystorm/hsm/v1/admin.proto


export interface GetDigestRequest {
}

export interface GetDigestRequest__Output {
}
