// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface RemoveSubnetResponse {
}

export interface RemoveSubnetResponse__Output {
}
