// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GetQuorumValuesRequest {
}

export interface GetQuorumValuesRequest__Output {
}
