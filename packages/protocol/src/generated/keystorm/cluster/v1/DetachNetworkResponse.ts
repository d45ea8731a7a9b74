// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface DetachNetworkResponse {
}

export interface DetachNetworkResponse__Output {
}
