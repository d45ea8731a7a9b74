import type { ClusterSession, HsmEndpoint } from '@keystorm/hsm-client';
import { next, type Runtime } from '@keystorm/runtime';
import type { ControlPlaneConfig } from '../config.ts';
import { KmsError } from '../errors.ts';
import { Activity } from './activity.ts';
import { type Clusters, endpointsOf } from './clusters.ts';
import { CONNECT_MS, type ConnectContext, connectCluster, ConnectFailure, openStoreSession } from './connect.ts';
import { CONNECTION } from './connection.ts';
import type { ConnectionErrorCode } from './contract.ts';
import type { MaterialAudit } from './material-audit.ts';
import { OWN_REGION } from './own-store.ts';
import type { StoreRecord } from './store-record.ts';
import type { StoreRecords } from './store-records.ts';
import type { Vault } from './vault.ts';

/** Pause after the cluster-manager did not answer, and while it knows no such cluster. */
const WATCH_PAUSE_MS = 500;
const WATCH_ABSENT_MS = 2000;
/** Pause after the disk refused to take down how work ended. */
const RECORD_PAUSE_MS = 500;

/** The work behind connection states: what a store does while it is CONNECTING, CONNECTED or DISCONNECTING. */
export class Connections {
  readonly #runtime: Runtime;
  readonly #records: StoreRecords;
  readonly #clusters: Clusters;
  readonly #vault: Vault;
  readonly #connectMs: number;
  readonly #audit: MaterialAudit;
  readonly #activities = new Map<string, Activity>();

  constructor(parts: {
    runtime: Runtime;
    records: StoreRecords;
    clusters: Clusters;
    vault: Vault;
    durations: ControlPlaneConfig['durations'];
    audit: MaterialAudit;
  }) {
    this.#runtime = parts.runtime;
    this.#records = parts.records;
    this.#clusters = parts.clusters;
    this.#vault = parts.vault;
    this.#connectMs = CONNECT_MS[parts.durations];
    this.#audit = parts.audit;
  }

  /** The session of a store that is CONNECTED. */
  session(id: string): ClusterSession | undefined {
    return this.#activities.get(id)?.session;
  }

