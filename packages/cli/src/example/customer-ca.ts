import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const VALID_DAYS = 3652;
const DAY_MS = 86_400_000;
/**
 * By this name gRPC tools can verify the HSMs of the example, for example `buf curl --servername`. A certificate that is
 * signed as the guide says names no server; our own client compares none.
 */
const SERVER_NAME = 'hsm.keystorm';

/** The customer's certificate authority: what AWS's guide has people make with openssl. */
export interface CustomerCa {
  /** PEM. */
  readonly certificate: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

/** Source: AWS CloudHSM User Guide, "Initialize the cluster". */
export async function createCustomerCa(nowMs: number): Promise<CustomerCa> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Keystorm example CA, O=Keystorm, C=US',
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + VALID_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const privateKey = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificate: certificate.toString('pem'), privateKey: pem('PRIVATE KEY', privateKey) };
}

/** Signs a cluster's certificate signing request. Returns PEM. */
export async function signClusterCsr(csr: string, ca: CustomerCa, nowMs: number): Promise<string> {
  const request = new Pkcs10CertificateRequest(csr);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', bytesOf(ca.privateKey), ALGORITHM, false, ['sign']);
  const certificate = await X509CertificateGenerator.create({
    subject: request.subjectName,
    issuer: new X509Certificate(ca.certificate).subjectName,
    publicKey: await request.publicKey.export(),
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + VALID_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    signingKey,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: SERVER_NAME }])],
  });
  return certificate.toString('pem');
}

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END ${label}-----\n`;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
}
