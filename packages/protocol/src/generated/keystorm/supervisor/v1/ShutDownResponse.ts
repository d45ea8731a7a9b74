// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ShutDownResponse {
}

export interface ShutDownResponse__Output {
}
