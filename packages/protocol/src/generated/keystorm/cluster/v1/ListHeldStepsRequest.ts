// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ListHeldStepsRequest {
}

export interface ListHeldStepsRequest__Output {
}
