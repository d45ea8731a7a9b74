// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface GetStateRequest {
}

export interface GetStateRequest__Output {
}
