import {
  type Cluster,
  CLUSTER_SERVICE,
  type ClusterHsm,
  type ClusterServiceDefinition,
  isHsmError,
} from '@keystorm/protocol';
import { connectHsm, type HsmConnection } from '@keystorm/hsm-client';
import type { CustomerCa } from '@keystorm/hsm-client/customer-ca';
import pRetry from 'p-retry';
import { type Peer, type Runtime, Secret } from '@keystorm/runtime';
import type { AwsClient } from '../aws-client.ts';
import { AwayError, AwsError } from '../aws-client.ts';
import { CommandError } from '../command-error.ts';
import { cliFile } from '../hsm-tools/cli-file.ts';
import { ETC_FILES, serverEntries, serverFile } from '../hsm-tools/server-file.ts';

export const EXAMPLE = {
  region: 'us-east-1',
  keyStoreName: 'ExampleKeyStore',
  alias: 'alias/example',
  officer: 'admin',
  officerPassword: 'Officer1',
  userPassword: 'kmsPswd1',
} as const;

/** How long one step may take before the command gives up; nothing that was made is removed then. */
const STEP_MS_MAX = 120_000;
const POLL_MS = 25;
const CALL_MS = 5_000;
/** How long the cluster-manager holds a question until something changes. */
const WATCH_MS = 1_000;
/** Why a connect may fail that has more luck the next time. */
const PASSING: ReadonlySet<string> = new Set([
  'NETWORK_ERRORS',
  'INTERNAL_ERROR',
  'CloudHsmClusterNotActiveException',
  'CloudHsmClusterInvalidConfigurationException',
]);
const CONNECT_ATTEMPTS_MAX = 5;
const CONNECT_PAUSE_MS = 250;
const CA_FILE = 'customerCA.json';

export interface Tools {
  readonly runtime: Runtime;
  readonly aws: AwsClient;
  readonly clusters: Peer<ClusterServiceDefinition>;
  readonly progress: (step: string) => void;
}

/** What ends a wait before its time. */
interface Wait {
  readonly runtime: Runtime;
  readonly during?: {
    readonly signal: AbortSignal;
    /** Why waiting is in vain; undefined while it is not. */
    readonly failure: () => string | undefined;
  };
  /** Default: STEP_MS_MAX. */
  readonly waitMs?: number;
}

export interface ExampleTools extends Tools, Wait {
  /** Ids of the appliances that run. */
  readonly appliances: () => readonly string[];
}

/** The key store came to be FAILED, or could not even begin to connect. */
class ConnectError extends CommandError {
  readonly code: string;

  constructor(code: string) {
    super(`${EXAMPLE.keyStoreName} cannot be connected: ${code}`);
    this.code = code;
  }
}

function isPassing(code: string): boolean {
  return PASSING.has(code);
}

interface KeyStore {
  readonly CustomKeyStoreId: string;
  readonly ConnectionState: string;
  readonly ConnectionErrorCode?: string;
}

/**
 * Makes what `keystorm up` promises: a cluster with one HSM per zone, `kmsuser`, the key store ExampleKeyStore
 * CONNECTED, the key alias/example. Every step looks first, so a start that was cut off is taken up again; what the
 * owner has changed since is left alone.
 */
export async function ensureExample(tools: ExampleTools): Promise<void> {
  await until(tools, 'the example cannot be made', async () => {
    await makeExample(tools);
    return true;
  });
}

async function makeExample(tools: ExampleTools): Promise<void> {
  if (await hasAlias(tools)) return;
  const ca = await customerCa(tools);
  const cluster = await initializedCluster(tools, ca);
  // The first HSM gets the user before the others are made of its backup, and with it their users.
  await kmsUser(tools, cluster, ca);
  await kmsUser(tools, await oneHsmPerZone(tools, cluster.clusterId), ca);
  await configureTools(tools, cluster.clusterId, ca);
  const store = await connectedStore(tools, cluster.clusterId, ca);
  tools.progress('creating a key');
  const { KeyMetadata } = await tools.aws.call<{ KeyMetadata: { KeyId: string } }>('kms', 'CreateKey', {
    Origin: 'AWS_CLOUDHSM',
    CustomKeyStoreId: store.CustomKeyStoreId,
    Description: 'The example key of Keystorm',
  });
  await tools.aws.call('kms', 'CreateAlias', { AliasName: EXAMPLE.alias, TargetKeyId: KeyMetadata.KeyId });
}

