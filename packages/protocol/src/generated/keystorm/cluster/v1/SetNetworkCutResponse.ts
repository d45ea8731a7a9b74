// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface SetNetworkCutResponse {
}

export interface SetNetworkCutResponse__Output {
}
