// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ProbeResponse {
}

export interface ProbeResponse__Output {
}
