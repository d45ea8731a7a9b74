// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ListTargetsRequest {
}

export interface ListTargetsRequest__Output {
}
