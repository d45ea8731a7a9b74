// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface GetMetricsRequest {
}

export interface GetMetricsRequest__Output {
}
