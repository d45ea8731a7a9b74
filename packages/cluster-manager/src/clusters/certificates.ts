import { createHash, X509Certificate } from 'node:crypto';

export interface InitializationCertificates {
  /** The signed request, PEM. */
  readonly signedCert: string;
  /** The customer's certificate authority, PEM. */
  readonly trustAnchor: string;
  /** The HSM's own certificate, whose key is that of the request; PEM. */
  readonly hsmCertificate: string;
}

const CA_MODULUS_BITS = [2048, 4096];

/**
 * What forbids to initialize a cluster with these certificates, as a sentence; undefined when nothing does.
 * Source: AWS CloudHSM User Guide, "Initialize the cluster" and "Sign the CSR".
 */
export function findCertificateProblem(certificates: InitializationCertificates, nowMs: number): string | undefined {
  const trustAnchor = parse(certificates.trustAnchor);
  if (trustAnchor === undefined) return 'The trust anchor must be one X.509 certificate in PEM format.';
  const signedCert = parse(certificates.signedCert);
  if (signedCert === undefined) return 'The signed certificate must be one X.509 certificate in PEM format.';
  return (
    findAnchorProblem(trustAnchor, nowMs) ??
    findSignedCertProblem(signedCert, trustAnchor, certificates.hsmCertificate, nowMs)
  );
}

/** Equal for clusters of one lineage: the digest of the cluster certificate, hexadecimal. */
export function lineageOf(clusterCertificate: string): string {
  return createHash('sha256').update(derOf(clusterCertificate)).digest('hex');
}

function findAnchorProblem(anchor: X509Certificate, nowMs: number): string | undefined {
  const key = anchor.publicKey;
  if (key.asymmetricKeyType !== 'rsa' || !CA_MODULUS_BITS.includes(key.asymmetricKeyDetails?.modulusLength ?? 0)) {
    return 'The key of the trust anchor must be RSA with 2048 or 4096 bits.';
  }
  if (!anchor.checkIssued(anchor) || !anchor.verify(key)) return 'The trust anchor must be a self-signed certificate.';
  // `ca` asks for Basic Constraints that make it an authority, and for no Key Usage that contradicts them.
  if (hasExtensions(anchor.raw) && !anchor.ca)
    return 'The extensions of the trust anchor must make it a certificate authority.';
  return isValidAt(anchor, nowMs) ? undefined : 'The trust anchor is not valid at this time.';
}

function findSignedCertProblem(
  signedCert: X509Certificate,
  anchor: X509Certificate,
  hsmCertificate: string,
  nowMs: number,
): string | undefined {
  const csrKey = new X509Certificate(hsmCertificate).publicKey;
  if (!signedCert.publicKey.equals(csrKey))
    return 'The signed certificate does not belong to the certificate signing request of the cluster.';
  if (!signedCert.checkIssued(anchor) || !signedCert.verify(anchor.publicKey)) {
    return 'The signed certificate is not signed by the trust anchor.';
  }
  return isValidAt(signedCert, nowMs) ? undefined : 'The signed certificate is not valid at this time.';
}

function parse(pem: string): X509Certificate | undefined {
  if (pem.split('-----BEGIN ').length !== 2) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function derOf(pem: string): Buffer {
  return new X509Certificate(pem).raw;
}

function isValidAt(certificate: X509Certificate, nowMs: number): boolean {
  return certificate.validFromDate.getTime() <= nowMs && nowMs <= certificate.validToDate.getTime();
}

const EXTENSIONS_TAG = 0xa3;

/**
 * Whether the certificate has v3 extensions: the last member of its TBSCertificate, with a tag of its own (RFC 5280,
 * section 4.1). node:crypto does not tell.
 */
function hasExtensions(der: Buffer): boolean {
  const certificate = elementAt(der, 0);
  const tbs = elementAt(der, certificate.start);
  for (let offset = tbs.start; offset < tbs.end; offset = elementAt(der, offset).end) {
    if (der[offset] === EXTENSIONS_TAG) return true;
  }
  return false;
}

/** Where the content of the DER element at `offset` starts and ends. */
function elementAt(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const short = der.readUInt8(offset + 1);
  const lengthBytes = short < 0x80 ? 0 : short - 0x80;
  const start = offset + 2 + lengthBytes;
  const length = lengthBytes === 0 ? short : der.readUIntBE(offset + 2, lengthBytes);
  return { start, end: start + length };
}
