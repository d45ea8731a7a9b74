import { CLUSTER_SERVICE, FLEET_SERVICE } from '@keystorm/protocol';
import { invariant, isWritable, type Runtime, Scope, type Server, serving, type Store } from '@keystorm/runtime';
import { ClusterManagerConfig, type ClusterManagerConfigInput } from './config.ts';
import { Fleet } from './fleet/fleet.ts';
import { Calendar } from './backups/calendar.ts';
import { Monitor } from './health/monitor.ts';
import { Jobs } from './jobs/jobs.ts';
import { Ledger } from './ledger.ts';
import { Levelling } from './level/levelling.ts';
import { LogStore } from './logs/log-store.ts';
import type { Parts } from './parts.ts';
import { CLOCK, clusterHandlers } from './rpc/cluster-service.ts';
import { fleetHandlers } from './rpc/fleet-service.ts';

const DATA_VERSION = 1;
const LOGS_VERSION = 1;
const STORE_LOOK_MS = 1_000;

/** Owns networks, clusters, the fleet and backups. */
export interface ClusterManager {
  /** Opens the store, takes up the jobs on record, listens. Rejects with NewerDataError, AddressInUseError. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  readonly store: Store;
  readonly logs: LogStore;
  readonly fleet: Fleet;
  readonly monitor: Monitor;
  readonly jobs: Jobs;
  readonly calendar: Calendar;
  readonly server: Server;
  readonly waits: Scope;
}

export function createClusterManager(runtime: Runtime, options: ClusterManagerConfigInput): ClusterManager {
  const config = ClusterManagerConfig.parse(options);
  let running: Running | undefined;
  return {
    async start() {
      invariant(running === undefined, 'a cluster-manager is started once');
      running = await startManager(runtime, config);
    },
    async stop() {
      const stopping = running;
      running = undefined;
      if (stopping === undefined) return;
      await stopping.waits.stop();
      await stopping.calendar.stop();
      await stopping.jobs.stop();
      await stopping.monitor.stop();
      await stopping.server.close();
      stopping.fleet.close();
      await stopping.logs.close();
      await stopping.store.close();
    },
  };
}

async function startManager(runtime: Runtime, config: ClusterManagerConfig): Promise<Running> {
  const store = await runtime.storage.open('cluster-manager', DATA_VERSION);
  const ledger = new Ledger(store);
  runtime.clock.advanceTo((await ledger.get(CLOCK, 'clock')) ?? 0);
  const fleet = new Fleet(runtime, config, ledger);
  const logs = new LogStore(await runtime.storage.open('audit-logs', LOGS_VERSION), config.logEventsMax);
  const levelling = new Levelling(ledger, fleet, runtime.log);
  const watcher = { watch: (applianceId: string) => monitor.watch(applianceId) };
  const parts: Parts = { runtime, config, ledger, fleet, levelling, logs, monitor: watcher };
  const monitor = new Monitor(parts);
  const jobs = new Jobs(parts);
  const calendar = new Calendar(parts);
  const waits = new Scope(runtime.log);
  const { ca, certificate, privateKey } = config.identity;
  const server = await runtime.network.serve({
    address: config.listenAddress,
    tls: { certificate, privateKey, clientCa: ca },
    services: [
      serving(
        CLUSTER_SERVICE,
        clusterHandlers(parts, waits.signal, () => monitor.checkAll()),
      ),
      serving(FLEET_SERVICE, fleetHandlers(parts, monitor)),
    ],
  });
  waits.run('watch the store', (signal) => watchStore(runtime, store, server, signal));
  await monitor.start();
  jobs.start();
  calendar.start();
  runtime.log.info({ address: server.address }, 'cluster-manager is ready');
  return { store, logs, fleet, monitor, jobs, calendar, server, waits };
}

/** While the store cannot be written the cluster-manager says that it does not serve. */
async function watchStore({ clock }: Runtime, store: Store, server: Server, signal: AbortSignal): Promise<void> {
  for (;;) {
    server.setServing(await isWritable(store));
    await clock.sleep(STORE_LOOK_MS, signal);
  }
}
