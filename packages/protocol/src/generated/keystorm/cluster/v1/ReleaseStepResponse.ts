// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ReleaseStepResponse {
}

export interface ReleaseStepResponse__Output {
}