/**
 * Waits until the example key encrypts: what "ready" means. Its owner may have seen to it that it does not, by
 * disconnecting the store, disabling the key, deleting HSMs; that is a system that is ready, too.
 */
export async function awaitExample(tools: Tools & Wait): Promise<void> {
  await until(tools, `${EXAMPLE.alias} does not encrypt`, async () => {
    try {
      const Plaintext = Buffer.from('ready?').toString('base64');
      await tools.aws.call('kms', 'Encrypt', { KeyId: EXAMPLE.alias, Plaintext });
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code !== 'KMSInvalidStateException') return true;
      const store = await findStore(tools);
      // A connect that the last end of the system has cut off, or that came before its HSMs.
      if (store?.ConnectionState === 'CONNECTING') return undefined;
      if (store?.ConnectionState === 'FAILED' && isPassing(store.ConnectionErrorCode ?? '')) {
        await connect(tools, store.CustomKeyStoreId);
        return undefined;
      }
      return (await isOutOfService(tools)) || undefined;
    }
  });
}

/** Whether the key cannot be used for a reason that waiting does not remove. */
async function isOutOfService({ aws, clusters }: Tools): Promise<boolean> {
  const { KeyMetadata } = await aws.call<{ KeyMetadata: { KeyState: string } }>('kms', 'DescribeKey', {
    KeyId: EXAMPLE.alias,
  });
  if (KeyMetadata.KeyState !== 'Enabled') return true;
  const listed = await clusters.call('ListClusters', { region: EXAMPLE.region }, { deadlineMs: CALL_MS });
  return listed.clusters.every(({ hsms }) => hsms.length === 0);
}

async function hasAlias({ aws }: ExampleTools): Promise<boolean> {
  const { Aliases } = await aws.call<{ Aliases: { AliasName: string }[] }>('kms', 'ListAliases', {});
  return Aliases.some(({ AliasName }) => AliasName === EXAMPLE.alias);
}

async function customerCa({ runtime }: Tools): Promise<CustomerCa> {
  const kept = await runtime.storage.readFile(CA_FILE);
  if (kept !== undefined) return JSON.parse(kept.toString('utf8')) as CustomerCa;
  const { createCustomerCa } = await loadCustomerCa();
  const ca = await createCustomerCa(runtime, 'Keystorm example CA');
  await runtime.storage.writeFile(CA_FILE, Buffer.from(JSON.stringify(ca)));
  await runtime.storage.writeFile('customerCA.crt', Buffer.from(ca.certificate));
  return ca;
}

/** Its libraries are many, and a system that is there already needs none of them. */
function loadCustomerCa(): Promise<typeof import('@keystorm/hsm-client/customer-ca')> {
  return import('@keystorm/hsm-client/customer-ca');
}

async function initializedCluster(tools: ExampleTools, ca: CustomerCa): Promise<Cluster> {
  const clusterId = (await onlyCluster(tools))?.clusterId ?? (await createCluster(tools));
  let cluster = await clusterWhen(tools, clusterId, ({ state }) => state !== 'CREATE_IN_PROGRESS');
  if (cluster.state === 'UNINITIALIZED') {
    const zone = cluster.subnets[0]?.availabilityZone ?? '';
    if (cluster.hsms.length === 0) await createHsms(tools, cluster, [zone]);
    await clusterWhen(tools, clusterId, ({ hsms }) => hsms[0]?.state === 'ACTIVE');
    tools.progress('initializing the cluster with a certificate authority of its own');
    const { Clusters } = await tools.aws.call<{ Clusters: { Certificates: { ClusterCsr: string } }[] }>(
      'cloudhsmv2',
      'DescribeClusters',
      {
        Filters: { clusterIds: [clusterId] },
      },
    );
    const { signClusterCsr } = await loadCustomerCa();
    const csr = Clusters[0]?.Certificates.ClusterCsr ?? '';
    const SignedCert = await signClusterCsr(tools.runtime, csr, ca);
    await tools.aws.call('cloudhsmv2', 'InitializeCluster', {
      ClusterId: clusterId,
      SignedCert,
      TrustAnchor: ca.certificate,
    });
  }
  cluster = await clusterWhen(tools, clusterId, ({ state }) => ['INITIALIZED', 'ACTIVE'].includes(state));
  if (cluster.state === 'INITIALIZED') await activate(tools, cluster, ca);
  return clusterWhen(tools, clusterId, ({ state }) => state === 'ACTIVE');
}

