import {
  ConnectCustomKeyStoreCommand,
  CreateCustomKeyStoreCommand,
  CreateKeyCommand,
  DescribeCustomKeyStoresCommand,
  DisconnectCustomKeyStoreCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { connectHsm, type Credentials, type HsmConnection } from '@keystorm/hsm-client';
import type { Cluster, HsmUser } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { sign } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { cloudhsm, clusterOf, clusterWhen, REGION, until, type World } from './world.ts';

export const OFFICER_PASSWORD = 'Officer1';
export const KMS_PASSWORD = 'kmsPswd1';

export const OFFICER: Credentials = {
  userType: 'USER_TYPE_CO',
  userName: 'admin',
  password: new Secret(OFFICER_PASSWORD),
};

/** A crypto user of the cluster's owner. */
export function cryptoUser(userName: string): Credentials {
  return { userType: 'USER_TYPE_CU', userName, password: new Secret('Password1') };
}

/** `kmsuser` with a password. */
export function kmsUser(password: string): Credentials {
  return { userType: 'USER_TYPE_CU', userName: 'kmsuser', password: new Secret(password) };
}

/** The whole road to an active cluster with that many HSMs, one in each of the first zones. */
export async function activeCluster(
  world: World,
  hsms = 2,
  region = REGION,
  hsmType = 'hsm1.medium',
): Promise<Cluster> {
  const created = await newCluster(world, { region, hsmType });
  const zones = created.subnets.map(({ availabilityZone }) => availabilityZone);
  await addHsms(world, created, zones.slice(0, 1));
  const active = await activate(world, await initialize(world, created));
  return addHsms(world, active, zones.slice(1, hsms));
}

/** A cluster without HSMs: UNINITIALIZED, or ACTIVE when it is made from a backup. */
export async function newCluster(
  world: World,
  {
    region = REGION,
    hsmType = 'hsm1.medium',
    backupId,
    withoutSubnetIds = [],
  }: {
    readonly region?: string;
    readonly hsmType?: string;
    readonly backupId?: string;
    readonly withoutSubnetIds?: readonly string[];
  } = {},
): Promise<Cluster> {
  const { subnets } = await world.clusterService.call('ListSubnets', { region }, { deadlineMs: 5_000 });
  const SubnetIds = subnets.map(({ subnetId }) => subnetId).filter((subnetId) => !withoutSubnetIds.includes(subnetId));
  const { Cluster: created } = await cloudhsm<{ Cluster: { ClusterId: string } }>(
    world,
    'CreateCluster',
    { HsmType: hsmType, SubnetIds, SourceBackupId: backupId },
    region,
  );
  return clusterWhen(world, created.ClusterId, ({ state }) => state !== 'CREATE_IN_PROGRESS', region);
}

/** Adds an HSM in each of these zones, and waits until all HSMs of the cluster are in service. */
export async function addHsms(world: World, cluster: Cluster, zones: readonly string[]): Promise<Cluster> {
  const { clusterId, region } = cluster;
  for (const AvailabilityZone of zones)
    await cloudhsm(world, 'CreateHsm', { ClusterId: clusterId, AvailabilityZone }, region);
  const { hsms } = await clusterOf(world, clusterId, region);
  return clusterWhen(world, clusterId, (now) => isWhole(now, hsms.length), region);
}

/** That many HSMs, and all of them in service. */
export function isWhole(cluster: Cluster, hsms: number): boolean {
  return cluster.hsms.length === hsms && cluster.hsms.every(({ state }) => state === 'ACTIVE');
}

/** Signs the certificate request of a cluster with one HSM; it is INITIALIZED afterwards. */
export async function initialize(world: World, { clusterId, region }: Cluster): Promise<Cluster> {
  const { Clusters } = await cloudhsm<{ Clusters: { Certificates: { ClusterCsr: string } }[] }>(
    world,
    'DescribeClusters',
    { Filters: { clusterIds: [clusterId] } },
    region,
  );
  const SignedCert = await sign(world.operator, world.customer, Clusters[0]?.Certificates.ClusterCsr ?? '');
  const TrustAnchor = world.customer.ca.certificate;
  await cloudhsm(world, 'InitializeCluster', { ClusterId: clusterId, SignedCert, TrustAnchor }, region);
  return clusterWhen(world, clusterId, ({ state }) => state === 'INITIALIZED', region);
}

/** Changes the first officer's password; the cluster is ACTIVE afterwards. */
export async function activate(world: World, { clusterId, region, hsms: [first] }: Cluster): Promise<Cluster> {
  if (first === undefined) throw new Error('there is no HSM');
  const officer = { userType: 'USER_TYPE_PRECO', userName: 'admin' } as const;
  await onHsm(world, first, async (hsm) => {
    await hsm.login({ ...officer, password: new Secret('password') });
    await hsm.changePassword({ ...officer, password: new Secret(OFFICER_PASSWORD) });
  });
  return clusterWhen(world, clusterId, ({ state }) => state === 'ACTIVE', region);
}

/** Runs work on a connection to one HSM. */
export async function onHsm<T>(
  { operator, customer }: World,
  { hsmId, dataAddress }: { readonly hsmId: string; readonly dataAddress: string },
  work: (hsm: HsmConnection) => Promise<T>,
): Promise<T> {
  const trustAnchor = customer.ca.certificate;
  const hsm = connectHsm(operator, { endpoint: { hsmId, address: dataAddress }, trustAnchor });
  try {
    return await work(hsm);
  } finally {
    hsm.close();
  }
}

/** Does the same on every HSM of a cluster, one after the other, as the tools do. */
export async function onEveryHsm<T>(
  world: World,
  clusterId: string,
  work: (hsm: HsmConnection) => Promise<T>,
  region = REGION,
): Promise<readonly T[]> {
  const results: T[] = [];
  for (const hsm of (await clusterOf(world, clusterId, region)).hsms) results.push(await onHsm(world, hsm, work));
  return results;
}

/** What the officer does in cloudhsm_mgmt_util, on every HSM. */
export async function asOfficer(
  world: World,
  clusterId: string,
  work: (hsm: HsmConnection) => Promise<unknown>,
  region = REGION,
): Promise<void> {
  await onEveryHsm(
    world,
    clusterId,
    async (hsm) => {
      await hsm.login(OFFICER);
      await work(hsm);
      await hsm.logout();
    },
    region,
  );
}

/** LoginFailureCnt of `kmsuser` on each HSM. */
export async function failureCounts(world: World, clusterId: string): Promise<readonly (number | undefined)[]> {
  return (await kmsUserOnEveryHsm(world, clusterId)).map((user) => user?.loginFailureCount);
}

/** Of `kmsuser` on each HSM: they grow with every change of its password. */
export async function passwordEpochs(world: World, clusterId: string): Promise<readonly (number | undefined)[]> {
  return (await kmsUserOnEveryHsm(world, clusterId)).map((user) => user?.passwordEpoch);
}

/** Whether `kmsuser` is locked out, on each HSM. */
export async function lockedOut(world: World, clusterId: string): Promise<readonly (boolean | undefined)[]> {
  return (await kmsUserOnEveryHsm(world, clusterId)).map((user) => user?.locked);
}

function kmsUserOnEveryHsm(world: World, clusterId: string): Promise<readonly (HsmUser | undefined)[]> {
  return onEveryHsm(world, clusterId, async (hsm) => {
    const users = await hsm.listUsers();
    return users.find(({ userName }) => userName === 'kmsuser');
  });
}

/** A KMS key in a custom key store. */
export interface StoreKey {
  readonly id: string;
  readonly arn: string;
}

/** A custom key store, with everything that is done with it in tests. */
export class KeyStore {
  readonly #world: World;
  readonly #kms: KMSClient;
  readonly id: string;

  constructor(world: World, id: string, region = REGION) {
    this.#world = world;
    this.#kms = world.kms(region);
    this.id = id;
  }

  /** ConnectionState and, where there is one, ConnectionErrorCode. */
  async state(): Promise<string> {
    const { CustomKeyStores } = await this.#kms.send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreId: this.id }));
    const [store] = CustomKeyStores ?? [];
    return [store?.ConnectionState, store?.ConnectionErrorCode].filter((word) => word !== undefined).join(' ');
  }

  /** Waits until the connection has come to an end, and says to which: `CONNECTED`, `FAILED USER_LOCKED_OUT`, … */
  settled(): Promise<string> {
    return until(this.#world, `${this.id} does not settle`, async () => {
      const state = await this.state().catch(() => 'CONNECTING');
      return state === 'CONNECTING' || state === 'DISCONNECTING' ? undefined : state;
    });
  }

  async connect(): Promise<string> {
    await this.#kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId: this.id }));
    return this.settled();
  }

  async disconnect(): Promise<string> {
    await this.#kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: this.id }));
    return this.settled();
  }

  /** A new key in the store. */
  async newKey(): Promise<StoreKey> {
    const { KeyMetadata } = await this.#kms.send(
      new CreateKeyCommand({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: this.id }),
    );
    return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
  }
}

