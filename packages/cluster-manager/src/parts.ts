import type { Runtime } from '@keystorm/runtime';
import type { ClusterManagerConfig } from './config.ts';
import type { Fleet } from './fleet/fleet.ts';
import type { Ledger } from './ledger.ts';
import type { Levelling } from './level/levelling.ts';
import type { LogStore } from './logs/log-store.ts';

/** Who is told that an appliance wants to be looked at. */
interface Watcher {
  watch(applianceId: string): void;
}

/** What the work of the cluster-manager is done with. */
export interface Parts {
  readonly runtime: Runtime;
  readonly config: ClusterManagerConfig;
  readonly ledger: Ledger;
  readonly fleet: Fleet;
  readonly levelling: Levelling;
  readonly logs: LogStore;
  readonly monitor: Watcher;
}