async function onlyCluster({ clusters }: ExampleTools): Promise<Cluster | undefined> {
  const answer = await clusters.call('ListClusters', { region: EXAMPLE.region }, { deadlineMs: CALL_MS });
  return answer.clusters.find(({ state }) => !['DELETE_IN_PROGRESS', 'DELETED'].includes(state));
}

async function createCluster(tools: ExampleTools): Promise<string> {
  tools.progress('creating a cluster');
  const { subnets } = await tools.clusters.call('ListSubnets', { region: EXAMPLE.region }, { deadlineMs: CALL_MS });
  const { Cluster } = await tools.aws.call<{ Cluster: { ClusterId: string } }>('cloudhsmv2', 'CreateCluster', {
    HsmType: 'hsm1.medium',
    SubnetIds: subnets.map(({ subnetId }) => subnetId),
  });
  return Cluster.ClusterId;
}

/** Creates an HSM in each zone, of the appliances that stand there. */
async function createHsms(tools: ExampleTools, { clusterId }: Cluster, zones: readonly string[]): Promise<void> {
  if (zones.length === 0) return;
  tools.progress(`creating ${zones.length === 1 ? 'an HSM' : 'HSMs'} in ${zones.join(' and ')}`);
  await appliancesKnown(tools);
  await Promise.all(
    zones.map((zone) => tools.aws.call('cloudhsmv2', 'CreateHsm', { ClusterId: clusterId, AvailabilityZone: zone })),
  );
}

/** An appliance that has not told the cluster-manager of itself is not used, and another one would be started. */
async function appliancesKnown(tools: ExampleTools): Promise<void> {
  await until(tools, 'the appliances do not register', async () => {
    const { appliances } = await tools.clusters.call('ListClusters', { region: '' }, { deadlineMs: CALL_MS });
    const known = new Set(appliances.map(({ applianceId }) => applianceId));
    return tools.appliances().every((id) => known.has(id)) || undefined;
  });
}

/** Changes the first officer's default password. Source: AWS CloudHSM User Guide, "Activate the cluster". */
async function activate(tools: ExampleTools, cluster: Cluster, ca: CustomerCa): Promise<void> {
  tools.progress('activating the cluster');
  const [first] = cluster.hsms;
  if (first === undefined) throw new CommandError(`${cluster.clusterId} has lost its HSM`);
  await onHsm(tools, first, ca, async (hsm) => {
    if (!(await hsm.listUsers()).some(({ userType }) => userType === 'USER_TYPE_PRECO')) return;
    const officer = { userType: 'USER_TYPE_PRECO', userName: EXAMPLE.officer } as const;
    await hsm.login({ ...officer, password: new Secret('password') });
    await hsm.changePassword({ ...officer, password: new Secret(EXAMPLE.officerPassword) });
  });
}

async function oneHsmPerZone(tools: ExampleTools, clusterId: string): Promise<Cluster> {
  const cluster = await clusterWhen(tools, clusterId, () => true);
  const missing = cluster.subnets.filter(
    ({ availabilityZone }) => !cluster.hsms.some((hsm) => hsm.availabilityZone === availabilityZone),
  );
  await createHsms(
    tools,
    cluster,
    missing.map(({ availabilityZone }) => availabilityZone),
  );
  return clusterWhen(
    tools,
    clusterId,
    ({ hsms, subnets }) => hsms.length >= subnets.length && hsms.every(({ state }) => state === 'ACTIVE'),
  );
}

