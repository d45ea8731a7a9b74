import { type Random, table, type Transaction, type Transitions } from '@keystorm/runtime';
import { type Reader, select } from '../ledger.ts';

/**
 * `ORDERED`: the supervisor was asked to start it, for one HSM. `BLANK`: free. `CLAIMED`: belongs to an HSM.
 * `RELEASING`: its HSM is gone and it has yet to be erased. `FOREIGN`: holds an HSM that is not known here; left alone.
 */
export type ApplianceState = 'ORDERED' | 'BLANK' | 'CLAIMED' | 'RELEASING' | 'FOREIGN';

export const APPLIANCE = {
  delivered: { from: ['ORDERED'], to: 'CLAIMED' },
  claim: { from: ['BLANK'], to: 'CLAIMED' },
  release: { from: ['ORDERED', 'CLAIMED'], to: 'RELEASING' },
  released: { from: ['RELEASING'], to: 'BLANK' },
  estranged: { from: ['BLANK'], to: 'FOREIGN' },
  erased: { from: ['FOREIGN'], to: 'BLANK' },
} as const satisfies Transitions<ApplianceState>;

/** An `hsm-node` process, as it is known here. */
export interface Appliance {
  /** UUID. */
  readonly applianceId: string;
  readonly availabilityZone: string;
  readonly state: ApplianceState;
  /** Whether the supervisor started it for us; such a one is removed after use, others become blank again. */
  readonly spawned: boolean;
  /** `host:port` of the admin service; absent until it has registered. */
  readonly adminAddress?: string;
  /** The only address that its network interface can have; absent when any will do. */
  readonly fixedIp?: string;
  /** Starts of the process. */
  readonly boot: number;
  /** The HSM that it is meant for; absent while BLANK or FOREIGN. */
  readonly hsmId?: string;
  /** While RELEASING: the interface whose address it may still occupy, which nobody else may have until it is erased. */
  readonly eniId?: string;
}

/** Key: id of the appliance. */
export const APPLIANCES = table<Appliance>('appliances');

/** The blank appliances of a zone in the order of their ids. */
export function blankAppliances(reader: Reader, availabilityZone: string): Promise<readonly Appliance[]> {
  return select(
    reader,
    APPLIANCES,
    (appliance) => appliance.state === 'BLANK' && appliance.availabilityZone === availabilityZone,
  );
}

/** A new appliance for an HSM: on record before anybody is asked to start it, so that none can get lost. */
export function recordOrder(tx: Transaction, random: Random, availabilityZone: string, hsmId: string): Appliance {
  const ordered: Appliance = {
    applianceId: random.uuid(),
    availabilityZone,
    state: 'ORDERED',
    spawned: true,
    boot: 0,
    hsmId,
  };
  tx.put(APPLIANCES, ordered.applianceId, ordered);
  return ordered;
}
