import { type ClusterServiceDefinition, HsmError } from '@keystorm/protocol';
import type { Handlers } from '@keystorm/runtime';
import { findCluster } from '../clusters/cluster.ts';
import { alignRegion } from '../health/reachability.ts';
import { drainSubnet, fillSubnet, removeSubnet, setHsmRules } from '../network/lab.ts';
import type { Parts } from '../parts.ts';

type LabCall = 'FillSubnet' | 'DrainSubnet' | 'RemoveSubnet' | 'SetHsmRules';

/** What an operator does to networks, beside the AWS API. */
export function labHandlers(parts: Parts): Pick<Handlers<ClusterServiceDefinition>, LabCall> {
  const { ledger, runtime, config } = parts;
  const { random, clock } = runtime;
  return {
    FillSubnet: async ({ leaveFree, ...name }) => ({
      interfaces: await ledger.transaction((tx) => fillSubnet(tx, random, name, leaveFree)),
    }),
    DrainSubnet: async (name) => ({ interfaces: await ledger.transaction((tx) => drainSubnet(tx, name)) }),
    async RemoveSubnet(name) {
      await ledger.transaction((tx) => removeSubnet(tx, name));
      return {};
    },
    async SetHsmRules({ clusterId, region, present }) {
      await ledger.transaction(async (tx) => {
        const owner = { region, accountId: config.accountId };
        const cluster = await findCluster(tx, clock.now(), owner, clusterId);
        if (cluster === undefined) throw new HsmError('INVALID_ARGUMENT', `Cluster ${clusterId} could not be found.`);
        await setHsmRules(tx, random, cluster.securityGroupId, present);
      });
      await alignRegion(parts, region);
      return {};
    },
  };
}
