// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ResetRequest {
}

export interface ResetRequest__Output {
}