/** Creates the crypto user `kmsuser` on every HSM. */
export async function createKmsUser(world: World, clusterId: string, region = REGION): Promise<void> {
  await asOfficer(
    world,
    clusterId,
    async (hsm) => {
      await hsm.createUser(kmsUser(KMS_PASSWORD));
    },
    region,
  );
}

/** A custom key store on a cluster, not yet connected. */
export async function createKeyStore(
  world: World,
  clusterId: string,
  { name = 'DrillStore', password = KMS_PASSWORD, region = REGION } = {},
): Promise<KeyStore> {
  const { CustomKeyStoreId = '' } = await world.kms(region).send(
    new CreateCustomKeyStoreCommand({
      CustomKeyStoreName: name,
      CloudHsmClusterId: clusterId,
      TrustAnchorCertificate: world.customer.ca.certificate,
      KeyStorePassword: password,
    }),
  );
  return new KeyStore(world, CustomKeyStoreId, region);
}

/** A custom key store that is CONNECTED, on a new cluster with `kmsuser`. */
export async function connectedStore(
  world: World,
  { name = 'DrillStore', hsms = 2, region = REGION, hsmType = 'hsm1.medium' } = {},
): Promise<{ readonly store: KeyStore; readonly clusterId: string }> {
  const { clusterId } = await activeCluster(world, hsms, region, hsmType);
  await createKmsUser(world, clusterId, region);
  const store = await createKeyStore(world, clusterId, { name, region });
  const state = await store.connect();
  if (state !== 'CONNECTED') throw new Error(`${name} is ${state}`);
  return { store, clusterId };
}