async function kmsUser(tools: ExampleTools, { hsms }: Cluster, ca: CustomerCa): Promise<void> {
  await Promise.all(
    hsms.map((hsm) =>
      onHsm(tools, hsm, ca, async (connection) => {
        if ((await connection.listUsers()).some(({ userName }) => userName === 'kmsuser')) return;
        tools.progress(`creating kmsuser on ${hsm.hsmId}`);
        await connection.login({
          userType: 'USER_TYPE_CO',
          userName: EXAMPLE.officer,
          password: new Secret(EXAMPLE.officerPassword),
        });
        await connection.createUser({
          userType: 'USER_TYPE_CU',
          userName: 'kmsuser',
          password: new Secret(EXAMPLE.userPassword),
        });
        await connection.logout();
      }),
    ),
  );
}

/** What an operator does before using cloudhsm_mgmt_util: copy the certificate authority, list the HSMs. Once. */
async function configureTools(tools: ExampleTools, clusterId: string, ca: CustomerCa): Promise<void> {
  const { storage } = tools.runtime;
  if ((await storage.readFile(ETC_FILES.cmu)) !== undefined) return;
  const { hsms } = await clusterWhen(tools, clusterId, () => true);
  await storage.writeFile(ETC_FILES.trustAnchor, Buffer.from(ca.certificate));
  await storage.writeFile(ETC_FILES.client, serverFile(hsms));
  const servers = [...serverEntries(hsms)];
  await storage.writeFile(ETC_FILES.cli, cliFile({ clusters: [{ cluster_id: clusterId, servers }] }));
  await storage.writeFile(ETC_FILES.cmu, serverFile(hsms));
}

async function connectedStore(tools: ExampleTools, clusterId: string, ca: CustomerCa): Promise<KeyStore> {
  const { aws } = tools;
  tools.progress(`connecting ${EXAMPLE.keyStoreName}`);
  let store = await findStore(tools);
  if (store === undefined) {
    await aws.call('kms', 'CreateCustomKeyStore', {
      CustomKeyStoreName: EXAMPLE.keyStoreName,
      CloudHsmClusterId: clusterId,
      TrustAnchorCertificate: ca.certificate,
      KeyStorePassword: EXAMPLE.userPassword,
    });
    store = await findStore(tools);
  }
  if (store === undefined) throw new CommandError(`${EXAMPLE.keyStoreName} is gone again`);
  return connect(tools, store.CustomKeyStoreId);
}

/** Connects, and again where that has failed for a reason that passes: HSMs that are starting, or slow. */
async function connect(tools: Tools & Wait, storeId: string): Promise<KeyStore> {
  return pRetry(() => connectOnce(tools, storeId), {
    retries: CONNECT_ATTEMPTS_MAX - 1,
    minTimeout: 0,
    shouldRetry: async ({ error, retriesConsumed }) => {
      if (!(error instanceof ConnectError && isPassing(error.code))) return false;
      await tools.runtime.clock.sleep(CONNECT_PAUSE_MS * 2 ** retriesConsumed, tools.during?.signal);
      return true;
    },
  });
}

/** Source: AWS KMS Developer Guide, "How to fix a connection failure": a store that is FAILED is first disconnected. */
async function connectOnce(tools: Tools & Wait, storeId: string): Promise<KeyStore> {
  const { aws } = tools;
  const now = (await findStore(tools))?.ConnectionState;
  if (now === 'FAILED') await aws.call('kms', 'DisconnectCustomKeyStore', { CustomKeyStoreId: storeId });
  if (now === 'FAILED' || now === 'DISCONNECTING') await storeWhen(tools, ['DISCONNECTED']);
  if (now !== 'CONNECTED' && now !== 'CONNECTING') await startConnecting(tools, storeId);
  const store = await storeWhen(tools, ['CONNECTED', 'FAILED']);
  if (store.ConnectionState === 'FAILED') throw new ConnectError(store.ConnectionErrorCode ?? '');
  return store;
}

