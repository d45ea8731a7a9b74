// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ShutDownRequest {
}

export interface ShutDownRequest__Output {
}
