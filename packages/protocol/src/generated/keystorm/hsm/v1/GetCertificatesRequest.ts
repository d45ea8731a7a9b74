// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GetCertificatesRequest {
}

export interface GetCertificatesRequest__Output {
}
