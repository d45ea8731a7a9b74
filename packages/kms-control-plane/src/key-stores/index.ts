import type { ClusterServiceDefinition } from '@keystorm/protocol';
import type { Peer, Runtime, Store } from '@keystorm/runtime';
import type { ControlPlaneConfig } from '../config.ts';
import type { RequestRates } from '../rates.ts';
import type { EventLog } from '../trail/index.ts';
import { Administration } from './administration.ts';
import { clustersOver } from './clusters.ts';
import { Connections } from './connections.ts';
import type { KeyStores } from './contract.ts';
import { MaterialAudit } from './material-audit.ts';
import { materialCalls } from './material-calls.ts';
import { Materials } from './materials.ts';
import { viewOf } from './store-record.ts';
import { StoreRecords } from './store-records.ts';
import { OwnHsm } from './own-hsm.ts';
import { OWN_REGION, OWN_STORE_ID } from './own-store.ts';
import { openVault } from './vault.ts';
import { Whereabouts } from './whereabouts.ts';

export * from './contract.ts';
export { OWN_REGION, OWN_STORE_ID } from './own-store.ts';

export interface KeyStoresDependencies {
  /** The control plane's own store; this folder's tables begin with `keyStore`. */
  readonly store: Store;
  readonly log: EventLog;
  readonly rates: RequestRates;
  /** The way to the cluster-manager. */
  readonly clusters: Peer<ClusterServiceDefinition>;
  readonly accountId: string;
  readonly durations: ControlPlaneConfig['durations'];
  /** KMS keys in a custom key store, those pending deletion included. */
  readonly keysOfStore: (region: string, customKeyStoreId: string) => number;
  /**
   * Handle of the key object of the KMS key with this ARN, if the KMS key is recorded (pending deletion included). Other
   * key objects that were made for it are removed from the HSMs. Must tell the truth from `start` on.
   */
  readonly handleOf: (keyArn: string) => number | undefined;
}

/** Reads the stores from disk; `start` opens the clusters of those that are connected. */
export async function createKeyStores(runtime: Runtime, dependencies: KeyStoresDependencies): Promise<KeyStores> {
  const { store, log, accountId, durations, keysOfStore, handleOf } = dependencies;
  const records = await StoreRecords.load(store, log);
  const vault = await openVault(runtime, records.all().length === 0);
  const clusters = clustersOver(runtime, dependencies.clusters);
  const whereabouts = new Whereabouts();
  const audit = new MaterialAudit(whereabouts);
  const connections = new Connections({ runtime, records, clusters, vault, durations, audit });
  const administration = new Administration({ runtime, records, clusters, vault, connections, keysOfStore });
  const materials = new Materials(runtime, {
    store,
    handleOf,
    sessionOf: (id) => connections.session(id),
    storeExists: (id) => records.all().some((record) => record.id === id),
  });
  const ownHsm = new OwnHsm({
    runtime,
    store,
    peer: dependencies.clusters,
    accountId,
    clusters,
    records,
    connections,
    vault,
  });
  const isConnected = (region: string, id: string) => records.find(region, id)?.state === 'CONNECTED';
  return {
    async start() {
      for (const record of records.all()) connections.follow(record);
      await materials.start();
    },
    async stop() {
      await materials.stop();
      await connections.stop();
    },
    create: (region, input, event) => administration.create(region, input, event),
    connect: (region, id, event) => administration.connect(region, id, event),
    disconnect: (region, id, event) => administration.disconnect(region, id, event),
    describe: (region, filter) => administration.describe(region, filter),
    update: (region, id, input, event) => administration.update(region, id, input, event),
    delete: (region, id, event) => administration.delete(region, id, event),
    regions: () =>
      [...new Set(records.all().map(({ region }) => region))].filter((region) => region !== OWN_REGION).toSorted(),
    isAvailable: (region, id, material) =>
      id === OWN_STORE_ID || (isConnected(region, id) && !audit.isMissing(id, material)),
    async auditMaterials(region, id, present) {
      const session = isConnected(region, id) ? connections.session(id) : undefined;
      return (session && (await audit.run(id, session, present))) ?? [];
    },
    find(region, id) {
      const record = records.find(region, id);
      return record && viewOf(record);
    },
    get: (region, id) => viewOf(records.get(region, id)),
    ...materialCalls({ records, clusters, connections, materials, whereabouts, ownHsm, rates: dependencies.rates }),
  };
}
