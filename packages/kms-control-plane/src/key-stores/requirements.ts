import type { Cluster } from '@keystorm/protocol';
import { KmsError } from '../errors.ts';
import { activeHsms } from './clusters.ts';

/**
 * What a cluster must be like to back a custom key store. Each function throws the exception of its requirement.
 * Source: AWS KMS Developer Guide, "Create an AWS CloudHSM key store", "Assemble the prerequisites".
 */
export function requireFound(cluster: Cluster | undefined, clusterId: string): Cluster {
  if (cluster !== undefined) return cluster;
  throw new KmsError('CloudHsmClusterNotFoundException', `The AWS CloudHSM cluster ${clusterId} cannot be found.`);
}

export function requireActive(cluster: Cluster, states: readonly string[] = ['ACTIVE']): void {
  if (states.includes(cluster.state)) return;
  const message = `The AWS CloudHSM cluster ${cluster.clusterId} is in state ${cluster.state}. It must be ACTIVE.`;
  throw new KmsError('CloudHsmClusterNotActiveException', message);
}

const ZONES_MIN = 2;

/** Subnets in two Availability Zones, and a security group that lets its members reach one another. */
export function requireNetwork(cluster: Cluster): void {
  if (zonesOf(cluster.subnets) < ZONES_MIN) {
    throw misconfigured(cluster, 'must have private subnets in at least two Availability Zones.');
  }
  if (!cluster.securityGroupOpen) {
    throw misconfigured(
      cluster,
      `needs a security group (${cluster.securityGroupId}) whose inbound and outbound rules allow TCP traffic on ports 2223-2225 among its members.`,
    );
  }
}

/** What the creation of a key asks for as well. */
export function requireTwoZones(cluster: Cluster): void {
  if (zonesOf(activeHsms(cluster)) < ZONES_MIN) {
    throw misconfigured(cluster, 'must have at least two active HSMs in different Availability Zones.');
  }
}

export function requireTrustAnchor(cluster: Cluster, trustAnchor: string): void {
  if (samePem(cluster.trustAnchor, trustAnchor)) return;
  const message = `The trust anchor certificate is not the one with which the AWS CloudHSM cluster ${cluster.clusterId} was initialized.`;
  throw new KmsError('IncorrectTrustAnchorException', message);
}

export function requireRelated(cluster: Cluster, lineageId: string): void {
  if (cluster.lineageId === lineageId) return;
  const message = `The AWS CloudHSM cluster ${cluster.clusterId} does not share a backup history with the current cluster.`;
  throw new KmsError('CloudHsmClusterNotRelatedException', message);
}

/** White space is of no meaning in PEM. */
export function samePem(a: string, b: string): boolean {
  return a.replaceAll(/\s/g, '') === b.replaceAll(/\s/g, '');
}

/** The exception when an HSM-less or missing cluster is asked to hold a new key. */
export function misconfigured({ clusterId }: { readonly clusterId: string }, demand: string): KmsError {
  return new KmsError(
    'CloudHsmClusterInvalidConfigurationException',
    `The AWS CloudHSM cluster ${clusterId} ${demand}`,
  );
}

function zonesOf(parts: readonly { readonly availabilityZone: string }[]): number {
  return new Set(parts.map(({ availabilityZone }) => availabilityZone)).size;
}
