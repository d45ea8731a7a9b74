// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ListAuditLogsRequest {
}

export interface ListAuditLogsRequest__Output {
}
