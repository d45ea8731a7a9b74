import { type FleetServiceDefinition, HsmError } from '@keystorm/protocol';
import type { Handlers } from '@keystorm/runtime';
import type { Monitor } from '../health/monitor.ts';
import type { Parts } from '../parts.ts';

/** What appliances tell. An appliance speaks for itself only. */
export function fleetHandlers({ fleet, runtime }: Parts, monitor: Monitor): Handlers<FleetServiceDefinition> {
  return {
    async RegisterAppliance(registration, { connection }) {
      if (connection.peerName !== `appliance:${registration.applianceId}`) throw new HsmError('NOT_PERMITTED');
      await fleet.register(registration);
      const { aheadMs } = runtime.clock;
      monitor.watch(registration.applianceId, aheadMs);
      return { aheadMs };
    },
  };
}
