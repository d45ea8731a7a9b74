import { type ClusterServiceDefinition, HsmError, isHsmError } from '@keystorm/protocol';
import type { Handlers } from '@keystorm/runtime';
import { CLUSTERS, findCluster } from '../clusters/cluster.ts';
import { hsmsOf, isInService } from '../clusters/hsm.ts';
import { alignRegion } from '../health/reachability.ts';
import { drainSubnet, fillSubnet, removeSubnet, setHsmRules } from '../network/lab.ts';
import type { Reader } from '../ledger.ts';
import type { Parts } from '../parts.ts';

/** An HSM that does not answer by then has no part in it. */
const FAULT_DEADLINE_MS = 2_000;

/** Names a cluster in a Region. */
interface ClusterName {
  readonly clusterId: string;
  readonly region: string;
}

type LabCall = 'FillSubnet' | 'DrainSubnet' | 'RemoveSubnet' | 'SetHsmRules' | 'SetNetworkCut' | 'SetHsmFaults';

/** What an operator does to networks and HSMs, beside the AWS API. */
export function labHandlers(parts: Parts): Pick<Handlers<ClusterServiceDefinition>, LabCall> {
  const { ledger, runtime, config, fleet } = parts;
  const { random, clock } = runtime;
  /** Throws INVALID_ARGUMENT. */
  const getCluster = async (reader: Reader, { clusterId, region }: ClusterName) => {
    const cluster = await findCluster(reader, clock.now(), { region, accountId: config.accountId }, clusterId);
    if (cluster === undefined) throw new HsmError('INVALID_ARGUMENT', `Cluster ${clusterId} could not be found.`);
    return cluster;
  };
  return {
    FillSubnet: async ({ leaveFree, ...name }) => ({
      interfaces: await ledger.transaction((tx) => fillSubnet(tx, random, name, leaveFree)),
    }),
    DrainSubnet: async (name) => ({ interfaces: await ledger.transaction((tx) => drainSubnet(tx, name)) }),
    async RemoveSubnet(name) {
      await ledger.transaction((tx) => removeSubnet(tx, name));
      return {};
    },
    async SetHsmRules({ present, ...name }) {
      await ledger.transaction(async (tx) => {
        const { securityGroupId } = await getCluster(tx, name);
        await setHsmRules(tx, random, securityGroupId, present);
      });
      await alignRegion(parts, name.region);
      return {};
    },
    async SetNetworkCut({ cut, ...name }) {
      await ledger.transaction(async (tx) => {
        const cluster = await getCluster(tx, name);
        tx.put(CLUSTERS, cluster.clusterId, { ...cluster, networkCut: cut });
      });
      await alignRegion(parts, name.region);
      return {};
    },
    async SetHsmFaults({ clusterId, region, sessionsExhausted, ...failing }) {
      await getCluster(ledger, { clusterId, region });
      const faulty = (await hsmsOf(ledger, clusterId)).filter(isInService).map(async ({ applianceId }) => {
        const admin = await fleet.admin(applianceId);
        await admin.call('SetSessionsExhausted', { exhausted: sessionsExhausted }, { deadlineMs: FAULT_DEADLINE_MS });
        await admin.call('SetErrorRate', failing, { deadlineMs: FAULT_DEADLINE_MS });
      });
      const outcomes = await Promise.allSettled(faulty);
      const refusal = outcomes.find(
        (outcome) => outcome.status === 'rejected' && isHsmError(outcome.reason, 'INVALID_ARGUMENT'),
      );
      if (refusal?.status === 'rejected') throw refusal.reason;
      return { hsms: outcomes.filter(({ status }) => status === 'fulfilled').length };
    },
  };
}
