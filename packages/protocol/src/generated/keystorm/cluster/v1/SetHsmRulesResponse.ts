// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface SetHsmRulesResponse {
}

export interface SetHsmRulesResponse__Output {
}
