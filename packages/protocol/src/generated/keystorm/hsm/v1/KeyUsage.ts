// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface KeyUsage {
  'encrypt'?: (boolean);
  'decrypt'?: (boolean);
  'wrap'?: (boolean);
  'unwrap'?: (boolean);
  'sign'?: (boolean);
  'verify'?: (boolean);
  'derive'?: (boolean);
  'destroyable'?: (boolean);
  'wrapWithTrusted'?: (boolean);
  '_encrypt'?: "encrypt";
  '_decrypt'?: "decrypt";
  '_wrap'?: "wrap";
  '_unwrap'?: "unwrap";
  '_sign'?: "sign";
  '_verify'?: "verify";
  '_derive'?: "derive";
  '_destroyable'?: "destroyable";
  '_wrapWithTrusted'?: "wrapWithTrusted";
}

export interface KeyUsage__Output {
  'encrypt'?: (boolean);
  'decrypt'?: (boolean);
  'wrap'?: (boolean);
  'unwrap'?: (boolean);
  'sign'?: (boolean);
  'verify'?: (boolean);
  'derive'?: (boolean);
  'destroyable'?: (boolean);
  'wrapWithTrusted'?: (boolean);
  '_encrypt'?: "encrypt";
  '_decrypt'?: "decrypt";
  '_wrap'?: "wrap";
  '_unwrap'?: "unwrap";
  '_sign'?: "sign";
  '_verify'?: "verify";
  '_derive'?: "derive";
  '_destroyable'?: "destroyable";
  '_wrapWithTrusted'?: "wrapWithTrusted";
}
