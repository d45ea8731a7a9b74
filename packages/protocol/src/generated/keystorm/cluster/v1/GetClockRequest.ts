// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface GetClockRequest {
}

export interface GetClockRequest__Output {
}
