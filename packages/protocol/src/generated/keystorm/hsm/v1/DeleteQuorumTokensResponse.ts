// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeleteQuorumTokensResponse {
}

export interface DeleteQuorumTokensResponse__Output {
}
