import type { Cluster } from '@keystorm/protocol';
import { Mutex, next, type Runtime, type Secret } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import type { EventOf } from '../trail/index.ts';
import type { Clusters } from './clusters.ts';
import { admit, CONNECTION, type StoreOperation } from './connection.ts';
import type { Connections } from './connections.ts';
import type { CustomKeyStoreUpdate, CustomKeyStoreView, NewCustomKeyStore } from './contract.ts';
import {
  requireActive,
  requireFound,
  requireNetwork,
  requireRelated,
  requireTrustAnchor,
  requireTwoZones,
  samePem,
} from './requirements.ts';
import { type SealedPasswords, type StoreRecord, viewOf } from './store-record.ts';
import { notFound, type StoreRecords } from './store-records.ts';
import type { Vault } from './vault.ts';

/** Source: AWS KMS Developer Guide, "Quotas": custom key stores per account and Region. */
const STORES_MAX = 10;
/** Source: AWS KMS Developer Guide, "Create an AWS CloudHSM key store": letters and digits; the lengths are the schema's. */
const PASSWORD = /^[A-Za-z0-9]{7,32}$/;
/** Source: AWS KMS API Reference, examples of CustomKeyStoreId. */
const ID_HEX_DIGITS = 17;

export interface AdministrationParts {
  readonly runtime: Runtime;
  readonly records: StoreRecords;
  readonly clusters: Clusters;
  readonly vault: Vault;
  readonly connections: Connections;
  readonly keysOfStore: (region: string, id: string) => number;
}

type CompleteStore = { readonly [M in keyof NewCustomKeyStore]: NonNullable<NewCustomKeyStore[M]> };

/** The six operations on custom key stores. Their checks are in the order of the errors' precedence. */
export class Administration {
  readonly #parts: AdministrationParts;
  /** Creations and updates follow one another: each looks at all stores of its Region. */
  readonly #turn = new Mutex();

  constructor(parts: AdministrationParts) {
    this.#parts = parts;
  }

  // Source: AWS KMS API Reference, "CreateCustomKeyStore". That `kmsuser` exists and has this password is not checked.
  create(region: string, input: NewCustomKeyStore, event: EventOf<CustomKeyStoreView>): Promise<string> {
    const store = complete(input);
    return this.#turn.run(async () => {
      const { records, clusters } = this.#parts;
      const equal = records.inRegion(region).find((record) => this.#isEqual(record, store));
      if (equal !== undefined) {
        records.tell(equal, ofView(event));
        return equal.id;
      }
      if (records.inRegion(region).length >= STORES_MAX) {
        throw new KmsError('LimitExceededException', `This Region already has ${STORES_MAX} custom key stores.`);
      }
      this.#requireFreeName(region, store.name);
      const cluster = requireFound(await clusters.findNow(region, store.clusterId), store.clusterId);
      requireActive(cluster);
      this.#requireFreeCluster(region, cluster);
      requireNetwork(cluster);
      requireTwoZones(cluster);
      requireTrustAnchor(cluster, store.trustAnchor);
      const { id } = await records.add(() => this.#newRecord(region, store, cluster), ofView(event));
      return id;
    });
  }

  async connect(region: string, id: string, event: EventOf<CustomKeyStoreView>): Promise<void> {
    const { records, clusters } = this.#parts;
    const { clusterId, ...record } = records.get(region, id);
    if (!admit('connect', record)) return;
    const cluster = await clusters.findNow(region, clusterId);
    // A cluster that is gone is no exception of this operation: the connection fails, with CLUSTER_NOT_FOUND.
    if (cluster !== undefined) {
      requireActive(cluster, ['ACTIVE', 'DEGRADED']);
      requireNetwork(cluster);
    }
    await this.#change(region, id, 'connect', event);
  }

  disconnect(region: string, id: string, event: EventOf<CustomKeyStoreView>): Promise<void> {
    return this.#change(region, id, 'disconnect', event);
  }

  describe(
    region: string,
    { id, name }: { readonly id?: string | undefined; readonly name?: string | undefined },
  ): readonly CustomKeyStoreView[] {
    const { records } = this.#parts;
    if (id !== undefined && name !== undefined) {
      throw new KmsError('ValidationException', 'Specify CustomKeyStoreId or CustomKeyStoreName, not both.');
    }
    if (id !== undefined) return [viewOf(records.get(region, id))];
    const all = records.inRegion(region);
    if (name === undefined) return all.map(viewOf);
    return [viewOf(all.find((record) => record.name === name) ?? notFound(name))];
  }