/** An HSM that is starting is not one with which a cluster is connected. */
async function startConnecting({ aws }: Tools, storeId: string): Promise<void> {
  try {
    await aws.call('kms', 'ConnectCustomKeyStore', { CustomKeyStoreId: storeId });
  } catch (error) {
    if (error instanceof AwsError && isPassing(error.code)) throw new ConnectError(error.code);
    throw error;
  }
}

function storeWhen(tools: Tools & Wait, states: readonly string[]): Promise<KeyStore> {
  return until(tools, `${EXAMPLE.keyStoreName} does not get ${states.join(' or ')}`, async () => {
    const now = await findStore(tools);
    return now !== undefined && states.includes(now.ConnectionState) ? now : undefined;
  });
}

async function findStore({ aws }: Tools): Promise<KeyStore | undefined> {
  const { CustomKeyStores } = await aws.call<{ CustomKeyStores: (KeyStore & { CustomKeyStoreName: string })[] }>(
    'kms',
    'DescribeCustomKeyStores',
    {},
  );
  return CustomKeyStores.find(({ CustomKeyStoreName }) => CustomKeyStoreName === EXAMPLE.keyStoreName);
}

async function onHsm(
  { runtime }: Tools,
  hsm: ClusterHsm,
  ca: CustomerCa,
  work: (connection: HsmConnection) => Promise<void>,
): Promise<void> {
  const connection = connectHsm(runtime, {
    endpoint: { hsmId: hsm.hsmId, address: hsm.dataAddress },
    trustAnchor: ca.certificate,
  });
  try {
    await work(connection);
  } finally {
    connection.close();
  }
}

/** Waits for the cluster to be as wanted; the cluster-manager answers as soon as something has changed. */
async function clusterWhen(
  tools: ExampleTools,
  clusterId: string,
  holds: (cluster: Cluster) => boolean,
): Promise<Cluster> {
  let knownVersion = 0;
  return until(tools, `${clusterId} does not get on`, async () => {
    const request = { clusterId, region: EXAMPLE.region, knownVersion, waitMs: WATCH_MS };
    const { cluster } = await tools.clusters.call('GetCluster', request, { deadlineMs: CALL_MS });
    knownVersion = cluster?.version ?? 0;
    return cluster && holds(cluster) ? cluster : undefined;
  });
}

/**
 * Asks again and again until there is an answer. A process that cannot be reached for the moment has not answered: it is
 * still starting, or being started again.
 */
export async function until<T>(
  { runtime, during, waitMs = STEP_MS_MAX }: Wait,
  complaint: string,
  question: () => Promise<T | undefined>,
): Promise<T> {
  const { clock } = runtime;
  let away = '';
  const ask = () =>
    question().catch((error: unknown) => {
      if (!(error instanceof AwayError) && !isHsmError(error, 'HSM_UNREACHABLE', 'NO_ANSWER')) throw error;
      away = ` (${error.message})`;
      return undefined;
    });
  for (const deadline = clock.monotonic() + waitMs; ; await clock.sleep(POLL_MS, during?.signal)) {
    const answer = await ask();
    during?.signal.throwIfAborted();
    if (answer !== undefined) return answer;
    const failure = during?.failure();
    if (failure !== undefined) throw new CommandError(`${complaint}: ${failure}.`);
    if (clock.monotonic() > deadline)
      throw new CommandError(
        `${complaint}${away}: gave up after ${waitMs / 1000} s. See \`npx keystorm logs\` and \`npx keystorm status\`.`,
      );
  }
}

/** The services that the example, the status and the tools ask about clusters. */
export function connectClusters(
  runtime: Runtime,
  address: string,
  fleet: { readonly ca: string; readonly certificate: string; readonly privateKey: string },
): Peer<ClusterServiceDefinition> {
  return runtime.network.connect(CLUSTER_SERVICE, {
    address,
    tls: { trustAnchor: fleet.ca, certificate: fleet.certificate, privateKey: fleet.privateKey },
  });
}
