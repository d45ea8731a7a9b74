// Original file: proto/keystorm/hsm/v1/admin.proto


export interface CreateSigningRequestRequest {
}

export interface CreateSigningRequestRequest__Output {
}
