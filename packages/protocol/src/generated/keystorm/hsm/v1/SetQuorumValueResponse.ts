// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface SetQuorumValueResponse {
}

export interface SetQuorumValueResponse__Output {
}
