import 'reflect-metadata';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyPair, Runtime } from '@keystorm/runtime';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const VALID_DAYS = 3652;
const DAY_MS = 86_400_000;
const SERIAL_NUMBER_BYTES = 16;
/**
 * By this name gRPC tools can verify the HSMs, for example `buf curl --servername`. A certificate that is signed as the
 * guide says names no server; our own client compares none.
 */
const SERVER_NAME = 'hsm.keystorm';

/** A customer's certificate authority: what AWS's guide has people make with openssl. */
export interface CustomerCa {
  /** PEM. */
  readonly certificate: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

/** Source: AWS CloudHSM User Guide, "Initialize the cluster". */
export async function createCustomerCa(runtime: Runtime, commonName: string): Promise<CustomerCa> {
  const pair = await runtime.compute.rsaKeyPair();
  const fields = fieldsOf(runtime);
  const certificate = await runtime.compute.run(() =>
    X509CertificateGenerator.createSelfSigned({
      ...fields,
      name: `CN=${commonName}, O=Keystorm, C=US`,
      keys: cryptoKeys(pair),
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    }),
  );
  return { certificate: certificate.toString('pem'), privateKey: pair.privateKey };
}

/** Signs a cluster's certificate signing request. Returns PEM. */
export async function signClusterCsr(runtime: Runtime, csr: string, ca: CustomerCa): Promise<string> {
  const request = new Pkcs10CertificateRequest(csr);
  const fields = fieldsOf(runtime);
  const certificate = await runtime.compute.run(() =>
    X509CertificateGenerator.create({
      ...fields,
      subject: request.subjectName,
      issuer: new X509Certificate(ca.certificate).subjectName,
      publicKey: request.publicKey,
      signingKey: createPrivateKey(ca.privateKey).toCryptoKey(ALGORITHM, false, ['sign']),
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: SERVER_NAME }])],
    }),
  );
  return certificate.toString('pem');
}

/** Certificates are valid by the machine's time, which is what TLS compares. */
function fieldsOf({ clock, random }: Runtime) {
  const nowMs = clock.host();
  const serial = random.bytes(SERIAL_NUMBER_BYTES);
  // A serial number is positive.
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  return {
    serialNumber: serial.toString('hex'),
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + VALID_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
  };
}

function cryptoKeys({ privateKey, publicKey }: KeyPair) {
  return {
    privateKey: createPrivateKey(privateKey).toCryptoKey(ALGORITHM, false, ['sign']),
    publicKey: createPublicKey(publicKey).toCryptoKey(ALGORITHM, true, ['verify']),
  };
}
