// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ProbeRequest {
}

export interface ProbeRequest__Output {
}
