// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ListProcessesRequest {
}

export interface ListProcessesRequest__Output {
}