  /** Takes up what the state of the record says, in place of whatever went on before. */
  follow(record: StoreRecord): void {
    const before = this.#activities.get(record.id);
    const activity = new Activity(this.#runtime.log);
    this.#activities.set(record.id, activity);
    if (record.state === 'CONNECTED') this.#serve(record, activity, this.#open(record));
    else if (record.state === 'CONNECTING')
      activity.run('connect', (signal) => this.#connect(record, activity, before, signal));
    else if (record.state === 'DISCONNECTING')
      activity.run('disconnect', (signal) => this.#disconnect(record, before, signal));
  }

  /** Ends everything; the records stay as they are. */
  async stop(): Promise<void> {
    await Promise.all([...this.#activities.values()].map((activity) => activity.end()));
    this.#activities.clear();
  }

  async forget(id: string): Promise<void> {
    await this.#activities.get(id)?.end();
    this.#activities.delete(id);
  }

  #context({ region, id }: StoreRecord): Omit<ConnectContext, 'signal'> {
    return {
      // Nobody sees KMS connect to its own HSM.
      durationMs: region === OWN_REGION ? 0 : this.#connectMs,
      runtime: this.#runtime,
      clusters: this.#clusters,
      vault: this.#vault,
      record: () => this.#records.get(region, id),
      change: (edit) => this.#records.change(region, id, edit),
    };
  }

  #open(record: StoreRecord): ClusterSession {
    return openStoreSession(this.#context(record));
  }

  async #connect(
    record: StoreRecord,
    activity: Activity,
    before: Activity | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    await before?.end();
    try {
      const session = await connectCluster({ ...this.#context(record), signal });
      // The session is there, and what it has not is known, before the state says so.
      this.#serve(record, activity, session);
      await this.#audit.runAgain(record.id, session);
      await this.#conclude(record, signal, (current) => ({
        ...current,
        state: next(CONNECTION, current.state, 'connected'),
      }));
      this.#runtime.log.info({ customKeyStoreId: record.id }, 'custom key store connected');
    } catch (error) {
      if (signal.aborted) return;
      const errorCode = error instanceof ConnectFailure ? error.code : 'INTERNAL_ERROR';
      this.#runtime.log.warn({ customKeyStoreId: record.id, errorCode, err: error }, 'custom key store not connected');
      await this.#fail(record, errorCode, signal);
    }
  }

  async #fail(record: StoreRecord, errorCode: ConnectionErrorCode, signal: AbortSignal): Promise<void> {
    await this.#detach(record);
    await this.#conclude(record, signal, (current) => ({
      ...current,
      state: next(CONNECTION, current.state, 'connectFailed'),
      errorCode,
    }));
  }

  /** Ends a connect, unless a disconnect has come in between. */
  async #conclude(
    record: StoreRecord,
    signal: AbortSignal,
    edit: (current: StoreRecord) => StoreRecord,
  ): Promise<void> {
    await this.#record(record, signal, ({ failuresBefore: _, ...current }) =>
      current.state === 'CONNECTING' ? edit(current) : undefined,
    );
  }

  /** Takes down how work ended, however long the disk refuses: nobody else would lead the store out of its state. */
  async #record(
    { region, id }: StoreRecord,
    signal: AbortSignal,
    edit: (current: StoreRecord) => StoreRecord | undefined,
  ): Promise<void> {
    for (;;) {
      try {
        await this.#records.change(region, id, edit);
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof KmsError) throw error;
        this.#runtime.log.error({ customKeyStoreId: id, err: error }, 'state of a custom key store not recorded');
        await this.#runtime.clock.sleep(RECORD_PAUSE_MS, signal);
      }
    }
  }

  async #disconnect(record: StoreRecord, before: Activity | undefined, signal: AbortSignal): Promise<void> {
    await before?.end();
    await this.#detach(record);
    await this.#record(record, signal, ({ failuresBefore: _, ...current }) => ({
      ...current,
      state: next(CONNECTION, current.state, 'disconnected'),
    }));
    this.#runtime.log.info({ customKeyStoreId: record.id }, 'custom key store disconnected');
  }

  /** The network objects of a store must not keep it from being disconnected: what cannot be removed now stays on record. */
  async #detach({ region, id }: StoreRecord): Promise<void> {
    if (!this.#records.get(region, id).hasNetwork) return;
    try {
      await this.#clusters.detachNetwork(region, id);
      await this.#records.change(region, id, (current) => ({ ...current, hasNetwork: false }));
    } catch (error) {
      this.#runtime.log.warn({ customKeyStoreId: id, err: error }, 'network of the custom key store not removed');
    }
  }

  #serve(record: StoreRecord, activity: Activity, session: ClusterSession): void {
    activity.session = session;
    activity.run('watch cluster', (signal) => this.#watch(record, session, signal));
  }

  /** Tells the session which HSMs the cluster has. While the cluster-manager is away, it has those it had. */
  async #watch({ region, id }: StoreRecord, session: ClusterSession, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#runtime;
    for (let version = 0; ; ) {
      signal.throwIfAborted();
      const { clusterId } = this.#records.get(region, id);
      try {
        const cluster = await this.#clusters.watch(region, clusterId, version, signal);
        signal.throwIfAborted();
        const endpoints = endpointsOf(cluster?.hsms ?? []);
        session.setEndpoints(endpoints);
        await this.#keep(region, id, endpoints);
        version = cluster?.version ?? 0;
        if (cluster === undefined) await clock.sleep(WATCH_ABSENT_MS, signal);
      } catch (error) {
        signal.throwIfAborted();
        log.debug({ customKeyStoreId: id, err: error }, 'cluster cannot be watched');
        await clock.sleep(WATCH_PAUSE_MS, signal);
      }
    }
  }

  async #keep(region: string, id: string, endpoints: readonly HsmEndpoint[]): Promise<void> {
    await this.#records.change(region, id, (current) =>
      JSON.stringify(current.endpoints) === JSON.stringify(endpoints) ? undefined : { ...current, endpoints },
    );
  }
}
