// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ListQuorumTokensRequest {
}

export interface ListQuorumTokensRequest__Output {
}