  update(region: string, id: string, update: CustomKeyStoreUpdate, event: EventOf<CustomKeyStoreView>): Promise<void> {
    const { name, password, clusterId } = update;
    return this.#turn.run(async () => {
      const { records } = this.#parts;
      checkUpdate(update);
      const current = records.get(region, id);
      const operation: StoreOperation = password === undefined && clusterId === undefined ? 'rename' : 'reconfigure';
      admit(operation, current);
      if (name !== undefined && name !== current.name) this.#requireFreeName(region, name);
      const moves = clusterId !== undefined && clusterId !== current.clusterId;
      if (moves) await this.#requireUsable(region, clusterId, current.lineageId);
      const edit = (record: StoreRecord) => {
        admit(operation, record);
        return {
          ...record,
          name: name ?? record.name,
          passwords: this.#passwordsAfter(record, password, moves),
          ...(moves ? { clusterId, endpoints: [] } : {}),
        };
      };
      await records.change(region, id, edit, ofView(event));
    });
  }

  // Source: AWS KMS API Reference, "DeleteCustomKeyStore". The cluster, its users and its keys stay.
  async delete(region: string, id: string, event: EventOf<CustomKeyStoreView>): Promise<void> {
    const { runtime, records, clusters, connections, keysOfStore } = this.#parts;
    const requireDeletable = (record: StoreRecord) => {
      admit('delete', record);
      if (keysOfStore(region, id) === 0) return;
      throw new KmsError('CustomKeyStoreHasCMKsException', `The custom key store ${id} contains KMS keys.`);
    };
    const record = records.get(region, id);
    requireDeletable(record);
    if (record.hasNetwork) {
      await clusters.detachNetwork(region, id).catch((error: unknown) => {
        runtime.log.warn({ customKeyStoreId: id, err: error }, 'network of a deleted custom key store is left behind');
      });
    }
    await records.remove(region, id, requireDeletable, ofView(event));
    await connections.forget(id);
  }

  /** Moves the store to the state that follows, and lets the work of that state begin. */
  async #change(
    region: string,
    id: string,
    operation: 'connect' | 'disconnect',
    event: EventOf<CustomKeyStoreView>,
  ): Promise<void> {
    const { records, connections } = this.#parts;
    let changed = false;
    const edit = ({ errorCode: _code, failuresBefore: _failures, ...current }: StoreRecord) => {
      changed = admit(operation, current);
      return changed ? { ...current, state: next(CONNECTION, current.state, operation) } : undefined;
    };
    const record = await records.change(region, id, edit, ofView(event));
    if (changed) connections.follow(record);
  }

  // Source: AWS KMS API Reference, "CreateCustomKeyStore": a repetition that equals a disconnected store in every
  // property, the password on file included, returns that store.
  #isEqual(record: StoreRecord, store: CompleteStore): boolean {
    const [{ password }] = this.#parts.vault.open(record.id, record.passwords);
    return (
      record.state === 'DISCONNECTED' &&
      record.name === store.name &&
      record.clusterId === store.clusterId &&
      samePem(record.trustAnchor, store.trustAnchor) &&
      password.reveal() === store.password.reveal()
    );
  }

  #newRecord(region: string, { name, clusterId, trustAnchor, password }: CompleteStore, cluster: Cluster): StoreRecord {
    const { runtime, vault } = this.#parts;
    const id = `cks-${runtime.random.bytes(ID_HEX_DIGITS).toString('hex').slice(0, ID_HEX_DIGITS)}`;
    return {
      id,
      region,
      name,
      clusterId,
      trustAnchor,
      lineageId: cluster.lineageId,
      createdAtMs: runtime.clock.now(),
      state: 'DISCONNECTED',
      passwords: vault.first(id, password),
      endpoints: [],
      hasNetwork: false,
    };
  }

  /** With another password, or on another cluster, older ones are of no use. */
  #passwordsAfter(record: StoreRecord, password: Secret<string> | undefined, moves: boolean): SealedPasswords {
    const { vault } = this.#parts;
    if (password !== undefined) return vault.first(record.id, password);
    return moves ? [record.passwords[0]] : record.passwords;
  }

  async #requireUsable(region: string, clusterId: string, lineageId: string): Promise<void> {
    const cluster = requireFound(await this.#parts.clusters.findNow(region, clusterId), clusterId);
    requireActive(cluster);
    requireRelated(cluster, lineageId);
    requireNetwork(cluster);
    requireTwoZones(cluster);
  }

  #requireFreeName(region: string, name: string): void {
    if (!this.#parts.records.inRegion(region).some((record) => record.name === name)) return;
    throw new KmsError('CustomKeyStoreNameInUseException', `A custom key store named '${name}' already exists.`);
  }

  /** Neither the cluster nor one that shares its backup history may back another store. */
  #requireFreeCluster(region: string, { clusterId, lineageId }: Cluster): void {
    const isUsed = (record: StoreRecord) => record.clusterId === clusterId || record.lineageId === lineageId;
    if (!this.#parts.records.inRegion(region).some(isUsed)) return;
    const message = `The AWS CloudHSM cluster ${clusterId}, or one that shares a backup history with it, is associated with a custom key store.`;
    throw new KmsError('CloudHsmClusterInUseException', message);
  }
}

function ofView(event: EventOf<CustomKeyStoreView>): EventOf<StoreRecord> {
  return (record) => event(viewOf(record));
}

function complete({ name, clusterId, trustAnchor, password }: NewCustomKeyStore): CompleteStore {
  const missing = [
    clusterId === undefined ? 'CloudHsmClusterId' : undefined,
    trustAnchor === undefined ? 'TrustAnchorCertificate' : undefined,
    password === undefined ? 'KeyStorePassword' : undefined,
  ].find((member) => member !== undefined);
  if (clusterId === undefined || trustAnchor === undefined || password === undefined) {
    throw new KmsError('ValidationException', `${missing} is required for a custom key store of type AWS_CLOUDHSM.`);
  }
  checkPassword(password);
  return { name, clusterId, trustAnchor, password };
}

function checkUpdate({ name, password, clusterId }: CustomKeyStoreUpdate): void {
  if (name === undefined && password === undefined && clusterId === undefined) {
    const message = 'Specify NewCustomKeyStoreName, KeyStorePassword or CloudHsmClusterId.';
    throw new KmsError('ValidationException', message);
  }
  if (password !== undefined) checkPassword(password);
}

function checkPassword(password: Secret<string>): void {
  if (PASSWORD.test(password.reveal())) return;
  throw new KmsError('ValidationException', 'KeyStorePassword must have 7 to 32 letters and digits.');
}
