import { X509Certificate } from 'node:crypto';
import type { HsmCertificates } from '@keystorm/protocol';
import { type Answer, askNodes } from '../hsm-tools/answers.ts';

import type { KmuSession } from './session.ts';

/**
 * Whether the nodes that hold a key are what they say: cards of the manufacturer, whose cluster certificate is for the
 * key pair that a card made. Source: AWS CloudHSM User Guide, "genSymKey", -attest.
 */
export async function attest(session: KmuSession, holders: readonly Answer<unknown>[]): Promise<readonly string[]> {
  const answers = await askNodes(
    holders.map(({ node }) => node),
    (hsm) => hsm.certificates(),
  );
  const passed = answers.every((answer) => answer.error === undefined && isGenuine(answer.value));
  if (!passed) session.runtime.log.warn({}, 'an attestation check failed');
  return ['', `\tAttestation Check : [${passed ? 'PASS' : 'FAIL'}]`];
}

function isGenuine(certificates: HsmCertificates): boolean {
  try {
    const [root, card, cluster, byCard] = [
      certificates.manufacturerRoot,
      certificates.manufacturerHardwareCertificate,
      certificates.clusterCertificate,
      certificates.hsmCertificate,
    ].map((pem) => new X509Certificate(pem));
    if (root === undefined || card === undefined || cluster === undefined || byCard === undefined) return false;
    return card.verify(root.publicKey) && isSameKey(cluster, byCard);
  } catch {
    // Not a certificate at all.
    return false;
  }
}

function isSameKey(one: X509Certificate, other: X509Certificate): boolean {
  return one.publicKey.equals(other.publicKey);
}
