// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ListTrustAnchorsRequest {
}

export interface ListTrustAnchorsRequest__Output {
}
