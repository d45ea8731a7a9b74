import { HsmError, type SupervisorServiceDefinition } from '@keystorm/protocol';
import type { Handlers } from '@keystorm/runtime';
import type { Faults } from './faults.ts';

type FaultCall = 'ListFaults' | 'ListTargets' | 'AddFault' | 'ClearFaults' | 'RenewLease';

/** The calls of the supervisor's service that are about faults. */
export function faultHandlers(faults: Faults): Pick<Handlers<SupervisorServiceDefinition>, FaultCall> {
  return {
    ListFaults: () => ({ faults: faults.list().map((fault) => JSON.stringify(fault)) }),
    async ListTargets() {
      const { hsms, zones, processes } = await faults.targets();
      return { hsms: [...hsms], zones: [...zones], processes: [...processes] };
    },
    AddFault: async ({ fault, ...options }) => ({ fault: JSON.stringify(await faults.add(fault, options)) }),
    ClearFaults: async ({ id, lease }) => ({ ids: [...(await clear(faults, id, lease))] }),
    RenewLease({ lease }) {
      faults.renew(lease);
      return {};
    },
  };
}

async function clear(faults: Faults, id: string, lease: string): Promise<readonly string[]> {
  if (lease !== '') return faults.endLease(lease);
  if (id === '') return faults.clearAll();
  if (!faults.list().some((fault) => fault.id === id))
    throw new HsmError('INVALID_ARGUMENT', `there is no fault '${id}'`);
  await faults.clear(id);
  return [id];
}
