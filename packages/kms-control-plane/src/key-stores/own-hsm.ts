import { connectHsm, type HsmConnection } from '@keystorm/hsm-client';
import type { CustomerCa } from '@keystorm/hsm-client/customer-ca';
import type { Cluster, ClusterHsm, ClusterServiceDefinition } from '@keystorm/protocol';
import { invariant, next, type Peer, type Runtime, Secret, type Store, table } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import { activeHsms, type Clusters } from './clusters.ts';
import { CONNECTION } from './connection.ts';
import type { Connections } from './connections.ts';
import { OWN_REGION, OWN_STORE_ID } from './own-store.ts';
import { randomPassword } from './passwords.ts';
import type { SealedPasswords, StoreRecord } from './store-record.ts';
import type { StoreRecords } from './store-records.ts';
import type { Vault } from './vault.ts';

const HSM_TYPE = 'hsm1.medium';
const OFFICER = 'admin';
const FIRST_OFFICER_PASSWORD = 'password';
const USER = { userType: 'USER_TYPE_CU', userName: 'kmsuser' } as const;
const CALL = { deadlineMs: 30_000 };
const LOOK_AGAIN_MS = 50;
/** How long a request waits for the HSM to be made; what has been done by then is not done again. */
const WAIT_MS_MAX = 120_000;

/** Everything that is chosen for the cluster, before anything of it exists: so each step can be done twice. */
interface Founding {
  readonly certificate: string;
  readonly privateKey: SealedPasswords;
  readonly officer: SealedPasswords;
  readonly user: SealedPasswords;
}

const FOUNDINGS = table<Founding>('keyStoreOwnHsm');

export interface OwnHsmParts {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly peer: Peer<ClusterServiceDefinition>;
  readonly accountId: string;
  readonly clusters: Clusters;
  readonly records: StoreRecords;
  readonly connections: Connections;
  readonly vault: Vault;
}

/**
 * The HSM of KMS's own. It is made when the first key needs it, in the way in which a customer makes one: a cluster, an
 * HSM, a certificate, an officer, `kmsuser`, and a key store on it, which is connected like any other. Each step looks
 * first, so one that a crash has cut off is taken up by the next request for a key.
 */
export class OwnHsm {
  readonly #parts: OwnHsmParts;
  #making: Promise<void> | undefined;

  constructor(parts: OwnHsmParts) {
    this.#parts = parts;
  }

  /** Resolves when key objects can be made in it. Throws KMSInternalException. */
  async ready(): Promise<void> {
    if (this.#parts.records.find(OWN_REGION, OWN_STORE_ID)?.state === 'CONNECTED') return;
    this.#making ??= this.#make().finally(() => (this.#making = undefined));
    try {
      await this.#making;
    } catch (cause) {
      throw new KmsError('KMSInternalException', 'AWS KMS could not complete the request. Retry it.', { cause });
    }
  }

  async #make(): Promise<void> {
    const { records, runtime } = this.#parts;
    if (records.find(OWN_REGION, OWN_STORE_ID) === undefined) {
      const founding = await this.#founding();
      const cluster = await this.#activeCluster(founding);
      await this.#createUser(cluster, founding);
      await records.add(() => newRecord(cluster, founding, runtime.clock.now()));
    }
    await this.#connect();
  }

