import type * as X509 from '@peculiar/x509';
import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { HsmError } from '@keystorm/protocol';
import type { KeyPair, Runtime, Secret } from '@keystorm/runtime';

const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
/** What keys for transport are for. */
const TRANSPORT = { name: 'ECDSA', namedCurve: 'P-256' };
const DAY_MS = 86_400_000;
/** Certificates of the hardware and of the fleet are never renewed. */
const LIFETIME_MS = 25 * 365 * DAY_MS;
const SERIAL_NUMBER_BYTES = 16;

/** A certificate and the private key of its subject, PEM. */
export interface Credential {
  readonly certificate: string;
  readonly privateKey: string;
}

type Name = readonly Readonly<Record<string, readonly string[]>>[];

/** A distinguished name that is a common name only. */
export function commonName(name: string): Name {
  return [{ CN: [name] }];
}

/** What a certificate is for. */
export type CertificateUse = 'authority' | 'transport' | 'hardware';

interface CertificateOptions {
  readonly subject: Name;
  /** SPKI, PEM. */
  readonly publicKey: string;
  readonly use: CertificateUse;
  /** Who signs; a certificate without an issuer is signed by its own key. */
  readonly issuer: Credential | { readonly selfSignedBy: string };
}

/** Makes a certificate, PEM. It is valid by the machine's time, which is what TLS compares. */
export async function issueCertificate(runtime: Runtime, options: CertificateOptions): Promise<string> {
  const { issuer, subject, publicKey, use } = options;
  const notBefore = runtime.clock.host() - DAY_MS;
  const number = serialNumber(runtime);
  const certificate = await runtime.compute.run(async () => {
    const x509 = await loadX509();
    const signed = 'certificate' in issuer;
    return await x509.X509CertificateGenerator.create({
      subject: jsonName(subject),
      issuer: signed ? new x509.X509Certificate(issuer.certificate).subjectName.toJSON() : jsonName(subject),
      serialNumber: number,
      notBefore: new Date(notBefore),
      notAfter: new Date(notBefore + LIFETIME_MS),
      signingAlgorithm: SIGNATURE,
      publicKey: webPublicKey(publicKey),
      signingKey: webPrivateKey(signed ? issuer.privateKey : issuer.selfSignedBy),
      extensions: extensionsFor(x509, use),
    });
  });
  return certificate.toString('pem');
}

/** Makes a key pair and a certificate for it. */
export async function issueCredential(
  runtime: Runtime,
  name: string,
  use: CertificateUse,
  issuer?: Credential,
): Promise<Credential> {
  const { privateKey, publicKey } = await (use === 'transport'
    ? runtime.compute.transportKeyPair()
    : runtime.compute.rsaKeyPair());
  const certificate = await issueCertificate(runtime, {
    subject: commonName(name),
    publicKey,
    use,
    issuer: issuer ?? { selfSignedBy: privateKey },
  });
  return { certificate, privateKey };
}

/** Makes a certificate signing request, PEM. */
export async function requestCertificate(runtime: Runtime, subject: Name, keys: KeyPair): Promise<string> {
  const request = await runtime.compute.run(async () => {
    const x509 = await loadX509();
    return await x509.Pkcs10CertificateRequestGenerator.create({
      name: jsonName(subject),
      keys: { privateKey: webPrivateKey(keys.privateKey), publicKey: webPublicKey(keys.publicKey) },
      signingAlgorithm: SIGNATURE,
    });
  });
  return request.toString('pem');
}

/** SHA-256 of the certificate, 32 bytes. Throws INVALID_ARGUMENT for what is not a certificate. */
export function certificateDigest(certificate: string): Buffer {
  return createHash('sha256').update(parse(certificate, 'cluster certificate').raw).digest();
}

/** Throws INVALID_ARGUMENT unless the certificate is for the private key and was issued by the trust anchor. */
export function verifyClusterCertificate(certificate: string, trustAnchor: string, privateKey: Secret<string>): void {
  const cluster = parse(certificate, 'cluster certificate');
  const anchor = parse(trustAnchor, 'trust anchor');
  if (!cluster.checkPrivateKey(createPrivateKey(privateKey.reveal()))) {
    throw new HsmError('INVALID_ARGUMENT', "the cluster certificate's key is not that of the signing request");
  }
  if (!cluster.verify(anchor.publicKey))
    throw new HsmError('INVALID_ARGUMENT', 'the cluster certificate was not issued by the trust anchor');
}

function parse(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new HsmError('INVALID_ARGUMENT', `the ${what} is not a certificate`);
  }
}

/** Loaded when a certificate is made, once in the life of an HSM, and not at every start, which it would slow by a fifth. */
async function loadX509(): Promise<typeof X509> {
  await import('reflect-metadata');
  return await import('@peculiar/x509');
}

function extensionsFor(x509: typeof X509, use: CertificateUse): X509.Extension[] {
  const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = x509.KeyUsageFlags;
  switch (use) {
    case 'authority':
      return [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      ];
    case 'hardware':
      return [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(digitalSignature | keyCertSign, true),
      ];
    case 'transport':
      return [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(digitalSignature | keyEncipherment, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      ];
  }
}

function serialNumber(runtime: Runtime): string {
  const bytes = Buffer.from(runtime.random.bytes(SERIAL_NUMBER_BYTES));
  // A serial number is positive and not zero. Source: RFC 5280, section 4.1.2.2.
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
}

function jsonName(name: Name): X509.JsonName {
  return name.map((part) => Object.fromEntries(Object.entries(part).map(([type, values]) => [type, [...values]])));
}

function webPrivateKey(pem: string) {
  return createPrivateKey(pem).toCryptoKey(SIGNATURE, true, ['sign']);
}

function webPublicKey(pem: string) {
  const key = createPublicKey(pem);
  return key.toCryptoKey(key.asymmetricKeyType === 'ec' ? TRANSPORT : SIGNATURE, true, ['verify']);
}
