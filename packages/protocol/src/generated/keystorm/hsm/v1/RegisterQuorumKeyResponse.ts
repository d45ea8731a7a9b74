// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface RegisterQuorumKeyResponse {
}

export interface RegisterQuorumKeyResponse__Output {
}
