// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ListFaultsRequest {
}

export interface ListFaultsRequest__Output {
}
