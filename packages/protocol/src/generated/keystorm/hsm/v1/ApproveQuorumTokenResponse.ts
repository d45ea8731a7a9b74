// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ApproveQuorumTokenResponse {
}

export interface ApproveQuorumTokenResponse__Output {
}
