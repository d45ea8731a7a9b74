// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeregisterTrustAnchorResponse {
}

export interface DeregisterTrustAnchorResponse__Output {
}
