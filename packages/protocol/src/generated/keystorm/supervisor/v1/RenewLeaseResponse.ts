// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface RenewLeaseResponse {
}

export interface RenewLeaseResponse__Output {
}
