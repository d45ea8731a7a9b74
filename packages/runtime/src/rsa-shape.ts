/** What kind of RSA key pair. */
export interface RsaShape {
  readonly modulusBits: number;
  readonly publicExponent: number;
}

export const RSA_2048: RsaShape = { modulusBits: 2048, publicExponent: 65_537 };
