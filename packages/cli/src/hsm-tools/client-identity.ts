import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { ClientIdentity } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { CommandError } from '../command-error.ts';
import type { ToolFiles } from './tool-io.ts';

/** Where a tool's certificate is, and its key. */
export interface IdentityFiles {
  readonly certificate: string;
  readonly privateKey: string;
}

/** As the configuration file calls them. Source: AWS CloudHSM User Guide, "Client SDK 5 configure tool". */
export const IDENTITY_ENTRIES = {
  certificate: 'client_cert_hsm_tls_path',
  privateKey: 'client_key_hsm_tls_path',
} as const satisfies Record<keyof IdentityFiles, string>;

/**
 * By what HSMs with trust anchors know the tool. Throws CommandError for files that cannot be read and for a key that is
 * not that of the certificate, or has a passphrase. Source: AWS CloudHSM User Guide, "Set up mutual TLS between client and
 * AWS CloudHSM".
 */
export async function readIdentity(files: ToolFiles, paths: IdentityFiles): Promise<ClientIdentity> {
  const read = async (member: keyof IdentityFiles) => {
    const location = `${IDENTITY_ENTRIES[member]} at location ${paths[member]}`;
    const content = await files.read(paths[member]).catch((error: unknown) => error);
    if (Buffer.isBuffer(content)) return content.toString('utf8');
    const why = content instanceof Error ? content.message : 'No such file or directory';
    throw new CommandError(`Could not read configuration-referenced file ${location}: ${why}.`);
  };
  const certificate = await read('certificate');
  const privateKey = await read('privateKey');
  if (!parseCertificate(certificate, paths).checkPrivateKey(parseKey(privateKey, paths)))
    throw new CommandError(
      `The private key ${paths.privateKey} does not belong to the certificate ${paths.certificate}.`,
    );
  return { certificate, privateKey: new Secret(privateKey) };
}

function parseCertificate(pem: string, { certificate }: IdentityFiles): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new CommandError(`${certificate} is not a certificate, PEM.`);
  }
}

function parseKey(pem: string, { privateKey }: IdentityFiles): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw new CommandError(`The private key ${privateKey} has a passphrase, which mutual TLS does not support.`);
  try {
    return createPrivateKey(pem);
  } catch {
    throw new CommandError(`${privateKey} is not a private key, PEM.`);
  }
}
