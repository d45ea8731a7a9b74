import type { HsmState } from '@keystorm/aws-api/cloudhsmv2';
import { table, type Transitions } from '@keystorm/runtime';
import { type Reader, select } from '../ledger.ts';

/**
 * `failed`: the creation did not succeed; such an HSM never heals. `lost` and `returned` follow the health checks.
 * Source: AWS CloudHSM API Reference, "Hsm", State.
 */
export const HSM = {
  created: { from: ['CREATE_IN_PROGRESS'], to: 'ACTIVE' },
  failed: { from: ['CREATE_IN_PROGRESS'], to: 'DEGRADED' },
  lost: { from: ['ACTIVE'], to: 'DEGRADED' },
  returned: { from: ['DEGRADED'], to: 'ACTIVE' },
  delete: { from: ['ACTIVE', 'DEGRADED'], to: 'DELETE_IN_PROGRESS' },
  deleted: { from: ['DELETE_IN_PROGRESS'], to: 'DELETED' },
} as const satisfies Transitions<HsmState>;

export interface Hsm {
  readonly hsmId: string;
  readonly clusterId: string;
  readonly state: HsmState;
  readonly stateMessage?: string;
  /** Milliseconds since the epoch at which it first became ACTIVE; absent until then. */
  readonly activeSince?: number;
  readonly hsmType: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly eniId: string;
  readonly eniIp: string;
  /** `host:port` of the data service. */
  readonly dataAddress: string;
  /** Number of the HSM in its cluster, never given twice; the upper part of the handles that it makes. */
  readonly slot: number;
  readonly applianceId: string;
  /** What was lost when it was made from a backup because nothing newer was left. */
  readonly loss?: string;
  /** What the first HSM of a cluster made for its initialization. */
  readonly identity?: HsmIdentity;
}

/** All PEM. The private key of the request exists in this HSM only, so the request lives and dies with it. */
interface HsmIdentity {
  readonly clusterCsr: string;
  readonly hsmCertificate: string;
  readonly awsHardwareCertificate: string;
  readonly manufacturerHardwareCertificate: string;
}

/** Key: id of the HSM. */
export const HSMS = table<Hsm>('hsms');

/** The HSMs of a cluster in the order of their slots. */
export async function hsmsOf(reader: Reader, clusterId: string): Promise<readonly Hsm[]> {
  const hsms = await select(reader, HSMS, (hsm) => hsm.clusterId === clusterId);
  return hsms.toSorted((a, b) => a.slot - b.slot);
}

/** The HSM was created, and nobody is deleting it: its health matters. */
export function isInService(hsm: Hsm): boolean {
  return hsm.activeSince !== undefined && hsm.state !== 'DELETE_IN_PROGRESS';
}
