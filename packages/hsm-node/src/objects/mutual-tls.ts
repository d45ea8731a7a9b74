import { HsmError } from '@keystorm/protocol';
import type { ClientTrust, Connection } from '@keystorm/runtime';
import { readTrustAnchor } from '../crypto/trust-anchors.ts';
import type { Command } from './command.ts';
import type { Partition } from './partition.ts';
import type { MutualTls, TrustAnchor } from './records.ts';

/** Source: AWS CloudHSM User Guide, "Set up mutual TLS between client and AWS CloudHSM". */
const HSM_TYPE = 'hsm2m.medium';
const ANCHORS_MAX = 2;

/** Whether the HSM can know its clients by certificates. */
export function hasMutualTls({ claim }: Partition): boolean {
  return claim?.hsmType === HSM_TYPE;
}

/** Throws POLICY_VIOLATION where the HSM cannot know its clients by certificates. */
export function assertMutualTls(partition: Partition): void {
  if (!hasMutualTls(partition)) throw new HsmError('POLICY_VIOLATION', `Mutual TLS needs HSMs of type ${HSM_TYPE}`);
}

/** Which clients the HSM lets in, as its server puts it. */
export function clientTrustOf({ mutualTls: { trustAnchors, enforcement } }: Partition): ClientTrust {
  if (trustAnchors.length === 0) return {};
  return {
    clientCa: pemOf(trustAnchors),
    clientCertificate: enforcement === 'cluster' ? 'required' : 'optional',
  };
}

/** Throws INVALID_ARGUMENT, also where it is registered already, and NO_SPACE. */
export function registerTrustAnchor(partition: Partition, pem: string, command: Command): Promise<TrustAnchor> {
  const certificate = readTrustAnchor(pem);
  return change(partition, command, (mutualTls) => {
    const { trustAnchors } = mutualTls;
    if (trustAnchors.some((anchor) => anchor.certificate === certificate))
      throw new HsmError('INVALID_ARGUMENT', 'Invalid Certificate: Trust anchor already exists.');
    if (trustAnchors.length >= ANCHORS_MAX)
      throw new HsmError('NO_SPACE', `Maximum number of certificates registered: at most ${ANCHORS_MAX}.`);
    const reference = trustAnchors.some((anchor) => anchor.reference === 1) ? ANCHORS_MAX : 1;
    const anchor = { reference, certificate };
    const all = [...trustAnchors, anchor].sort((a, b) => a.reference - b.reference);
    return { mutualTls: { ...mutualTls, trustAnchors: all }, result: anchor };
  });
}

/** Throws INVALID_ARGUMENT, and POLICY_VIOLATION where the caller would lock itself out. */
export function deregisterTrustAnchors(
  partition: Partition,
  references: readonly number[],
  caller: Connection,
  command: Command,
): Promise<void> {
  return change(partition, command, (mutualTls) => {
    const trustAnchors = mutualTls.trustAnchors.filter(({ reference }) => !references.includes(reference));
    if (mutualTls.trustAnchors.length - trustAnchors.length !== references.length)
      throw new HsmError('INVALID_ARGUMENT', 'There is no trust anchor with that reference.');
    if (mutualTls.enforcement === 'cluster' && !caller.isIssuedBy(pemOf(trustAnchors)))
      throw new HsmError(
        'POLICY_VIOLATION',
        'While mtls is enforced, the trust anchor of the current connection must stay registered.',
      );
    return { mutualTls: { ...mutualTls, trustAnchors }, result: undefined };
  });
}

/** Throws POLICY_VIOLATION: whoever is let in by a certificate cannot lock himself out. */
export function setEnforcement(
  partition: Partition,
  enforcement: MutualTls['enforcement'],
  caller: Connection,
  command: Command,
): Promise<void> {
  return change(partition, command, (mutualTls) => {
    if (!caller.isVerified)
      throw new HsmError(
        'POLICY_VIOLATION',
        'Failed to set the mtls enforcement. Current connection must be mtls to set this enforcement.',
      );
    return { mutualTls: { ...mutualTls, enforcement }, result: undefined };
  });
}

function pemOf(trustAnchors: readonly TrustAnchor[]): string {
  return trustAnchors.map(({ certificate }) => certificate).join('');
}

function change<T>(
  partition: Partition,
  command: Command,
  decide: (mutualTls: MutualTls) => { readonly mutualTls: MutualTls; readonly result: T },
): Promise<T> {
  return partition.updateByUser(() => {
    assertMutualTls(partition);
    const { mutualTls, result } = decide(partition.mutualTls);
    return { changes: { mutualTls }, result };
  }, command);
}
