import type { X509Certificate } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import { certificatesIn, isIssuedBy } from '@keystorm/runtime';

/** Source: AWS CloudHSM User Guide, "Set up mutual TLS between client and AWS CloudHSM". */
const BYTES_MAX = 6_980;
/** Source: AWS CloudHSM User Guide, "cluster mtls register-trust-anchor". */
const MODULUS_BITS = [2_048, 3_072, 4_096];
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * The certificates of an authority, PEM, and nothing else: its own, and those above an intermediate one. Throws
 * INVALID_ARGUMENT for what clients could not be known by.
 */
export function readTrustAnchor(pem: string): string {
  if (Buffer.byteLength(pem) > BYTES_MAX)
    throw refused('Oversized Certificate', `Certificate is too long: at most ${BYTES_MAX} bytes.`);
  const chain = parse(pem);
  if (chain.length === 0) throw refused('Invalid Certificate', 'There is no certificate, PEM.');
  for (const certificate of chain) {
    if (!certificate.ca) throw refused('Invalid Certificate', 'It is not that of a certificate authority.');
    if (!isAccepted(certificate))
      throw refused('Invalid Certificate', 'The key is none of RSA 2048, 3072, 4096, EC P-256, P-384, P-521.');
  }
  if (!chain.every((certificate) => chain.some((above) => isIssuedBy(certificate, above))))
    throw refused('Invalid Certificate', 'The certificates above it, up to one that signs itself, are missing.');
  return chain.map(String).join('');
}

function parse(pem: string): readonly X509Certificate[] {
  try {
    return certificatesIn(pem);
  } catch {
    throw refused('Invalid Certificate', 'It cannot be read.');
  }
}

function isAccepted({ publicKey }: X509Certificate): boolean {
  const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
  return publicKey.asymmetricKeyType === 'rsa' ? MODULUS_BITS.includes(modulusLength) : CURVES.includes(namedCurve);
}

function refused(what: string, why: string): HsmError {
  return new HsmError('INVALID_ARGUMENT', `${what}: ${why}`);
}
