import { RequestCounts } from '@keystorm/aws-api';
import { OPERATIONS } from '@keystorm/aws-api/kms';
import {
  CLUSTER_SERVICE,
  type ClusterServiceDefinition,
  SUPERVISOR_SERVICE,
  type SupervisorServiceDefinition,
} from '@keystorm/protocol';
import { invariant, type Peer, type Runtime, Scope, type Store } from '@keystorm/runtime';
import { ControlPlaneConfig, type ControlPlaneConfigInput } from './config.ts';
import { createForwarding } from './http/forward.ts';
import { createDispatch, type Dispatch } from './http/dispatch.ts';
import { EventStreams } from './http/event-stream.ts';
import { createHarness, HARNESS_PREFIX } from './http/harness.ts';
import type { HttpRequest, HttpResponse } from './http/messages.ts';
import { createKeyStores, type KeyStores } from './key-stores/index.ts';
import { deleteDueKeys } from './keys/deletion.ts';
import { openKeyRegistry } from './keys/key-registry.ts';
import { KeyUsages } from './keys/key-usages.ts';
import { auditMaterials } from './keys/material-audit.ts';
import { EventLog } from './trail/index.ts';
import { RequestRates } from './rates.ts';
import { createWorldClock } from './world-clock.ts';

const DATA_VERSION = 1;

/** The KMS API on custom key stores. */
export interface ControlPlane {
  /** Opens the store and takes up what was unfinished; waits for no other process. Rejects with NewerDataError. */
  start(): Promise<void>;
  /** Requests that are under way may fail. */
  stop(): Promise<void>;
  /** Answers a request to the endpoint, whatever it is. Never rejects. */
  handle(request: HttpRequest): Promise<HttpResponse>;
}

interface Running {
  readonly store: Store;
  readonly clusters: Peer<ClusterServiceDefinition>;
  readonly supervisor: Peer<SupervisorServiceDefinition> | undefined;
  readonly keyStores: KeyStores;
  readonly events: EventLog;
  readonly background: Scope;
  readonly dispatch: Dispatch;
  readonly harness: Dispatch;
}

export function createControlPlane(runtime: Runtime, options: ControlPlaneConfigInput): ControlPlane {
  const config = ControlPlaneConfig.parse(options);
  let running: Running | undefined;
  return {
    async start() {
      invariant(running === undefined, 'a control plane is started once');
      running = await startControlPlane(runtime, config);
    },
    async stop() {
      const stopping = running;
      running = undefined;
      if (stopping === undefined) return;
      await stopping.background.stop();
      await stopping.keyStores.stop();
      stopping.clusters.close();
      stopping.supervisor?.close();
      await stopping.events.flush();
      await stopping.store.close();
    },
    handle(request) {
      if (running === undefined) return Promise.resolve({ status: 503, headers: {}, body: '' });
      return request.path.startsWith(HARNESS_PREFIX) ? running.harness(request) : running.dispatch(request);
    },
  };
}

async function startControlPlane(runtime: Runtime, config: ControlPlaneConfig): Promise<Running> {
  const { accountId, clusterManagerAddress, credentials, harnessAddresses, identity, supervisorAddress } = config;
  const { log } = runtime;
  const store = await runtime.storage.open('kms', DATA_VERSION);
  const { ca, certificate, privateKey } = identity;
  const clusters = runtime.network.connect(CLUSTER_SERVICE, {
    address: clusterManagerAddress,
    tls: { trustAnchor: ca, certificate, privateKey },
  });
  const supervisor =
    supervisorAddress === undefined
      ? undefined
      : runtime.network.connect(SUPERVISOR_SERVICE, { address: supervisorAddress });
  const worldClock = createWorldClock(runtime, store, clusters);
  await worldClock.start();
  const events = await EventLog.open(runtime, store);
  const registry = await openKeyRegistry(store, events);
  const usages = new KeyUsages(store);
  events.accompany((tx) => usages.write(tx));
  const rates = new RequestRates(runtime.clock, config.rates);
  const keyStores = await createKeyStores(runtime, {
    store,
    log: events,
    rates,
    clusters,
    accountId,
    durations: config.durations,
    keysOfStore: (region, customKeyStoreId) => registry.keysOfStore(region, customKeyStoreId),
    handleOf: (arn) => registry.findByArn(arn)?.material.handle,
  });
  await keyStores.start();

  const background = new Scope(log);
  background.run('follow the clock', (signal) => worldClock.keepAsking(signal));
  background.run('write events', (signal) => events.keepFlushing(signal));
  background.run('delete due keys', (signal) =>
    deleteDueKeys(runtime, { registry, keyStores, usages, accountId }, signal),
  );

  const { auditPeriodMs } = config;
  if (auditPeriodMs !== 'off') {
    background.run('audit materials', (signal) =>
      auditMaterials(runtime, { registry, keyStores }, auditPeriodMs, signal),
    );
  }

  const streams = new EventStreams(runtime, events);
  const requests = new RequestCounts(OPERATIONS);
  const caller = { accountId, callerArn: `arn:aws:iam::${accountId}:user/keystorm`, accessKeys: credentials };
  return {
    store,
    clusters,
    supervisor,
    keyStores,
    events,
    background,
    dispatch: createDispatch(
      { runtime, registry, keyStores, usages },
      { events, requests, rates },
      caller,
      createForwarding(clusters),
      config,
    ),
    harness: createHarness({
      store,
      registry,
      keyStores,
      rates,
      clusters,
      supervisor,
      worldClock,
      streams,
      requests,
      accountId,
      harnessAddresses,
      log,
    }),
  };
}