  async #founding(): Promise<Founding> {
    const { runtime, store, vault } = this.#parts;
    const present = await store.get(FOUNDINGS, OWN_STORE_ID);
    if (present !== undefined) return present;
    const { createCustomerCa } = await loadCustomerCa(runtime);
    const ca = await createCustomerCa(runtime, 'AWS KMS');
    const sealed = (text: string) => vault.first(OWN_STORE_ID, new Secret(text));
    const founding: Founding = {
      certificate: ca.certificate,
      privateKey: sealed(ca.privateKey),
      officer: sealed(randomPassword(runtime)),
      user: sealed(randomPassword(runtime)),
    };
    await store.transaction((tx) => tx.put(FOUNDINGS, OWN_STORE_ID, founding));
    return founding;
  }

  async #activeCluster(founding: Founding): Promise<Cluster> {
    const { Clusters } = await this.#cloudHsm<{ readonly Clusters: readonly NamedCluster[] }>('DescribeClusters', {});
    const clusterId = Clusters[0]?.ClusterId ?? (await this.#createCluster());
    let cluster = await this.#when(clusterId, ({ state }) => state !== 'CREATE_IN_PROGRESS');
    if (cluster.state === 'UNINITIALIZED') await this.#initialize(cluster, founding);
    cluster = await this.#when(clusterId, ({ state }) => state === 'INITIALIZED' || state === 'ACTIVE');
    if (cluster.state === 'INITIALIZED') await this.#activate(cluster, founding);
    return this.#when(clusterId, (now) => now.state === 'ACTIVE' && activeHsms(now).length > 0);
  }

  async #createCluster(): Promise<string> {
    const { subnets } = await this.#parts.peer.call('ListSubnets', { region: OWN_REGION }, CALL);
    const SubnetIds = subnets.map(({ subnetId }) => subnetId);
    const { Cluster } = await this.#cloudHsm<{ readonly Cluster: NamedCluster }>('CreateCluster', {
      HsmType: HSM_TYPE,
      SubnetIds,
    });
    return Cluster.ClusterId;
  }

  async #initialize({ clusterId: ClusterId, hsms, subnets }: Cluster, founding: Founding): Promise<void> {
    const { runtime } = this.#parts;
    const AvailabilityZone = subnets[0]?.availabilityZone;
    if (hsms.length === 0) await this.#cloudHsm('CreateHsm', { ClusterId, AvailabilityZone });
    await this.#when(ClusterId, (now) => activeHsms(now).length > 0);
    const { Clusters } = await this.#cloudHsm<{ readonly Clusters: readonly NamedCluster[] }>('DescribeClusters', {});
    const ca: CustomerCa = {
      certificate: founding.certificate,
      privateKey: this.#opened(founding.privateKey).reveal(),
    };
    const { signClusterCsr } = await loadCustomerCa(runtime);
    const SignedCert = await signClusterCsr(runtime, Clusters[0]?.Certificates?.ClusterCsr ?? '', ca);
    await this.#cloudHsm('InitializeCluster', { ClusterId, SignedCert, TrustAnchor: ca.certificate });
  }

  /** Changes the first officer's default password. Source: AWS CloudHSM User Guide, "Activate the cluster". */
  async #activate({ hsms }: Cluster, founding: Founding): Promise<void> {
    await this.#on(hsms, founding, async (hsm) => {
      if (!(await hsm.listUsers()).some(({ userType }) => userType === 'USER_TYPE_PRECO')) return;
      const officer = { userType: 'USER_TYPE_PRECO', userName: OFFICER } as const;
      await hsm.login({ ...officer, password: new Secret(FIRST_OFFICER_PASSWORD) });
      await hsm.changePassword({ ...officer, password: this.#opened(founding.officer) });
      await hsm.logout();
    });
  }

  async #createUser({ hsms }: Cluster, founding: Founding): Promise<void> {
    await this.#on(hsms, founding, async (hsm) => {
      if ((await hsm.listUsers()).some(({ userName }) => userName === USER.userName)) return;
      const password = this.#opened(founding.officer);
      await hsm.login({ userType: 'USER_TYPE_CO', userName: OFFICER, password });
      await hsm.createUser({ ...USER, password: this.#opened(founding.user) });
      await hsm.logout();
    });
  }

  /** A store that has failed is first disconnected, as a customer would. */
  async #connect(): Promise<void> {
    if (this.#state() === 'FAILED') await this.#follow('disconnect');
    if (this.#state() === 'DISCONNECTING') await this.#until(() => this.#state() === 'DISCONNECTED');
    if (this.#state() === 'DISCONNECTED') await this.#follow('connect');
    await this.#until(() => this.#state() === 'CONNECTED' || this.#state() === 'FAILED');
    const { errorCode } = this.#parts.records.get(OWN_REGION, OWN_STORE_ID);
    if (errorCode !== undefined) throw new Error(`KMS's own key store cannot be connected: ${errorCode}`);
  }

  async #follow(event: 'connect' | 'disconnect'): Promise<void> {
    const { records, connections } = this.#parts;
    const record = await records.change(OWN_REGION, OWN_STORE_ID, ({ errorCode: _code, ...current }) => ({
      ...current,
      state: next(CONNECTION, current.state, event),
    }));
    connections.follow(record);
  }

  #state(): StoreRecord['state'] {
    return this.#parts.records.get(OWN_REGION, OWN_STORE_ID).state;
  }

  #opened(sealed: SealedPasswords): Secret<string> {
    return this.#parts.vault.open(OWN_STORE_ID, sealed)[0].password;
  }

  async #on(
    [hsm]: readonly ClusterHsm[],
    { certificate: trustAnchor }: Founding,
    work: (hsm: HsmConnection) => Promise<void>,
  ): Promise<void> {
    invariant(hsm !== undefined, "KMS's own cluster has an HSM");
    const endpoint = { hsmId: hsm.hsmId, address: hsm.dataAddress };
    const connection = connectHsm(this.#parts.runtime, { endpoint, trustAnchor });
    try {
      await work(connection);
    } finally {
      connection.close();
    }
  }

  /** Calls the CloudHSM API, as its customer. */
  async #cloudHsm<T>(operation: string, input: object): Promise<T> {
    const { peer, accountId, runtime } = this.#parts;
    const call = {
      service: 'cloudhsm',
      operation,
      region: OWN_REGION,
      accountId,
      principalArn: `arn:aws:iam::${accountId}:root`,
      body: Buffer.from(JSON.stringify(input)),
      requestId: runtime.random.uuid(),
    };
    const { status, body } = await peer.call('InvokeApi', call, CALL);
    if (status !== 200) throw new Error(`${operation}: ${body.toString()}`);
    return JSON.parse(body.toString()) as T;
  }

  async #when(clusterId: string, holds: (cluster: Cluster) => boolean): Promise<Cluster> {
    const { clusters } = this.#parts;
    let cluster: Cluster | undefined;
    await this.#until(async () => {
      cluster = await clusters.find(OWN_REGION, clusterId);
      return cluster !== undefined && holds(cluster);
    });
    invariant(cluster !== undefined, 'the cluster was there a moment ago');
    return cluster;
  }

  async #until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const { clock } = this.#parts.runtime;
    for (const giveUpMs = clock.monotonic() + WAIT_MS_MAX; !(await holds()); await clock.sleep(LOOK_AGAIN_MS)) {
      if (clock.monotonic() > giveUpMs) throw new Error(`KMS's own HSM is not ready within ${WAIT_MS_MAX} ms`);
    }
  }
}

interface NamedCluster {
  readonly ClusterId: string;
  readonly Certificates?: { readonly ClusterCsr?: string };
}

function newRecord(cluster: Cluster, { certificate, user }: Founding, createdAtMs: number): StoreRecord {
  return {
    id: OWN_STORE_ID,
    region: OWN_REGION,
    name: OWN_STORE_ID,
    clusterId: cluster.clusterId,
    trustAnchor: certificate,
    lineageId: cluster.lineageId,
    createdAtMs,
    state: 'DISCONNECTED',
    passwords: user,
    endpoints: [],
    hasNetwork: false,
    copiesMin: 1,
  };
}

/** Its libraries are many, and only the making of the HSM needs them. */
function loadCustomerCa({ compute }: Runtime): Promise<typeof import('@keystorm/hsm-client/customer-ca')> {
  return compute.run(() => import('@keystorm/hsm-client/customer-ca'));
}
