import { X509Certificate } from 'node:crypto';
import type { ClientTrust } from './runtime.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a text, PEM, in their order; text between them is skipped. Throws where one cannot be read. */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  return [...pem.matchAll(CERTIFICATE)].map(([text]) => new X509Certificate(text));
}

/** Whether one of the authorities, PEM, one after the other, has issued the certificate itself. */
export function isIssuedByOneOf(certificate: X509Certificate | undefined, authorities: string): boolean {
  return (
    certificate !== undefined && certificatesIn(authorities).some((authority) => isIssuedBy(certificate, authority))
  );
}

export function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** A client that is connected, when trust changes. */
interface Judged {
  /** By which it is known. */
  readonly certificate: X509Certificate | undefined;
  readonly before: ClientTrust;
  readonly isSpared: boolean;
}

/** Its certificate, if it is still trusted, and whether it may stay. Whom other authorities have vouched for is known no more. */
export function judgeAnew(
  { certificate, before, isSpared }: Judged,
  { clientCa = '', clientCertificate = 'required' }: ClientTrust,
): { readonly certificate: X509Certificate | undefined; readonly mayStay: boolean } {
  const isTrusted = isIssuedByOneOf(certificate, clientCa) || contains(clientCa, before.clientCa ?? '');
  const trusted = isTrusted ? certificate : undefined;
  const isRefused = trusted === undefined && clientCa !== '' && clientCertificate === 'required';
  return { certificate: trusted, mayStay: !isRefused && (trusted === certificate || isSpared) };
}

function contains(authorities: string, others: string): boolean {
  const digests = new Set(certificatesIn(authorities).map(({ fingerprint256 }) => fingerprint256));
  return certificatesIn(others).every(({ fingerprint256 }) => digests.has(fingerprint256));
}

/** Undefined where it has none. */
export function commonNameOf(certificate: X509Certificate | undefined): string | undefined {
  return /^CN=(.*)$/m.exec(certificate?.subject ?? '')?.[1];
}
