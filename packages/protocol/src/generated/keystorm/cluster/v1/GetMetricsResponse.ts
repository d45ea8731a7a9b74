// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface GetMetricsResponse {
  'text'?: (string);
}

export interface GetMetricsResponse__Output {
  'text': (string);
}
