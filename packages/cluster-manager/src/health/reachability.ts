import { isHsmError } from '@keystorm/protocol';
import { CLUSTERS } from '../clusters/cluster.ts';
import { type Hsm, HSMS } from '../clusters/hsm.ts';
import type { Sight } from '../fleet/sight.ts';
import { select } from '../ledger.ts';
import { reachesMembers } from '../network/traffic.ts';
import type { Parts } from '../parts.ts';

type ReachabilityParts = Pick<Parts, 'ledger' | 'fleet'>;

const DEADLINE_MS = 1_000;

/**
 * Cuts an HSM off, or lets the network through to it, as the security group of its cluster says, and the lab: the network
 * model is the truth, the HSM only follows. `sight` is what was just seen of it. Throws HsmError.
 */
export async function alignReachability(
  { ledger, fleet }: ReachabilityParts,
  { clusterId, applianceId }: Hsm,
  { status }: Sight,
): Promise<void> {
  const cluster = await ledger.get(CLUSTERS, clusterId);
  if (cluster === undefined) return;
  const reachable = cluster.networkCut !== true && (await reachesMembers(ledger, cluster.securityGroupId));
  if (status?.reachable === reachable) return;
  const admin = await fleet.admin(applianceId);
  await admin.call('SetReachable', { reachable }, { deadlineMs: DEADLINE_MS });
  fleet.sawReachable(applianceId, reachable);
}

/** Makes a change of the network felt at once. An HSM that does not answer now follows with its next health check. */
export async function alignRegion(parts: Parts, region: string): Promise<void> {
  const clusters = await select(parts.ledger, CLUSTERS, (cluster) => cluster.region === region);
  const ids = new Set(clusters.map(({ clusterId }) => clusterId));
  const hsms = await select(parts.ledger, HSMS, ({ clusterId }) => ids.has(clusterId));
  await Promise.all(
    hsms.map(async (hsm) => {
      try {
        await alignReachability(parts, hsm, parts.fleet.sight(hsm.applianceId));
      } catch (error) {
        if (!isHsmError(error)) throw error;
        parts.runtime.log.info({ hsmId: hsm.hsmId, code: error.code }, 'HSM follows the network later');
      }
    }),
  );
}
